"""The end of a payment's path: the money leaves, or the payment is sent back."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa

from app.allocation.models import Award
from app.core.clock import berlin_date
from app.core.errors import NotFound
from app.core.policy import Action
from app.disbursement.commands.case import book, load_payment, signatures_of, signer
from app.disbursement.letters import notify
from app.disbursement.models import BankFile, BankFileEntry, PayeeAccount, Payment, PaymentRelease, PaymentSignature
from app.disbursement.rules import (
    PAYMENT,
    NoPayeeAccount,
    PaymentKind,
    PaymentState,
    SignatureStep,
    check_signature,
    ensure_day,
    ensure_stopped,
)
from app.funds.queries import rules_of
from app.funds.rules import settlement_due_on
from app.ledger.rules import AccountKind, transfer
from app.proposals.commands import advance
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class PayeeAccountShown(Event):
    """Whoever pays out looked at the whole account number."""


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


@dataclass(frozen=True, kw_only=True)
class TransferStopped(Event):
    """The bank confirmed that it does not pay what stands in a bank file, «Überweisung gestoppt»."""

    is_reason: ClassVar[bool] = False
    bank_file_id: UUID
    stopped_on: date


def show_payee_account(work: Work, *, payment_id: UUID) -> UUID:
    """Note that whoever pays an ordered payment out looks at the account number; return the account's id."""
    payment = load_payment(work, payment_id)
    work.require(Action.RELEASE_PAYMENT, payment)
    PAYMENT.after(payment.state, SignatureStep.RELEASE.value)
    check_signature(
        SignatureStep.RELEASE, signer(work), signatures=signatures_of(payment.id), payee_id=payment.payee_id
    )
    if payment.payee_account_id is None:
        raise NoPayeeAccount

    work.record(
        PayeeAccountShown(area_id=payment.area_id, subject_id=payment.payee_account_id, case_id=payment.application_id)
    )
    return payment.payee_account_id


def release_payment(work: Work, *, payment_id: UUID, paid_on: date) -> UUID:
    """Release an ordered payment as a third person; the database checks the four eyes once more."""
    payment = load_payment(work, payment_id)
    work.require(Action.RELEASE_PAYMENT, payment)
    application = work.load(Application, payment.application_id)
    person_id = signer(work)
    after = PAYMENT.after(payment.state, SignatureStep.RELEASE.value)
    check_signature(SignatureStep.RELEASE, person_id, signatures=signatures_of(payment.id), payee_id=payment.payee_id)
    if payment.payee_account_id is None:
        raise NoPayeeAccount
    ensure_day(paid_on, ordered_on=_ordered_on(payment.id), today=berlin_date(work.now))

    payment.state = after
    target = AccountKind.PAID if payment.kind is PaymentKind.ADVANCE else AccountKind.SPENT
    moves = transfer(payment.amount_cents, source=AccountKind.IN_TRANSIT, target=target)
    book(work, payment, moves, step="release")
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
    _tell(work, application, payment, paid_on)
    return payment.id


def reject_payment(work: Work, *, payment_id: UUID, reason: str, stopped_on: date | None = None) -> UUID:
    """Send a payment back before it has left; money on its way is committed again.

    One that stands in a bank file only with the day on which the bank confirmed that it does not pay: raise InBankFile
    or StoppedOutOfTime.
    """
    payment = load_payment(work, payment_id)
    work.require(Action.REJECT_PAYMENT, payment)
    was_ordered = payment.state is PaymentState.ORDERED
    after = PAYMENT.after(payment.state, "reject")
    file = _file_of(payment.id)
    filed_on = berlin_date(file.made_at) if file else None
    ensure_stopped(stopped_on, filed_on=filed_on, today=berlin_date(work.now))

    payment.state = after
    payment.rejected_reason = reason
    if was_ordered:
        moves = transfer(payment.amount_cents, source=AccountKind.IN_TRANSIT, target=AccountKind.COMMITTED)
        book(work, payment, moves, step="reject")
    work.store()
    if file and stopped_on:
        _note_stop(work, payment, file.id, stopped_on)
    work.record(
        PaymentRejected(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=payment.application_id,
            amount_cents=payment.amount_cents,
        )
    )
    return payment.id


def _file_of(payment_id: UUID) -> BankFile | None:
    """Return the bank file a payment stands in, without its bytes."""
    statement = (
        sa.select(BankFile)
        .options(sa.orm.defer(BankFile.content_sealed))
        .join(BankFileEntry, BankFileEntry.bank_file_id == BankFile.id)
        .where(BankFileEntry.payment_id == payment_id)
    )
    return db.session.scalar(statement)


def _note_stop(work: Work, payment: Payment, bank_file_id: UUID, stopped_on: date) -> None:
    work.record(
        TransferStopped(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=payment.application_id,
            bank_file_id=bank_file_id,
            stopped_on=stopped_on,
        )
    )


def _ordered_on(payment_id: UUID) -> date | None:
    ordered_at = db.session.scalar(
        sa.select(PaymentSignature.signed_at).where(
            PaymentSignature.payment_id == payment_id, PaymentSignature.step == SignatureStep.ORDER
        )
    )
    return berlin_date(ordered_at) if ordered_at else None


def _start(work: Work, application: Application) -> None:
    """Let the action run; its account is due some days after its last day."""
    rule_book_id = db.session.scalar(sa.select(Award.rule_book_id).where(Award.application_id == application.id))
    if rule_book_id is None or application.action_to is None:
        raise NotFound
    due = settlement_due_on(application.action_to, rules_of(rule_book_id).values)
    advance(work, application, "start", due_on=due)


def _tell(work: Work, application: Application, payment: Payment, paid_on: date) -> None:
    tail = db.session.scalar(sa.select(PayeeAccount.iban_tail).where(PayeeAccount.id == payment.payee_account_id))
    notify(
        work,
        application,
        "paid",
        kind=payment.kind.value,
        amount=payment.amount_cents,
        paid_on=paid_on,
        tail=tail or "",
        due_on=application.due_on,
    )
