"""The figures an ``expect`` may hold, each read from the database after its step."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.allocation.models import Award
from app.bodies.models import AgendaItem, JurySession
from app.disbursement.models import Payment
from app.disbursement.rules import PaymentKind, PaymentState
from app.funds.models import FundYear
from app.funds.queries import rules_of
from app.ledger.queries import balances
from app.ledger.rules import AccountKind
from app.proposals.models import Application
from app.rehearsal.stage import Stage
from app.settlement.models import Receipt, RepaymentClaim, Settlement
from app.shell.database import db
from app.voting.models import Motion
from app.voting.queries.rolls import roll_of
from app.voting.rules import Decision, attendance_of, decide, from_record, tally_of_roll

BOUND = (AccountKind.COMMITTED, AccountKind.IN_TRANSIT, AccountKind.PAID)
NO_LOT = ""  # a tie that is not counted yet has no lot
_STOPPED = (PaymentState.REJECTED, PaymentState.CANCELLED)
Figures = Mapping[str, Any]


def found_after(stage: Stage, arguments: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """Return these figures as they are now; None where there is nothing to count."""
    handle = stage.subject_of(arguments)
    application_id = stage.applications.get(handle)
    groups: dict[str, Figures] = {}
    found = {}
    for key in keys:
        read = _GROUPS[key]
        if read.__name__ not in groups:
            groups[read.__name__] = read(stage, handle, application_id)
        found[key] = groups[read.__name__].get(key)
    db.session.rollback()
    return found


def _of_fund_year(stage: Stage, _handle: str, _application_id: UUID | None) -> Figures:
    cents = balances(stage.fund_year_id)
    budget = db.session.scalar(sa.select(FundYear.budget_cents).where(FundYear.id == stage.fund_year_id)) or 0
    return {
        "available_cents": cents[AccountKind.AVAILABLE],
        "reserved_cents": cents[AccountKind.RESERVED],
        "committed_cents": sum(cents[kind] for kind in BOUND),
        "spent_cents": cents[AccountKind.SPENT],
        "returned_cents": budget + cents[AccountKind.BUDGET],
    }


def _of_application(_stage: Stage, _handle: str, application_id: UUID | None) -> Figures:
    statement = (
        sa.select(
            Application.state,
            Application.due_on,
            Application.requested_cents,
            Application.recognised_cents,
            sa.func.coalesce(Award.amount_cents, Application.awarded_cents).label("awarded_cents"),
            Settlement.flat_rate_cents,
            Settlement.entitlement_cents,
            Settlement.balance_payment_cents,
            Settlement.repayment_cents,
            Settlement.id.label("settlement_id"),
            RepaymentClaim.interest_cents,
            RepaymentClaim.amount_cents.label("claimed_cents"),
            RepaymentClaim.due_on.label("claim_due_on"),
        )
        .outerjoin(Award, Award.application_id == Application.id)
        .outerjoin(Settlement, Settlement.application_id == Application.id)
        .outerjoin(RepaymentClaim, RepaymentClaim.application_id == Application.id)
        .where(Application.id == application_id)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return {}
    presented = sa.select(sa.func.sum(Receipt.amount_cents)).where(Receipt.settlement_id == row.settlement_id)
    claimed = (db.session.scalar(presented) or 0) + (row.flat_rate_cents or 0)
    return {
        **row._asdict(),
        "state": row.state.value,
        "due_on": row.due_on or row.claim_due_on,
        "interest_cents": row.interest_cents or 0,
        "repayment_cents": row.claimed_cents if row.repayment_cents is None else row.repayment_cents,
        "borne_by_applicant_cents": None if row.entitlement_cents is None else claimed - row.entitlement_cents,
        "advance_cents": _advance(application_id),
    }


def _advance(application_id: UUID | None) -> int:
    statement = sa.select(sa.func.sum(Payment.amount_cents)).where(
        Payment.application_id == application_id,
        Payment.kind == PaymentKind.ADVANCE,
        Payment.state.not_in(_STOPPED),
    )
    return int(db.session.scalar(statement) or 0)


def _of_vote(stage: Stage, handle: str, application_id: UUID | None) -> Figures:
    session_id = stage.sessions.get(stage.session_of(handle))
    item = db.session.execute(
        sa.select(AgendaItem.id, JurySession.rule_book_id, Motion.outcome, Motion.decision)
        .join(JurySession, JurySession.id == AgendaItem.session_id)
        .outerjoin(Motion, Motion.agenda_item_id == AgendaItem.id)
        .where(AgendaItem.session_id == session_id, AgendaItem.application_id == application_id)
    ).one_or_none()
    if item is None or item.rule_book_id is None:
        return {}
    decision = from_record(item.decision) if item.decision else _standing(item.id, item.rule_book_id)
    return {
        "outcome": item.outcome.value if item.outcome else None,
        "quorate": decision.is_quorate,
        "present": decision.present,
        "entitled": decision.entitled,
        "needed": decision.needed,
        "yes": decision.tally.yes,
        "no": decision.tally.no,
        "abstain": decision.tally.abstain,
        "ballots": decision.tally.cast,
    }


def _standing(agenda_item_id: UUID, rule_book_id: UUID) -> Decision:
    """Return how an item that is not counted yet stands now."""
    roll = roll_of(agenda_item_id)
    return decide(tally_of_roll(roll), attendance_of(roll), rules_of(rule_book_id).values, lot_seed=NO_LOT)


_GROUPS: Mapping[str, Callable[[Stage, str, UUID | None], Figures]] = {
    **dict.fromkeys(
        ("available_cents", "reserved_cents", "committed_cents", "spent_cents", "returned_cents"), _of_fund_year
    ),
    **dict.fromkeys(
        (
            "state",
            "due_on",
            "requested_cents",
            "awarded_cents",
            "advance_cents",
            "recognised_cents",
            "flat_rate_cents",
            "entitlement_cents",
            "balance_payment_cents",
            "repayment_cents",
            "interest_cents",
            "borne_by_applicant_cents",
        ),
        _of_application,
    ),
    **dict.fromkeys(
        ("outcome", "quorate", "present", "entitled", "needed", "yes", "no", "abstain", "ballots"), _of_vote
    ),
}
