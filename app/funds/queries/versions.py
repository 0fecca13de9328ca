"""Looking at rules: the version in force on a day, and all versions of a fund."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.areas.models import Area
from app.core.errors import NotFound
from app.funds.models import FundYear, RuleBook
from app.funds.rules import NoRulesInForce, RuleValues
from app.shell.database import db
from app.shell.looking import look

MOST = 200


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """A version of a rule book with its values."""

    id: UUID
    values: RuleValues
    fingerprint: str
    version_number: int
    valid_from: date
    note: str
    created_at: datetime

    @property
    def version(self) -> int:
        """Return the number of the version, as ``Work.check_version`` asks for it."""
        return self.version_number


_VERSION = (
    RuleBook.id,
    RuleBook.fingerprint,
    RuleBook.version_number,
    RuleBook.valid_from,
    RuleBook.note,
    RuleBook.created_at,
)


@lru_cache(maxsize=512)
def _values(rule_book_id: UUID) -> RuleValues:
    """Return the values of a version; versions never change, so they are read once."""
    effective = db.session.scalar(sa.select(RuleBook.effective).where(RuleBook.id == rule_book_id))
    return RuleValues.from_overrides(effective or {})


def _rules(row: Any) -> RulesInForce:
    book_id, fingerprint, number, valid_from, note, created_at = row
    return RulesInForce(book_id, _values(book_id), fingerprint, number, valid_from, note, created_at)


def rules_on(fund_id: UUID, day: date) -> RulesInForce:
    """Return the rules of a fund in force on a day; raise NoRulesInForce."""
    rows = _version_on(fund_id=fund_id, day=day)
    if not rows:
        raise NoRulesInForce
    return _rules(rows[0])


@look
def _version_on(fund_id: Any, day: Any) -> Any:
    return _version_on_day(day).where(RuleBook.fund_id == fund_id)


def rules_of_year(fund_year_id: UUID, day: date) -> RulesInForce:
    """Return the rules in force on a day for a fund year; raise NoRulesInForce."""
    rows = _version_of_year(fund_year_id=fund_year_id, day=day)
    if not rows:
        raise NoRulesInForce
    return _rules(rows[0])


@look
def _version_of_year(fund_year_id: Any, day: Any) -> Any:
    return _version_on_day(day).join(FundYear, FundYear.fund_id == RuleBook.fund_id).where(FundYear.id == fund_year_id)


def rules_and_area(fund_year_id: UUID, day: date) -> tuple[RulesInForce, Any]:
    """Return the rules in force on a day for a fund year, and the code, name and last day of its area. One query.

    Raise NoRulesInForce.
    """
    rows = _version_and_area(fund_year_id=fund_year_id, day=day)
    if not rows:
        raise NoRulesInForce
    return _rules(rows[0][: len(_VERSION)]), rows[0]


@look
def _version_and_area(fund_year_id: Any, day: Any) -> Any:
    found = _version_on_day(day).add_columns(Area.code, Area.name, Area.ends_on)
    return (
        found.select_from(RuleBook)
        .join(FundYear, FundYear.fund_id == RuleBook.fund_id)
        .join(Area, Area.id == FundYear.area_id)
        .where(FundYear.id == fund_year_id)
    )


def _version_on_day(day: Any) -> Any:
    newest_first = (RuleBook.valid_from.desc(), RuleBook.version_number.desc())
    return sa.select(*_VERSION).where(RuleBook.valid_from <= day).order_by(*newest_first).limit(1)


def rules_of(rule_book_id: UUID) -> RulesInForce:
    """Return a version by its id; raise NotFound."""
    rows = _version(rule_book_id=rule_book_id)
    if not rows:
        raise NotFound
    return _rules(rows[0])


@look
def _version(rule_book_id: Any) -> Any:
    return sa.select(*_VERSION).where(RuleBook.id == rule_book_id)


def versions(fund_id: UUID) -> list[RulesInForce]:
    """Return all versions of a fund's rules, the latest first."""
    statement = (
        sa.select(*_VERSION, RuleBook.effective)
        .where(RuleBook.fund_id == fund_id)
        .order_by(RuleBook.version_number.desc())
        .limit(MOST)
    )
    return [
        RulesInForce(book_id, RuleValues.from_overrides(effective), fingerprint, number, valid_from, note, created_at)
        for book_id, fingerprint, number, valid_from, note, created_at, effective in db.session.execute(statement)
    ]


def last_version(fund_id: UUID) -> RulesInForce | None:
    """Return the version written last, which may hold only later."""
    statement = (
        sa.select(*_VERSION).where(RuleBook.fund_id == fund_id).order_by(RuleBook.version_number.desc()).limit(1)
    )
    row = db.session.execute(statement).first()
    return _rules(row) if row else None
