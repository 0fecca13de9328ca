"""The public's figures in words: fund bars of four parts, votes, decisions, the way of an action's money."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.core.clock import berlin_date
from app.disbursement.rules import KIND_LABELS
from app.ledger.rules import BOUND, AccountKind
from app.portal.queries import ActionAccount, MoneyMove, PublicDecision, PublicYear
from app.portal.rules import OPEN, STAGE_LABELS, UNSIGNED, Stage
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


def money_path(money: ActionAccount, decision: PublicDecision | None, *, paid_cents: int) -> list[dict[str, str]]:
    """Return the way of the money as a picture shows it: fund, decision, payment, proof, end."""
    is_refused = decision is not None and not decision.is_award
    is_cancelled = money.action.stage is Stage.CANCELLED
    is_agreed = paid_cents > 0 or money.action.stage not in UNSIGNED
    waits_for = _(STAGE_LABELS[money.action.stage]) if money.action.stage in OPEN else ""
    decided_cents = money.action.awarded_cents or (decision.award_cents if decision else 0)
    steps = [
        (_("Entschieden"), decision is not None, euro(decided_cents) if decided_cents else ""),
        (_("Vereinbart"), is_agreed, waits_for),
        (_("Ausgezahlt"), paid_cents > 0, euro(paid_cents) if paid_cents else ""),
        (_("Anerkannt"), money.ordered_at is not None, euro(money.entitlement_cents) if money.ordered_at else ""),
        (_("Abgeschlossen"), money.closed_at is not None, ""),
    ]
    if is_refused:
        return [{"label": _("Entschieden"), "state": "stopped", "note": _("nicht gefördert")}]
    if is_cancelled:
        done = [{"label": label, "state": "done", "note": note} for label, is_done, note in steps if is_done]
        return [*done, {"label": _("Abgesagt"), "state": "stopped", "note": ""}]
    current = next((number for number, step in enumerate(steps) if not step[1]), len(steps))
    states = [
        "done" if number < current else "current" if number == current else "todo" for number in range(len(steps))
    ]
    return [
        {"label": label, "state": state, "note": note}
        for (label, _done, note), state in zip(steps, states, strict=True)
    ]


def _move(move: MoneyMove) -> dict[str, Any]:
    title = _(KIND_LABELS[move.kind]) if move.kind else _("Zurückgezahlt")
    return {"title": title, "when": day(move.on), "cents": abs(move.cents)}
