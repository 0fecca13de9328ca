"""Erasing what is personal: in a case whose papers need not be kept any longer, and of a person who wants to be forgotten.

Amounts, decisions and the log stay. The log names people by a pseudonym made with their salt: a new salt unties it.
"""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.allocation.models import Agreement, Award
from app.core.clock import berlin_date
from app.core.policy import Action, Subject
from app.disbursement.models import PayeeAccount, Payment
from app.funds.queries import rules_of
from app.people.commands import end_others
from app.people.models import AccessToken, Person, SignInLink
from app.people.queries import grants_of
from app.proposals.commands import advance
from app.proposals.models import Application, ApplicationMessage, Attachment
from app.proposals.rules import ApplicationState
from app.settlement.models import Receipt, ReceiptMessage, Settlement, SettlementPhoto
from app.settlement.rules import ensure_erasable, ensure_no_office, ensure_receipts_old
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import discard
from app.shell.work import Work

ERASED_NAME = "gelöschte Person"


@dataclass(frozen=True, kw_only=True)
class CaseAnonymised(Event):
    """Names, addresses, account numbers, photos and papers of a case are gone, «Vorgang anonymisiert»."""


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """What the service knew about a person is gone, «Person gelöscht»."""


@dataclass(frozen=True, kw_only=True)
class ReceiptsDiscarded(Event):
    """The pictures of a case's receipts are gone, «Belege vernichtet»."""


@dataclass(frozen=True, kw_only=True)
class UnusedFileDiscarded(Event):
    """A file that was replaced by another is gone, «ersetzte Datei vernichtet»."""


def anonymise_case(work: Work, *, application_id: UUID) -> UUID:
    """Erase what is personal in a closed case after the years its papers are kept. Raise CaseUnfinished or StillKept."""
    application = work.load(Application, application_id)
    work.require(Action.RUN_DEADLINES, application)
    _ensure_erasable(work, application)

    _forget(work, application)
    return application.id


def discard_receipts(work: Work, *, application_id: UUID) -> UUID:
    """Delete the pictures of receipts and who was paid for what, after the years they are kept; the amounts stay.

    Raise CaseUnfinished or StillKept.
    """
    application = work.load(Application, application_id)
    work.require(Action.RUN_DEADLINES, application)
    ensure_receipts_old(application.state, **_facts(work, application))

    mine = Receipt.settlement_id.in_(sa.select(Settlement.id).where(Settlement.application_id == application_id))
    pictures = db.session.scalars(sa.select(Receipt.file_id).where(mine, Receipt.file_id.is_not(None))).all()
    _change(sa.update(Receipt).where(mine).values(payee="", purpose="", review_note="", file_id=None))
    for file_id in pictures:
        discard(work, work.load(StoredFile, file_id))

    work.record(ReceiptsDiscarded(area_id=application.area_id, subject_id=application_id, case_id=application_id))
    return application_id


def discard_unused(work: Work, *, file_id: UUID) -> UUID:
    """Delete a file nothing points at any more; who asks has seen that its years have passed."""
    row = work.load(StoredFile, file_id)
    work.require(Action.RUN_DEADLINES, Subject("stored_file", row.id, row.area_id))

    discard(work, row)

    work.record(UnusedFileDiscarded(area_id=row.area_id, subject_id=file_id))
    return file_id


def erase_person(work: Work, *, person_id: UUID) -> UUID:
    """Erase a person and what is personal in their cases; they are signed out everywhere and cannot come back.

    Raise RoleStillHeld, CaseUnfinished or StillKept.
    """
    cases = list(db.session.scalars(sa.select(Application.id).where(Application.applicant_id == person_id)))
    applications = [work.load(Application, found) for found in cases]
    person = work.load(Person, person_id)
    work.require(Action.ERASE_PERSON, person)
    ensure_no_office(grants_of(person_id), berlin_date(work.now))
    for application in applications:
        _ensure_erasable(work, application)

    for application in applications:
        _forget(work, application)
    _forget_account(work, person)

    work.record(PersonErased(area_id=None, subject_id=person_id))
    return person_id


def _ensure_erasable(work: Work, application: Application) -> None:
    ensure_erasable(application.state, **_facts(work, application))


def _facts(work: Work, application: Application) -> dict[str, Any]:
    """Return what the rules of keeping papers look at."""
    book = db.session.scalar(sa.select(Award.rule_book_id).where(Award.application_id == application.id))
    return {
        "number": application.file_number or application.title,
        "closed_on": berlin_date(application.closed_at) if application.closed_at else None,
        "values": rules_of(book).values if book else None,
        "today": berlin_date(work.now),
    }


def _forget(work: Work, application: Application) -> None:
    """Erase what is personal in a case; the title, the amounts and an organisation's name stay, they are public."""
    if application.state is ApplicationState.ANONYMISED:
        return
    if application.state is ApplicationState.CLOSED:
        advance(work, application, "anonymise")
    for field in ("applicant_name", "applicant_email", "applicant_phone", "own_share", "other_funding"):
        setattr(application, field, "")
    application.draft = {}
    application.applicant_id = application.entered_by_id = None
    work.store(application)
    case = application.id
    _change(
        sa.update(ApplicationMessage)
        .where(ApplicationMessage.application_id == case)
        .values(text="", written_by_id=None)
    )
    _change(
        sa.update(PayeeAccount)
        .where(PayeeAccount.application_id == case)
        .values(holder="", iban_sealed=b"", iban_tail="", set_by_id=None)
    )
    of_case = sa.select(Receipt.id).join(Settlement).where(Settlement.application_id == case)
    _change(sa.update(ReceiptMessage).where(ReceiptMessage.receipt_id.in_(of_case)).values(text="", written_by_id=None))
    _change(sa.update(Payment).where(Payment.application_id == case).values(payee_id=None))
    _change(sa.update(Settlement).where(Settlement.application_id == case).values(report="", applicant_id=None))
    _discard_papers(work, case)
    work.record(CaseAnonymised(area_id=application.area_id, subject_id=case, case_id=case))


def _discard_papers(work: Work, application_id: UUID) -> None:
    """Delete the agreement's document, attachments and photos with their bytes; the agreement's hash and words stay."""
    of_case = (
        sa.select(Agreement.file_id).where(Agreement.application_id == application_id, Agreement.file_id.is_not(None)),
        sa.select(Attachment.file_id).where(Attachment.application_id == application_id),
        sa.select(SettlementPhoto.file_id)
        .join(Settlement, Settlement.id == SettlementPhoto.settlement_id)
        .where(Settlement.application_id == application_id),
    )
    papers = [file_id for statement in of_case for file_id in db.session.scalars(statement)]
    _change(
        sa.update(Agreement)
        .where(Agreement.application_id == application_id)
        .values(file_id=None, applicant_id=None, applicant_signed_by_id=None)
    )
    _change(sa.delete(Attachment).where(Attachment.file_id.in_(papers)))
    _change(sa.delete(SettlementPhoto).where(SettlementPhoto.file_id.in_(papers)))
    for file_id in papers:
        discard(work, work.load(StoredFile, file_id))


def _forget_account(work: Work, person: Person) -> None:
    email = person.email
    person.name, person.email, person.phone, person.locale = ERASED_NAME, None, None, None
    person.password_hash = person.totp_secret = person.totp_confirmed_at = person.totp_last_step = None
    person.recovery_hashes = []
    person.salt = secrets.token_bytes(32)
    person.erased_at = work.now
    end_others(work, person.id)
    _change(sa.update(AccessToken).where(AccessToken.person_id == person.id).values(name="", revoked_at=work.now))
    _change(sa.delete(SignInLink).where(sa.or_(SignInLink.person_id == person.id, SignInLink.email == email)))
    work.store(person)


def _change(statement: sa.Update | sa.Delete) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
