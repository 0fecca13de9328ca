"""Looking at one application: its lines, files, checks, messages and the rules it is under."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.areas.models import Area
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action, require
from app.funds.models import FundYear
from app.funds.queries import RulesInForce, rules_of, rules_of_year
from app.people.models import Person
from app.proposals.models import (
    Application,
    ApplicationMessage,
    Attachment,
    BudgetLine,
    EligibilityCheck,
    subject_of,
)
from app.proposals.rules import flat_allowance
from app.shell.audit.mark import mark
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.looking import look


@dataclass(frozen=True, slots=True)
class LineRow:
    """A cost line."""

    position: int
    category: str
    text: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A query or an answer."""

    is_from_office: bool
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check of the office with who made it."""

    checked_at: datetime
    result: str
    reason_code: str | None
    tasks: Any
    note: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """An attachment."""

    id: UUID
    label: str
    name: str
    media_type: str
    size: int


def change_of(actor: Actor, application_id: UUID) -> tuple[UUID, str]:
    """Return the area of an application its reader may see, and the mark of all that has happened there."""
    row = next(iter(_change(application_id=application_id)), None)
    if row is None:
        raise NotFound
    require(actor, Action.READ_APPLICATION, subject_of(row))
    return row.area_id, row.mark


@look
def _change(application_id: Any) -> Any:
    known = (Application.id, Application.area_id, Application.applicant_id, Application.state)
    return sa.select(*known, mark(Application.area_id)).where(Application.id == application_id)


def read_application(actor: Actor, application_id: UUID) -> Any:
    """Return all columns of an application its reader may see; a page shows them, nobody can change the row."""
    row = next(iter(_columns(application_id=application_id)), None)
    if row is None:
        raise NotFound
    require(actor, Action.READ_APPLICATION, subject_of(row))
    return row


@look
def _columns(application_id: Any) -> Any:
    return sa.select(Application.__table__).where(Application.id == application_id)


def application(actor: Actor, application_id: UUID, action: Action = Action.READ_APPLICATION) -> Application:
    """Return an application its reader may see (or do ``action`` to)."""
    found = db.session.get(Application, application_id)
    if found is None:
        raise NotFound
    require(actor, action, found.subject)
    return found


def fund_year_id_of(application_id: UUID) -> UUID:
    """Return the fund year of an application, which whoever moves money locks first; raise NotFound."""
    found = db.session.scalar(sa.select(Application.fund_year_id).where(Application.id == application_id))
    if found is None:
        raise NotFound
    return found


def application_id_of_attachment(attachment_id: UUID) -> UUID:
    """Return the application an attachment belongs to; raise NotFound."""
    found = db.session.scalar(sa.select(Attachment.application_id).where(Attachment.id == attachment_id))
    if found is None:
        raise NotFound
    return found


def count_attachments(application_id: UUID) -> int:
    """Return how many files an application has."""
    statement = sa.select(sa.func.count()).select_from(Attachment).where(Attachment.application_id == application_id)
    return db.session.scalar(statement) or 0


def lines_of(application_id: UUID) -> list[LineRow]:
    """Return the cost lines in order."""
    return [LineRow(*row) for row in _lines(application_id=application_id)]


@look
def _lines(application_id: Any) -> Any:
    return (
        sa.select(BudgetLine.position, BudgetLine.category, BudgetLine.text, BudgetLine.amount_cents)
        .where(BudgetLine.application_id == application_id)
        .order_by(BudgetLine.position)
    )


def messages_of(application_id: UUID) -> list[MessageRow]:
    """Return queries and answers, oldest first; at most 200."""
    return [MessageRow(*row) for row in _messages(application_id=application_id)]


@look
def _messages(application_id: Any) -> Any:
    return (
        sa.select(ApplicationMessage.is_from_office, ApplicationMessage.written_at, ApplicationMessage.text)
        .where(ApplicationMessage.application_id == application_id)
        .order_by(ApplicationMessage.written_at)
        .limit(200)
    )


def checks_of(application_id: UUID) -> list[CheckRow]:
    """Return the office's checks, newest first; at most 50."""
    statement = (
        sa.select(
            EligibilityCheck.checked_at,
            EligibilityCheck.result,
            EligibilityCheck.reason_code,
            EligibilityCheck.tasks,
            EligibilityCheck.note,
            Person.name,
        )
        .join(Person, Person.id == EligibilityCheck.checked_by_id)
        .where(EligibilityCheck.application_id == application_id)
        .order_by(EligibilityCheck.checked_at.desc())
        .limit(50)
    )
    return [CheckRow(*row) for row in db.session.execute(statement)]


def attachments_of(application_id: UUID) -> list[AttachmentRow]:
    """Return the attachments, oldest first; at most 50."""
    return [AttachmentRow(*row) for row in _attachments(application_id=application_id)]


@look
def _attachments(application_id: Any) -> Any:
    return (
        sa.select(Attachment.id, Attachment.label, StoredFile.name, StoredFile.media_type, StoredFile.size)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(Attachment.application_id == application_id)
        .order_by(Attachment.added_at)
        .limit(50)
    )


def attachment_file(actor: Actor, application_id: UUID, attachment_id: UUID) -> StoredFile:
    """Return the file of an attachment its reader may see."""
    application(actor, application_id)
    statement = (
        sa.select(StoredFile)
        .join(Attachment, Attachment.file_id == StoredFile.id)
        .where(Attachment.id == attachment_id, Attachment.application_id == application_id)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def rules_for(row: Application, today: date) -> RulesInForce:
    """Return the rules an application is under: those of its sending, before that today's."""
    if row.rule_book_id is not None:
        return rules_of(row.rule_book_id)
    return rules_of_year(row.fund_year_id, today)


def allowance_cents(lines: list[LineRow], rules: RulesInForce) -> int:
    """Return the flat allowance on the lines, in cents."""
    return flat_allowance(Euro(sum(line.amount_cents for line in lines)), rules.values).cents


def limits_of(row: Application) -> tuple[int, date | None]:
    """Return the fund year and the last day of the area, which bound an action."""
    statement = sa.select(FundYear.year, Area.ends_on).join(Area, Area.id == FundYear.area_id)
    year, ends_on = db.session.execute(statement.where(FundYear.id == row.fund_year_id)).one()
    return year, ends_on
