"""Looking into the ledger: balances of fund years, journals of a case."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from app.ledger.models import Account, Balance, Entry, Journal
from app.ledger.rules import AccountKind
from app.shell.database import db


def account_ids(fund_year_id: UUID) -> dict[AccountKind, UUID]:
    """Return the ids of a fund year's accounts by kind."""
    rows = db.session.execute(sa.select(Account.kind, Account.id).where(Account.fund_year_id == fund_year_id))
    return {kind: account_id for kind, account_id in rows}


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
