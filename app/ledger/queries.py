"""Looking into the ledger: balances of fund years, journals of a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.ledger.models import Account, Balance, Entry, Journal
from app.ledger.rules import AccountKind, Content
from app.shell.database import Base, db

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Booking:
    """A journal with its entries; ``available_cents`` is what was available after it."""

    id: UUID
    booked_at: datetime
    cause_kind: str
    cause_id: UUID
    step: str
    case_id: UUID | None
    moves: dict[AccountKind, int]
    available_cents: int


def area_of(fund_year_id: UUID) -> UUID:
    """Return the area whose money a fund year is."""
    years = Base.metadata.tables["fund_year"]
    area_id: UUID = db.session.execute(sa.select(years.c.area_id).where(years.c.id == fund_year_id)).scalar_one()
    return area_id


def account_ids(fund_year_id: UUID) -> dict[AccountKind, UUID]:
    """Return the ids of a fund year's accounts by kind."""
    rows = db.session.execute(sa.select(Account.kind, Account.id).where(Account.fund_year_id == fund_year_id))
    return dict(rows.all())


def balances(fund_year_id: UUID) -> dict[AccountKind, int]:
    """Return the cents on each account of a fund year."""
    return balances_of([fund_year_id]).get(fund_year_id, dict.fromkeys(AccountKind, 0))


def balances_of(fund_year_ids: Iterable[UUID]) -> dict[UUID, dict[AccountKind, int]]:
    """Return the cents on each account, by fund year."""
    found: dict[UUID, dict[AccountKind, int]] = {}
    statement = (
        sa.select(Account.fund_year_id, Account.kind, Balance.cents)
        .join(Balance, Balance.account_id == Account.id)
        .where(Account.fund_year_id.in_(list(fund_year_ids)))
    )
    for fund_year_id, kind, cents in db.session.execute(statement):
        found.setdefault(fund_year_id, dict.fromkeys(AccountKind, 0))[kind] = cents
    return found


def journals_of_case(case_id: UUID) -> list[tuple[Journal, AccountKind, int]]:
    """Return every entry of an application's journals, oldest first."""
    statement = (
        sa.select(Journal, Account.kind, Entry.cents)
        .join(Entry, Entry.journal_id == Journal.id)
        .join(Account, Account.id == Entry.account_id)
        .where(Journal.case_id == case_id)
        .order_by(Journal.booked_at, Journal.id)
    )
    return [(journal, kind, cents) for journal, kind, cents in db.session.execute(statement)]


def count_journals(fund_year_id: UUID) -> int:
    """Return how many journals a fund year has."""
    statement = sa.select(sa.func.count()).select_from(Journal).where(Journal.fund_year_id == fund_year_id)
    return db.session.scalar(statement) or 0


def bookings(fund_year_id: UUID, *, limit: int, offset: int = 0) -> list[Booking]:
    """Return journals of a fund year with their entries, the latest first."""
    available = aliased(Entry)
    on_available = sa.and_(
        available.journal_id == Journal.id, available.account_id == account_ids(fund_year_id).get(AccountKind.AVAILABLE)
    )
    running = sa.func.sum(sa.func.coalesce(available.cents, 0)).over(order_by=(Journal.booked_at, Journal.id))
    statement = (
        sa.select(
            Journal.id,
            Journal.booked_at,
            Journal.cause_kind,
            Journal.cause_id,
            Journal.step,
            Journal.case_id,
            running,
        )
        .outerjoin(available, on_available)
        .where(Journal.fund_year_id == fund_year_id)
        .order_by(Journal.booked_at.desc(), Journal.id.desc())
        .limit(limit)
        .offset(offset)
    )
    rows = db.session.execute(statement).all()
    moves = _moves_of([row[0] for row in rows])
    return [Booking(*row[:6], moves=moves.get(row[0], {}), available_cents=int(row[6])) for row in rows]


def contents() -> Iterator[Content]:
    """Return all that every journal says, one after the other; a journal may have lost its entries."""
    statement = (
        sa.select(
            Journal.id,
            Journal.fund_year_id,
            Journal.cause_kind,
            Journal.cause_id,
            Journal.step,
            Journal.case_id,
            Journal.booked_at,
            Entry.id,
            Entry.account_id,
            Account.kind,
            Entry.cents,
        )
        .outerjoin(Entry, Entry.journal_id == Journal.id)
        .outerjoin(Account, Account.id == Entry.account_id)
        .order_by(Journal.id)
        .execution_options(yield_per=CHUNK)
    )
    found: Iterator[Any] = iter(db.session.execute(statement))
    for said, rows in groupby(found, key=itemgetter(slice(7))):
        yield Content(frozenset(tuple(row[7:]) for row in rows), *said)


def _moves_of(journal_ids: list[UUID]) -> dict[UUID, dict[AccountKind, int]]:
    statement = (
        sa.select(Entry.journal_id, Account.kind, Entry.cents)
        .join(Account, Account.id == Entry.account_id)
        .where(Entry.journal_id.in_(journal_ids))
    )
    found: dict[UUID, dict[AccountKind, int]] = {}
    for journal_id, kind, cents in db.session.execute(statement):
        found.setdefault(journal_id, {})[kind] = cents
    return {
        journal_id: {kind: moves[kind] for kind in AccountKind if kind in moves} for journal_id, moves in found.items()
    }
