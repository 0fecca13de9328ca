"""One changed byte in any column of the books or of the log is found and named, on both databases."""

import re
from uuid import UUID

import pytest

from app.core.clock import utc_now
from app.funds.commands import book_commitment
from app.ledger.checking import check
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.database import Base
from tests.awards import ordered
from tests.intruder import Intruder

BOOKS = sorted(name for name in Base.metadata.tables if name.startswith("ledger_"))
LOG = sorted(name for name in Base.metadata.tables if name.startswith("audit_"))


@pytest.fixture
def intruder(any_world):
    """Return an intruder in a house with bookings of cases and of none, lines sealed twice and lines that wait."""
    ordered(any_world)
    seal()
    any_world.do("q1", book_commitment, fund_year_id=any_world.fund_year_id, amount_cents=5_000, text="Altes")
    seal()
    any_world.do("q1", book_commitment, fund_year_id=any_world.fund_year_id, amount_cents=700, text="Neues")
    found = Intruder()
    yield found
    found.leave()


def missed(intruder, table, faults):
    """Return every value whose change the check does not find, or finds without naming the row."""
    rows, found = intruder.rows(table), []
    assert rows, table.name
    for column in table.columns:
        for row in rows:
            with intruder.changed(table, row, column) as now:
                said = re.findall(r"\w+", " ".join(faults()).replace("-", ""))
            if not (names(row) | names(now)) & set(said):
                found.append((column.name, row, said))
    return found


def names(row):
    """Return the ids and numbers by which a row can be named."""
    return {
        value.hex if isinstance(value, UUID) else str(value)
        for value in row.values()
        if isinstance(value, UUID | str | int)
    }


def said_by_check():
    return check().faults


def said_by_verify():
    return verify(utc_now()).faults


@pytest.mark.parametrize("table", BOOKS)
def test_a_changed_byte_in_the_books_is_found_and_named(intruder, table):
    assert said_by_check() == ()
    assert missed(intruder, Base.metadata.tables[table], said_by_check) == []
    assert said_by_check() == ()


@pytest.mark.parametrize("table", LOG)
def test_a_changed_byte_in_the_log_is_found_and_named(intruder, table):
    assert said_by_verify() == ()
    assert missed(intruder, Base.metadata.tables[table], said_by_verify) == []
    assert said_by_verify() == ()


def test_an_id_spelled_otherwise_is_found_though_it_reads_the_same(world):
    assert said_by_check() == ()
    intruder = Intruder()
    intruder.run("UPDATE ledger_entry SET account_id = upper(account_id)")

    faults = said_by_check()

    intruder.leave()
    assert faults
    assert all("account_id is not written as this house writes it" in fault for fault in faults)


def test_a_journal_taken_out_whole_is_found(intruder):
    journal_id = intruder.run("SELECT journal_id FROM ledger_entry WHERE cents = 700").scalar_one()
    intruder.run(
        "UPDATE ledger_balance SET cents = cents - 700 WHERE account_id IN (SELECT account_id FROM ledger_entry WHERE cents = 700)"
    )
    intruder.run(
        "UPDATE ledger_balance SET cents = cents + 700 WHERE account_id IN (SELECT account_id FROM ledger_entry WHERE cents = -700)"
    )
    for table, column in (("ledger_entry", "journal_id"), ("ledger_posting", "journal_id"), ("ledger_journal", "id")):
        intruder.run(f"DELETE FROM {table} WHERE {column} = :journal_id", journal_id=journal_id)

    (fault,) = said_by_check()

    assert str(UUID(str(journal_id))) in fault
    assert "stands in the audit log and not in the books" in fault
    assert said_by_verify() == ()
