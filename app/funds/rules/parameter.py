"""One parameter of a rule book: what it means, what it may be, where it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.core.money import LARGEST_CENTS
from app.core.words import N_

LARGEST_COUNT = 100_000
MOST_ENTRIES = 200


class Kind(StrEnum):
    """What sort of value a parameter has; ``table`` maps texts to whole numbers, ``steps`` are (from cents, code)."""

    CENTS = "cents"
    PERCENT = "percent"
    DAYS = "days"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    TABLE = "table"
    STEPS = "steps"


class Group(StrEnum):
    """A chapter of the rule book, «Kapitel»."""

    FUND = "fund"
    APPLICATION = "application"
    COSTS = "costs"
    JURY = "jury"
    VOTE = "vote"
    PAYMENT = "payment"
    SETTLEMENT = "settlement"
    PROGRAMME = "programme"


GROUP_LABELS: Mapping[Group, str] = {
    Group.FUND: N_("Fonds und Förderhöhe"),
    Group.APPLICATION: N_("Antrag"),
    Group.COSTS: N_("Kosten"),
    Group.JURY: N_("Jury"),
    Group.VOTE: N_("Abstimmung"),
    Group.PAYMENT: N_("Auszahlung"),
    Group.SETTLEMENT: N_("Abrechnung und Rückzahlung"),
    Group.PROGRAMME: N_("Programm, Veröffentlichung und Aufbewahrung"),
}

MARK_LABELS: Mapping[str, str] = {
    "S": N_("aus öffentlicher Quelle"),
    "M": N_("Fachwissen, ohne Beleg"),
    "I": N_("Vorschlag, vor dem Einsatz zu prüfen"),
}

NOT_A_NUMBER = N_("Bitte eine ganze Zahl angeben.")
OUT_OF_RANGE = N_("Dieser Wert liegt außerhalb des erlaubten Bereichs.")
NOT_A_FLAG = N_("Bitte Ja oder Nein wählen.")
NOT_A_CHOICE = N_("Diese Auswahl gibt es nicht.")
NOT_A_TABLE = N_("Bitte eine Tabelle aus Schlüssel und ganzer Zahl angeben.")
NOT_A_DATE = N_("Der Schlüssel muss ein Datum sein, zum Beispiel 2026-07-01.")
NOT_STEPS = N_("Bitte Stufen aus einem Betrag in Cent und einer Auswahl angeben, aufsteigend und ohne Wiederholung.")


class Unfit(Exception):
    """The value does not fit its parameter; carries the sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter, «Regel»: its key, kind, default, chapter, words, source and confidence.

    ``mark`` is S (found in a public source), M (general professional knowledge) or I (our proposal).
    ``choices`` maps each code to its German label; for a table it names the allowed keys, and a
    table without choices is keyed by ISO dates.
    """

    key: str
    kind: Kind
    default: Any
    group: Group
    title: str
    meaning: str
    source: str
    mark: str
    choices: Mapping[str, str] | None = None
    minimum: int = 0
    maximum: int | None = None

    @property
    def largest(self) -> int:
        """Return the largest whole number this parameter may hold."""
        if self.maximum is not None:
            return self.maximum
        return {Kind.CENTS: LARGEST_CENTS, Kind.STEPS: LARGEST_CENTS, Kind.PERCENT: 100}.get(self.kind, LARGEST_COUNT)

    def fit(self, value: Any) -> Any:
        """Return the value in its plain frozen form; raise Unfit with the reason."""
        return _FITTERS[self.kind](self, value)


def _fit_number(parameter: Parameter, value: Any) -> int:
    if type(value) is not int:
        raise Unfit(NOT_A_NUMBER)
    if not parameter.minimum <= value <= parameter.largest:
        raise Unfit(OUT_OF_RANGE)
    return value


def _fit_flag(_parameter: Parameter, value: Any) -> bool:
    if type(value) is not bool:
        raise Unfit(NOT_A_FLAG)
    return value


def _fit_choice(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, str) or value not in (parameter.choices or {}):
        raise Unfit(NOT_A_CHOICE)
    return str(value)


def _fit_choices(parameter: Parameter, value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, (list, tuple, set, frozenset)):
        raise Unfit(NOT_A_CHOICE)
    if len(value) > MOST_ENTRIES:
        raise Unfit(OUT_OF_RANGE)
    return tuple(sorted({_fit_choice(parameter, one) for one in value}))


def _fit_table(parameter: Parameter, value: Any) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, Mapping):
        value = _pairs_to_mapping(value)
    if len(value) > MOST_ENTRIES:
        raise Unfit(OUT_OF_RANGE)
    return tuple(
        sorted((_fit_table_key(parameter, key), _fit_number(parameter, number)) for key, number in value.items())
    )


def _pairs_to_mapping(value: Any) -> Mapping[Any, Any]:
    if not isinstance(value, tuple) or not all(
        isinstance(pair, tuple) and len(pair) == len(("key", 0)) for pair in value
    ):
        raise Unfit(NOT_A_TABLE)
    return dict(value)


def _fit_table_key(parameter: Parameter, key: Any) -> str:
    if parameter.choices is not None:
        return _fit_choice(parameter, key)
    try:
        return key.isoformat() if type(key) is date else date.fromisoformat(key).isoformat()
    except (TypeError, ValueError):
        raise Unfit(NOT_A_DATE) from None


def _fit_steps(parameter: Parameter, value: Any) -> tuple[tuple[int, str], ...]:
    if not isinstance(value, (list, tuple)) or len(value) > MOST_ENTRIES:
        raise Unfit(NOT_STEPS)
    steps: list[tuple[int, str]] = []
    for step in value:
        if not isinstance(step, (list, tuple)) or len(step) != len((0, "code")):
            raise Unfit(NOT_STEPS)
        steps.append((_fit_number(parameter, step[0]), _fit_choice(parameter, step[1])))
    if any(later[0] <= earlier[0] for earlier, later in pairwise(steps)):
        raise Unfit(NOT_STEPS)
    return tuple(steps)


_FITTERS: dict[Kind, Callable[[Parameter, Any], Any]] = {
    Kind.CENTS: _fit_number,
    Kind.PERCENT: _fit_number,
    Kind.DAYS: _fit_number,
    Kind.COUNT: _fit_number,
    Kind.FLAG: _fit_flag,
    Kind.CHOICE: _fit_choice,
    Kind.CHOICES: _fit_choices,
    Kind.TABLE: _fit_table,
    Kind.STEPS: _fit_steps,
}
