"""What the page of a trial shows, in the reader's language: figures, bars, names, changes in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from babel.numbers import format_decimal
from flask import current_app
from flask_babel import gettext as _

from app.core.clock import berlin_date
from app.laboratory.models import Trial, TrialCount
from app.laboratory.pictures import Bar, bars, steps
from app.laboratory.report import Line, side_by_side
from app.laboratory.report.side_by_side import Column, amount
from app.laboratory.rules import TIE_LABELS, TieChoice, TrialState, percent
from app.shell.doors.context import locale
from app.shell.doors.words import said

ROWS_MOST = 200
"""More rows of a list than this stand in the table to download."""


class TrialView:
    """A trial with its counts so far, as a reader sees it."""

    def __init__(self, trial: Trial, counts: Sequence[TrialCount]) -> None:
        """Put the counts side by side."""
        self.trial = trial
        self.shown = side_by_side(trial, counts)
        self.rows_most = ROWS_MOST
        self.funded = [line for line in self.shown.lines if any(line.places)]
        self.nobody = [line for line in self.shown.lines if not any(line.places)]

    @property
    def is_waiting(self) -> bool:
        """Tell whether the count still runs."""
        return self.trial.state is TrialState.WAITING

    @property
    def state(self) -> int:
        """Return a number that grows with every step of the count, so that a page asks for what it has not seen."""
        return len(self.shown.columns) + bool(self.trial.election) + 100 * (not self.is_waiting)

    @property
    def removed_on(self) -> date:
        """Return the day on which the trial is deleted."""
        return berlin_date(self.trial.asked_at + timedelta(days=current_app.extensions["settings"].trial_days))

    @property
    def tie(self) -> str:
        """Return the tie order in words, with the seed of a lot."""
        if self.trial.tie.startswith("lot:"):
            return f"{said(TIE_LABELS[TieChoice.LOT], {})} ({self.trial.tie.removeprefix('lot:')})"
        return said(TIE_LABELS[TieChoice(self.trial.tie)], {})

    @property
    def lines(self) -> list[Line]:
        """Return the projects some rule funds, as many as a page holds."""
        return self.funded[:ROWS_MOST]

    @property
    def more_lines(self) -> int:
        """Return how many of them a page does not hold."""
        return max(0, len(self.funded) - ROWS_MOST)

    def money(self, text: str) -> str:
        """Write an exact amount."""
        return amount(text, self.shown.currency, locale())

    def percent(self, share: str) -> str:
        """Write an exact share."""
        return f"{percent(share)} %".replace(".", "." if locale() == "en" else ",")

    def whole(self, number: int) -> str:
        """Write a number of things."""
        return str(format_decimal(number, locale=locale()))

    def named(self, ids: Iterable[str]) -> str:
        """Return the names of projects."""
        projects = self.trial.election["projects"]
        return ", ".join(projects[one]["name"] or one for one in ids) or "–"

    def losers(self, column: Column) -> list[Mapping[str, Any]]:
        """Return who was not funded, the one with the most votes first, as many as a page holds."""
        projects = self.trial.election["projects"]
        return sorted(column.report["losers"], key=lambda loser: -projects[loser["id"]]["votes"])[:ROWS_MOST]

    def needed(self, loser: Mapping[str, Any]) -> list[str]:
        """Return in words which changes, each by itself, would have sufficed."""
        changes, words = loser["needed"], []
        if cost := changes.get("cost_at_most"):
            words.append(_("Kosten bis %(amount)s", amount=self.money(cost["amount"])))
        if votes := changes.get("more_votes"):
            one = votes["amount"] == "1"
            words.append(_("eine Stimme mehr") if one else _("%(count)s Stimmen mehr", count=votes["amount"]))
        if budget := changes.get("budget"):
            words.append(_("ein Budget von %(amount)s", amount=self.money(budget["amount"])))
        return words

    def spent_bars(self) -> tuple[Bar, ...]:
        """Draw what each rule spends of the budget."""
        return bars(
            (
                said(column.title, {}),
                Fraction(column.report["total_cost"]) / (Fraction(column.report["budget"]) or 1),
                self.money(column.report["total_cost"]),
            )
            for column in self.shown.counted
        )

    def nothing_bars(self) -> tuple[Bar, ...]:
        """Draw the share of voters each rule leaves with nothing."""
        shares = ((column, column.report["fairness"]["voters_with_nothing"]) for column in self.shown.counted)
        return bars((said(column.title, {}), Fraction(share), self.percent(share)) for column, share in shares)

    def steps(self, column: Column) -> str:
        """Draw the running balance of a rule."""
        return steps(self.trial.election["budget"], [bought["remaining"] for bought in column.report["purchases"]])

    def themes(self, column: Column) -> list[dict[str, Any]]:
        """Return the categories of an outcome, each with bars for its shares of votes and money."""
        return [
            {**each, "bars": bars([("", Fraction(each["votes"]), ""), ("", Fraction(each["money"]), "")])}
            for each in column.report["fairness"]["categories"]
        ]
