"""The end of keeping: what is personal goes when its years have passed, every case and file a change of its own.

Four rounds, by ``retention.years`` of the rules a case was decided under: the papers of a grant (of those who got no
money, counted from the end of their fund year), its receipts, the bank files that paid it, and files that something
else has replaced. The log is kept for good: it names people by pseudonyms, which a new salt unties.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
import structlog

from app.allocation.models import Award
from app.core.actor import SYSTEM
from app.core.clock import berlin_date, utc_now
from app.core.errors import DomainError
from app.disbursement.commands import empty_bank_file
from app.disbursement.models import BankFile, BankFileEntry, Payment
from app.funds.models import FundYear
from app.funds.queries import rules_of
from app.funds.rules import RuleValues
from app.proposals.models import Application
from app.proposals.rules import ApplicationState as State
from app.settlement.commands import anonymise_case, discard_receipts, discard_unused
from app.settlement.models import Receipt, Settlement
from app.settlement.rules import ENDED_WITHOUT_MONEY, RECEIPTS_AT_REST, Papers, ended_in, kept_until
from app.shell.database import Base, db
from app.shell.files.models import StoredFile
from app.shell.jobs.outbox import DAILY
from app.shell.work import acting

log = structlog.get_logger()


def keep_no_longer() -> None:
    """Run all four rounds for today."""
    forget_old_cases()
    discard_old_receipts()
    empty_old_bank_files()
    discard_unused_files()


def forget_old_cases(now: datetime | None = None) -> list[UUID]:
    """Erase what is personal in ended cases whose papers were kept long enough; return the cases."""
    moment = now or utc_now()
    return _each(cases_to_forget(berlin_date(moment)), anonymise_case, "application_id", moment)


def discard_old_receipts(now: datetime | None = None) -> list[UUID]:
    """Delete the receipts of closed cases that were kept long enough; return the cases."""
    moment = now or utc_now()
    return _each(cases_with_old_receipts(berlin_date(moment)), discard_receipts, "application_id", moment)


def empty_old_bank_files(now: datetime | None = None) -> list[UUID]:
    """Delete the bytes of bank files that were kept long enough; return the files."""
    moment = now or utc_now()
    return _each(old_bank_files(berlin_date(moment)), empty_bank_file, "bank_file_id", moment)


def discard_unused_files(now: datetime | None = None) -> list[UUID]:
    """Delete files nothing points at any more, once a receipt of their age would go; return the files."""
    moment = now or utc_now()
    return _each(unused_files(berlin_date(moment)), discard_unused, "file_id", moment)


def cases_to_forget(today: date) -> list[UUID]:
    """Return the ended applications whose papers need not be kept after yesterday, by the rules they were made under."""
    statement = (
        sa.select(
            Application.id,
            Application.closed_at,
            FundYear.year,
            sa.func.coalesce(Award.rule_book_id, Application.rule_book_id).label("rule_book_id"),
        )
        .join(FundYear, FundYear.id == Application.fund_year_id)
        .outerjoin(Award, Award.application_id == Application.id)
        .where(
            sa.or_(
                sa.and_(Application.state == State.CLOSED, Application.closed_at.is_not(None)),
                sa.and_(Application.state.in_(ENDED_WITHOUT_MONEY), _names_somebody()),
            )
        )
        .order_by(Application.created_at)
    )
    return [
        row.id
        for row in db.session.execute(statement).all()
        if kept_until(_ended_on(row.closed_at, row.year), _values(row.rule_book_id)) < today
    ]


def cases_with_old_receipts(today: date) -> list[UUID]:
    """Return the closed applications whose receipts need not be kept after yesterday and are not gone yet."""
    left = sa.exists().where(
        Receipt.settlement_id == Settlement.id, sa.or_(Receipt.file_id.is_not(None), Receipt.payee != "")
    )
    statement = (
        sa.select(Application.id, Application.closed_at, Award.rule_book_id)
        .join(Award, Award.application_id == Application.id)
        .join(Settlement, Settlement.application_id == Application.id)
        .where(Application.state.in_(RECEIPTS_AT_REST), Application.closed_at.is_not(None), left)
        .order_by(Application.closed_at)
    )
    return [
        row.id
        for row in db.session.execute(statement).all()
        if kept_until(berlin_date(row.closed_at), _values(row.rule_book_id), Papers.RECEIPTS) < today
    ]


def old_bank_files(today: date) -> list[UUID]:
    """Return the bank files that need not be kept after yesterday by any of the rules their payments were made under."""
    statement = (
        sa.select(BankFile.id, BankFile.made_at, Award.rule_book_id)
        .join(BankFileEntry, BankFileEntry.bank_file_id == BankFile.id)
        .join(Payment, Payment.id == BankFileEntry.payment_id)
        .join(Award, Award.application_id == Payment.application_id)
        .where(sa.func.length(BankFile.content_sealed) > 0)
        .distinct()
    )
    last: dict[UUID, date] = {}
    for row in db.session.execute(statement).all():
        kept = kept_until(berlin_date(row.made_at), _values(row.rule_book_id), Papers.RECEIPTS)
        last[row.id] = max(kept, last.get(row.id, kept))
    return [bank_file_id for bank_file_id, kept in last.items() if kept < today]


def unused_files(today: date) -> list[UUID]:
    """Return the files no table points at and that are as old as receipts get by the default rules."""
    pointers = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == StoredFile.__tablename__ for key in column.foreign_keys)
    ]
    statement = sa.select(StoredFile.id, StoredFile.stored_at).where(
        *(~sa.exists().where(column == StoredFile.id) for column in pointers)
    )
    return [
        row.id
        for row in db.session.execute(statement).all()
        if kept_until(berlin_date(row.stored_at), RuleValues(), Papers.RECEIPTS) < today
    ]


def _each(found: Iterable[UUID], command: Callable[..., UUID], name: str, moment: datetime) -> list[UUID]:
    done = []
    for one in found:
        try:
            with acting(SYSTEM, now=moment) as work:
                done.append(command(work, **{name: one}))
        except DomainError as error:  # one that is stuck must not stop the others
            log.warning("kept longer", thing=str(one), error=error.code())
    return done


def _names_somebody() -> sa.ColumnElement[bool]:
    return sa.or_(
        Application.applicant_id.is_not(None), Application.applicant_name != "", Application.applicant_email != ""
    )


def _ended_on(closed_at: datetime | None, year: int) -> date:
    return berlin_date(closed_at) if closed_at else ended_in(year)


def _values(rule_book_id: UUID | None) -> RuleValues:
    """Return the rules of a version; the defaults for a draft that was never sent."""
    return rules_of(rule_book_id).values if rule_book_id else RuleValues()


if keep_no_longer not in DAILY:
    DAILY.append(keep_no_longer)
