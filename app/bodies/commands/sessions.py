"""Sessions: planning with an agenda, inviting the members, opening and closing, postponing an item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.areas.queries import area
from app.bodies.models import AgendaItem, Body, JurySession
from app.bodies.queries.seats import seats_of
from app.bodies.rules import (
    AGENDA_ITEM,
    COMING,
    SESSION,
    WAITING_ITEMS,
    AgendaItemState,
    EmptyAgenda,
    SessionKind,
    SessionState,
    ensure_no_vote,
)
from app.core.clock import berlin_date
from app.core.errors import NotFound, WrongState
from app.core.policy import Action
from app.funds.models import FundYear
from app.funds.queries import rules_on
from app.proposals.commands import advance
from app.proposals.models import Application
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class SessionPlanned(Event):
    """A session has a day and an agenda, «Sitzung geplant»."""

    held_on: date
    items: int


@dataclass(frozen=True, kw_only=True)
class SessionInvited(Event):
    """The members were invited by mail, «zur Sitzung eingeladen»."""

    members: int


@dataclass(frozen=True, kw_only=True)
class SessionOpened(Event):
    """A session has begun; its rules are frozen, «Sitzung eröffnet»."""

    rule_book_id: UUID
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class SessionClosed(Event):
    """A session is over, «Sitzung beendet»."""

    postponed: int


@dataclass(frozen=True, kw_only=True)
class ItemScheduled(Event):
    """An application stands on the agenda of a session, «auf die Tagesordnung gesetzt»."""

    session_id: UUID
    held_on: date
    position: int


@dataclass(frozen=True, kw_only=True)
class ItemPostponed(Event):
    """An application was taken off the agenda and waits for another session, «vertagt»."""

    session_id: UUID


def plan_session(
    work: Work,
    *,
    body_id: UUID,
    fund_year_id: UUID,
    title: str,
    held_on: date,
    application_ids: Sequence[UUID],
    kind: SessionKind = SessionKind.MEETING,
    place: str = "",
    starts_at: str = "18:00",
) -> UUID:
    """Plan a session with admitted applications on its agenda, in this order, and return its id."""
    body = work.load(Body, body_id)
    work.require(Action.RUN_SESSION, body)
    _fund_year(fund_year_id, body)
    if not application_ids:
        raise EmptyAgenda

    session = JurySession(
        id=uuid4(),
        area_id=body.area_id,
        body_id=body_id,
        fund_year_id=fund_year_id,
        kind=kind,
        title=title,
        held_on=held_on,
        starts_at=starts_at,
        place=place,
        state=SessionState.PLANNED,
    )
    work.store(session)
    work.record(
        SessionPlanned(
            area_id=body.area_id, subject_id=session.id, held_on=held_on, items=len(dict.fromkeys(application_ids))
        )
    )
    _schedule(work, session, application_ids, first=1)
    return session.id


def add_to_agenda(work: Work, *, session_id: UUID, application_ids: Sequence[UUID]) -> UUID:
    """Put more admitted applications at the end of the agenda of a session that is not over."""
    last = db.session.scalar(sa.select(sa.func.max(AgendaItem.position)).where(AgendaItem.session_id == session_id))
    session = work.load(JurySession, session_id)
    work.require(Action.RUN_SESSION, session)
    if not SESSION.allows(session.state, "close") and session.state not in COMING:
        raise WrongState(thing="session", state=str(session.state), step="schedule")
    if not application_ids:
        raise EmptyAgenda

    _schedule(work, session, application_ids, first=(last or 0) + 1)
    return session_id


def invite_to_session(work: Work, *, session_id: UUID) -> UUID:
    """Invite every member with an address by mail, with the agenda; the papers stand behind the link."""
    session = work.load(JurySession, session_id)
    work.require(Action.RUN_SESSION, session)

    session.state = SESSION.after(session.state, "invite")
    work.store()

    members = [seat for seat in seats_of(session.body_id, session.held_on) if seat.person_id and seat.email]
    facts = {
        "title": session.title,
        "area_name": area(session.area_id).name,
        "held_on": session.held_on.isoformat(),
        "starts_at": session.starts_at,
        "place": session.place,
        "items": _titles(session_id),
        "path": f"/sitzungen/{session_id}",
    }
    for member in members:
        work.afterwards(
            "send-mail",
            to=member.email,
            locale=member.locale or "de",
            template="bodies/mail/invitation.txt",
            facts={**facts, "name": member.name},
        )
    work.record(SessionInvited(area_id=session.area_id, subject_id=session_id, members=len(members)))
    return session_id


def open_session(work: Work, *, session_id: UUID) -> UUID:
    """Open the session and freeze the rules in force today; whoever was not invited by mail came anyway."""
    session = work.load(JurySession, session_id)
    work.require(Action.RUN_SESSION, session)
    body = work.load(Body, session.body_id)
    rules = rules_on(body.fund_id, berlin_date(work.now))

    if session.state is SessionState.PLANNED:
        session.state = SESSION.after(session.state, "invite")
    session.state = SESSION.after(session.state, "open")
    session.rule_book_id = rules.id
    session.opened_at = work.now
    work.store()

    work.record(
        SessionOpened(
            area_id=session.area_id, subject_id=session_id, rule_book_id=rules.id, fingerprint=rules.fingerprint
        )
    )
    return session_id


def close_session(work: Work, *, session_id: UUID) -> UUID:
    """End the session; what was not decided waits for the next one. Raise VoteStillOpen."""
    applications = _load_applications(
        work, db.session.scalars(sa.select(AgendaItem.application_id).where(AgendaItem.session_id == session_id))
    )
    session = work.load(JurySession, session_id)
    work.require(Action.RUN_SESSION, session)
    items = list(db.session.scalars(sa.select(AgendaItem).where(AgendaItem.session_id == session_id)))
    ensure_no_vote(item.state for item in items)

    session.state = SESSION.after(session.state, "close")
    session.closed_at = work.now
    left = [item for item in items if item.state in WAITING_ITEMS]
    for item in left:
        application = applications.get(item.application_id) or work.load(Application, item.application_id)
        postpone(work, work.load(AgendaItem, item.id), application)
    work.store()

    work.record(SessionClosed(area_id=session.area_id, subject_id=session_id, postponed=len(left)))
    return session_id


def postpone(work: Work, item: AgendaItem, application: Application) -> None:
    """Take an item off the agenda; its application waits for another session. The caller has asked permission."""
    item.state = AGENDA_ITEM.after(item.state, "postpone")
    advance(work, application, "postpone")
    work.store()
    work.record(
        ItemPostponed(
            area_id=application.area_id, subject_id=item.id, case_id=application.id, session_id=item.session_id
        )
    )


def _schedule(work: Work, session: JurySession, application_ids: Sequence[UUID], *, first: int) -> None:
    wanted = list(dict.fromkeys(application_ids))
    applications = _load_applications(work, wanted)
    for position, application_id in enumerate(wanted, start=first):
        application = applications[application_id]
        if application.fund_year_id != session.fund_year_id:
            raise NotFound
        advance(work, application, "schedule", due_on=session.held_on)
        item = AgendaItem(
            id=uuid4(),
            session_id=session.id,
            application_id=application_id,
            position=position,
            state=AgendaItemState.LISTED,
        )
        work.store(item)
        work.record(
            ItemScheduled(
                area_id=session.area_id,
                subject_id=item.id,
                case_id=application_id,
                session_id=session.id,
                held_on=session.held_on,
                position=position,
            )
        )


def _load_applications(work: Work, ids: Iterable[UUID]) -> dict[UUID, Application]:
    """Return applications locked in the order of their ids, so that two sessions never wait for each other."""
    return {found: work.load(Application, found) for found in sorted(set(ids))}


def _fund_year(fund_year_id: UUID, body: Body) -> None:
    year = db.session.get(FundYear, fund_year_id)
    if year is None or year.fund_id != body.fund_id:
        raise NotFound


def _titles(session_id: UUID) -> list[str]:
    statement = (
        sa.select(Application.title)
        .join(AgendaItem, AgendaItem.application_id == Application.id)
        .where(AgendaItem.session_id == session_id)
        .order_by(AgendaItem.position)
    )
    return list(db.session.scalars(statement))
