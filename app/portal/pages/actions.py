"""One action for everybody: the way of its money, from the fund to the closed account, to the cent."""

from typing import Any
from uuid import UUID

from flask import g, render_template
from flask_babel import gettext as _

from app.ledger.queries import journals_of_case
from app.ledger.rules import ACCOUNT_LABELS, AccountKind, in_words
from app.portal import queries
from app.portal.pages.door import bp
from app.portal.rules import STAGE_LABELS, STAGE_TONES
from app.portal.wording import arithmetic, money_path, money_trail, outcome, votes
from app.shell.doors import html
from app.shell.doors.context import public


@bp.route("/gebiete/<slug>/aktionen/<uuid:application_id>")
@public
def action(slug: str, application_id: UUID) -> Any:
    """Follow the money of one action."""
    area, change = queries.area_with_change(slug)
    g.area_name = area.name
    return html.if_changed(lambda: _action(area, application_id), change)


def _action(area: Any, application_id: UUID) -> str:
    account = queries.action(area.id, application_id)
    decision = queries.decision_on(application_id)
    moves = queries.money_moves(application_id)
    paid = sum(move.cents for move in moves if move.cents > 0)
    repaid = -sum(move.cents for move in moves if move.cents < 0)
    return render_template(
        "portal/action.html",
        area=area,
        money=account,
        action=account.action,
        year=queries.year_with_money(account.fund_year_id),
        decision=decision,
        sentences=arithmetic(decision) if decision else [],
        path=money_path(account, decision, paid_cents=paid),
        trail=money_trail(account, decision, moves),
        paid_cents=paid,
        repaid_cents=repaid,
        kept_cents=paid - repaid,
        bookings=_bookings(application_id),
        stage_labels=STAGE_LABELS,
        stage_tones=STAGE_TONES,
        votes=votes,
        outcome=outcome,
    )


def _bookings(application_id: UUID) -> list[dict[str, Any]]:
    """Return each booking of the action in words, from which account to which."""
    found: dict[UUID, dict[str, Any]] = {}
    for journal, kind, cents in journals_of_case(application_id):
        entry = found.setdefault(
            journal.id,
            {"at": journal.booked_at, "words": _(in_words(journal.cause_kind, journal.step)), "moves": []},
        )
        entry["moves"].append((_(ACCOUNT_LABELS[AccountKind(kind)]), cents))
    return list(found.values())
