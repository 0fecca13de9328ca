"""Who is in the room: members come and go, each with the moment."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.bodies.models import Attendance, JurySession
from app.bodies.queries.seats import SeatRow, is_staff, open_attendance_id, seat_on
from app.bodies.rules import NotThere, PresentAlready, SeatEmpty, StaffHoldNoSeat, ensure_running
from app.core.errors import NotFound
from app.core.policy import Action
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class MemberArrived(Event):
    """A seat is in the room, «anwesend»."""

    seat_id: UUID
    seat: int


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """A seat has left the room, «gegangen»."""

    seat_id: UUID
    seat: int


def record_arrival(work: Work, *, session_id: UUID, seat_id: UUID) -> UUID:
    """Note that the holder of a seat is in the room from now on; raise SeatEmpty or PresentAlready."""
    session = work.load(JurySession, session_id)
    work.require(Action.RUN_SESSION, session)
    seat = _seat(session, seat_id)
    ensure_running(session.state)
    if seat.person_id is None:
        raise SeatEmpty
    if is_staff(seat.person_id, session.area_id, session.held_on):
        raise StaffHoldNoSeat
    if open_attendance_id(session_id, seat_id) is not None:
        raise PresentAlready

    there = Attendance(
        id=uuid4(), session_id=session_id, seat_id=seat_id, person_id=seat.person_id, arrived_at=work.now
    )
    work.store(there)

    work.record(MemberArrived(area_id=session.area_id, subject_id=session_id, seat_id=seat_id, seat=seat.number))
    return session_id


def record_departure(work: Work, *, session_id: UUID, seat_id: UUID) -> UUID:
    """Note that the holder of a seat has left the room; raise NotThere."""
    session = work.load(JurySession, session_id)
    work.require(Action.RUN_SESSION, session)
    seat = _seat(session, seat_id)
    ensure_running(session.state)
    present_id = open_attendance_id(session_id, seat_id)
    if present_id is None:
        raise NotThere

    there = work.load(Attendance, present_id)
    there.left_at = max(work.now, there.arrived_at)
    work.store()

    work.record(MemberLeft(area_id=session.area_id, subject_id=session_id, seat_id=seat_id, seat=seat.number))
    return session_id


def _seat(session: JurySession, seat_id: UUID) -> SeatRow:
    seat = seat_on(seat_id, session.held_on)
    if seat.body_id != session.body_id:
        raise NotFound
    return seat
