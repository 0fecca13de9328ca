"""Asking for money: where it goes, the advance, the balance."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.allocation.models import Award
from app.core.money import Euro
from app.core.policy import Action
from app.disbursement.commands.case import account_id_of, replace_account
from app.disbursement.models import PayeeAccount, Payment
from app.disbursement.rules import (
    STOPPED,
    AlreadyRequested,
    NothingDue,
    PaymentKind,
    PaymentState,
    advance_amount,
    check_amount,
    ensure_due,
)
from app.funds.models import FundYear
from app.funds.queries import rules_of
from app.proposals.models import Application
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class PayeeAccountSet(Event):
    """It is known where the money goes."""


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Event):
    """Money is asked for."""

    kind: PaymentKind
    amount_cents: int


def set_payee_account(work: Work, *, application_id: UUID, holder: str, iban: str) -> UUID:
    """Say where the money of an application goes; an older account stays on record, replaced.

    A payment that somebody has certified keeps the account they saw.
    """
    application = work.load(Application, application_id)
    work.require(Action.SET_PAYEE_ACCOUNT, application)

    account = replace_account(work, PayeeAccount, holder=holder, iban=iban, application_id=application_id)

    work.record(PayeeAccountSet(area_id=application.area_id, subject_id=account.id, case_id=application.id))
    return account.id


def request_payment(work: Work, *, application_id: UUID, kind: PaymentKind, amount_cents: int | None = None) -> UUID:
    """Ask for the advance or the balance.

    Without an amount the rules of the award give the advance; a balance is what the settlement asked for before.
    Raise AlreadyRequested, NothingDue, NothingToPay or PaymentAboveAward.
    """
    found = db.session.execute(
        sa.select(Award.id, Award.fund_year_id).where(Award.application_id == application_id)
    ).one_or_none()
    if found is None:
        work.require(Action.REQUEST_PAYMENT, work.load(Application, application_id))
        raise NothingDue
    work.load(FundYear, found.fund_year_id)
    application = work.load(Application, application_id)
    work.require(Action.REQUEST_PAYMENT, application)
    award = work.load(Award, found.id)
    ensure_due(kind, application.state)
    _ensure_asked_once(application.id, kind)
    amount = _amount(award, kind) if amount_cents is None else Euro(amount_cents)
    check_amount(amount, award=Euro(award.amount_cents), paid=Euro(application.paid_cents))

    payment = Payment(
        id=uuid4(),
        area_id=application.area_id,
        application_id=application.id,
        fund_year_id=award.fund_year_id,
        payee_account_id=account_id_of(application.id),
        payee_id=application.applicant_id,
        kind=kind,
        amount_cents=amount.cents,
        state=PaymentState.REQUESTED,
        requested_at=work.now,
    )
    work.store(payment)
    work.record(
        PaymentRequested(
            area_id=payment.area_id, subject_id=payment.id, case_id=application.id, kind=kind, amount_cents=amount.cents
        )
    )
    return payment.id


def _ensure_asked_once(application_id: UUID, kind: PaymentKind) -> None:
    running = sa.select(Payment.id).where(
        Payment.application_id == application_id, Payment.kind == kind, Payment.state.not_in(STOPPED)
    )
    if db.session.scalar(running.limit(1)) is not None:
        raise AlreadyRequested


def _amount(award: Award, kind: PaymentKind) -> Euro:
    if kind is PaymentKind.ADVANCE:
        return advance_amount(Euro(award.amount_cents), rules_of(award.rule_book_id).values)
    asked_before = db.session.scalar(
        sa.select(Payment.amount_cents)
        .where(Payment.application_id == award.application_id, Payment.kind == kind)
        .order_by(Payment.requested_at.desc())
        .limit(1)
    )
    if asked_before is None:
        raise NothingDue
    return Euro(asked_before)
