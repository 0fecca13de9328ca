"""Seats to look at: who holds them on a day, who is in the room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.bodies.models import Attendance, Body, JurySession, Seat, SeatHolding
from app.bodies.rules import Term
from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.policy import SCOPE_READ, Action, Subject, require
from app.people.models import Person, RoleGrant
from app.shell.database import db

READERS = (Role.STAFF, Role.DISTRICT, Role.SENATE, Role.AUDITOR, Role.JUROR, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat and its holder on a day; without a holder it is empty."""

    id: UUID
    body_id: UUID
    area_id: UUID
    number: int
    person_id: UUID | None
    name: str
    email: str | None
    locale: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def subject(self) -> Subject:
        """Return the policy's view: a seat belongs to its holder."""
        return Subject("seat", self.id, self.area_id, self.person_id)


def holds_on(day: date | sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Return the condition that a seat is held on a day."""
    return sa.and_(SeatHolding.valid_from <= day, sa.or_(SeatHolding.valid_to.is_(None), SeatHolding.valid_to >= day))


def _seats(on: date) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Seat.id,
            Seat.body_id,
            Body.area_id,
            Seat.number,
            SeatHolding.person_id,
            sa.func.coalesce(Person.name, ""),
            Person.email,
            Person.locale,
            SeatHolding.valid_from,
            SeatHolding.valid_to,
        )
        .join(Body, Body.id == Seat.body_id)
        .outerjoin(SeatHolding, sa.and_(SeatHolding.seat_id == Seat.id, holds_on(on)))
        .outerjoin(Person, Person.id == SeatHolding.person_id)
        .order_by(Seat.number)
    )


def seats_of(body_id: UUID, on: date) -> list[SeatRow]:
    """Return every seat of a body with its holder on a day, in the order of their numbers."""
    rows = db.session.execute(_seats(on).where(Seat.body_id == body_id))
    return [SeatRow(*row) for row in rows]


def seat_on(seat_id: UUID, on: date) -> SeatRow:
    """Return one seat with its holder on a day; raise NotFound."""
    row = db.session.execute(_seats(on).where(Seat.id == seat_id)).one_or_none()
    if row is None:
        raise NotFound
    return SeatRow(*row)


def present_seats(session_id: UUID, at: datetime) -> set[UUID]:
    """Return the ids of the seats that are in the room at a moment."""
    statement = sa.select(Attendance.seat_id).where(
        Attendance.session_id == session_id,
        Attendance.arrived_at <= at,
        sa.or_(Attendance.left_at.is_(None), Attendance.left_at > at),
    )
    return set(db.session.scalars(statement))


def attendance_of(session_id: UUID) -> list[Attendance]:
    """Return who came and went, in the order of coming."""
    statement = sa.select(Attendance).where(Attendance.session_id == session_id).order_by(Attendance.arrived_at)
    return list(db.session.scalars(statement))


def open_attendance_id(session_id: UUID, seat_id: UUID) -> UUID | None:
    """Return the row of a seat that is in the room."""
    statement = sa.select(Attendance.id).where(
        Attendance.session_id == session_id, Attendance.seat_id == seat_id, Attendance.left_at.is_(None)
    )
    return db.session.scalar(statement)


def terms_of_seat(seat_id: UUID) -> list[Term]:
    """Return the times in which a seat was, is or will be held."""
    statement = sa.select(SeatHolding.valid_from, SeatHolding.valid_to).where(SeatHolding.seat_id == seat_id)
    return [Term(*row) for row in db.session.execute(statement)]


def terms_of_person(person_id: UUID, body_id: UUID) -> list[Term]:
    """Return the times in which a person held, holds or will hold a seat of a body."""
    statement = (
        sa.select(SeatHolding.valid_from, SeatHolding.valid_to)
        .join(Seat, Seat.id == SeatHolding.seat_id)
        .where(SeatHolding.person_id == person_id, Seat.body_id == body_id)
    )
    return [Term(*row) for row in db.session.execute(statement)]


def holding_on(seat_id: UUID, day: date) -> UUID | None:
    """Return the holding of a seat that covers a day."""
    return db.session.scalar(sa.select(SeatHolding.id).where(SeatHolding.seat_id == seat_id, holds_on(day)))


def is_staff(person_id: UUID, area_id: UUID, on: date) -> bool:
    """Tell whether a person works in the office of an area on a day or later."""
    statement = (
        sa.select(RoleGrant.id)
        .where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == Role.STAFF,
            RoleGrant.area_id == area_id,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition on a body that the actor may read it; the list twin of READ_BODY."""
    return _in_areas(actor, Body.area_id)


def sessions_visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition on a session that the actor may read it; the list twin of READ_SESSION."""
    return _in_areas(actor, JurySession.area_id)


def _in_areas(actor: Actor, column: sa.orm.InstrumentedAttribute[UUID]) -> sa.ColumnElement[bool]:
    if actor.scopes is not None and SCOPE_READ not in actor.scopes:
        return sa.false()
    areas: Iterable[UUID | None] = actor.areas(*READERS)
    if None in areas:
        return sa.true()
    return column.in_([area_id for area_id in areas if area_id])


def bodies(actor: Actor) -> list[Body]:
    """Return the bodies the actor may read, by name."""
    return list(db.session.scalars(sa.select(Body).where(visible_to(actor)).order_by(Body.name).limit(200)))


def body_for(actor: Actor, body_id: UUID) -> Body:
    """Return a body to read; raise NotFound or Forbidden."""
    found = db.session.get(Body, body_id)
    if found is None:
        raise NotFound
    require(actor, Action.READ_BODY, found.subject)
    return found
