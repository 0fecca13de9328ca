"""The check of the books finds every cent that was moved behind the back of the house."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.disbursement.commands import release_payment
from app.funds.commands import book_commitment
from app.ledger.checking import check
from app.shell.database import db
from tests.awards import ordered
from tests.intruder import Intruder

TRIGGERS = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")


@pytest.fixture
def unguarded(world):
    """Return a way to speak raw SQL with all triggers dropped and no foreign keys."""
    world.do("q1", book_commitment, fund_year_id=world.fund_year_id, amount_cents=5_000, text="Altes")
    db.session.rollback()

    def run(*statements):
        with db.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                for (name,) in connection.execute(TRIGGERS).all():
                    connection.exec_driver_sql(f"DROP TRIGGER {name}")
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                for statement in statements:
                    connection.exec_driver_sql(statement)
        db.session.rollback()

    return run


def test_sound_books_are_found_sound(world):
    report = check()
    assert report.is_sound
    assert (report.fund_years, report.journals, report.entries) == (1, 1, 2)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE ledger_entry SET cents = cents + 1 WHERE cents = 5000", "sum to 1 cents"),
        ("UPDATE ledger_balance SET cents = cents + 1 WHERE cents = 5000", "balance says 5001 cents, entries 5000"),
        ("UPDATE fund_year SET budget_cents = budget_cents - 1", "granted were 999999"),
        ("DELETE FROM ledger_posting WHERE journal_id IN (SELECT journal_id FROM ledger_entry WHERE cents = 5000)", "no posting"),
        ("UPDATE ledger_account SET floor_cents = -5 WHERE kind = 'paid'", "its floor is -5"),
        ("UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE kind = 'spent') WHERE cents = 5000", "(spent)"),
    ],
)
def test_a_changed_row_is_found(unguarded, statement, words):
    unguarded("PRAGMA foreign_keys", statement) if "posting" not in statement else unguarded_without_keys(statement)
    report = check()
    assert any(words in fault for fault in report.faults), report.faults


def unguarded_without_keys(statement):
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        cursor.execute(f"DROP TRIGGER {name}")
    cursor.execute(statement)
    cursor.execute("PRAGMA foreign_keys = ON")
    connection.close()
    db.session.rollback()


@pytest.fixture
def paid(any_world):
    """Return an intruder in a house that has paid an advance, and the payment."""
    payment_id = ordered(any_world)[1]
    any_world.do("district", release_payment, payment_id=payment_id, paid_on=any_world.today)
    assert check().is_sound
    intruder = Intruder()
    yield intruder, payment_id
    intruder.leave()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE payment SET state = 'ordered'", "payment {payment} (ordered): 1 release bookings, expected 1"),
        ("DELETE FROM payment_release", "payment {payment} (paid): 1 release bookings, expected 0"),
        ("UPDATE ledger_journal SET step = 'else' WHERE step = 'release'", "payment {payment} (paid): 0 release bookings, expected 1"),
        ("UPDATE payment_release SET amount_cents = amount_cents + 1", "payment {payment}: 15401 cents were released, 15400 booked"),
    ],
)
def test_a_payment_that_differs_from_its_booking_is_found(paid, statement, words):
    intruder, payment_id = paid
    intruder.run(statement)
    assert words.format(payment=payment_id) in check().faults


def test_a_fund_year_without_accounts_is_found(world):
    intruder = Intruder()
    intruder.run("DELETE FROM ledger_account")
    assert f"fund year {world.fund_year_id}: has no accounts" in check().faults
    intruder.leave()


def test_the_command_says_so_and_ends_with_1(world, unguarded):
    run = world.app.test_cli_runner()
    assert run.invoke(args=["ledger", "check"]).exit_code == 0
    unguarded("UPDATE ledger_entry SET cents = cents + 1 WHERE cents = 5000")
    answer = run.invoke(args=["ledger", "check"])
    assert answer.exit_code == 1
    assert "FAULT" in answer.output
    assert str(uuid4()) not in answer.output
