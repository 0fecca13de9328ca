"""The public's figures in words: fund bars of four parts, votes, decisions, the way of an action's money."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.core.clock import berlin_date
from app.disbursement.rules import KIND_LABELS
from app.ledger.rules import BOUND, AccountKind
from app.portal.queries import ActionAccount, MoneyMove, PublicDecision, PublicYear
from app.shell.charts import BarPart, bar_parts
from app.shell.doors.words import day, euro, said
from app.voting.rules import OUTCOME_LABELS, Outcome, explain_record

TONES: Mapping[Outcome, str] = {
    Outcome.APPROVED: "success",
    Outcome.APPROVED_REDUCED: "success",
    Outcome.REJECTED: "neutral",
}


def bound_cents(cents: Mapping[AccountKind, int]) -> int:
    """Return what the public knows as «gebunden»: committed, on its way, and paid but not yet proven."""
    return sum(cents[kind] for kind in BOUND)


def fund_bar(year: PublicYear) -> tuple[BarPart, ...]:
    """Return the four parts the public sees; together they are the budget."""
    parts = (
        ("available", _("verfügbar"), year.cents[AccountKind.AVAILABLE]),
        ("reserved", _("reserviert"), year.cents[AccountKind.RESERVED]),
        ("committed", _("gebunden"), bound_cents(year.cents)),
        ("spent", _("ausgegeben und nachgewiesen"), year.cents[AccountKind.SPENT]),
    )
    return bar_parts([(key, label, cents, euro(cents)) for key, label, cents in parts])


def votes(decision: PublicDecision) -> str:
    """Return the totals of a vote in words."""
    yes, no, abstain = decision.yes or 0, decision.no or 0, decision.abstain or 0
    return str(_("%(yes)s Ja, %(no)s Nein, %(abstain)s enthalten", yes=yes, no=no, abstain=abstain))


def outcome(decision: PublicDecision) -> tuple[str, str, str]:
    """Return the badge of a decision."""
    return decision.outcome.value, _(OUTCOME_LABELS[decision.outcome]), TONES[decision.outcome]


def arithmetic(decision: PublicDecision) -> list[str]:
    """Return how the result came about, sentence by sentence."""
    return [said(sentence.text, dict(sentence.facts)) for sentence in explain_record(decision.record)]


def money_trail(
    account: ActionAccount, decision: PublicDecision | None, moves: list[MoneyMove]
) -> list[dict[str, Any]]:
    """Return the stations of the money, each with its day and amount: decision, payments, proof, return, end."""
    trail: list[dict[str, Any]] = []
    if decision is not None:
        when = day(berlin_date(decision.decided_at))
        amount = decision.award_cents if decision.is_award else 0
        trail.append({"title": _(OUTCOME_LABELS[decision.outcome]), "when": when, "cents": amount})
    trail += [_move(move) for move in moves if move.cents > 0]
    if account.ordered_at is not None:
        when = day(berlin_date(account.ordered_at))
        trail.append({"title": _("Anerkannt"), "when": when, "cents": account.entitlement_cents})
    trail += [_move(move) for move in moves if move.cents < 0]
    if account.closed_at is not None:
        trail.append({"title": _("Abgeschlossen"), "when": day(berlin_date(account.closed_at)), "cents": None})
    return trail


def _move(move: MoneyMove) -> dict[str, Any]:
    title = _(KIND_LABELS[move.kind]) if move.kind else _("Zurückgezahlt")
    return {"title": title, "when": day(move.on), "cents": abs(move.cents)}
