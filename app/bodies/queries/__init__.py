"""Looking at bodies: seats and their holders, sessions and their agenda."""

from app.bodies.queries.seats import (
    READERS,
    SeatRow,
    attendance_of,
    bodies,
    body_for,
    present_seats,
    seat_on,
    seats_of,
    visible_to,
)
from app.bodies.queries.sessions import (
    ItemRow,
    SessionRow,
    agenda_of,
    next_sessions,
    schedulable,
    session_for,
    sessions,
    years_of,
)

__all__ = [
    "READERS",
    "ItemRow",
    "SeatRow",
    "SessionRow",
    "agenda_of",
    "attendance_of",
    "bodies",
    "body_for",
    "next_sessions",
    "present_seats",
    "schedulable",
    "seat_on",
    "seats_of",
    "session_for",
    "sessions",
    "visible_to",
    "years_of",
]
