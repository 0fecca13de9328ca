"""Figures for charts: where a part begins in a bar and how wide it is, in percent of the whole."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a stacked bar; ``x`` and ``width`` are percent as text ("12.50")."""

    key: str
    label: str
    cents: int
    text: str
    x: str
    width: str


def bar_parts(parts: Iterable[tuple[str, str, int, str]]) -> tuple[BarPart, ...]:
    """Place parts (key, label, cents, text) one after the other; the widths fill the bar exactly.

    Nothing at all gives widths of zero; a part below zero counts as nothing.
    """
    rows = tuple(parts)
    whole = sum(max(cents, 0) for _, _, cents, _ in rows)
    placed: list[BarPart] = []
    before = 0
    for key, label, cents, text in rows:
        after = before + max(cents, 0)
        start, end = _hundredths(before, whole), _hundredths(after, whole)
        placed.append(BarPart(key, label, cents, text, _percent(start), _percent(end - start)))
        before = after
    return tuple(placed)


def _hundredths(cents: int, whole: int) -> int:
    """Return the share of the whole in hundredths of a percent, rounded down."""
    return cents * 10_000 // whole if whole else 0


def _percent(hundredths: int) -> str:
    """Write hundredths of a percent with a point, as SVG reads it."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"
