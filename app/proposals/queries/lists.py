"""Lists of applications: one's own, those somebody may read, the office's, and where one can apply."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.areas.models import Area
from app.core.actor import Actor, Role
from app.core.policy import Subject
from app.funds.models import Fund, FundKind, FundYear
from app.funds.rules import FundYearState
from app.proposals.models import Application, subject_of
from app.proposals.queries.reach import CONDITIONS, Reach, narrowed, office_reach, reach_of
from app.proposals.rules import ApplicationState
from app.shell.database import db
from app.shell.looking import Look, look

_LIST: tuple[Any, ...] = (
    Application.id, Application.area_id, Application.fund_year_id, Application.file_number, Application.title,
    Application.state, Application.due_on, Application.requested_cents, Application.awarded_cents,
    Application.paid_cents, Application.recognised_cents, Application.action_from, Application.action_to,
    Application.submitted_at, Application.applicant_id, Application.version,
)  # fmt: skip
_OFFICE: tuple[Any, ...] = (
    Application.id, Application.file_number, Application.title, Application.state, Application.due_on,
    Application.requested_cents, Application.awarded_cents, Application.submitted_at,
)  # fmt: skip
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
        return subject_of(self)


class OfficeRow(NamedTuple):
    """An application as the office's list shows it."""

    id: UUID
    file_number: str | None
    title: str
    state: ApplicationState
    due_on: date | None
    requested_cents: int
    awarded_cents: int
    submitted_at: datetime | None


def applications_of(person_id: UUID) -> list[ApplicationRow]:
    """Return somebody's own applications, newest first; at most 200."""
    statement = (
        sa.select(*_LIST)
        .where(Application.applicant_id == person_id)
        .order_by(Application.created_at.desc())
        .limit(200)
    )
    return [ApplicationRow(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; ``total`` counts to a thousand and stops there, so that a long list costs what a short one does."""

    rows: list[Any]
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
    return _page(reach_of(actor), narrowed(state, search), (_LIST, ApplicationRow), page, per_page)


def office_applications(
    actor: Actor, *, page: int = 1, per_page: int = 20, state: ApplicationState | None = None, search: str | None = ""
) -> Page:
    """Return one page of what reached the offices somebody works in or oversees, newest first. Two queries."""
    return _page(office_reach(actor), narrowed(state, search), (_OFFICE, OfficeRow), page, per_page)


def paper_drafts(actor: Actor) -> list[ApplicationRow]:
    """Return drafts this person began from paper forms and has not sent; at most 20."""
    rows = _paper_drafts(area_ids=list(actor.areas(Role.STAFF)), person_id=actor.person_id)
    return [ApplicationRow(*row) for row in rows]


@look
def _paper_drafts(area_ids: Any, person_id: Any) -> Any:
    return (
        sa.select(*_LIST)
        .where(
            Application.area_id.in_(area_ids),
            Application.state == ApplicationState.DRAFT,
            Application.entered_by_id == person_id,
        )
        .order_by(Application.created_at.desc())
        .limit(20)
    )


def _page(reach: Reach, search: Reach, shape: tuple[tuple[Any, ...], type], page: int, per_page: int) -> Page:
    """Return a page over branches that exclude each other: each gives its newest, drafts last, then they are merged."""
    wanted, is_one = page * per_page, len(reach.branches) == 1
    values = reach.values | search.values
    columns, row_of = shape
    found: list[Any] = []
    total = 0
    for branch in reach.branches:
        newest, count = _statements(columns, branch, search.branches)
        skipped = wanted - per_page if is_one else 0
        rows = newest(**values, most=wanted - skipped, before=skipped)
        found += [row_of(*row) for row in rows]
        is_all = len(rows) < wanted and (page == 1 or not is_one)
        total += len(rows) if is_all else count(**values)[0][0]
    if not is_one:
        found.sort(key=lambda row: row.id)
        found.sort(key=lambda row: row.submitted_at or LONG_AGO, reverse=True)
        found = found[wanted - per_page : wanted]
    return Page(found, page, per_page, min(total, COUNTED_MOST))


@cache
def _statements(columns: tuple[Any, ...], branch: str, search: tuple[str, ...]) -> tuple[Look, Look]:
    """Return what gives the newest of a branch, and counts it to COUNTED_MOST from the index alone."""
    where = [CONDITIONS[name] for name in (branch, *search)]
    order = (Application.submitted_at.desc(), Application.id)
    newest = (
        sa.select(*columns).where(*where).order_by(*order).limit(sa.bindparam("most")).offset(sa.bindparam("before"))
    )
    known = sa.select(sa.literal(1).label("one")).select_from(Application).where(*where).limit(COUNTED_MOST)
    return Look(newest), Look(sa.select(sa.func.count()).select_from(known.subquery()))


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
