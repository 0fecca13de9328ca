"""The JSON door of bodies: seats, sessions with their agenda, attendance."""

from typing import Any
from uuid import UUID

from app.bodies import commands, queries
from app.bodies.schemas import (
    AgendaShape,
    BodyDetailShape,
    BodyOutShape,
    BodyShape,
    ChangedShape,
    LastDayShape,
    MemberShape,
    SeatRefShape,
    SessionDetailShape,
    SessionOutShape,
    SessionQueryShape,
    SessionShape,
)
from app.core.clock import berlin_date, utc_now
from app.shell.doors import rest
from app.shell.doors.context import current_actor
from app.shell.doors.perform import perform

bp = rest.blueprint("bodies", "Juries: seats, sessions, attendance")


@bp.route("/bodies")
@bp.response(200, BodyOutShape(many=True))
def bodies() -> Any:
    """List the bodies you may read."""
    return queries.bodies(current_actor())


@bp.route("/bodies", methods=["POST"])
@bp.arguments(BodyShape)
@bp.response(201, ChangedShape)
def create_body(values: dict[str, Any]) -> Any:
    """Create a body with empty seats."""
    return {"id": perform(commands.create_body, **values)}


@bp.route("/bodies/<uuid:body_id>")
@bp.response(200, BodyDetailShape)
def body(body_id: UUID) -> Any:
    """Show a body with its seats today."""
    found = queries.body_for(current_actor(), body_id)
    shown = {name: getattr(found, name) for name in ("id", "area_id", "fund_id", "kind", "name")}
    return {**shown, "seats": queries.seats_of(body_id, berlin_date(utc_now()))}


@bp.route("/bodies/<uuid:body_id>/sessions", methods=["POST"])
@bp.arguments(SessionShape)
@bp.response(201, ChangedShape)
def plan_session(values: dict[str, Any], body_id: UUID) -> Any:
    """Plan a session with admitted applications on its agenda."""
    return {"id": perform(commands.plan_session, body_id=body_id, **values)}


@bp.route("/seats/<uuid:seat_id>/members", methods=["POST"])
@bp.arguments(MemberShape)
@bp.response(201, ChangedShape)
def invite_member(values: dict[str, Any], seat_id: UUID) -> Any:
    """Give a seat to somebody and invite them by mail."""
    return {"id": perform(commands.invite_member, seat_id=seat_id, **values)}


@bp.route("/seats/<uuid:seat_id>/vacate", methods=["POST"])
@bp.arguments(LastDayShape)
@bp.response(200, ChangedShape)
def vacate_seat(values: dict[str, Any], seat_id: UUID) -> Any:
    """End the membership that holds a seat."""
    return {"id": perform(commands.vacate_seat, seat_id=seat_id, **values)}


@bp.route("/sessions")
@bp.arguments(SessionQueryShape, location="query")
@bp.response(200, rest.page_schema(SessionOutShape))
def sessions(wanted: dict[str, Any]) -> Any:
    """List sessions, the latest day first."""
    found, total = queries.sessions(current_actor(), **wanted)
    return {"items": found, "page": wanted["page"], "per_page": wanted["per_page"], "total": total}


@bp.route("/sessions/<uuid:session_id>")
@bp.response(200, SessionDetailShape)
def session(session_id: UUID) -> Any:
    """Show a session with its agenda and who is in the room."""
    found = queries.session_for(current_actor(), session_id)
    present = queries.present_seats(session_id, utc_now())
    shown = {name: getattr(found, name) for name in SessionOutShape().fields}
    return {
        **shown,
        "agenda": queries.agenda_of([session_id]),
        "attendance": [
            {"seat_id": seat.id, "number": seat.number, "is_there": seat.id in present}
            for seat in queries.seats_of(found.body_id, found.held_on)
        ],
    }


@bp.route("/sessions/<uuid:session_id>/agenda", methods=["POST"])
@bp.arguments(AgendaShape)
@bp.response(200, ChangedShape)
def add_to_agenda(values: dict[str, Any], session_id: UUID) -> Any:
    """Put more admitted applications at the end of the agenda."""
    return {"id": perform(commands.add_to_agenda, session_id=session_id, **values)}


@bp.route("/sessions/<uuid:session_id>/invite", methods=["POST"])
@bp.response(200, ChangedShape)
def invite_to_session(session_id: UUID) -> Any:
    """Invite the members by mail."""
    return {"id": perform(commands.invite_to_session, session_id=session_id)}


@bp.route("/sessions/<uuid:session_id>/open", methods=["POST"])
@bp.response(200, ChangedShape)
def open_session(session_id: UUID) -> Any:
    """Open a session and freeze its rules."""
    return {"id": perform(commands.open_session, session_id=session_id)}


@bp.route("/sessions/<uuid:session_id>/close", methods=["POST"])
@bp.response(200, ChangedShape)
def close_session(session_id: UUID) -> Any:
    """End a session; undecided items wait for the next one."""
    return {"id": perform(commands.close_session, session_id=session_id)}


@bp.route("/sessions/<uuid:session_id>/arrivals", methods=["POST"])
@bp.arguments(SeatRefShape)
@bp.response(200, ChangedShape)
def record_arrival(values: dict[str, Any], session_id: UUID) -> Any:
    """Note that a member has come."""
    return {"id": perform(commands.record_arrival, session_id=session_id, **values)}


@bp.route("/sessions/<uuid:session_id>/departures", methods=["POST"])
@bp.arguments(SeatRefShape)
@bp.response(200, ChangedShape)
def record_departure(values: dict[str, Any], session_id: UUID) -> Any:
    """Note that a member has left."""
    return {"id": perform(commands.record_departure, session_id=session_id, **values)}
