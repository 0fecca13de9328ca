"""Looking at trials, and at the votes of a session as an election."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.bodies.models import AgendaItem, Body, JurySession
from app.bodies.rules import COMING, RUNNING
from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.policy import Action, require
from app.laboratory.models import Trial, TrialCount
from app.laboratory.rules import TrialState
from app.ledger.models import Account, Entry, Journal
from app.ledger.rules import AccountKind
from app.proposals.models import Application
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.voting.models import Ballot, Motion
from app.voting.rules import Choice, MotionState

READERS = (Role.STAFF, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial in a list: how many of its rules are counted."""

    id: UUID
    area_id: UUID
    title: str
    state: TrialState
    rules: list[str]
    asked_at: datetime
    counted: int


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session that is over and had votes."""

    id: UUID
    area_id: UUID
    title: str
    held_on: Any
    body_name: str


def _in_areas(actor: Actor, column: Any, *roles: Role) -> sa.ColumnElement[bool]:
    areas = actor.areas(*roles)
    return sa.true() if None in areas else column.in_(areas)


def _counted() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(TrialCount.id))
        .where(TrialCount.trial_id == Trial.id)
        .correlate(Trial)
        .scalar_subquery()
    )


def trials(actor: Actor, *, page: int, per_page: int) -> tuple[list[TrialRow], int]:
    """Return one page of the trials somebody may read, the newest first, and how many there are."""
    mine = _in_areas(actor, Trial.area_id, *READERS)
    total = db.session.scalar(sa.select(sa.func.count(Trial.id)).where(mine)) or 0
    rows = db.session.execute(
        sa.select(Trial.id, Trial.area_id, Trial.title, Trial.state, Trial.rules, Trial.asked_at, _counted())
        .where(mine)
        .order_by(Trial.asked_at.desc(), Trial.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return [TrialRow(*row) for row in rows], total


def trial_for(actor: Actor, trial_id: UUID) -> Trial:
    """Return a trial to read; raise NotFound or Forbidden."""
    found = db.session.get(Trial, trial_id)
    if found is None:
        raise NotFound
    require(actor, Action.READ_TRIAL, found.subject)
    return found


def counts_of(trial_id: UUID) -> list[TrialCount]:
    """Return what the rules gave, in the order they were asked for; the caller has asked permission."""
    statement = sa.select(TrialCount).where(TrialCount.trial_id == trial_id).order_by(TrialCount.position)
    return list(db.session.scalars(statement))


def counted_of(trial_id: UUID) -> int:
    """Return how many rules of a trial are counted; the caller has asked permission."""
    return db.session.scalar(sa.select(sa.func.count(TrialCount.id)).where(TrialCount.trial_id == trial_id)) or 0


def file_of(file_id: UUID | None) -> StoredFile:
    """Return a file of a trial; raise NotFound while there is none."""
    found = db.session.get(StoredFile, file_id) if file_id else None
    if found is None:
        raise NotFound
    return found


def past_sessions(actor: Actor, *, limit: int = 100) -> list[PastSession]:
    """Return the sessions an office may count again: over, with a counted motion; the newest first."""
    has_votes = sa.exists().where(
        AgendaItem.session_id == JurySession.id,
        Motion.agenda_item_id == AgendaItem.id,
        Motion.state == MotionState.CLOSED,
    )
    rows = db.session.execute(
        sa.select(JurySession.id, JurySession.area_id, JurySession.title, JurySession.held_on, Body.name)
        .join(Body, Body.id == JurySession.body_id)
        .where(
            _in_areas(actor, JurySession.area_id, Role.STAFF),
            JurySession.state.not_in([*RUNNING, *COMING]),
            has_votes,
        )
        .order_by(JurySession.held_on.desc(), JurySession.id)
        .limit(limit)
    )
    return [PastSession(*row) for row in rows]


def votes_of_session(session_id: UUID) -> dict[str, Any]:
    """Return a session's counted motions as an election in plain values; the caller has asked permission.

    `projects` are (identifier, title, cents) by file number, `ballots` the identifiers each seat said yes to, sorted, so that
    neither seats nor the order of voting can be read from them. A seat that voted on nothing has no ballot.
    """
    motions = db.session.execute(
        sa.select(Motion.id, Application.file_number, Application.title, Motion.award_cents)
        .join(AgendaItem, AgendaItem.id == Motion.agenda_item_id)
        .join(Application, Application.id == Motion.application_id)
        .where(AgendaItem.session_id == session_id, Motion.state == MotionState.CLOSED)
        .order_by(AgendaItem.position)
    ).all()
    names = {row.id: row.file_number or str(row.id) for row in motions}
    chosen: dict[UUID, list[str]] = {}
    for motion_id, seat_id, choice in db.session.execute(
        sa.select(Ballot.motion_id, Ballot.seat_id, Ballot.choice).where(Ballot.motion_id.in_(names))
    ):
        chosen.setdefault(seat_id, []).extend([names[motion_id]] if choice is Choice.YES else [])
    return {
        "projects": [[names[row.id], row.title, row.award_cents] for row in motions],
        "ballots": sorted(sorted(yes) for yes in chosen.values()),
    }


def available_before(session: JurySession) -> int:
    """Return the cents that were available in the fund year when a session was opened."""
    booked = (
        sa.select(sa.func.coalesce(sa.func.sum(Entry.cents), 0))
        .select_from(Entry)
        .join(Journal)
        .join(Account, Account.id == Entry.account_id)
    )
    return int(
        db.session.scalar(
            booked.where(
                Journal.fund_year_id == session.fund_year_id,
                Account.kind == AccountKind.AVAILABLE,
                Journal.booked_at < session.opened_at,
            )
        )
        or 0
    )


def trials_before(moment: datetime) -> list[UUID]:
    """Return the trials asked for before a moment."""
    return list(db.session.scalars(sa.select(Trial.id).where(Trial.asked_at < moment)))
