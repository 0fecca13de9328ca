"""What the public reads of actions: decisions, and one action from fund to closed account."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.core.errors import NotFound
from app.disbursement.models import Payment, PaymentRelease
from app.disbursement.rules import PaymentKind
from app.portal.rules import ONLY_OFFERED, PUBLIC_STATES, STAGES, Stage, public_name, states_of
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.settlement.models import Repayment, RepaymentClaim, Settlement
from app.shell.database import among, db
from app.shell.looking import Look, look
from app.voting.models import Motion
from app.voting.rules import Outcome

PER_PAGE = 20
DECIDED = (Outcome.APPROVED, Outcome.APPROVED_REDUCED, Outcome.REJECTED)


@dataclass(frozen=True, slots=True)
class PublicAction:
    """An action the public may know of; the name is an organisation's, or the word for a natural person."""

    id: UUID
    title: str
    by: str
    stage: Stage
    action_from: date | None
    action_to: date | None
    awarded_cents: int
    recognised_cents: int


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """A decision with its amount, reason and vote totals."""

    application_id: UUID
    title: str
    by: str
    state: ApplicationState
    decided_at: datetime
    outcome: Outcome
    requested_cents: int
    award_cents: int
    reason: str
    yes: int
    no: int
    abstain: int
    record: dict[str, Any]
    fingerprint: str

    @property
    def is_award(self) -> bool:
        """Tell whether money was promised."""
        return self.outcome is not Outcome.REJECTED

    @property
    def is_only_offered(self) -> bool:
        """Tell whether the money was offered and never became an award."""
        return self.state in ONLY_OFFERED


_ACTION = (
    Application.id,
    Application.title,
    Application.applicant_kind,
    Application.organisation,
    Application.state,
    Application.action_from,
    Application.action_to,
    Application.awarded_cents,
    Application.recognised_cents,
)


def _action(row: Any) -> PublicAction:
    found, title, kind, organisation, state, *rest = row
    return PublicAction(found, title, public_name(kind, organisation), STAGES[state], *rest)


def actions(area_id: UUID, *stages: Stage, limit: int = 12, offset: int = 0) -> list[PublicAction]:
    """Return the latest actions of an area in some stages."""
    return [_action(row) for row in _latest(stages, limit, offset)(area_id=area_id)]


def _written(number: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(int(number)), sa.Integer())


@lru_cache(256)
def _latest(stages: tuple[Stage, ...], limit: int, offset: int) -> Look:
    """Return what takes the latest of each state from its index and of these the latest.

    How many stands in the statement: PostgreSQL would plan it anew at each asking if it did not know.
    """
    area_id: sa.BindParameter[UUID] = sa.bindparam("area_id")
    most, before, up_to = (_written(number) for number in (limit, offset, limit + offset))
    branches = (
        sa.select(Application.id, Application.submitted_at)
        .where(Application.area_id == area_id, Application.state == state)
        .order_by(Application.submitted_at.desc(), Application.id.desc())
        .limit(up_to)
        .subquery()
        for state in states_of(*stages)
    )
    found = sa.union_all(*(sa.select(branch) for branch in branches)).subquery()
    return Look(
        sa.select(*_ACTION)
        .join(found, found.c.id == Application.id)
        .order_by(found.c.submitted_at.desc(), found.c.id.desc())
        .limit(most)
        .offset(before)
    )


def count_actions(area_id: UUID, *stages: Stage) -> int:
    """Return how many actions of an area are in some stages."""
    statement = (
        sa.select(sa.func.count())
        .select_from(Application)
        .where(Application.area_id == area_id, Application.state.in_(states_of(*stages)))
    )
    return db.session.scalar(statement) or 0


_DECISION = (
    Application.id,
    Application.title,
    Application.applicant_kind,
    Application.organisation,
    Application.state,
    Motion.closed_at,
    Motion.outcome,
    Application.requested_cents,
    Motion.award_cents,
    Motion.reason,
    Motion.yes,
    Motion.no,
    Motion.abstain,
    Motion.decision,
    Motion.fingerprint,
)


def _decision(row: Any) -> PublicDecision:
    found, title, kind, organisation, *rest = row
    return PublicDecision(found, title, public_name(kind, organisation), *rest)


def _decided(area_id: Any) -> Any:
    return sa.and_(Motion.area_id == area_id, Motion.closed_at.is_not(None), among(Motion.outcome, *DECIDED))


def count_decisions(area_id: UUID) -> int:
    """Return how many decisions an area has."""
    statement = sa.select(sa.func.count()).select_from(Motion).where(_decided(area_id))
    return db.session.scalar(statement) or 0


def decisions(area_id: UUID, *, limit: int = PER_PAGE, offset: int = 0) -> list[PublicDecision]:
    """Return the decisions of an area, the latest first."""
    return [_decision(row) for row in _decisions(area_id=area_id, most=limit, before=offset)]


@look
def _decisions(area_id: Any, most: Any, before: Any) -> Any:
    return (
        sa.select(*_DECISION)
        .join(Application, Application.id == Motion.application_id)
        .where(_decided(area_id))
        .order_by(Motion.closed_at.desc(), Motion.id.desc())
        .limit(most)
        .offset(before)
    )


@dataclass(frozen=True, slots=True)
class ActionAccount:
    """One action with everything the public may know of its money."""

    action: PublicAction
    fund_year_id: UUID
    requested_cents: int
    paid_cents: int
    submitted_at: datetime | None
    closed_at: datetime | None
    ordered_at: datetime | None
    cost_cents: int | None
    flat_rate_cents: int | None
    entitlement_cents: int | None
    repayment_cents: int | None


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """Money that left for an action or came back, on a day."""

    on: date
    cents: int
    kind: PaymentKind | None


def action(area_id: UUID, application_id: UUID) -> ActionAccount:
    """Return a public action of an area; raise NotFound for what is not decided yet."""
    statement = (
        sa.select(
            *_ACTION,
            Application.fund_year_id,
            Application.requested_cents,
            Application.paid_cents,
            Application.submitted_at,
            Application.closed_at,
            Settlement.ordered_at,
            Settlement.recognised_cents,
            Settlement.flat_rate_cents,
            Settlement.entitlement_cents,
            Settlement.repayment_cents,
        )
        .outerjoin(Settlement, Settlement.application_id == Application.id)
        .where(Application.id == application_id, Application.area_id == area_id)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None or row.state not in PUBLIC_STATES:
        raise NotFound
    split = len(_ACTION)
    rest: Any = row[split:]
    return ActionAccount(_action(row[:split]), *rest)


def decision_on(application_id: UUID) -> PublicDecision | None:
    """Return the latest decision on an application."""
    statement = (
        sa.select(*_DECISION)
        .join(Application, Application.id == Motion.application_id)
        .where(
            Motion.application_id == application_id,
            Motion.closed_at.is_not(None),
            among(Motion.outcome, *DECIDED),
        )
        .order_by(Motion.closed_at.desc())
        .limit(1)
    )
    row = db.session.execute(statement).first()
    return _decision(row) if row else None


def money_moves(application_id: UUID) -> list[MoneyMove]:
    """Return what was paid for an action and what came back, in order of days."""
    paid = (
        sa.select(PaymentRelease.paid_on, PaymentRelease.amount_cents, Payment.kind)
        .join(Payment, Payment.id == PaymentRelease.payment_id)
        .where(Payment.application_id == application_id)
        .limit(100)
    )
    repaid = (
        sa.select(Repayment.received_on, Repayment.amount_cents)
        .join(RepaymentClaim, RepaymentClaim.id == Repayment.claim_id)
        .where(RepaymentClaim.application_id == application_id)
        .limit(100)
    )
    moves = [MoneyMove(day, cents, kind) for day, cents, kind in db.session.execute(paid)]
    moves += [MoneyMove(day, -cents, None) for day, cents in db.session.execute(repaid)]
    return sorted(moves, key=lambda move: (move.on, -move.cents))
