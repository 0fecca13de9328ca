"""Changing bodies: seats and who holds them, sessions with their agenda, who is in the room; one module a noun."""

from app.bodies.commands.attendance import record_arrival, record_departure
from app.bodies.commands.seats import create_body, fill_seat, invite_member, vacate_seat
from app.bodies.commands.sessions import (
    add_to_agenda,
    close_session,
    invite_to_session,
    open_session,
    plan_session,
    postpone,
)

__all__ = [
    "add_to_agenda",
    "close_session",
    "create_body",
    "fill_seat",
    "invite_member",
    "invite_to_session",
    "open_session",
    "plan_session",
    "postpone",
    "record_arrival",
    "record_departure",
    "vacate_seat",
]
