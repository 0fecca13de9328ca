"""Bank files: from which account the money leaves, ordered payments as one file, and who took it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.areas.models import Area
from app.core.clock import berlin_date
from app.core.policy import Action
from app.disbursement.bank_file import Transfer, bank_file
from app.disbursement.commands.case import load_payment, replace_account, signatures_of, signer
from app.disbursement.models import BankFile, BankFileEntry, PayeeAccount, PayingAccount, Payment
from app.disbursement.queries import exportable, paying_account
from app.disbursement.rules import (
    KIND_LABELS,
    FileEmptied,
    NoPayingAccount,
    NothingToExport,
    SignatureStep,
    check_signature,
    obstacle,
)
from app.disbursement.vault import opened, sealed_bytes
from app.proposals.models import Application
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class PayingAccountSet(Event):
    """It is known from which account an area's money leaves, «Zahlungskonto»."""


@dataclass(frozen=True, kw_only=True)
class BankFileMade(Event):
    """Ordered payments were written into a file for the bank, «Bankdatei»."""

    payments: int
    total_cents: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class BankFileTaken(Event):
    """Somebody took a bank file to hand it to the bank."""

    sha256: str


@dataclass(frozen=True, kw_only=True)
class BankFileEmptied(Event):
    """The bytes of a bank file are gone after the years they are kept, «Bankdatei geleert»."""

    sha256: str


def set_paying_account(work: Work, *, area_id: UUID, holder: str, iban: str) -> UUID:
    """Say from which account an area's money leaves; an older account stays on record, replaced."""
    area = work.load(Area, area_id)
    work.require(Action.SET_PAYING_ACCOUNT, area)

    account = replace_account(work, PayingAccount, holder=holder, iban=iban, area_id=area_id)

    work.record(PayingAccountSet(area_id=area_id, subject_id=account.id))
    return account.id


def make_bank_file(work: Work, *, area_id: UUID) -> UUID:
    """Write the ordered payments of an area that this person may release into one bank file, each payment once for ever.

    The bytes are kept: a second file would be paid again. Raise NoPayingAccount or NothingToExport.
    """
    area = work.load(Area, area_id)
    work.require(Action.EXPORT_PAYMENTS, area)
    person_id = signer(work)
    account = paying_account(area_id)
    if account is None:
        raise NoPayingAccount
    payments = [load_payment(work, payment_id) for payment_id in exportable(area_id)]
    mine = [payment for payment in payments if _may_release(person_id, payment)]
    if not mine:
        raise NothingToExport

    data = bank_file(
        holder=account.holder,
        iban=opened(account.iban_sealed),
        transfers=_transfers(mine),
        execute_on=berlin_date(work.now),
    )
    row = BankFile(
        id=uuid4(),
        area_id=area_id,
        paying_account_id=account.id,
        content_sealed=sealed_bytes(data),
        sha256=hashlib.sha256(data).hexdigest(),
        payments=len(mine),
        total_cents=sum(payment.amount_cents for payment in mine),
        made_at=work.now,
        made_by_id=person_id,
    )
    work.store(row)
    work.store(*(BankFileEntry(payment_id=payment.id, bank_file_id=row.id) for payment in mine))

    work.record(
        BankFileMade(
            area_id=area_id,
            subject_id=row.id,
            payments=row.payments,
            total_cents=row.total_cents,
            sha256=row.sha256,
        )
    )
    return row.id


def take_bank_file(work: Work, *, bank_file_id: UUID) -> UUID:
    """Note that somebody takes a bank file, which holds whole account numbers; raise FourEyes for whoever signed in it."""
    row = work.load(BankFile, bank_file_id)
    work.require(Action.EXPORT_PAYMENTS, row)
    person_id = signer(work)
    if not row.content_sealed:
        raise FileEmptied
    entries = sa.select(Payment).join(BankFileEntry).where(BankFileEntry.bank_file_id == bank_file_id)
    for payment in db.session.scalars(entries):
        check_signature(
            SignatureStep.RELEASE, person_id, signatures=signatures_of(payment.id), payee_id=payment.payee_id
        )

    work.record(BankFileTaken(area_id=row.area_id, subject_id=row.id, sha256=row.sha256))
    return row.id


def empty_bank_file(work: Work, *, bank_file_id: UUID) -> UUID:
    """Delete the bytes of a file that is kept long enough; its sum, its SHA-256 and its payments stay on record."""
    row = work.load(BankFile, bank_file_id)
    work.require(Action.RUN_DEADLINES, row)

    row.content_sealed = b""
    work.store()

    work.record(BankFileEmptied(area_id=row.area_id, subject_id=row.id, sha256=row.sha256))
    return row.id


def _may_release(person_id: UUID, payment: Payment) -> bool:
    signed = signatures_of(payment.id)
    return obstacle(SignatureStep.RELEASE, person_id, signatures=signed, payee_id=payment.payee_id) is None


def _transfers(payments: Sequence[Payment]) -> list[Transfer]:
    statement: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Payment.id,
            PayeeAccount.holder,
            PayeeAccount.iban_sealed,
            Payment.amount_cents,
            Payment.kind,
            Application.file_number,
        )
        .join(PayeeAccount, PayeeAccount.id == Payment.payee_account_id)
        .join(Application, Application.id == Payment.application_id)
        .where(Payment.id.in_([payment.id for payment in payments]))
        .order_by(Payment.requested_at, Payment.id)
    )
    return [
        Transfer(found, holder, opened(iban), cents, f"{number} {KIND_LABELS[kind]}")
        for found, holder, iban, cents, kind, number in db.session.execute(statement)
    ]
