"""Lists of applications: one's own, those somebody may read, the office's, and where one can apply."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.areas.models import Area
from app.core.actor import Actor, Role
from app.core.policy import SCOPE_READ, Subject
from app.funds.models import Fund, FundKind, FundYear
from app.funds.rules import FundYearState
from app.proposals.models import Application
from app.proposals.rules import SHARED_STATES, ApplicationState
from app.shell.database import db

_LIST: tuple[Any, ...] = (
    Application.id, Application.area_id, Application.fund_year_id, Application.file_number, Application.title,
    Application.state, Application.due_on, Application.requested_cents, Application.awarded_cents,
    Application.paid_cents, Application.recognised_cents, Application.action_from, Application.action_to,
    Application.submitted_at, Application.applicant_id, Application.version,
)  # fmt: skip
OVERSEERS = (Role.DISTRICT, Role.SENATE, Role.AUDITOR)
COUNTED_MOST = 1000
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application as lists show it."""

    id: UUID
    area_id: UUID
    fund_year_id: UUID
    file_number: str | None
    title: str
    state: ApplicationState
    due_on: date | None
    requested_cents: int
    awarded_cents: int
    paid_cents: int
    recognised_cents: int
    action_from: date | None
    action_to: date | None
    submitted_at: datetime | None
    applicant_id: UUID | None
    version: int

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("application", self.id, self.area_id, self.applicant_id, self.state in SHARED_STATES)


def applications_of(person_id: UUID) -> list[ApplicationRow]:
    """Return somebody's own applications, newest first; at most 200."""
    statement = (
        sa.select(*_LIST)
        .where(Application.applicant_id == person_id)
        .order_by(Application.created_at.desc())
        .limit(200)
    )
    return [ApplicationRow(*row) for row in db.session.execute(statement)]


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition for the applications somebody finds in lists: what they may read, less others' drafts."""
    return sa.or_(sa.false(), *_branches(actor))


def _branches(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Return the same as conditions that exclude each other, so that each is answered from its own index."""
    if actor.scopes is not None and SCOPE_READ not in actor.scopes:
        return []
    wide = actor.areas(Role.STAFF, *OVERSEERS)
    is_sent = Application.submitted_at.is_not(None)
    here = sa.true() if None in wide else Application.area_id.in_(wide)
    is_own = Application.applicant_id == actor.person_id
    branches: list[sa.ColumnElement[bool]] = [sa.and_(here, is_sent)] if wide else []
    if actor.person_id is not None:
        branches.append(sa.and_(is_own, ~sa.and_(here, is_sent)) if wide else is_own)
    narrow = frozenset() if None in wide else actor.areas(Role.JUROR, Role.CHAIR) - wide
    if narrow:
        others = sa.or_(Application.applicant_id.is_(None), ~is_own)
        shared = sa.and_(is_sent, Application.state.in_(SHARED_STATES))
        branches.append(sa.and_(Application.area_id.in_(narrow), shared, others))
    return branches


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; ``total`` counts to a thousand and stops there, so that a long list costs what a short one does."""

    rows: list[ApplicationRow]
    number: int
    per_page: int
    total: int

    @property
    def is_counted(self) -> bool:
        """Tell whether ``total`` is the whole count."""
        return self.total < COUNTED_MOST

    @property
    def pages(self) -> int:
        """Return how many pages are known of."""
        further = self.number + (len(self.rows) == self.per_page)
        return max(1, -(-self.total // self.per_page), 1 if self.is_counted else further)


def applications(
    actor: Actor, *, page: int = 1, per_page: int = 20, state: ApplicationState | None = None, search: str | None = ""
) -> Page:
    """Return one page of the applications somebody may read, newest first. At most six queries."""
    narrowed = _narrowed(state, search)
    return _page([[branch, *narrowed] for branch in _branches(actor)], page, per_page)


def office_applications(
    actor: Actor, *, page: int = 1, per_page: int = 20, state: ApplicationState | None = None, search: str | None = ""
) -> Page:
    """Return one page of what reached the offices somebody works in or oversees, newest first. Two queries."""
    where = [*_narrowed(state, search), Application.submitted_at.is_not(None)]
    areas = actor.areas(Role.STAFF, *OVERSEERS)
    if None not in areas:
        where.append(Application.area_id.in_(areas))
    return _page([where], page, per_page)


def paper_drafts(actor: Actor) -> list[ApplicationRow]:
    """Return drafts this person began from paper forms and has not sent; at most 20."""
    statement = (
        sa.select(*_LIST)
        .where(
            Application.area_id.in_(actor.areas(Role.STAFF)),
            Application.state == ApplicationState.DRAFT,
            Application.entered_by_id == actor.person_id,
        )
        .order_by(Application.created_at.desc())
        .limit(20)
    )
    return [ApplicationRow(*row) for row in db.session.execute(statement)]


def _narrowed(state: ApplicationState | None, search: str | None) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if state:
        where.append(Application.state == state)
    if search:
        found = [column.icontains(search, autoescape=True) for column in (Application.title, Application.file_number)]
        where.append(sa.or_(*found))
    return where


def _page(branches: list[list[sa.ColumnElement[bool]]], page: int, per_page: int) -> Page:
    """Return a page from branches that exclude each other: each gives its newest, drafts last, then they are merged."""
    wanted = page * per_page
    found: list[ApplicationRow] = []
    total = 0
    for where in branches:
        rows = _newest(where, wanted, skipped=0 if len(branches) > 1 else wanted - per_page)
        found += rows
        is_all = len(rows) < wanted and (len(branches) > 1 or page == 1)
        total += len(rows) if is_all else _count(where)
    if len(branches) > 1:
        found.sort(key=lambda row: row.id)
        found.sort(key=lambda row: row.submitted_at or LONG_AGO, reverse=True)
        found = found[wanted - per_page : wanted]
    return Page(found, page, per_page, min(total, COUNTED_MOST))


def _newest(where: list[sa.ColumnElement[bool]], wanted: int, *, skipped: int) -> list[ApplicationRow]:
    order = (Application.submitted_at.desc(), Application.id)
    statement = sa.select(*_LIST).where(*where).order_by(*order).limit(wanted - skipped).offset(skipped)
    return [ApplicationRow(*row) for row in db.session.execute(statement)]


def _count(where: list[sa.ColumnElement[bool]]) -> int:
    """Count to COUNTED_MOST, from the index alone."""
    known = sa.select(sa.literal(1).label("one")).select_from(Application).where(*where).limit(COUNTED_MOST)
    return db.session.scalar(sa.select(sa.func.count()).select_from(known.subquery())) or 0


def siblings(row: Application) -> list[ApplicationRow]:
    """Return other sent applications of the same person or address in the same year, for the check on double funding."""
    same = [Application.applicant_id == row.applicant_id] if row.applicant_id else []
    if row.applicant_email:
        same.append(Application.applicant_email == row.applicant_email)
    statement = (
        sa.select(*_LIST)
        .where(
            Application.fund_year_id == row.fund_year_id,
            Application.id != row.id,
            Application.submitted_at.is_not(None),
            sa.or_(sa.false(), *same),
        )
        .order_by(Application.submitted_at.desc())
        .limit(10)
    )
    return [ApplicationRow(*found) for found in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can apply: a fund year, perhaps with a call that is open."""

    fund_year_id: UUID
    area_name: str
    fund_name: str
    year: int
    area_id: UUID


def places_to_apply(today: date, *, areas: frozenset[UUID | None] | None = None) -> list[Place]:
    """Return the open years of action funds, this year's first, in some areas or all; at most 200."""
    statement = (
        sa.select(FundYear.id, Area.name, Fund.name, FundYear.year, FundYear.area_id)
        .join(Fund, Fund.id == FundYear.fund_id)
        .join(Area, Area.id == FundYear.area_id)
        .where(FundYear.state == FundYearState.OPEN, Fund.kind == FundKind.ACTION_FUND, FundYear.year >= today.year)
        .order_by(Area.name, FundYear.year, Fund.name)
        .limit(200)
    )
    if areas is not None and None not in areas:
        statement = statement.where(FundYear.area_id.in_(areas))
    return [Place(*row) for row in db.session.execute(statement)]
