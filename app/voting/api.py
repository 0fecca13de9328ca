"""The JSON door of votes: bias, motions, ballots; a vote is closed by the awards, which know the money."""

from typing import Any
from uuid import UUID

from app.bodies.schemas import ChangedShape, SeatRefShape
from app.shell.doors import rest
from app.shell.doors.context import current_actor
from app.shell.doors.perform import perform
from app.voting import commands, queries
from app.voting.schemas import (
    BallotOutShape,
    BallotShape,
    ConflictShape,
    MotionOutShape,
    MotionShape,
)

bp = rest.blueprint("voting", "Bias, motions, ballots")


@bp.route("/agenda-items/<uuid:agenda_item_id>/conflicts", methods=["POST"])
@bp.arguments(ConflictShape)
@bp.response(201, ChangedShape)
def declare_conflict(values: dict[str, Any], agenda_item_id: UUID) -> Any:
    """Declare that a seat is biased on an item and does not vote."""
    return {"id": perform(commands.declare_conflict, agenda_item_id=agenda_item_id, **values)}


@bp.route("/agenda-items/<uuid:agenda_item_id>/conflicts/withdraw", methods=["POST"])
@bp.arguments(SeatRefShape)
@bp.response(200, ChangedShape)
def withdraw_conflict(values: dict[str, Any], agenda_item_id: UUID) -> Any:
    """Take back a declaration made by mistake, before the vote begins."""
    return {"id": perform(commands.withdraw_conflict, agenda_item_id=agenda_item_id, **values)}


@bp.route("/agenda-items/<uuid:agenda_item_id>/motions", methods=["POST"])
@bp.arguments(MotionShape)
@bp.response(201, ChangedShape)
@rest.needs_key
def open_motion(values: dict[str, Any], agenda_item_id: UUID) -> Any:
    """Put an item to the vote."""
    return {"id": perform(commands.open_motion, agenda_item_id=agenda_item_id, **values)}


@bp.route("/agenda-items/<uuid:agenda_item_id>/postpone", methods=["POST"])
@bp.response(200, ChangedShape)
def postpone_item(agenda_item_id: UUID) -> Any:
    """Leave an item for another session."""
    return {"id": perform(commands.postpone_item, agenda_item_id=agenda_item_id)}


@bp.route("/motions/<uuid:motion_id>")
@bp.response(200, MotionOutShape)
def motion(motion_id: UUID) -> Any:
    """Show a motion, with its result and the arithmetic in words once it is counted."""
    return queries.motion_for(current_actor(), motion_id)


@bp.route("/motions/<uuid:motion_id>/ballots")
@bp.response(200, BallotOutShape(many=True))
def ballots(motion_id: UUID) -> Any:
    """List how each seat voted, after the count, for those who lead the session and for auditors."""
    actor = current_actor()
    return queries.ballots_of(actor, queries.motion_for(actor, motion_id))


@bp.route("/motions/<uuid:motion_id>/ballots", methods=["POST"])
@bp.arguments(BallotShape)
@bp.response(201, ChangedShape)
@rest.needs_key
def cast_ballot(values: dict[str, Any], motion_id: UUID) -> Any:
    """Cast the ballot of a seat, once."""
    return {"id": perform(commands.cast_ballot, motion_id=motion_id, **values)}
