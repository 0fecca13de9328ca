"""Casting: one seat, one ballot, once."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.core.errors import NotFound
from app.core.policy import Action, Subject
from app.funds.queries import rules_of
from app.shell.audit.events import Event
from app.shell.work import Work
from app.voting.models import Ballot, Motion
from app.voting.queries.rolls import roll_of
from app.voting.rules import Choice, MotionState, NotPresent, ballot_facts, commitment, may_cast


@dataclass(frozen=True, kw_only=True)
class BallotCast(Event):
    """A seat has voted, «Stimme abgegeben»; how stays with those who may read ballots, bound by the commitment."""

    seat_id: UUID
    seat: int
    commitment: str
    recorded_by_another: bool


def cast_ballot(work: Work, *, motion_id: UUID, seat_id: UUID, choice: Choice) -> UUID:
    """Cast the ballot of a seat and return its id; office or chair may record a hand that was raised.

    Raise VotingClosed, Recused, NotPresent, NoQuorum or AlreadyVoted.
    """
    motion = work.load(Motion, motion_id)
    roll = roll_of(motion.agenda_item_id)
    entry = next((entry for entry in roll if entry.seat_id == seat_id), None)

    work.require(Action.CAST_BALLOT, entry or Subject("seat", seat_id, motion.area_id))

    if entry is None:
        raise NotFound
    values = rules_of(motion.rule_book_id).values
    may_cast(ballot_facts(entry, roll, values, is_open=motion.state is MotionState.OPEN))
    if entry.person_id is None:
        raise NotPresent

    ballot_id = uuid4()
    row = {"id": ballot_id, "motion_id": motion_id, "seat_id": seat_id, "person_id": entry.person_id}
    work.add(Ballot, row | {"choice": choice, "cast_at": work.now})

    work.record(
        BallotCast(
            area_id=motion.area_id,
            subject_id=motion_id,
            case_id=motion.application_id,
            seat_id=seat_id,
            seat=entry.number,
            commitment=commitment(ballot_id, choice),
            recorded_by_another=work.actor.person_id != entry.person_id,
        )
    )
    return ballot_id
