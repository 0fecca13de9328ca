"""Sessions to look at: when a body meets, what stands on its agenda, what could."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.bodies.models import AgendaItem, Body, JurySession, Seat, SeatHolding
from app.bodies.queries.seats import holds_on, sessions_visible_to
from app.bodies.rules import COMING, RUNNING, AgendaItemState, SessionKind, SessionState
from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.policy import Action, Subject, require
from app.funds.models import FundYear
from app.funds.rules.life import FundYearState
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.shell.audit.mark import mark
from app.shell.database import db


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with the name of its body and the size of its agenda.

    ``mark`` is that of its area at the moment it was looked at, where a single one was asked for.
    """

    id: UUID
    area_id: UUID
    body_id: UUID
    body_name: str
    fund_year_id: UUID
    rule_book_id: UUID | None
    fund_id: UUID
    kind: SessionKind
    title: str
    held_on: date
    starts_at: str
    place: str
    state: SessionState
    opened_at: datetime | None
    closed_at: datetime | None
    items: int
    mark: str = ""

    @property
    def is_running(self) -> bool:
        """Tell whether the members are together now."""
        return self.state in RUNNING

    @property
    def is_coming(self) -> bool:
        """Tell whether the session has not begun."""
        return self.state in COMING

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("session", self.id, self.area_id)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An agenda item with what the jury must know of its application."""

    id: UUID
    session_id: UUID
    position: int
    state: AgendaItemState
    application_id: UUID
    file_number: str | None
    title: str
    summary: str
    requested_cents: int
    applicant_id: UUID | None
    action_from: date | None


def _sessions() -> sa.Select[*tuple[Any, ...]]:
    count = (
        sa.select(sa.func.count())
        .where(AgendaItem.session_id == JurySession.id)
        .correlate(JurySession)
        .scalar_subquery()
    )
    return sa.select(
        JurySession.id,
        JurySession.area_id,
        JurySession.body_id,
        Body.name,
        JurySession.fund_year_id,
        JurySession.rule_book_id,
        Body.fund_id,
        JurySession.kind,
        JurySession.title,
        JurySession.held_on,
        JurySession.starts_at,
        JurySession.place,
        JurySession.state,
        JurySession.opened_at,
        JurySession.closed_at,
        count,
    ).join(Body, Body.id == JurySession.body_id)


def session_for(actor: Actor, session_id: UUID) -> SessionRow:
    """Return a session to read; raise NotFound or Forbidden."""
    statement = _sessions().add_columns(mark(JurySession.area_id)).where(JurySession.id == session_id)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    found = SessionRow(*row)
    require(actor, Action.READ_SESSION, found.subject)
    return found


def sessions(
    actor: Actor, *, page: int = 1, per_page: int = 20, body_id: UUID | None = None
) -> tuple[list[SessionRow], int]:
    """Return a page of the sessions the actor may read, the latest day first, and how many there are."""
    conditions = [sessions_visible_to(actor)]
    if body_id is not None:
        conditions.append(JurySession.body_id == body_id)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(JurySession).where(*conditions)) or 0
    statement = (
        _sessions()
        .where(*conditions)
        .order_by(JurySession.held_on.desc(), JurySession.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return [SessionRow(*row) for row in db.session.execute(statement)], total


def next_sessions(actor: Actor, today: date, *, limit: int = 10) -> list[SessionRow]:
    """Return sessions that run or come, the soonest first: of bodies where the actor sits or whose evenings they run."""
    if actor.person_id is None:
        return []
    seated = (
        sa.select(SeatHolding.id)
        .join(Seat, Seat.id == SeatHolding.seat_id)
        .where(
            Seat.body_id == JurySession.body_id,
            SeatHolding.person_id == actor.person_id,
            holds_on(sa.type_coerce(JurySession.held_on, sa.Date())),
        )
        .correlate(JurySession)
        .exists()
    )
    runs = JurySession.area_id.in_([area_id for area_id in actor.areas(Role.STAFF, Role.CHAIR) if area_id])
    statement = (
        _sessions()
        .where(
            sessions_visible_to(actor),
            sa.or_(seated, runs),
            sa.or_(
                JurySession.state.in_(RUNNING),
                sa.and_(JurySession.state.in_(COMING), JurySession.held_on >= today),
            ),
        )
        .order_by(JurySession.held_on, JurySession.id)
        .limit(limit)
    )
    return [SessionRow(*row) for row in db.session.execute(statement)]


def agenda_of(session_ids: Iterable[UUID]) -> list[ItemRow]:
    """Return the items of sessions in their order; the caller has asked permission."""
    statement = (
        sa.select(
            AgendaItem.id,
            AgendaItem.session_id,
            AgendaItem.position,
            AgendaItem.state,
            AgendaItem.application_id,
            Application.file_number,
            Application.title,
            Application.summary,
            Application.requested_cents,
            Application.applicant_id,
            Application.action_from,
        )
        .join(Application, Application.id == AgendaItem.application_id)
        .where(AgendaItem.session_id.in_(list(session_ids)))
        .order_by(AgendaItem.session_id, AgendaItem.position)
        .limit(500)
    )
    return [ItemRow(*row) for row in db.session.execute(statement)]


def schedulable(fund_year_id: UUID) -> list[tuple[UUID, str | None, str, int]]:
    """Return id, file number, title and amount of the applications that could go on an agenda, the oldest first."""
    statement = (
        sa.select(Application.id, Application.file_number, Application.title, Application.requested_cents)
        .where(Application.fund_year_id == fund_year_id, Application.state == ApplicationState.ADMITTED)
        .order_by(Application.submitted_at, Application.id)
        .limit(200)
    )
    return [(found, number, title, cents) for found, number, title, cents in db.session.execute(statement)]


def years_of(fund_id: UUID) -> list[tuple[UUID, int]]:
    """Return the open years of a fund, the latest first."""
    statement = (
        sa.select(FundYear.id, FundYear.year)
        .where(FundYear.fund_id == fund_id, FundYear.state == FundYearState.OPEN)
        .order_by(FundYear.year.desc())
    )
    return [(found, year) for found, year in db.session.execute(statement)]
