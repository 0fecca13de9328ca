"""Booking: the only way money moves. Commands of the floors above call these with their own work."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from app.ledger.models import Account, Entry, Journal, Posting
from app.ledger.queries import account_ids, area_of
from app.ledger.rules import AccountKind, Content, Moves, balanced, floor_of
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class JournalBooked(Event):
    """A journal was written; the fingerprint of all it says binds it to the audit log."""

    is_reason = False
    fingerprint: str


def open_accounts(work: Work, fund_year_id: UUID, *, budget_cents: int) -> None:
    """Create the accounts of a fund year and book its budget as available."""
    for kind in AccountKind:
        db.session.add(Account(id=uuid4(), fund_year_id=fund_year_id, kind=kind, floor_cents=floor_of(kind)))
    db.session.flush()
    post(
        work,
        {AccountKind.BUDGET: -budget_cents, AccountKind.AVAILABLE: budget_cents},
        fund_year_id=fund_year_id,
        cause=("fund_year", fund_year_id),
        step="budget",
    )


def post(
    work: Work,
    moves: Moves,
    *,
    fund_year_id: UUID,
    cause: tuple[str, UUID],
    step: str,
    case_id: UUID | None = None,
) -> UUID:
    """Book balanced moves (cents by account) for one step of a cause and return the journal's id.

    The caller has locked the fund year and asked permission. Raise Unbalanced, AlreadyBooked (same cause and step)
    or, from the database, OverdrawnAccount.
    """
    entries = balanced(moves)
    accounts = account_ids(fund_year_id)

    journal = Journal(
        id=uuid4(),
        fund_year_id=fund_year_id,
        cause_kind=cause[0],
        cause_id=cause[1],
        step=step,
        case_id=case_id,
        booked_at=work.now,
    )
    rows = {
        kind: Entry(id=uuid4(), journal_id=journal.id, account_id=accounts[kind], cents=cents)
        for kind, cents in entries.items()
    }
    work.store(journal)
    work.store(*rows.values())
    work.store(Posting(journal_id=journal.id))

    fingerprint = _content(journal, rows).fingerprint()
    work.record(
        JournalBooked(area_id=area_of(fund_year_id), subject_id=journal.id, case_id=case_id, fingerprint=fingerprint)
    )
    return journal.id


def _content(journal: Journal, rows: Mapping[AccountKind, Entry]) -> Content:
    return Content(
        id=journal.id,
        fund_year_id=journal.fund_year_id,
        cause_kind=journal.cause_kind,
        cause_id=journal.cause_id,
        step=journal.step,
        case_id=journal.case_id,
        booked_at=journal.booked_at,
        entries=frozenset((row.id, row.account_id, kind, row.cents) for kind, row in rows.items()),
    )
