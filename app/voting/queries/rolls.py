"""Rolls: for each seat of an item its holder, presence, bias and ballot, in one query however many seats."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.bodies.models import AgendaItem, Attendance, JurySession, Seat, SeatHolding
from app.core.actor import Role
from app.core.errors import NotFound
from app.people.models import Person, RoleGrant
from app.proposals.models import Application
from app.shell.database import db
from app.shell.looking import look
from app.voting.models import Ballot, Motion, Recusal
from app.voting.rules import ConflictKind, RollEntry

_KIND = Recusal.kind.type
_SELF = sa.literal(ConflictKind.SELF, _KIND)  # nobody votes on their own application, declared or not
_ROLL: sa.Select[*tuple[Any, ...]] = (
    sa.select(
        AgendaItem.id,
        Seat.id,
        JurySession.area_id,
        Seat.number,
        SeatHolding.person_id,
        sa.func.coalesce(Person.name, ""),
        Attendance.id.is_not(None),
        sa.func.coalesce(
            Recusal.kind, sa.case((Application.applicant_id == SeatHolding.person_id, _SELF)), type_=_KIND
        ),
        Ballot.choice,
    )
    .select_from(AgendaItem)
    .join(JurySession, JurySession.id == AgendaItem.session_id)
    .join(Application, Application.id == AgendaItem.application_id)
    .join(Seat, Seat.body_id == JurySession.body_id)
    .outerjoin(
        SeatHolding,
        sa.and_(
            SeatHolding.seat_id == Seat.id,
            SeatHolding.valid_from <= JurySession.held_on,
            sa.or_(SeatHolding.valid_to.is_(None), SeatHolding.valid_to >= JurySession.held_on),
        ),
    )
    .outerjoin(Person, Person.id == SeatHolding.person_id)
    .outerjoin(
        Attendance,
        sa.and_(Attendance.session_id == JurySession.id, Attendance.seat_id == Seat.id, Attendance.left_at.is_(None)),
    )
    .outerjoin(Recusal, sa.and_(Recusal.agenda_item_id == AgendaItem.id, Recusal.seat_id == Seat.id))
    .outerjoin(Motion, Motion.agenda_item_id == AgendaItem.id)
    .outerjoin(Ballot, sa.and_(Ballot.motion_id == Motion.id, Ballot.seat_id == Seat.id))
    .order_by(AgendaItem.id, Seat.number)
)


def roll_of(agenda_item_id: UUID) -> list[RollEntry]:
    """Return the roll of one item, in the order of the seats."""
    return [RollEntry(*row[1:]) for row in _of_item(agenda_item_id=agenda_item_id)]


@look
def _of_item(agenda_item_id: Any) -> Any:
    return _ROLL.where(AgendaItem.id == agenda_item_id)


def rolls_of_session(session_id: UUID) -> dict[UUID, list[RollEntry]]:
    """Return the roll of every item of a session, by item."""
    return _by_item(_of_session(session_id=session_id))


@look
def _of_session(session_id: Any) -> Any:
    return _ROLL.where(AgendaItem.session_id == session_id)


def rolls_of(agenda_item_ids: Iterable[UUID]) -> dict[UUID, list[RollEntry]]:
    """Return the rolls of items, by item."""
    return _by_item(_of_items(agenda_item_ids=list(agenda_item_ids)))


@look
def _of_items(agenda_item_ids: Any) -> Any:
    return _ROLL.where(AgendaItem.id.in_(agenda_item_ids))


def _by_item(rows: Iterable[Any]) -> dict[UUID, list[RollEntry]]:
    found: dict[UUID, list[RollEntry]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(RollEntry(*row[1:]))
    return found


def place_of(agenda_item_id: UUID) -> tuple[UUID, UUID]:
    """Return the session and the application of an item; raise NotFound."""
    row = db.session.execute(
        sa.select(AgendaItem.session_id, AgendaItem.application_id).where(AgendaItem.id == agenda_item_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row.session_id, row.application_id


def motion_id_of(agenda_item_id: UUID) -> UUID | None:
    """Return the motion on an item, if it was put to the vote."""
    return db.session.scalar(sa.select(Motion.id).where(Motion.agenda_item_id == agenda_item_id))


def recusal_id_of(agenda_item_id: UUID, seat_id: UUID) -> UUID | None:
    """Return the declared bias of a seat on an item."""
    statement = sa.select(Recusal.id).where(Recusal.agenda_item_id == agenda_item_id, Recusal.seat_id == seat_id)
    return db.session.scalar(statement)


def chairs(area_id: UUID, on: date) -> frozenset[UUID]:
    """Return who may lead a session in an area on a day."""
    statement = sa.select(RoleGrant.person_id).where(
        RoleGrant.area_id == area_id,
        RoleGrant.role == Role.CHAIR,
        RoleGrant.valid_from <= on,
        sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
    )
    return frozenset(db.session.scalars(statement))
