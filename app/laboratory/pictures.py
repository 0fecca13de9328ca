"""Figures of the laboratory's charts: lengths of bars in percent, the steps of a running balance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT = 1000, 240


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label, its length in percent («12.50») and the figure as people read it."""

    label: str
    length: str
    text: str


def bars(rows: Iterable[tuple[str, Fraction, str]]) -> tuple[Bar, ...]:
    """Draw shares (label, share from 0 to 1, text) as bars of a whole."""
    return tuple(Bar(label, _percent(share), text) for label, share, text in rows)


def steps(budget: str, remaining: Sequence[str]) -> str:
    """Return the points of a line that falls from the budget to what is left, for a box of WIDTH by HEIGHT."""
    whole = Fraction(budget) or Fraction(1)
    levels = [Fraction(1), *(Fraction(text) / whole for text in remaining)]
    count = len(levels)
    points = []
    for index, level in enumerate(levels):
        y = HEIGHT - int(level * HEIGHT)
        points += [f"{WIDTH * index // count},{y}", f"{WIDTH * (index + 1) // count},{y}"]
    return " ".join(points)


def _percent(share: Fraction) -> str:
    hundredths = int(min(max(share, Fraction(0)), Fraction(1)) * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
