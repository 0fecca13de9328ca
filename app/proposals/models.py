"""Tables of proposals: applications with cost lines, attachments, queries and the eligibility check."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.policy import Subject
from app.proposals.rules import SHARED_STATES, ApplicationState
from app.shell.database import Base, cents, new_id, one_of

TITLE_LENGTH = 120
TEXT_LENGTH = 4000


class Application(Base):
    """A request for money for one action, «Antrag»; everything that follows hangs on it.

    The money figures are counters kept by the commands of the floors above, so that lists need no sums.
    ``draft`` keeps what was typed and not yet sent, even if it is not valid.
    """

    __tablename__ = "application"
    __table_args__ = (
        sa.UniqueConstraint("fund_year_id", "number"),
        sa.CheckConstraint(
            "requested_cents >= 0 AND awarded_cents >= 0 AND paid_cents >= 0 AND own_funds_cents >= 0",
            "amounts_positive",
        ),
        sa.CheckConstraint("action_to IS NULL OR action_from IS NULL OR action_to >= action_from", "dates_in_order"),
        sa.Index("ix_application_area_id_state_due_on", "area_id", "state", "due_on"),
        sa.Index("ix_application_area_id_submitted_at", "area_id", "submitted_at"),
        sa.Index("ix_application_area_id_state_submitted_at", "area_id", "state", "submitted_at", "id"),
        sa.Index("ix_application_applicant_id", "applicant_id"),
    )
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"))
    call_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("call.id"))
    rule_book_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("rule_book.id"))
    number: Mapped[int | None]
    file_number: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    applicant_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    entered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    applicant_name: Mapped[str] = mapped_column(sa.String(120), default="")
    applicant_email: Mapped[str] = mapped_column(sa.String(254), default="")
    applicant_phone: Mapped[str] = mapped_column(sa.String(40), default="")
    applicant_kind: Mapped[str] = mapped_column(sa.String(20), default="resident")
    organisation: Mapped[str] = mapped_column(sa.String(160), default="")
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH), default="")
    summary: Mapped[str] = mapped_column(sa.String(TEXT_LENGTH), default="")
    place: Mapped[str] = mapped_column(sa.String(160), default="")
    themes: Mapped[list[str]] = mapped_column(default=list)
    own_share: Mapped[str] = mapped_column(sa.String(1000), default="")
    reasons: Mapped[str] = mapped_column(sa.String(TEXT_LENGTH), default="")
    other_funding: Mapped[str] = mapped_column(sa.String(1000), default="")
    own_funds_cents: Mapped[int] = cents(default=0)
    action_from: Mapped[date | None]
    action_to: Mapped[date | None]
    state: Mapped[ApplicationState] = one_of(ApplicationState)
    due_on: Mapped[date | None]
    requested_cents: Mapped[int] = cents(default=0)
    awarded_cents: Mapped[int] = cents(default=0)
    paid_cents: Mapped[int] = cents(default=0)
    recognised_cents: Mapped[int] = cents(default=0)
    privacy_accepted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return subject_of(self)


def subject_of(row: Any) -> Subject:
    """Return the policy's view of an application: the applicant owns it; the jury reads it once the office admitted it."""
    return Subject("application", row.id, row.area_id, row.applicant_id, row.state in SHARED_STATES)


class BudgetLine(Base):
    """One cost of the plan, «Kostenposition»."""

    __tablename__ = "budget_line"
    __table_args__ = (
        sa.UniqueConstraint("application_id", "position"),
        sa.CheckConstraint("amount_cents > 0", "amount_positive"),
    )
    id: Mapped[UUID] = new_id()
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"))
    position: Mapped[int]
    category: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.String(200))
    amount_cents: Mapped[int] = cents()


class Attachment(Base):
    """A file that belongs to an application, «Anlage»."""

    __tablename__ = "attachment"
    id: Mapped[UUID] = new_id()
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    label: Mapped[str] = mapped_column(sa.String(160))
    added_at: Mapped[datetime]


class EligibilityCheck(Base):
    """The office's check, «Prüfung der Förderfähigkeit», with its note; a later check is a new row."""

    __tablename__ = "eligibility_check"
    id: Mapped[UUID] = new_id()
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)
    checked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    checked_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(sa.String(10))
    reason_code: Mapped[str | None] = mapped_column(sa.String(40))
    tasks: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(sa.String(TEXT_LENGTH))


class ApplicationMessage(Base):
    """A query of the office or the answer to it, «Rückfrage, Antwort»; ``question_id`` says what is answered."""

    __tablename__ = "application_message"
    id: Mapped[UUID] = new_id()
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)
    written_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    is_from_office: Mapped[bool]
    written_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(sa.String(TEXT_LENGTH))
