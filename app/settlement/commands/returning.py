"""Money comes back: payments booked, interest paid or waived, and actions cancelled after the advance."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.allocation.commands import cancel_action
from app.allocation.rules import AWARD
from app.core.clock import berlin_date
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action
from app.disbursement.models import Payment
from app.disbursement.rules import PAYMENT, FourEyes, PaymentState
from app.funds.models import FundYear
from app.funds.rules import RuleValues
from app.ledger.commands import post
from app.ledger.rules import AccountKind, transfer
from app.proposals.commands import advance
from app.proposals.models import Application
from app.settlement.commands.case import UNDER_WAY, load_award, load_with_year
from app.settlement.commands.closing import claim_back
from app.settlement.letters import notify
from app.settlement.models import Repayment, RepaymentClaim
from app.settlement.queries import booked_by, rules_of_case
from app.settlement.rules import (
    InterestState,
    NoInterestDue,
    PaymentUnderWay,
    Returned,
    StillOwed,
    ensure_not_after,
    may_waive_alone,
    split_returned,
)
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work

RETURNED_TO_AUTHORITY = "returned_to_authority"


@dataclass(frozen=True, kw_only=True)
class RepaymentBooked(Event):
    """Money came back."""

    amount_cents: int
    interest_paid_cents: int
    interest_added_cents: int
    received_on: date


@dataclass(frozen=True, kw_only=True)
class InterestWaived(Event):
    """The office gave up interest."""

    interest_cents: int


@dataclass(frozen=True, kw_only=True)
class PaidActionCancelled(Event):
    """An action was called off after money had left."""

    paid_cents: int
    released_cents: int


@dataclass(frozen=True, kw_only=True)
class AwardRevoked(Event):
    """An award was taken back because its account never came."""

    paid_cents: int
    released_cents: int


def book_repayment(work: Work, *, application_id: UUID, amount_cents: int, received_on: date) -> UUID:
    """Book money that came back: first the claim, then interest; late money costs interest from the day after."""
    application = load_with_year(work, application_id)
    claim = _load_claim(work, application_id)

    work.require(Action.BOOK_REPAYMENT, application)

    ensure_not_after(received_on, berlin_date(work.now), field="received_on")
    values = rules_of_case(application_id)
    parts = split_returned(
        Euro(amount_cents),
        owed=Euro(claim.amount_cents - claim.repaid_cents),
        interest_open=Euro(_interest_open(claim)),
        due_on=claim.due_on,
        received_on=received_on,
        values=values,
    )

    repayment = Repayment(
        id=uuid4(),
        claim_id=claim.id,
        amount_cents=parts.principal.cents,
        interest_cents=parts.interest.cents,
        received_on=received_on,
        booked_by_id=work.actor.person_id,
    )
    claim.repaid_cents += parts.principal.cents
    claim.interest_cents += parts.interest_added.cents
    claim.interest_paid_cents += parts.interest.cents
    claim.interest_state = _interest_state(claim)
    work.store(repayment, claim)
    _book(work, application, repayment, parts, values)

    work.record(
        RepaymentBooked(
            area_id=application.area_id,
            subject_id=claim.id,
            case_id=application.id,
            amount_cents=parts.principal.cents,
            interest_paid_cents=parts.interest.cents,
            interest_added_cents=parts.interest_added.cents,
            received_on=received_on,
        )
    )
    return repayment.id


def waive_interest(work: Work, *, application_id: UUID) -> UUID:
    """Give up the interest that is open; above the limit of the rules only somebody who booked none of the payments."""
    application = work.load(Application, application_id)
    claim = _load_claim(work, application_id)

    work.require(Action.WAIVE_INTEREST, application)

    if claim.repaid_cents < claim.amount_cents:
        raise StillOwed(left=Euro(claim.amount_cents - claim.repaid_cents))
    if claim.interest_state is not InterestState.DUE:
        raise NoInterestDue
    waived = Euro(_interest_open(claim))
    values = rules_of_case(application_id)
    if not may_waive_alone(waived, work.actor.person_id, bookers=booked_by(claim.id), values=values):
        raise FourEyes(step="waive_interest")

    claim.interest_state = InterestState.WAIVED
    work.store(claim)

    work.record(
        InterestWaived(
            area_id=application.area_id, subject_id=claim.id, case_id=application.id, interest_cents=waived.cents
        )
    )
    return claim.id


def cancel_paid_action(work: Work, *, application_id: UUID, reason: str) -> UUID:
    """Call an action off, before or after money has left: what was paid is claimed back, the rest is available again."""
    application = load_with_year(work, application_id)

    work.require(Action.CANCEL_ACTION, application)

    _stop_payments(work, application_id)
    if not application.paid_cents:
        cancel_action(work, application_id=application_id, reason=reason)
        return application.id
    released = _give_up(work, application, "cancel")

    work.record(
        PaidActionCancelled(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            paid_cents=application.paid_cents,
            released_cents=released,
        )
    )
    claim_back(work, application, Euro(application.paid_cents), rules_of_case(application_id))
    notify(work, application, "cancelled", reason=reason)
    return application.id


def revoke_award(work: Work, *, application_id: UUID, reason: str) -> UUID:
    """Take an award back when the account never came, in spite of reminders: all that was paid is claimed back."""
    application = load_with_year(work, application_id)

    work.require(Action.FINALISE_SETTLEMENT, application)

    _stop_payments(work, application_id)
    released = _give_up(work, application, "revoke")

    work.record(
        AwardRevoked(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            paid_cents=application.paid_cents,
            released_cents=released,
        )
    )
    if application.paid_cents:
        claim_back(work, application, Euro(application.paid_cents), rules_of_case(application_id))
    notify(work, application, "revoked", reason=reason)
    return application.id


def _give_up(work: Work, application: Application, step: str) -> int:
    """End the award without an account; return what had not been paid and is available again."""
    award = load_award(work, application.id)
    unpaid: int = award.amount_cents - application.paid_cents
    advance(work, application, step)
    award.state = AWARD.after(award.state, "cancel")
    work.store(application, award)
    if unpaid:
        post(
            work,
            transfer(unpaid, source=AccountKind.COMMITTED, target=AccountKind.AVAILABLE),
            fund_year_id=application.fund_year_id,
            cause=("award", award.id),
            step=step,
            case_id=application.id,
        )
    return unpaid


def _load_claim(work: Work, application_id: UUID) -> RepaymentClaim:
    claim_id = db.session.scalar(sa.select(RepaymentClaim.id).where(RepaymentClaim.application_id == application_id))
    if claim_id is None:
        raise NotFound
    return work.load(RepaymentClaim, claim_id)


def _interest_open(claim: RepaymentClaim) -> int:
    waived = claim.interest_state is InterestState.WAIVED
    return 0 if waived else claim.interest_cents - claim.interest_paid_cents


def _interest_state(claim: RepaymentClaim) -> InterestState:
    if not claim.interest_cents:
        return InterestState.NONE
    return InterestState.DUE if claim.interest_cents > claim.interest_paid_cents else InterestState.PAID


def _book(work: Work, application: Application, repayment: Repayment, parts: Returned, values: RuleValues) -> None:
    """Book the claim's part to where the rules send it, and interest for the authority."""
    year = db.session.scalar(sa.select(FundYear.year).where(FundYear.id == application.fund_year_id)) or 0
    is_old = repayment.received_on.year > year
    goes_back = is_old and values.choice("year_end.repayment_target") == RETURNED_TO_AUTHORITY
    target = AccountKind.BUDGET if goes_back else AccountKind.AVAILABLE
    if parts.principal:
        post(
            work,
            transfer(parts.principal.cents, source=AccountKind.PAID, target=target),
            fund_year_id=application.fund_year_id,
            cause=("repayment", repayment.id),
            step="receive",
            case_id=application.id,
        )
    if parts.interest:
        post(
            work,
            transfer(parts.interest.cents, source=AccountKind.AUTHORITY, target=AccountKind.INTEREST),
            fund_year_id=application.fund_year_id,
            cause=("repayment", repayment.id),
            step="interest",
            case_id=application.id,
        )


def _stop_payments(work: Work, application_id: UUID) -> None:
    """Cancel payments that were only asked for; one that is ordered must be rejected or paid first."""
    statement = sa.select(Payment.id).where(Payment.application_id == application_id, Payment.state.in_(UNDER_WAY))
    for payment_id in db.session.scalars(statement).all():
        payment = work.load(Payment, payment_id)
        if payment.state is PaymentState.ORDERED:
            raise PaymentUnderWay
        payment.state = PAYMENT.after(payment.state, "cancel")
        work.store(payment)
