"""Motions to look at: what was asked, how it was answered, with the arithmetic in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.bodies.models import AgendaItem, JurySession, Seat, SeatHolding
from app.bodies.queries.seats import sessions_visible_to
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.policy import Action, Subject, require
from app.people.models import Person
from app.proposals.models import Application
from app.shell.database import db
from app.shell.looking import look
from app.voting.models import Ballot, Motion
from app.voting.rules import Choice, MotionState, Outcome, Sentence, explain_record


@dataclass(frozen=True, slots=True)
class MotionRow:
    """A motion with the application it is about; ``decision`` holds the figures of the count."""

    id: UUID
    area_id: UUID
    agenda_item_id: UUID
    session_id: UUID
    application_id: UUID
    file_number: str | None
    title: str
    requested_cents: int
    award_cents: int
    reason: str
    condition: str
    state: MotionState
    outcome: Outcome | None
    yes: int | None
    no: int | None
    abstain: int | None
    opened_at: datetime
    closed_at: datetime | None
    rule_book_id: UUID
    fingerprint: str
    decision: dict[str, Any]

    @property
    def is_open(self) -> bool:
        """Tell whether ballots are taken."""
        return self.state is MotionState.OPEN

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("motion", self.id, self.area_id)

    @property
    def sentences(self) -> list[Sentence]:
        """Return the arithmetic of the result in words; nothing while the vote runs."""
        return explain_record(self.decision)


@dataclass(frozen=True, slots=True)
class BallotRow:
    """How a seat voted, for those who may know."""

    id: UUID
    seat_id: UUID
    number: int
    person_id: UUID
    name: str
    choice: Choice
    cast_at: datetime


def _motions() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Motion.id,
            Motion.area_id,
            Motion.agenda_item_id,
            AgendaItem.session_id,
            Motion.application_id,
            Application.file_number,
            Application.title,
            Application.requested_cents,
            Motion.award_cents,
            Motion.reason,
            Motion.condition,
            Motion.state,
            Motion.outcome,
            Motion.yes,
            Motion.no,
            Motion.abstain,
            Motion.opened_at,
            Motion.closed_at,
            Motion.rule_book_id,
            Motion.fingerprint,
            Motion.decision,
        )
        .join(AgendaItem, AgendaItem.id == Motion.agenda_item_id)
        .join(Application, Application.id == Motion.application_id)
    )


def motion_for(actor: Actor, motion_id: UUID) -> MotionRow:
    """Return a motion to read; raise NotFound or Forbidden."""
    rows = _motion(motion_id=motion_id)
    if not rows:
        raise NotFound
    found = MotionRow(*rows[0])
    require(actor, Action.READ_SESSION, found.subject)
    return found


@look
def _motion(motion_id: Any) -> Any:
    return _motions().where(Motion.id == motion_id)


def motions_of_session(session_id: UUID) -> dict[UUID, MotionRow]:
    """Return the motions of a session by agenda item; the caller has asked permission."""
    rows = _of_session(session_id=session_id)
    return {found.agenda_item_id: found for found in (MotionRow(*row) for row in rows)}


@look
def _of_session(session_id: Any) -> Any:
    return _motions().where(AgendaItem.session_id == session_id)


def motions_of_application(application_id: UUID) -> list[MotionRow]:
    """Return the motions on an application, the latest first; the caller has asked permission."""
    return [MotionRow(*row) for row in _of_application(application_id=application_id)]


@look
def _of_application(application_id: Any) -> Any:
    return _motions().where(Motion.application_id == application_id).order_by(Motion.opened_at.desc()).limit(50)


def open_motions(actor: Actor) -> list[MotionRow]:
    """Return the motions that wait for the ballot of a seat the actor holds."""
    if actor.person_id is None:
        return []
    seat_waits = (
        sa.select(SeatHolding.id)
        .join(Seat, Seat.id == SeatHolding.seat_id)
        .where(
            Seat.body_id == JurySession.body_id,
            SeatHolding.person_id == actor.person_id,
            SeatHolding.valid_from <= JurySession.held_on,
            sa.or_(SeatHolding.valid_to.is_(None), SeatHolding.valid_to >= JurySession.held_on),
            ~sa.select(Ballot.id).where(Ballot.motion_id == Motion.id, Ballot.seat_id == Seat.id).exists(),
        )
        .correlate(JurySession, Motion)
        .exists()
    )
    statement = (
        _motions()
        .join(JurySession, JurySession.id == AgendaItem.session_id)
        .where(Motion.state == MotionState.OPEN, sessions_visible_to(actor), seat_waits)
        .order_by(Motion.opened_at)
        .limit(50)
    )
    return [MotionRow(*row) for row in db.session.execute(statement)]


def ballots_of(actor: Actor, motion: MotionRow) -> list[BallotRow]:
    """Return how each seat voted once the vote is over; raise Forbidden for whoever may not know."""
    require(actor, Action.READ_BALLOTS, motion.subject)
    if motion.is_open:
        return []
    statement = (
        sa.select(Ballot.id, Ballot.seat_id, Seat.number, Ballot.person_id, Person.name, Ballot.choice, Ballot.cast_at)
        .join(Seat, Seat.id == Ballot.seat_id)
        .join(Person, Person.id == Ballot.person_id)
        .where(Ballot.motion_id == motion.id)
        .order_by(Seat.number)
    )
    return [BallotRow(*row) for row in db.session.execute(statement)]
