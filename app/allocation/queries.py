"""Looking at awards and agreements."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.allocation.models import Agreement, Award
from app.allocation.rules import AwardState
from app.allocation.terms import sections_of
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.policy import Action, require
from app.people.models import Person
from app.proposals.models import Application
from app.proposals.queries import application
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.looking import look
from app.voting.queries import MotionRow, motions_of_application


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award with the vote behind it."""

    id: UUID
    amount_cents: int
    state: AwardState
    answer_by: date | None
    decided_at: datetime
    motion_id: UUID
    rule_book_id: UUID


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement with who signed when."""

    id: UUID
    document_hash: str
    terms: str
    file_id: UUID | None
    drawn_at: datetime
    qm_signed_at: datetime | None
    qm_signed_by: str | None
    applicant_signed_at: datetime | None
    applicant_signed_by_id: UUID | None
    applicant_signed_by: str | None

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Return (heading, text) of each paragraph."""
        return sections_of(self.terms)

    @property
    def is_complete(self) -> bool:
        """Tell whether both sides have signed."""
        return self.qm_signed_at is not None and self.applicant_signed_at is not None


def award_of(application_id: UUID) -> AwardRow | None:
    """Return the award of an application, if there is one; the caller has asked permission."""
    return next((AwardRow(*row) for row in _award(application_id=application_id)), None)


@look
def _award(application_id: Any) -> Any:
    return sa.select(
        Award.id,
        Award.amount_cents,
        Award.state,
        Award.answer_by,
        Award.decided_at,
        Award.motion_id,
        Award.rule_book_id,
    ).where(Award.application_id == application_id)


def award_for(actor: Actor, application_id: UUID) -> AwardRow:
    """Return the award of an application the actor may read; raise NotFound while there is none."""
    application(actor, application_id)
    found = award_of(application_id)
    if found is None:
        raise NotFound
    return found


def agreement_of(application_id: UUID) -> AgreementRow | None:
    """Return the agreement of an application, if it is drawn; the caller has asked permission."""
    office, applicant = aliased(Person), aliased(Person)
    statement: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Agreement.id,
            Agreement.document_hash,
            Agreement.terms,
            Agreement.file_id,
            Agreement.drawn_at,
            Agreement.qm_signed_at,
            office.name,
            Agreement.applicant_signed_at,
            Agreement.applicant_signed_by_id,
            applicant.name,
        )
        .outerjoin(office, office.id == Agreement.qm_signed_by_id)
        .outerjoin(applicant, applicant.id == Agreement.applicant_signed_by_id)
        .where(Agreement.application_id == application_id)
    )
    row = db.session.execute(statement).one_or_none()
    return AgreementRow(*row) if row else None


def agreement_for(actor: Actor, application_id: UUID) -> tuple[Application, AwardRow | None, AgreementRow | None]:
    """Return an application with award and agreement for somebody who may read its money. Three queries."""
    row = application(actor, application_id)
    require(actor, Action.READ_PAYMENT, row.subject)
    return row, award_of(application_id), agreement_of(application_id)


def agreement_file(actor: Actor, application_id: UUID) -> StoredFile:
    """Return the agreement's PDF for somebody who may read it."""
    require(actor, Action.READ_PAYMENT, application(actor, application_id).subject)
    statement = (
        sa.select(StoredFile)
        .join(Agreement, Agreement.file_id == StoredFile.id)
        .where(Agreement.application_id == application_id)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def offer_for(actor: Actor, application_id: UUID) -> tuple[Application, AwardRow, MotionRow | None]:
    """Return an application with its award and the vote behind it, for somebody who may read its money."""
    row = application(actor, application_id)
    require(actor, Action.READ_PAYMENT, row.subject)
    award = award_for(actor, application_id)
    votes = motions_of_application(application_id)
    return row, award, next((vote for vote in votes if vote.id == award.motion_id), None)
