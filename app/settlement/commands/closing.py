"""The final figures: certified by one person, ordered by another, then paid, claimed back or simply closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.allocation.models import Award
from app.allocation.rules import AWARD
from app.core.clock import berlin_date, due_on
from app.core.money import Euro
from app.core.policy import Action
from app.disbursement.commands import request_payment
from app.disbursement.models import Payment
from app.disbursement.rules import FourEyes, PaymentKind, PaymentState
from app.funds.rules import RuleValues, repayment_due_on
from app.ledger.commands import post
from app.ledger.rules import AccountKind
from app.proposals.commands import advance
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.settlement.commands.case import ensure_nothing_under_way, load_award, load_settlement, load_with_year
from app.settlement.letters import notify
from app.settlement.models import RepaymentClaim, Settlement
from app.settlement.queries import claim_of, figures_of, receipt_amounts, rules_of_case, states_of
from app.settlement.rules import (
    BalanceUnpaid,
    InterestOpen,
    InterestState,
    SettlementResult,
    StillOwed,
    ensure_reviewed,
)
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class SettlementCertified(Event):
    """The figures were found right by one person."""

    recognised_cents: int
    flat_rate_cents: int
    entitlement_cents: int
    balance_payment_cents: int
    repayment_cents: int


@dataclass(frozen=True, kw_only=True)
class SettlementOrdered(Event):
    """The figures were made final by another person."""

    entitlement_cents: int
    balance_payment_cents: int
    repayment_cents: int
    released_cents: int


@dataclass(frozen=True, kw_only=True)
class RepaymentClaimed(Event):
    """Money is claimed back until a day."""

    amount_cents: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """Nothing is owed either way."""

    spent_cents: int


def certify_settlement(work: Work, *, application_id: UUID, note: str) -> UUID:
    """Certify the figures with a check note («Prüfvermerk») once every receipt is decided."""
    application = work.load(Application, application_id)
    settlement = load_settlement(work, application_id)
    award = load_award(work, application_id)

    work.require(Action.FINALISE_SETTLEMENT, application)

    ensure_reviewed(states_of(settlement.id))
    ensure_nothing_under_way(application_id)
    check_by = due_on(berlin_date(work.now), rules_of_case(application_id).integer("settlement.check_days"))
    figures = _figures(settlement, application, award, rules_of_case(application_id))

    advance(work, application, "certify_settlement", due_on=check_by)
    application.recognised_cents = figures.recognised.cents
    settlement.recognised_cents = figures.recognised.cents
    settlement.flat_rate_cents = figures.flat_rate.cents
    settlement.entitlement_cents = figures.entitlement.cents
    settlement.balance_payment_cents = figures.balance_payment.cents
    settlement.repayment_cents = figures.repayment.cents
    settlement.check_note = note
    settlement.certified_at = work.now
    settlement.certified_by_id = work.actor.person_id
    work.store(application, settlement)

    work.record(
        SettlementCertified(
            area_id=application.area_id,
            subject_id=settlement.id,
            case_id=application.id,
            recognised_cents=figures.recognised.cents,
            flat_rate_cents=figures.flat_rate.cents,
            entitlement_cents=figures.entitlement.cents,
            balance_payment_cents=figures.balance_payment.cents,
            repayment_cents=figures.repayment.cents,
        )
    )
    return settlement.id


def order_settlement(work: Work, *, application_id: UUID) -> UUID:
    """Make the certified figures final: book what is spent, release the rest, pay the balance or claim money back."""
    application = load_with_year(work, application_id)
    settlement = load_settlement(work, application_id)
    award = load_award(work, application_id)

    work.require(Action.FINALISE_SETTLEMENT, application)

    if settlement.certified_by_id == work.actor.person_id:
        raise FourEyes(step="order_settlement")
    ensure_nothing_under_way(application_id)
    values = rules_of_case(application_id)
    figures = _figures(settlement, application, award, values)

    advance(work, application, "order_settlement")
    settlement.ordered_at = work.now
    settlement.ordered_by_id = work.actor.person_id
    work.store(application, settlement)
    _book(work, application, settlement, figures, award_cents=award.amount_cents)

    work.record(
        SettlementOrdered(
            area_id=application.area_id,
            subject_id=settlement.id,
            case_id=application.id,
            entitlement_cents=figures.entitlement.cents,
            balance_payment_cents=figures.balance_payment.cents,
            repayment_cents=figures.repayment.cents,
            released_cents=figures.released.cents,
        )
    )
    _follow_up(work, application, figures, values)
    return settlement.id


def close_account(work: Work, *, application_id: UUID) -> UUID:
    """Close the account when nothing is owed either way: repaid, interest paid or waived, balance paid."""
    application = work.load(Application, application_id)
    award = load_award(work, application_id)
    settlement_id = db.session.scalar(sa.select(Settlement.id).where(Settlement.application_id == application_id))

    work.require(Action.CLOSE_ACCOUNT, application)

    claim = claim_of(application_id)
    if claim is not None and claim.left_cents:
        raise StillOwed(left=Euro(claim.left_cents))
    if claim is not None and claim.interest_state is InterestState.DUE:
        raise InterestOpen(interest=Euro(claim.interest_open_cents))
    if application.state is ApplicationState.SECOND_PAYMENT_DUE and not _balance_is_paid(application_id):
        raise BalanceUnpaid

    advance(work, application, "close")
    application.closed_at = work.now
    if AWARD.allows(award.state, "settle"):
        award.state = AWARD.after(award.state, "settle")
    work.store(application, award)

    spent = 0 if settlement_id is None else load_settlement(work, application_id).entitlement_cents or 0
    work.record(
        AccountClosed(area_id=application.area_id, subject_id=application.id, case_id=application.id, spent_cents=spent)
    )
    notify(work, application, "closed", entitlement=Euro(spent))
    return application.id


def claim_back(work: Work, application: Application, amount: Euro, values: RuleValues) -> None:
    """Claim money back until the day the rules give, and write the letter."""
    today = berlin_date(work.now)
    due = repayment_due_on(today, values)
    advance(work, application, "owe_repayment", due_on=due)
    claim = RepaymentClaim(
        id=uuid4(),
        area_id=application.area_id,
        application_id=application.id,
        amount_cents=amount.cents,
        claimed_on=today,
        due_on=due,
        interest_state=InterestState.NONE,
    )
    work.store(application, claim)
    work.record(
        RepaymentClaimed(
            area_id=application.area_id,
            subject_id=claim.id,
            case_id=application.id,
            amount_cents=amount.cents,
            due_on=due,
        )
    )
    notify(work, application, "repayment", amount=amount, due_on=due)


def _figures(settlement: Settlement, application: Application, award: Award, values: RuleValues) -> SettlementResult:
    return figures_of(
        receipt_amounts(settlement.id),
        award_cents=award.amount_cents,
        paid_cents=application.paid_cents,
        values=values,
    )


def _book(
    work: Work, application: Application, settlement: Settlement, figures: SettlementResult, *, award_cents: int
) -> None:
    """Book what was paid and proven as spent, and what nobody needs any more as available."""
    proven = application.paid_cents - figures.repayment.cents
    unused = award_cents - application.paid_cents - figures.balance_payment.cents
    moves = {
        AccountKind.PAID: -proven,
        AccountKind.SPENT: proven,
        AccountKind.COMMITTED: -unused,
        AccountKind.AVAILABLE: unused,
    }
    if any(moves.values()):
        post(
            work,
            moves,
            fund_year_id=application.fund_year_id,
            cause=("settlement", settlement.id),
            step="finalise",
            case_id=application.id,
        )


def _follow_up(work: Work, application: Application, figures: SettlementResult, values: RuleValues) -> None:
    if figures.repayment:
        claim_back(work, application, figures.repayment, values)
        return
    if figures.balance_payment:
        advance(work, application, "owe_balance")
        work.store(application)
        request_payment(
            work,
            application_id=application.id,
            kind=PaymentKind.BALANCE,
            amount_cents=figures.balance_payment.cents,
        )
    notify(work, application, "finalised", entitlement=figures.entitlement, balance=figures.balance_payment)


def _balance_is_paid(application_id: UUID) -> bool:
    paid = sa.select(Payment.id).where(
        Payment.application_id == application_id,
        Payment.kind == PaymentKind.BALANCE,
        Payment.state == PaymentState.PAID,
    )
    return db.session.scalar(paid.limit(1)) is not None
