"""What the public reads of areas: their money, calls, next session, and the head of the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.areas.models import Area
from app.areas.rules import AreaState
from app.bodies.models import JurySession
from app.bodies.rules import SessionState
from app.core.errors import NotFound
from app.funds.models import Call, Fund, FundYear
from app.funds.rules import CallState, FundYearState
from app.ledger.models import Account, Balance
from app.ledger.rules import AccountKind
from app.shell.audit.models import AuditEvent, AuditRoot
from app.shell.database import db, look


@dataclass(frozen=True, slots=True)
class PublicYear:
    """A fund year with its money."""

    id: UUID
    area_id: UUID
    fund_id: UUID
    fund_name: str
    year: int
    state: FundYearState
    cents: dict[AccountKind, int]

    @property
    def budget_cents(self) -> int:
        """Return the budget that is still there: what went back to the authority is gone."""
        return -self.cents[AccountKind.BUDGET]

    @property
    def takes_applications(self) -> bool:
        """Tell whether one can apply for its money, with or without a call."""
        return self.state is FundYearState.OPEN


def area_with_change(slug: str) -> tuple[Area, int]:
    """Return a public area and a number that grows with every change in it; raise NotFound."""
    row = db.session.execute(_AREA_WITH_CHANGE, {"slug": slug}).one_or_none()
    if row is None or row[0].state is AreaState.PLANNED:
        raise NotFound
    return row[0], row[1] or 0


_CHANGE = sa.select(sa.func.max(AuditEvent.id)).where(AuditEvent.area_id == Area.id).scalar_subquery()
_AREA_WITH_CHANGE = sa.select(Area, _CHANGE).where(Area.slug == sa.bindparam("slug"))


def years_with_money(area_ids: Iterable[UUID], today: date) -> list[PublicYear]:
    """Return this year and those after it of the areas' funds with their money, or the latest year of a fund."""
    return _years(_latest_years(area_ids=list(area_ids), this_year=today.year))


@look
def _latest_years(area_ids: Any, this_year: Any) -> Any:
    other = aliased(FundYear)
    later = sa.select(other.id).where(
        other.fund_id == FundYear.fund_id, other.year > FundYear.year, other.state != FundYearState.DRAFT
    )
    is_shown = sa.and_(FundYear.state != FundYearState.DRAFT, sa.or_(FundYear.year >= this_year, ~later.exists()))
    return _balances().where(FundYear.area_id.in_(area_ids), is_shown)


def year_with_money(fund_year_id: UUID) -> PublicYear:
    """Return one fund year with its money."""
    return _years(_one_year(fund_year_id=fund_year_id))[0]


@look
def _one_year(fund_year_id: Any) -> Any:
    return _balances().where(FundYear.id == fund_year_id)


def _balances() -> Any:
    return (
        sa.select(
            FundYear.id,
            FundYear.area_id,
            FundYear.fund_id,
            Fund.name,
            FundYear.year,
            FundYear.state,
            Account.kind,
            Balance.cents,
        )
        .join(Fund, Fund.id == FundYear.fund_id)
        .join(Account, Account.fund_year_id == FundYear.id)
        .join(Balance, Balance.account_id == Account.id)
        .order_by(FundYear.year, Fund.name, FundYear.id)
        .limit(2000)
    )


def _years(rows: Iterable[Any]) -> list[PublicYear]:
    found: dict[UUID, PublicYear] = {}
    for row in rows:
        *shown, kind, cents = row
        year = found.setdefault(shown[0], PublicYear(*shown, cents=dict.fromkeys(AccountKind, 0)))  # type: ignore[misc]
        year.cents[kind] = cents
    return list(found.values())


def open_calls(area_ids: Iterable[UUID], today: date) -> list[Call]:
    """Return published calls of the areas whose cut-off has not passed, the next first."""
    return list(db.session.scalars(_OPEN_CALLS, {"area_ids": list(area_ids), "today": today}))


_OPEN_CALLS = (
    sa.select(Call)
    .where(
        Call.area_id.in_(sa.bindparam("area_ids")),
        Call.state == CallState.PUBLISHED,
        Call.cut_off_on >= sa.bindparam("today"),
    )
    .order_by(Call.cut_off_on)
    .limit(100)
)


def next_session(area_id: UUID, today: date) -> Any:
    """Return day, time, place and title of the next session, or None."""
    return next(iter(_next_session(area_id=area_id, today=today)), None)


@look
def _next_session(area_id: Any, today: Any) -> Any:
    return (
        sa.select(JurySession.title, JurySession.held_on, JurySession.starts_at, JurySession.place, JurySession.kind)
        .where(
            JurySession.area_id == area_id,
            JurySession.held_on >= today,
            JurySession.state.in_(
                [SessionState.PLANNED, SessionState.INVITED, SessionState.OPEN, SessionState.QUORATE]
            ),
        )
        .order_by(JurySession.held_on)
        .limit(1)
    )


def log_head() -> AuditRoot | None:
    """Return the latest sealed root of the audit log."""
    return db.session.scalar(sa.select(AuditRoot).order_by(AuditRoot.size.desc()).limit(1))
