"""Several outcomes of one election beside each other: a line for each project, a column for each rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from babel.numbers import format_currency, format_decimal

from app.laboratory.models import Trial, TrialCount
from app.laboratory.rules import OFFERED, divided, percent

CURRENCY_LENGTH = 3


@dataclass(frozen=True)
class Column:
    """What one rule gave; ``report`` is empty and ``problem`` says why when it cannot count these ballots.

    ``places`` gives winners their place, from 1.
    """

    rule: str
    report: Mapping[str, Any]
    problem: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Return what people call the rule, as a marked sentence."""
        return OFFERED[self.rule].title

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return the place of each winner."""
        return {name: place for place, name in enumerate(self.report.get("winners", ()), start=1)}

    @cached_property
    def reasons(self) -> Mapping[str, Mapping[str, Any]]:
        """Return why each of the others did not win."""
        return {loser["id"]: loser for loser in self.report.get("losers", ())}

    @property
    def left_out_percent(self) -> str:
        """Return the share of voters with nothing funded in percent, «7.5»."""
        return percent(self.report["fairness"]["voters_with_nothing"])


@dataclass(frozen=True, slots=True)
class Line:
    """A project: its exact cost, its votes, and for each column its place or None."""

    id: str
    name: str
    cost: str
    votes: int
    places: tuple[int | None, ...]
    is_divided: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All of a trial; ``lines`` begin with what any rule funds, in the order of votes."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    currency: str

    @property
    def counted(self) -> tuple[Column, ...]:
        """Return the columns of rules that could count these ballots."""
        return tuple(column for column in self.columns if column.report)

    @property
    def divided(self) -> int:
        """Return how many projects some rules fund and others do not."""
        return sum(line.is_divided for line in self.lines)


def side_by_side(trial: Trial, counts: Sequence[TrialCount]) -> SideBySide:
    """Put the counts of a trial beside each other."""
    columns = tuple(Column(count.rule, count.report, count.problem) for count in counts)
    counted = [column for column in columns if column.report]
    split = divided([column.report["winners"] for column in counted])
    lines = [
        Line(
            name,
            project["name"] or name,
            project["cost"],
            project["votes"],
            tuple(column.places.get(name) for column in columns),
            name in split,
        )
        for name, project in trial.election.get("projects", {}).items()
    ]
    lines.sort(key=lambda line: (not any(line.places), -line.votes, line.id))
    return SideBySide(columns, tuple(lines), trial.election.get("currency", ""))


def amount(text: str, currency: str, language: str) -> str:
    """Write an exact amount for people, in the currency where the file names one; a fraction stays one."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if len(currency) != CURRENCY_LENGTH or not currency.isalpha():
        return str(format_decimal(value, locale=language))
    decimals = "0.00" if value % 1 else "0"
    return str(
        format_currency(value, currency.upper(), f"#,##{decimals}\u00a0¤", locale=language, currency_digits=False)
    )
