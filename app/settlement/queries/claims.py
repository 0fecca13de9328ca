"""Claims to money back: what is owed, what came in, which are open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.settlement.models import Repayment, RepaymentClaim
from app.settlement.rules import InterestState
from app.shell.database import db


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim, «Rückforderung», with what is still open of it."""

    id: UUID
    amount_cents: int
    repaid_cents: int
    claimed_on: date
    due_on: date
    interest_cents: int
    interest_paid_cents: int
    interest_state: InterestState

    @property
    def left_cents(self) -> int:
        """Return what is still owed without interest."""
        return self.amount_cents - self.repaid_cents

    @property
    def interest_open_cents(self) -> int:
        """Return the interest still owed."""
        if self.interest_state is InterestState.WAIVED:
            return 0
        return self.interest_cents - self.interest_paid_cents


def claim_of(application_id: UUID) -> ClaimView | None:
    """Return the claim of an application, if there is one."""
    row = db.session.execute(
        sa.select(
            RepaymentClaim.id,
            RepaymentClaim.amount_cents,
            RepaymentClaim.repaid_cents,
            RepaymentClaim.claimed_on,
            RepaymentClaim.due_on,
            RepaymentClaim.interest_cents,
            RepaymentClaim.interest_paid_cents,
            RepaymentClaim.interest_state,
        ).where(RepaymentClaim.application_id == application_id)
    ).one_or_none()
    return None if row is None else ClaimView(*row)


def repayments_of(application_id: UUID) -> list[Repayment]:
    """Return what came back for an application, oldest first."""
    statement = (
        sa.select(Repayment)
        .join(RepaymentClaim, RepaymentClaim.id == Repayment.claim_id)
        .where(RepaymentClaim.application_id == application_id)
        .order_by(Repayment.received_on, Repayment.id)
    )
    return list(db.session.scalars(statement))


def booked_by(claim_id: UUID) -> list[UUID]:
    """Return who booked the payments of a claim."""
    return list(db.session.scalars(sa.select(Repayment.booked_by_id).where(Repayment.claim_id == claim_id)))


def open_claims(area_ids: list[UUID], limit: int = 200) -> list[RepaymentClaim]:
    """Return claims of these areas that are not repaid, the oldest deadline first."""
    statement = (
        sa.select(RepaymentClaim)
        .where(RepaymentClaim.area_id.in_(area_ids), RepaymentClaim.repaid_cents < RepaymentClaim.amount_cents)
        .order_by(RepaymentClaim.due_on)
        .limit(limit)
    )
    return list(db.session.scalars(statement))
