"""Looking at funds, their years with the money, and calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.core.actor import Actor, Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.core.policy import Action, Subject, may, require
from app.funds.models import Call, Commitment, Fund, FundYear
from app.funds.rules import CallState, FundYearState
from app.ledger.queries import balances_of
from app.ledger.rules import AccountKind
from app.shell.database import db

MOST = 200


@dataclass(frozen=True, slots=True)
class YearRow:
    """A fund year with its fund's name."""

    id: UUID
    fund_id: UUID
    area_id: UUID
    fund_name: str
    year: int
    budget_cents: int
    state: FundYearState
    version: int

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("fund_year", self.id, self.area_id)


_YEAR = (
    FundYear.id,
    FundYear.fund_id,
    FundYear.area_id,
    Fund.name,
    FundYear.year,
    FundYear.budget_cents,
    FundYear.state,
    FundYear.version,
)


def fund(fund_id: UUID) -> Fund:
    """Return a fund; raise NotFound."""
    found = db.session.get(Fund, fund_id)
    if found is None:
        raise NotFound
    return found


def fund_for_editing(actor: Actor, fund_id: UUID) -> Fund:
    """Return a fund whose rules the actor may change; raise NotFound or Forbidden."""
    found = fund(fund_id)
    require(actor, Action.EDIT_RULE_BOOK, found.subject)
    return found


def fund_for_reading(actor: Actor, fund_id: UUID) -> Fund:
    """Return a fund whose rules the actor may read, which everybody may; raise NotFound."""
    found = fund(fund_id)
    require(actor, Action.READ_RULE_BOOK, found.subject)
    return found


def funds_of_areas(area_ids: Iterable[UUID]) -> list[Fund]:
    """Return the funds of areas, by name."""
    statement = sa.select(Fund).where(Fund.area_id.in_(list(area_ids))).order_by(Fund.name, Fund.id).limit(MOST)
    return list(db.session.scalars(statement))


def visible_funds(actor: Actor, *roles: Role) -> list[Fund]:
    """Return the funds of the areas in which the actor holds one of the roles."""
    held = actor.areas(*roles)
    if not held:
        return []
    statement = sa.select(Fund).order_by(Fund.name, Fund.id).limit(MOST)
    if None not in held:
        statement = statement.where(Fund.area_id.in_(held))
    return list(db.session.scalars(statement))


def _years(*conditions: Any) -> list[YearRow]:
    statement = (
        sa.select(*_YEAR)
        .join(Fund, Fund.id == FundYear.fund_id)
        .where(*conditions)
        .order_by(FundYear.year.desc(), Fund.name)
        .limit(MOST)
    )
    return [YearRow(*row) for row in db.session.execute(statement)]


def fund_year(fund_year_id: UUID) -> YearRow:
    """Return a fund year; raise NotFound."""
    found = _years(FundYear.id == fund_year_id)
    if not found:
        raise NotFound
    return found[0]


def fund_year_for_reading(actor: Actor, fund_year_id: UUID) -> YearRow:
    """Return a fund year whose ledger the actor may read; raise NotFound or Forbidden."""
    found = fund_year(fund_year_id)
    require(actor, Action.READ_LEDGER, found.subject)
    return found


def years_of_fund(fund_id: UUID) -> list[YearRow]:
    """Return the years of a fund, the latest first."""
    return _years(FundYear.fund_id == fund_id)


def years_of_areas(area_ids: Iterable[UUID]) -> list[YearRow]:
    """Return the fund years of areas, the latest first."""
    return _years(FundYear.area_id.in_(list(area_ids)))


def open_years(area_id: UUID) -> list[YearRow]:
    """Return the fund years of an area in which people may apply, the latest first."""
    return _years(FundYear.area_id == area_id, FundYear.state == FundYearState.OPEN)


def commitment_texts(fund_year_id: UUID) -> dict[UUID, str]:
    """Return what commitments of a year are for, by their id."""
    statement = sa.select(Commitment.id, Commitment.text).where(Commitment.fund_year_id == fund_year_id).limit(2000)
    return dict(db.session.execute(statement).all())


def money_of(fund_year_ids: Iterable[UUID]) -> dict[UUID, dict[AccountKind, int]]:
    """Return the cents on each account, by fund year."""
    return balances_of(fund_year_ids)


def call(call_id: UUID) -> Call:
    """Return a call; raise NotFound."""
    found = db.session.get(Call, call_id)
    if found is None:
        raise NotFound
    return found


def call_for_reading(actor: Actor, call_id: UUID) -> Call:
    """Return a call the actor may read: a published one everybody, a draft its office; raise NotFound."""
    found = call(call_id)
    if found.state is CallState.DRAFT and not may(actor, Action.EDIT_CALL, found.subject):
        raise NotFound
    return found


def call_for_editing(actor: Actor, call_id: UUID) -> Call:
    """Return a call the actor may change; raise NotFound or Forbidden."""
    found = call(call_id)
    require(actor, Action.EDIT_CALL, found.subject)
    return found


def calls_of_areas(area_ids: Iterable[UUID]) -> list[Call]:
    """Return all calls of areas, the latest first."""
    statement = sa.select(Call).where(Call.area_id.in_(list(area_ids))).order_by(Call.cut_off_on.desc()).limit(MOST)
    return list(db.session.scalars(statement))


def open_calls(area_id: UUID, day: date | None = None) -> list[Call]:
    """Return the calls under which people may apply on a day (today), the next cut-off first."""
    day = day or berlin_date(utc_now())
    statement = (
        sa.select(Call)
        .where(Call.area_id == area_id, Call.state == CallState.PUBLISHED, Call.opens_on <= day, Call.cut_off_on >= day)
        .order_by(Call.cut_off_on)
        .limit(20)
    )
    return list(db.session.scalars(statement))


def calls_past_cut_off(today: date) -> list[UUID]:
    """Return the published calls whose cut-off day is over; the cut-off day itself still counts."""
    statement = sa.select(Call.id).where(Call.state == CallState.PUBLISHED, Call.cut_off_on < today)
    return list(db.session.scalars(statement.order_by(Call.cut_off_on, Call.id).limit(MOST)))
