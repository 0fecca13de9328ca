"""Changing payments: where the money goes, and the path of a payment through four eyes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.allocation.models import Award
from app.core.clock import berlin_date
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action
from app.disbursement.models import PayeeAccount, Payment, PaymentRelease, PaymentSignature
from app.disbursement.rules import (
    PAYMENT,
    AlreadyRequested,
    AmountChanged,
    NoPayeeAccount,
    PaidBeforeOrdered,
    PaymentKind,
    PaymentState,
    SignatureStep,
    advance_amount,
    check_amount,
    check_signature,
)
from app.disbursement.vault import checked, sealed
from app.funds.models import FundYear
from app.funds.queries import rules_of
from app.funds.rules import settlement_due_on
from app.ledger.commands import post
from app.ledger.rules import AccountKind, transfer
from app.proposals.commands import advance
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
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


@dataclass(frozen=True, kw_only=True)
class PaymentCertified(Event):
    """Somebody certified a payment, «sachlich» or «rechnerisch richtig»."""

    step: SignatureStep
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class PaymentOrdered(Event):
    """Somebody else ordered the payment."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class PaymentReleased(Event):
    """The money has left."""

    kind: PaymentKind
    amount_cents: int
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class PaymentRejected(Event):
    """The payment was sent back."""

    amount_cents: int


def set_payee_account(work: Work, *, application_id: UUID, holder: str, iban: str) -> UUID:
    """Say where the money of an application goes; an older account stays on record, replaced."""
    application = work.load(Application, application_id)
    work.require(Action.SET_PAYEE_ACCOUNT, application)
    number = checked(iban)

    for older in db.session.scalars(
        sa.select(PayeeAccount).where(
            PayeeAccount.application_id == application.id, PayeeAccount.replaced_at.is_(None)
        )
    ):
        older.replaced_at = work.now
    account = PayeeAccount(
        id=uuid4(),
        application_id=application.id,
        holder=holder,
        iban_sealed=sealed(number),
        iban_tail=number[-4:],
        set_at=work.now,
        set_by_id=work.actor.person_id,
    )
    work.store(account)
    work.record(PayeeAccountSet(area_id=application.area_id, subject_id=account.id, case_id=application.id))
    return account.id


def request_payment(
    work: Work, *, application_id: UUID, kind: PaymentKind, amount_cents: int | None = None
) -> UUID:
    """Ask for the advance or the balance; without an amount the rules of the award give the advance."""
    found = db.session.execute(
        sa.select(Award.id, Award.fund_year_id).where(Award.application_id == application_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    work.load(FundYear, found.fund_year_id)
    application = work.load(Application, application_id)
    work.require(Action.REQUEST_PAYMENT, application)
    award = work.load(Award, found.id)
    _ensure_due(application, kind)
    rules = rules_of(award.rule_book_id).values
    amount = advance_amount(Euro(award.amount_cents), rules) if amount_cents is None else Euro(amount_cents)
    check_amount(amount, award=Euro(award.amount_cents), paid=Euro(application.paid_cents))
    running = sa.select(Payment.id).where(
        Payment.application_id == application.id,
        Payment.kind == kind,
        Payment.state.not_in([PaymentState.REJECTED, PaymentState.CANCELLED]),
    )
    if db.session.scalar(running.limit(1)) is not None:
        raise AlreadyRequested

    payment = Payment(
        id=uuid4(),
        area_id=application.area_id,
        application_id=application.id,
        fund_year_id=award.fund_year_id,
        payee_account_id=_account_of(application.id),
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


def certify_factual(work: Work, *, payment_id: UUID, amount_cents: int | None = None) -> UUID:
    """Certify that the payment is owed («sachlich richtig»)."""
    return _certify(work, payment_id, SignatureStep.CERTIFY_FACTUAL, amount_cents)


def certify_arithmetical(work: Work, *, payment_id: UUID, amount_cents: int | None = None) -> UUID:
    """Certify that the amount is right («rechnerisch richtig»)."""
    return _certify(work, payment_id, SignatureStep.CERTIFY_ARITHMETICAL, amount_cents)


def order_payment(work: Work, *, payment_id: UUID, amount_cents: int | None = None) -> UUID:
    """Order a certified payment («Anordnung»), never one's own certification; the money is on its way."""
    payment = _load(work, payment_id)
    work.require(Action.ORDER_PAYMENT, payment)
    _sign(work, payment, SignatureStep.ORDER, amount_cents)

    moves = transfer(payment.amount_cents, source=AccountKind.COMMITTED, target=AccountKind.IN_TRANSIT)
    _post(work, payment, moves, step="order")
    work.record(
        PaymentOrdered(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=payment.application_id,
            amount_cents=payment.amount_cents,
        )
    )
    return payment.id


def release_payment(work: Work, *, payment_id: UUID, paid_on: date) -> UUID:
    """Release an ordered payment as a third person; the database checks the four eyes once more."""
    payment = _load(work, payment_id)
    work.require(Action.RELEASE_PAYMENT, payment)
    application = work.load(Application, payment.application_id)
    person_id = _person(work)
    signatures = _signatures(payment.id)
    check_signature(SignatureStep.RELEASE, person_id, signatures=signatures, payee_id=payment.payee_id)
    if payment.payee_account_id is None:
        payment.payee_account_id = _account_of(application.id)
    if payment.payee_account_id is None:
        raise NoPayeeAccount
    _ensure_after_order(payment.id, paid_on, berlin_date(work.now))

    payment.state = PAYMENT.after(payment.state, SignatureStep.RELEASE.value)
    target = AccountKind.PAID if payment.kind is PaymentKind.ADVANCE else AccountKind.SPENT
    moves = transfer(payment.amount_cents, source=AccountKind.IN_TRANSIT, target=target)
    _post(work, payment, moves, step="release")
    application.paid_cents += payment.amount_cents
    if application.state is ApplicationState.AGREED:
        _start(work, application)
    work.store(
        PaymentRelease(
            payment_id=payment.id,
            released_by_id=person_id,
            amount_cents=payment.amount_cents,
            paid_on=paid_on,
            released_at=work.now,
        )
    )
    work.record(
        PaymentReleased(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=application.id,
            kind=payment.kind,
            amount_cents=payment.amount_cents,
            paid_on=paid_on,
        )
    )
    return payment.id


def reject_payment(work: Work, *, payment_id: UUID, reason: str) -> UUID:
    """Send a payment back before it has left; money on its way is committed again."""
    payment = _load(work, payment_id)
    work.require(Action.REJECT_PAYMENT, payment)
    was_ordered = payment.state is PaymentState.ORDERED

    payment.state = PAYMENT.after(payment.state, "reject")
    payment.rejected_reason = reason
    if was_ordered:
        moves = transfer(payment.amount_cents, source=AccountKind.IN_TRANSIT, target=AccountKind.COMMITTED)
        _post(work, payment, moves, step="reject")
    work.store()
    work.record(
        PaymentRejected(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=payment.application_id,
            amount_cents=payment.amount_cents,
        )
    )
    return payment.id


def _certify(work: Work, payment_id: UUID, step: SignatureStep, amount_cents: int | None) -> UUID:
    payment = _load(work, payment_id)
    work.require(Action.CERTIFY_PAYMENT, payment)
    _sign(work, payment, step, amount_cents)

    work.record(
        PaymentCertified(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=payment.application_id,
            step=step,
            amount_cents=payment.amount_cents,
        )
    )
    return payment.id


def _sign(work: Work, payment: Payment, step: SignatureStep, seen_cents: int | None) -> None:
    person_id = _person(work)
    if seen_cents is not None and seen_cents != payment.amount_cents:
        raise AmountChanged(amount=Euro(payment.amount_cents))
    after = PAYMENT.after(payment.state, step.value)
    check_signature(step, person_id, signatures=_signatures(payment.id), payee_id=payment.payee_id)

    payment.state = after
    work.store(
        PaymentSignature(
            id=uuid4(),
            payment_id=payment.id,
            step=step,
            person_id=person_id,
            amount_cents=payment.amount_cents,
            signed_at=work.now,
        )
    )


def _load(work: Work, payment_id: UUID) -> Payment:
    year_id = db.session.scalar(sa.select(Payment.fund_year_id).where(Payment.id == payment_id))
    if year_id is None:
        raise NotFound
    work.load(FundYear, year_id)
    return work.load(Payment, payment_id)


def _person(work: Work) -> UUID:
    if work.actor.person_id is None:
        raise NotFound
    return work.actor.person_id


def _signatures(payment_id: UUID) -> dict[SignatureStep, UUID]:
    rows = db.session.execute(
        sa.select(PaymentSignature.step, PaymentSignature.person_id).where(PaymentSignature.payment_id == payment_id)
    )
    return {row.step: row.person_id for row in rows}


def _account_of(application_id: UUID) -> UUID | None:
    return db.session.scalar(
        sa.select(PayeeAccount.id).where(
            PayeeAccount.application_id == application_id, PayeeAccount.replaced_at.is_(None)
        )
    )


def _ensure_due(application: Application, kind: PaymentKind) -> None:
    states = {
        PaymentKind.ADVANCE: (ApplicationState.AGREED, ApplicationState.RUNNING),
        PaymentKind.BALANCE: (ApplicationState.FINALISED, ApplicationState.SECOND_PAYMENT_DUE),
    }
    if application.state not in states[kind]:
        raise PaidBeforeOrdered


def _ensure_after_order(payment_id: UUID, paid_on: date, today: date) -> None:
    ordered_at = db.session.scalar(
        sa.select(PaymentSignature.signed_at).where(
            PaymentSignature.payment_id == payment_id, PaymentSignature.step == SignatureStep.ORDER
        )
    )
    if (ordered_at is not None and paid_on < berlin_date(ordered_at)) or paid_on > today:
        raise PaidBeforeOrdered(field="paid_on")


def _start(work: Work, application: Application) -> None:
    award = db.session.scalar(sa.select(Award).where(Award.application_id == application.id))
    if award is None or application.action_to is None:
        raise NotFound
    values = rules_of(award.rule_book_id).values
    advance(work, application, "start", due_on=settlement_due_on(application.action_to, values))


def _post(work: Work, payment: Payment, moves: dict[AccountKind, int], *, step: str) -> None:
    post(
        work,
        moves,
        fund_year_id=payment.fund_year_id,
        cause=("payment", payment.id),
        step=step,
        case_id=payment.application_id,
    )
