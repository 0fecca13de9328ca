"""Verbs of sessions: session, attend, declare, vote, cast."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.allocation.commands import close_vote
from app.bodies.commands import open_session, plan_session, record_arrival, record_departure
from app.bodies.models import AgendaItem
from app.bodies.rules import SessionKind
from app.core.errors import NotFound
from app.rehearsal.stage import Stage
from app.shell.database import db
from app.voting.commands import cast_ballot, declare_conflict, open_motion
from app.voting.models import Motion
from app.voting.rules import Choice, ConflictKind, MotionState, NoQuorum

PLACE = "Quartiersbüro"


def session(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Plan a session with its agenda and open it."""
    plan(stage, by, arguments)
    stage.act(by, open_session, session_id=stage.session_id(arguments))


def plan(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Plan a session with its agenda; ``held_on`` is today unless it is said."""
    handle = arguments["session"]
    held_on = arguments.get("held_on", stage.today)
    stage.sessions[handle] = stage.act(
        by,
        plan_session,
        body_id=stage.body_id,
        fund_year_id=stage.fund_year_id,
        kind=SessionKind(arguments.get("kind", SessionKind.MEETING)),
        title=arguments.get("title", f"Jurysitzung am {held_on:%d.%m.%Y}"),
        held_on=held_on,
        place=arguments.get("place", PLACE),
        application_ids=[stage.case({"application": handle}) for handle in arguments["applications"]],
    )
    stage.agendas[handle] = tuple(arguments["applications"])
    stage.present[handle] = frozenset()


def attend(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Let exactly these be present: who is new arrives, who is missing has left."""
    handle, session_id = arguments["session"], stage.session_id(arguments)
    wanted, before = frozenset(arguments["present"]), stage.present[handle]
    for command, people in ((record_departure, before - wanted), (record_arrival, wanted - before)):
        for member in sorted(people):
            stage.act(by, command, session_id=session_id, seat_id=stage.seats[member])
    stage.present[handle] = wanted


def declare(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Declare that a member is biased on an item."""
    stage.act(
        by,
        declare_conflict,
        agenda_item_id=item_of(stage, arguments),
        seat_id=stage.seats[arguments["member"]],
        kind=ConflictKind(arguments["conflict"]),
    )


def vote(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Put an item to the vote, let the members cast, close and count; without a quorum nobody can cast."""
    motion_id = _open(stage, by, arguments)
    for member, choice in arguments["ballots"].items():
        try:
            stage.act(member, cast_ballot, motion_id=motion_id, seat_id=stage.seats[member], choice=Choice(choice))
        except NoQuorum:
            break
    stage.act(by, close_vote, motion_id=motion_id)


def cast(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Cast one ballot, on the open motion or on one opened by the office for it."""
    opener = stage.first("staff") or by
    stage.act(
        by,
        cast_ballot,
        motion_id=_open(stage, opener, arguments),
        seat_id=stage.seats[arguments["member"]],
        choice=Choice(arguments["choice"]),
    )


def _open(stage: Stage, by: str, arguments: Mapping[str, Any]) -> UUID:
    item_id = item_of(stage, arguments)
    motion_id = db.session.scalar(
        sa.select(Motion.id).where(Motion.agenda_item_id == item_id, Motion.state == MotionState.OPEN)
    )
    if motion_id is not None:
        return motion_id
    opened: UUID = stage.act(
        by,
        open_motion,
        agenda_item_id=item_id,
        award_cents=arguments.get("award_cents"),
        condition=arguments.get("condition", ""),
    )
    return opened


def item_of(stage: Stage, arguments: Mapping[str, Any]) -> UUID:
    """Return the agenda item of an application in its latest session."""
    application_id = stage.case(arguments)
    session_id = stage.sessions.get(stage.session_of(arguments["application"]))
    found = db.session.scalar(
        sa.select(AgendaItem.id).where(AgendaItem.session_id == session_id, AgendaItem.application_id == application_id)
    )
    if found is None:
        raise NotFound
    return found


ACTS = {"session": session, "attend": attend, "declare": declare, "vote": vote, "cast": cast}
