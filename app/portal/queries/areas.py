"""What the public reads of areas: their money, calls, next session, and the head of the audit log."""

from collections.abc import Sequence
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
from app.shell.audit.mark import mark
from app.shell.audit.models import AuditRoot
from app.shell.database import among, db
from app.shell.looking import look

KINDS = tuple(AccountKind)


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


def area_with_change(slug: str) -> tuple[Any, str]:
    """Return what the public sees of an area and the mark of all that has happened in it; raise NotFound."""
    row = next(iter(_area_with_change(slug=slug)), None)
    if row is None:
        raise NotFound
    return row, row.mark


@look
def _area_with_change(slug: Any) -> Any:
    shown = (Area.id, Area.slug, Area.name, Area.introduction, Area.contact)
    return sa.select(*shown, mark(Area.id)).where(Area.slug == slug, _HAS_BEGUN)


_HAS_BEGUN = Area.state != AreaState.PLANNED


def years_with_money(today: date, area_id: UUID | None = None) -> list[PublicYear]:
    """Return this year and those after it with their money, or the latest year of a fund: of one area or all."""
    rows = _all_years(this_year=today.year) if area_id is None else _years_of(area_id=area_id, this_year=today.year)
    return [_year(row) for row in rows]


@look
def _all_years(this_year: Any) -> Any:
    return _years(this_year).join(Area, Area.id == FundYear.area_id).where(_HAS_BEGUN)


@look
def _years_of(area_id: Any, this_year: Any) -> Any:
    return _years(this_year).where(FundYear.area_id == area_id)


def year_with_money(fund_year_id: UUID) -> PublicYear:
    """Return one fund year with its money."""
    return _year(_one_year(fund_year_id=fund_year_id)[0])


@look
def _one_year(fund_year_id: Any) -> Any:
    return _balances().where(FundYear.id == fund_year_id)


def _years(this_year: Any) -> Any:
    other = aliased(FundYear)
    later = sa.select(other.id).where(
        other.fund_id == FundYear.fund_id, other.year > FundYear.year, other.state != FundYearState.DRAFT
    )
    return _balances().where(FundYear.state != FundYearState.DRAFT, sa.or_(FundYear.year >= this_year, ~later.exists()))


def _balances() -> Any:
    """Return the statement that gives a row a year, with the balance of each of its accounts side by side."""
    shown = (FundYear.id, FundYear.area_id, FundYear.fund_id, Fund.name, FundYear.year, FundYear.state)
    cents = [sa.func.max(Balance.cents).filter(Account.kind == kind).label(f"{kind}_cents") for kind in KINDS]
    return (
        sa.select(*shown, *cents)
        .join(Fund, Fund.id == FundYear.fund_id)
        .join(Account, Account.fund_year_id == FundYear.id)
        .join(Balance, Balance.account_id == Account.id)
        .group_by(*shown)
        .order_by(FundYear.year, Fund.name, FundYear.id)
        .limit(300)
    )


def _year(row: Any) -> PublicYear:
    cents = {kind: amount or 0 for kind, amount in zip(KINDS, row[6:], strict=True)}
    return PublicYear(*row[:6], cents)  # type: ignore[call-arg]


def open_calls(today: date, area_id: UUID | None = None) -> Sequence[Any]:
    """Return published calls whose cut-off has not passed, the next first: of one area or all."""
    return _all_calls(today=today) if area_id is None else _calls_of(area_id=area_id, today=today)


@look
def _all_calls(today: Any) -> Any:
    return _calls(today)


@look
def _calls_of(area_id: Any, today: Any) -> Any:
    return _calls(today).where(Call.area_id == area_id)


def _calls(today: Any) -> Any:
    shown = (Call.id, Call.area_id, Call.fund_year_id, Call.title, Call.text, Call.opens_on, Call.cut_off_on)
    return (
        sa.select(*shown, Call.session_on)
        .where(Call.state == CallState.PUBLISHED, Call.cut_off_on >= today)
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
            among(
                JurySession.state, SessionState.PLANNED, SessionState.INVITED, SessionState.OPEN, SessionState.QUORATE
            ),
        )
        .order_by(JurySession.held_on)
        .limit(1)
    )


def log_head() -> AuditRoot | None:
    """Return the latest sealed root of the audit log."""
    return db.session.scalar(sa.select(AuditRoot).order_by(AuditRoot.size.desc()).limit(1))
