"""Receipts come in: begin an account, add, change and remove proofs of payment."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.core.clock import berlin_date
from app.core.policy import Action
from app.proposals.models import Application
from app.settlement.commands.case import load_receipt
from app.settlement.models import Receipt, Settlement
from app.settlement.rules import OPEN_STATES, ReceiptState, TooManyReceipts, ensure_editable, ensure_not_after
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import Sent, discard, store_upload
from app.shell.work import Work

RECEIPTS_MAX = 200
PROOF_KINDS = frozenset({"image", "pdf"})


@dataclass(frozen=True, kw_only=True)
class SettlementOpened(Event):
    """An account was begun."""


@dataclass(frozen=True, kw_only=True)
class ReceiptAdded(Event):
    """A receipt came in."""

    number: int
    category: str
    amount_cents: int
    is_on_paper: bool


@dataclass(frozen=True, kw_only=True)
class ReceiptChanged(Event):
    """A receipt was corrected."""

    number: int
    category: str
    amount_cents: int
    has_new_file: bool


@dataclass(frozen=True, kw_only=True)
class ReceiptProven(Event):
    """The picture of a receipt came in."""


@dataclass(frozen=True, kw_only=True)
class ReceiptRemoved(Event):
    """A receipt was taken out before the account was sent."""

    number: int
    amount_cents: int


def open_settlement(work: Work, *, application_id: UUID) -> UUID:
    """Begin the account of an action, or return the one that is begun."""
    application = work.load(Application, application_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    return settlement_for(work, application).id


def add_receipt(
    work: Work,
    *,
    application_id: UUID,
    issued_on: date,
    payee: str,
    category: str,
    amount_cents: int,
    purpose: str = "",
    file: Sent | None = None,
) -> UUID:
    """Add a receipt with its picture or PDF; what the office enters without one is on paper."""
    application = work.load(Application, application_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    ensure_editable(application.state)
    ensure_not_after(issued_on, berlin_date(work.now), field="issued_on")
    settlement = settlement_for(work, application)
    number = _next_number(settlement.id)
    if number > RECEIPTS_MAX:
        raise TooManyReceipts(most=RECEIPTS_MAX)

    stored = store_upload(work, file, area_id=application.area_id, kinds=PROOF_KINDS) if file else None
    receipt = Receipt(
        id=uuid4(),
        settlement_id=settlement.id,
        number=number,
        issued_on=issued_on,
        payee=payee,
        purpose=purpose,
        category=str(category),
        amount_cents=amount_cents,
        file_id=stored.id if stored else None,
        is_on_paper=stored is None and work.actor.person_id != application.applicant_id,
        state=ReceiptState.UPLOADED,
    )
    work.store(receipt)

    work.record(
        ReceiptAdded(
            area_id=application.area_id,
            subject_id=receipt.id,
            case_id=application.id,
            number=number,
            category=receipt.category,
            amount_cents=amount_cents,
            is_on_paper=receipt.is_on_paper,
        )
    )
    return receipt.id


def change_receipt(
    work: Work,
    *,
    receipt_id: UUID,
    issued_on: date,
    payee: str,
    category: str,
    amount_cents: int,
    purpose: str = "",
    file: Sent | None = None,
    version: int | None = None,
) -> UUID:
    """Correct a receipt; without a new file the old one stays."""
    receipt, application = load_receipt(work, receipt_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    work.check_version(receipt, version)
    ensure_editable(application.state, receipt.state)
    ensure_not_after(issued_on, berlin_date(work.now), field="issued_on")

    if file:
        replace_picture(work, receipt, application, file)
    receipt.issued_on = issued_on
    receipt.payee = payee
    receipt.purpose = purpose
    receipt.category = str(category)
    receipt.amount_cents = amount_cents
    receipt.recognised_cents = None
    work.store(receipt)

    work.record(
        ReceiptChanged(
            area_id=application.area_id,
            subject_id=receipt.id,
            case_id=application.id,
            number=receipt.number,
            category=receipt.category,
            amount_cents=amount_cents,
            has_new_file=bool(file),
        )
    )
    return receipt.id


def prove_receipt(work: Work, *, receipt_id: UUID, file: Sent) -> UUID:
    """Give a receipt its picture or PDF, or a better one."""
    receipt, application = load_receipt(work, receipt_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    ensure_editable(application.state, receipt.state)

    replace_picture(work, receipt, application, file)

    work.record(ReceiptProven(area_id=application.area_id, subject_id=receipt.id, case_id=application.id))
    return receipt.id


def remove_receipt(work: Work, *, receipt_id: UUID) -> UUID:
    """Take a receipt out before the account is sent."""
    receipt, application = load_receipt(work, receipt_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    ensure_editable(application.state)

    db.session.delete(receipt)
    work.store()
    if receipt.file_id:
        discard(work, work.load(StoredFile, receipt.file_id))

    work.record(
        ReceiptRemoved(
            area_id=application.area_id,
            subject_id=receipt_id,
            case_id=application.id,
            number=receipt.number,
            amount_cents=receipt.amount_cents,
        )
    )
    return application.id


def replace_picture(work: Work, receipt: Receipt, application: Application, file: Sent) -> None:
    """Give a receipt another picture. Before the account is sent the one before goes at once, later it is kept as received."""
    before = receipt.file_id
    receipt.file_id = store_upload(work, file, area_id=application.area_id, kinds=PROOF_KINDS).id
    receipt.is_on_paper = False
    work.store(receipt)
    if before and application.state in OPEN_STATES:
        discard(work, work.load(StoredFile, before))


def settlement_for(work: Work, application: Application) -> Settlement:
    """Return the account of an application, locked; begin it when there is none and the state allows."""
    settlement_id = db.session.scalar(sa.select(Settlement.id).where(Settlement.application_id == application.id))
    if settlement_id is not None:
        return work.load(Settlement, settlement_id)
    ensure_editable(application.state)
    settlement = Settlement(
        id=uuid4(), area_id=application.area_id, application_id=application.id, applicant_id=application.applicant_id
    )
    work.store(settlement)
    work.record(SettlementOpened(area_id=application.area_id, subject_id=settlement.id, case_id=application.id))
    return settlement


def _next_number(settlement_id: UUID) -> int:
    highest = sa.select(sa.func.max(Receipt.number)).where(Receipt.settlement_id == settlement_id)
    return (db.session.scalar(highest) or 0) + 1
