"""Looking across slices: the log of a case, the day's work of an office, what waits for overseers."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.core.actor import Actor, Role, pseudonym_of
from app.core.errors import NotFound
from app.core.policy import Action, Subject, require
from app.people.models import Person, RoleGrant
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.shell.audit.models import AuditEvent, AuditPlace
from app.shell.database import db
from app.shell.looking import look

PER_PAGE = 50
_S = ApplicationState
WORK = {
    _S.SUBMITTED,
    _S.ADMITTED,
    _S.AWARDED,
    _S.AGREED,
    _S.SETTLEMENT_SUBMITTED,
    _S.CERTIFIED,
    _S.FINALISED,
    _S.OVERDUE,
    _S.REPAYMENT_DUE,
    _S.REPAYMENT_LATE,
    _S.SECOND_PAYMENT_DUE,
}


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the audit log; ``position`` is its sealed place, if it has one yet."""

    id: int
    at: datetime
    tag: str
    role: str
    actor: str
    facts: dict[str, Any]
    line: str
    leaf_hash: str
    case_id: UUID | None
    position: int | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """An application that waits for somebody."""

    id: UUID
    area_id: UUID
    file_number: str | None
    title: str
    state: ApplicationState
    due_on: date | None


def log_of_case(application_id: UUID) -> list[LogRow]:
    """Return the lines of an application, oldest first; at most 300."""
    return [_line(row) for row in _of_case(application_id=application_id)]


@look
def _of_case(application_id: Any) -> Any:
    return _log().where(AuditEvent.case_id == application_id).order_by(AuditEvent.id).limit(300)


def log_of_area(actor: Actor, area_id: UUID, *, page: int, tag: str = "") -> tuple[list[LogRow], int]:
    """Return one page of an area's log, newest first, and how many lines there are."""
    require(actor, Action.READ_AUDIT, Subject("log", area_id=area_id))
    where = [AuditEvent.area_id == area_id]
    if tag:
        where.append(AuditEvent.tag == tag)
    count = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent).where(*where)) or 0
    statement = _log().where(*where).order_by(AuditEvent.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return [_line(row) for row in db.session.execute(statement)], count


def log_line(actor: Actor, event_id: int) -> LogRow:
    """Return one line with its bytes for somebody who may read the log of its area."""
    row = db.session.execute(_log().where(AuditEvent.id == event_id)).one_or_none()
    area_id = db.session.scalar(sa.select(AuditEvent.area_id).where(AuditEvent.id == event_id))
    if row is None or area_id is None:
        raise NotFound
    require(actor, Action.READ_AUDIT, Subject("log", area_id=area_id))
    return _line(row)


def tags_of(area_id: UUID) -> list[str]:
    """Return the tags that occur in an area's log."""
    statement = sa.select(AuditEvent.tag).where(AuditEvent.area_id == area_id).distinct().order_by(AuditEvent.tag)
    return list(db.session.scalars(statement))


def names_by_pseudonym(area_id: UUID, *, also: UUID | None = None) -> dict[str, str]:
    """Return who hides behind the pseudonyms of an area's log: people with a role there, and one more person."""
    return {pseudonym_of(salt, area_id): name for salt, name in _salts(area_id=area_id, also=also)}


@look
def _salts(area_id: Any, also: Any) -> Any:
    holders = sa.select(RoleGrant.person_id).where(sa.or_(RoleGrant.area_id == area_id, RoleGrant.area_id.is_(None)))
    return sa.select(Person.salt, Person.name).where(sa.or_(Person.id.in_(holders), Person.id == also))


def tasks_of(areas: frozenset[UUID | None], today: date) -> list[TaskRow]:
    """Return the applications that wait for the office, in the order of their deadlines; at most 100."""
    columns = (
        Application.id,
        Application.area_id,
        Application.file_number,
        Application.title,
        Application.state,
        Application.due_on,
    )
    statement = (
        sa.select(*columns)
        .where(Application.state.in_(WORK))
        .order_by(sa.func.coalesce(Application.due_on, today), Application.submitted_at)
        .limit(100)
    )
    if None not in areas:
        statement = statement.where(Application.area_id.in_(areas))
    return [TaskRow(*row) for row in db.session.execute(statement)]


def ageing(areas: frozenset[UUID | None]) -> list[TaskRow]:
    """Return settlements and repayments that wait, oldest deadline first; at most 100."""
    late = (_S.SETTLEMENT_SUBMITTED, _S.OVERDUE, _S.REPAYMENT_DUE, _S.REPAYMENT_LATE, _S.CERTIFIED)
    columns = (
        Application.id,
        Application.area_id,
        Application.file_number,
        Application.title,
        Application.state,
        Application.due_on,
    )
    statement = sa.select(*columns).where(Application.state.in_(late)).order_by(Application.due_on).limit(100)
    if None not in areas:
        statement = statement.where(Application.area_id.in_(areas))
    return [TaskRow(*row) for row in db.session.execute(statement)]


def overseen_areas(actor: Actor, *roles: Role) -> frozenset[UUID | None]:
    """Return the areas in which somebody holds one of the roles."""
    return actor.areas(*roles)


def _log() -> Any:
    return sa.select(
        AuditEvent.id,
        AuditEvent.at,
        AuditEvent.tag,
        AuditEvent.line,
        AuditEvent.leaf_hash,
        AuditEvent.case_id,
        AuditPlace.position,
    ).outerjoin(AuditPlace, AuditPlace.event_id == AuditEvent.id)


def _line(row: Any) -> LogRow:
    event_id, at, tag, line, leaf_hash, case_id, position = row
    said = json.loads(line)
    return LogRow(
        event_id, at, tag, said["role"], said["actor"], said["facts"], line.decode(), leaf_hash.hex(), case_id, position
    )
