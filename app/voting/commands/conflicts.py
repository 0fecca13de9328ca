"""Bias: a member says why they do not vote on an item, «Befangenheit»; it bars the ballot on the server."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.bodies.models import AgendaItem, JurySession
from app.bodies.rules import WAITING_ITEMS, SeatEmpty
from app.core.errors import NotFound
from app.core.policy import Action, Subject
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work
from app.voting.models import Motion, Recusal
from app.voting.queries.rolls import motion_id_of, recusal_id_of, roll_of
from app.voting.rules import (
    AlreadyVoted,
    ConflictKind,
    DeclaredAlready,
    MotionState,
    NotDeclared,
    RollEntry,
    VotingClosed,
)


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Event):
    """A member is biased on an item and does not vote, «befangen»."""

    seat_id: UUID
    seat: int
    kind: ConflictKind
    recorded_by_another: bool


@dataclass(frozen=True, kw_only=True)
class ConflictWithdrawn(Event):
    """A declaration of bias was a mistake, «Befangenheit zurückgenommen»."""

    seat_id: UUID
    seat: int


def declare_conflict(work: Work, *, agenda_item_id: UUID, seat_id: UUID, kind: ConflictKind) -> UUID:
    """Note that the holder of a seat is biased on an item; before they vote and before it is decided."""
    item, area_id, motion = _load(work, agenda_item_id)
    entry = _entry(agenda_item_id, seat_id)

    work.require(Action.DECLARE_CONFLICT, entry or Subject("seat", seat_id, area_id))

    if entry is None:
        raise NotFound
    if entry.person_id is None:
        raise SeatEmpty
    if recusal_id_of(agenda_item_id, seat_id) is not None:
        raise DeclaredAlready
    _ensure_undecided(item, motion)
    if entry.choice is not None:
        raise AlreadyVoted

    recusal = Recusal(
        id=uuid4(),
        agenda_item_id=agenda_item_id,
        seat_id=seat_id,
        person_id=entry.person_id,
        kind=kind,
        declared_at=work.now,
    )
    work.store(recusal)

    work.record(
        ConflictDeclared(
            area_id=area_id,
            subject_id=agenda_item_id,
            case_id=item.application_id,
            seat_id=seat_id,
            seat=entry.number,
            kind=kind,
            recorded_by_another=work.actor.person_id != entry.person_id,
        )
    )
    return recusal.id


def withdraw_conflict(work: Work, *, agenda_item_id: UUID, seat_id: UUID) -> UUID:
    """Take back a declaration made by mistake, before the vote on the item begins; office or chair only."""
    item, area_id, motion = _load(work, agenda_item_id)
    work.require(Action.RUN_SESSION, Subject("agenda_item", agenda_item_id, area_id))

    entry = _entry(agenda_item_id, seat_id)
    recusal_id = recusal_id_of(agenda_item_id, seat_id)
    if entry is None or recusal_id is None:
        raise NotDeclared
    if motion is not None or item.state not in WAITING_ITEMS:
        raise VotingClosed

    db.session.delete(work.load(Recusal, recusal_id))
    work.store()

    work.record(
        ConflictWithdrawn(
            area_id=area_id,
            subject_id=agenda_item_id,
            case_id=item.application_id,
            seat_id=seat_id,
            seat=entry.number,
        )
    )
    return agenda_item_id


def _load(work: Work, agenda_item_id: UUID) -> tuple[AgendaItem, UUID, Motion | None]:
    """Lock the motion where there is one, else the item: the count takes them in this order."""
    motion_id = motion_id_of(agenda_item_id)
    motion = work.load(Motion, motion_id) if motion_id else None
    item = db.session.get(AgendaItem, agenda_item_id) if motion else work.load(AgendaItem, agenda_item_id)
    session = db.session.get(JurySession, item.session_id) if item else None
    if item is None or session is None:
        raise NotFound
    return item, session.area_id, motion


def _entry(agenda_item_id: UUID, seat_id: UUID) -> RollEntry | None:
    return next((entry for entry in roll_of(agenda_item_id) if entry.seat_id == seat_id), None)


def _ensure_undecided(item: AgendaItem, motion: Motion | None) -> None:
    over = motion is not None and motion.state is not MotionState.OPEN
    if over or (motion is None and item.state not in WAITING_ITEMS):
        raise VotingClosed
