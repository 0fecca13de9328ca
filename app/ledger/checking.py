"""The proof of the books: everything is recomputed from the entries, nothing is believed.

What a journal says is hashed and compared with the fingerprint its line in the audit log carries; that the log itself
is whole is proven by ``flask audit verify``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.ledger.commands import JournalBooked
from app.ledger.models import Account, Balance, Entry, Journal, Posting
from app.ledger.queries import contents
from app.ledger.rules import PARTS, AccountKind, floor_of
from app.shell.audit.models import AuditEvent
from app.shell.database import Base, db, look_steadily
from app.shell.stored import misspelt


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What the check read, and every fault it found, in words."""

    fund_years: int
    journals: int
    entries: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def check() -> LedgerReport:
    """Recompute balances, sums, identities and fingerprints of all fund years from the entries.

    Values that cannot be read as written are named first and alone: nothing can be reckoned with them.
    """
    look_steadily()
    journals = db.session.scalar(sa.select(sa.func.count()).select_from(Journal)) or 0
    entries = db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) or 0
    if unreadable := tuple(misspelt(Account, Balance, Journal, Entry, Posting, AuditEvent)):
        return LedgerReport(0, journals, entries, unreadable)
    sums = _sums()
    faults = (
        *_fingerprint_faults(),
        *_journal_faults(),
        *_balance_faults(),
        *_account_faults(sums),
        *_year_faults(sums),
        *_payment_faults(),
    )
    return LedgerReport(len(sums), journals, entries, faults)


def _sums() -> dict[UUID, dict[AccountKind, int]]:
    """Return what the entries sum to on every account, by fund year."""
    statement = (
        sa.select(Account.fund_year_id, Account.kind, sa.func.coalesce(sa.func.sum(Entry.cents), 0))
        .outerjoin(Entry, Entry.account_id == Account.id)
        .group_by(Account.fund_year_id, Account.kind)
    )
    found: dict[UUID, dict[AccountKind, int]] = {}
    for fund_year_id, kind, cents in db.session.execute(statement):
        found.setdefault(fund_year_id, dict.fromkeys(AccountKind, 0))[kind] = int(cents)
    return found


def _fingerprint_faults() -> Iterator[str]:
    sworn = _sworn()
    for content in contents():
        if content.fingerprint() != sworn.pop(content.id, ""):
            yield f"journal {content.id}: says something else than its line in the audit log"
    for journal_id in sworn:
        yield f"journal {journal_id}: stands in the audit log and not in the books"


def _sworn() -> dict[UUID, str]:
    """Return the fingerprints in the audit log, by journal."""
    lines = sa.select(AuditEvent.subject_id, AuditEvent.line).where(AuditEvent.tag == JournalBooked.tag)
    return {journal_id: _fingerprint_in(line) for journal_id, line in db.session.execute(lines)}


def _fingerprint_in(line: bytes) -> str:
    try:
        return str(json.loads(line)["facts"]["fingerprint"])
    except (ValueError, KeyError, TypeError):
        return ""


def _journal_faults() -> Iterator[str]:
    total, number = sa.func.sum(Entry.cents), sa.func.count(Entry.id)
    statement = (
        sa.select(Journal.id, sa.func.coalesce(total, 0), number)
        .outerjoin(Entry, Entry.journal_id == Journal.id)
        .group_by(Journal.id)
        .having(sa.or_(sa.func.coalesce(total, 0) != 0, number < len(("from", "to"))))
    )
    for journal_id, cents, count in db.session.execute(statement):
        yield f"journal {journal_id}: {count} entries sum to {cents} cents instead of 0"
    unposted = (
        sa.select(Journal.id).outerjoin(Posting, Posting.journal_id == Journal.id).where(Posting.journal_id.is_(None))
    )
    for journal_id in db.session.scalars(unposted):
        yield f"journal {journal_id}: has no posting"
    strangers = (
        sa.select(Entry.id)
        .outerjoin(Journal, Journal.id == Entry.journal_id)
        .outerjoin(Account, Account.id == Entry.account_id)
        .where(sa.or_(Journal.id.is_(None), Account.id.is_(None), Journal.fund_year_id != Account.fund_year_id))
    )
    for entry_id in db.session.scalars(strangers):
        yield f"entry {entry_id}: belongs to no journal and account of one fund year"


def _balance_faults() -> Iterator[str]:
    summed = sa.func.coalesce(sa.func.sum(Entry.cents), 0)
    statement = (
        sa.select(Account.id, Account.kind, Account.floor_cents, Balance.floor_cents, Balance.cents, summed)
        .outerjoin(Balance, Balance.account_id == Account.id)
        .outerjoin(Entry, Entry.account_id == Account.id)
        .group_by(Account.id, Account.kind, Account.floor_cents, Balance.floor_cents, Balance.cents)
    )
    for account_id, kind, floor, kept_floor, kept, cents in db.session.execute(statement):
        if kept != int(cents):
            yield f"account {account_id} ({kind}): balance says {kept} cents, entries {int(cents)}"
        if not floor == kept_floor == floor_of(kind):
            yield f"account {account_id} ({kind}): its floor is {floor}, at the balance {kept_floor}, by the rules {floor_of(kind)}"


def _account_faults(sums: dict[UUID, dict[AccountKind, int]]) -> Iterator[str]:
    kinds = sa.select(Account.fund_year_id, sa.func.count()).group_by(Account.fund_year_id)
    for fund_year_id, count in db.session.execute(kinds.having(sa.func.count() != len(AccountKind))):
        yield f"fund year {fund_year_id}: has {count} accounts instead of {len(AccountKind)}"
    for fund_year_id, cents in sums.items():
        for kind in AccountKind:
            floor = floor_of(kind)
            if floor is not None and cents[kind] < floor:
                yield f"fund year {fund_year_id}: {kind} is {cents[kind]} cents, below {floor}"


def _year_faults(sums: dict[UUID, dict[AccountKind, int]]) -> Iterator[str]:
    years = Base.metadata.tables["fund_year"]
    budgets = dict(db.session.execute(sa.select(years.c.id, years.c.budget_cents)).all())
    for fund_year_id, budget in budgets.items():
        cents = sums.get(fund_year_id)
        if cents is None:
            yield f"fund year {fund_year_id}: has no accounts"
            continue
        parts = sum(cents[kind] for kind in PARTS)
        if parts != -cents[AccountKind.BUDGET]:
            yield f"fund year {fund_year_id}: the parts sum to {parts} cents, the budget is {-cents[AccountKind.BUDGET]}"
        if not 0 <= -cents[AccountKind.BUDGET] <= budget:
            yield f"fund year {fund_year_id}: booked budget {-cents[AccountKind.BUDGET]} cents, granted were {budget}"


def _payment_faults() -> Iterator[str]:
    payments, releases = Base.metadata.tables["payment"], Base.metadata.tables["payment_release"]
    booked = sa.func.count(Journal.id)
    step = sa.and_(Journal.cause_kind == "payment", Journal.cause_id == payments.c.id, Journal.step == "release")
    statement = (
        sa.select(payments.c.id, payments.c.state, releases.c.payment_id, booked)
        .outerjoin(releases, releases.c.payment_id == payments.c.id)
        .outerjoin(Journal, step)
        .group_by(payments.c.id, payments.c.state, releases.c.payment_id)
    )
    for payment_id, state, released, count in db.session.execute(statement):
        expected = 1 if released else 0
        if count != expected or (state == "paid") != bool(released):
            yield f"payment {payment_id} ({state}): {count} release bookings, expected {expected}"
    amounts = (
        sa.select(releases.c.payment_id, releases.c.amount_cents, sa.func.sum(Entry.cents))
        .join(
            Journal,
            sa.and_(
                Journal.cause_kind == "payment", Journal.cause_id == releases.c.payment_id, Journal.step == "release"
            ),
        )
        .join(Entry, sa.and_(Entry.journal_id == Journal.id, Entry.cents > 0))
        .group_by(releases.c.payment_id, releases.c.amount_cents)
        .having(sa.func.sum(Entry.cents) != releases.c.amount_cents)
    )
    for payment_id, amount, cents in db.session.execute(amounts):
        yield f"payment {payment_id}: {amount} cents were released, {cents} booked"
