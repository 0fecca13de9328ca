"""The database itself refuses what must never be with money, whoever speaks SQL to it."""

from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.areas.commands import create_area
from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.disbursement.models import Payment, PaymentRelease, PaymentSignature
from app.disbursement.rules import PaymentKind, PaymentState, SignatureStep
from app.funds.commands import create_fund, open_fund_year, publish_rule_book
from app.funds.models import FundKind
from app.ledger.models import Account, Balance, Entry, Journal, Posting
from app.ledger.queries import account_ids, balances
from app.ledger.rules import AccountKind
from app.people.models import Person
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.shell.database import db
from app.shell.work import acting

BUDGET = 1_000_000
DAY = date(2025, 1, 2)


@pytest.fixture
def year_id(any_app):
    """Return a fund year of 10,000 EUR."""
    with acting(SYSTEM) as work:
        area_id = create_area(work, name="Kiez", slug="kiez", code="MK", district_name="Mitte")
        fund_id = create_fund(work, area_id=area_id, kind=FundKind.ACTION_FUND, name="Aktionsfonds")
        publish_rule_book(work, fund_id=fund_id, valid_from=DAY, overrides={})
        found = open_fund_year(work, fund_id=fund_id, year=2025)
    db.session.rollback()
    return found


def raw(*statements):
    """Run statements past the house, in one transaction."""
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(sa.text(statement) if isinstance(statement, str) else statement)


def refused(*statements, naming=""):
    with pytest.raises(DBAPIError) as error:
        raw(*statements)
    assert naming in str(error.value)


def journal(year_id):
    return {"id": uuid4(), "fund_year_id": year_id, "cause_kind": "test", "cause_id": uuid4(), "step": "x", "booked_at": utc_now()}


def insert(model, **values):
    return sa.insert(model.__table__).values(**values)


def entries(year_id, row, **moves):
    accounts = account_ids(year_id)
    return [insert(Entry, id=uuid4(), journal_id=row["id"], account_id=accounts[AccountKind(kind)], cents=cents) for kind, cents in moves.items()]


def test_a_balanced_and_posted_journal_is_booked(year_id):
    row = journal(year_id)
    raw(insert(Journal, **row), *entries(year_id, row, available=-500, committed=500), insert(Posting, journal_id=row["id"]))

    held = balances(year_id)
    assert (held[AccountKind.AVAILABLE], held[AccountKind.COMMITTED]) == (BUDGET - 500, 500)


def test_a_journal_without_a_posting_is_not_committed(year_id):
    row = journal(year_id)
    refused(insert(Journal, **row), *entries(year_id, row, available=-500, committed=500))
    assert balances(year_id)[AccountKind.AVAILABLE] == BUDGET


def test_a_posting_of_entries_that_do_not_sum_to_zero_is_refused(year_id):
    row = journal(year_id)
    refused(
        insert(Journal, **row), *entries(year_id, row, available=-500, committed=499), insert(Posting, journal_id=row["id"]),
        naming="ledger_posting_balanced",
    )  # fmt: skip


def test_a_posting_of_nothing_is_refused(year_id):
    row = journal(year_id)
    refused(insert(Journal, **row), insert(Posting, journal_id=row["id"]), naming="ledger_posting_balanced")


def test_an_entry_after_the_posting_is_refused(year_id):
    row = journal(year_id)
    raw(insert(Journal, **row), *entries(year_id, row, available=-500, committed=500), insert(Posting, journal_id=row["id"]))
    refused(*entries(year_id, row, reserved=1), naming="ledger_entry_after_posting")


def test_an_entry_on_an_account_of_another_year_is_refused(year_id):
    with acting(SYSTEM) as work:
        fund_id = db.session.scalar(sa.text("SELECT fund_id FROM fund_year").columns(fund_id=sa.Uuid()))
        other = open_fund_year(work, fund_id=fund_id, year=2026)
    row = journal(year_id)
    refused(insert(Journal, **row), *entries(other, row, available=-500), naming="ledger_entry_same_year")


def test_no_account_falls_below_its_floor(year_id):
    row = journal(year_id)
    refused(
        insert(Journal, **row), *entries(year_id, row, available=-BUDGET - 1, committed=BUDGET + 1), insert(Posting, journal_id=row["id"]),
        naming="ck_ledger_balance_floor",
    )  # fmt: skip


def test_a_balance_changes_only_through_entries(year_id):
    account_id = account_ids(year_id)[AccountKind.AVAILABLE]
    refused(sa.update(Balance.__table__).where(Balance.account_id == account_id).values(cents=Balance.cents + 1), naming="ledger_balance_by_entries")
    refused(sa.delete(Balance.__table__).where(Balance.account_id == account_id))


def test_a_floor_is_not_lowered(year_id):
    refused(sa.update(Account.__table__).values(floor_cents=None), naming="append_only")
    refused(sa.update(Balance.__table__).values(floor_cents=None))


@pytest.mark.parametrize("table", ["ledger_journal", "ledger_entry", "ledger_posting"])
def test_nothing_in_the_book_is_changed_or_deleted(year_id, table):
    column = "journal_id" if table == "ledger_posting" else "id"
    refused(f"UPDATE {table} SET {column} = {column}", naming="append_only")
    refused(f"DELETE FROM {table}", naming="append_only")


def test_nothing_in_the_book_is_replaced(year_id):
    if db.engine.dialect.name != "sqlite":
        refused("TRUNCATE ledger_entry CASCADE", naming="append_only")
        return
    refused("INSERT OR REPLACE INTO ledger_entry SELECT id, journal_id, account_id, cents + 1 FROM ledger_entry")
    refused("INSERT OR REPLACE INTO ledger_journal SELECT * FROM ledger_journal")


def test_a_cause_is_booked_once(year_id):
    row = journal(year_id)
    raw(insert(Journal, **row), *entries(year_id, row, available=-500, committed=500), insert(Posting, journal_id=row["id"]))
    again = {**row, "id": uuid4()}
    refused(insert(Journal, **again), *entries(year_id, again, available=-500, committed=500), insert(Posting, journal_id=again["id"]))


class Case:
    """A payment of 100 EUR with people who may sign it."""

    def __init__(self, year_id, amount_cents=10_000):
        self.people = {name: uuid4() for name in ("certifier", "orderer", "payer", "payee")}
        self.amount_cents = amount_cents
        area_id = db.session.scalar(sa.text("SELECT area_id FROM fund_year").columns(area_id=sa.Uuid()))
        application_id, self.payment_id = uuid4(), uuid4()
        raw(
            *(
                insert(Person, id=person_id, name=name, salt=b"x", created_at=utc_now(), recovery_hashes=[], version=1)
                for name, person_id in self.people.items()
            ),
            insert(
                Application, id=application_id, area_id=area_id, fund_year_id=year_id, state=ApplicationState.AGREED,
                created_at=utc_now(), version=1,
            ),
            insert(
                Payment, id=self.payment_id, area_id=area_id, application_id=application_id, fund_year_id=year_id,
                payee_id=self.people["payee"], kind=PaymentKind.ADVANCE, amount_cents=amount_cents, state=PaymentState.ORDERED,
                requested_at=utc_now(), version=1,
            ),
        )  # fmt: skip

    def sign(self, step, who, amount_cents=None):
        """Return a signature."""
        return insert(
            PaymentSignature, id=uuid4(), payment_id=self.payment_id, step=step, person_id=self.people[who],
            amount_cents=amount_cents or self.amount_cents, signed_at=utc_now(),
        )  # fmt: skip

    def signed(self, *, arithmetical="certifier", orderer="orderer", amount_cents=None):
        """Return the three signatures."""
        return (
            self.sign(SignatureStep.CERTIFY_FACTUAL, "certifier"),
            self.sign(SignatureStep.CERTIFY_ARITHMETICAL, arithmetical),
            self.sign(SignatureStep.ORDER, orderer, amount_cents),
        )

    def release(self, who="payer", amount_cents=None):
        """Return the release."""
        return insert(
            PaymentRelease, payment_id=self.payment_id, released_by_id=self.people[who], amount_cents=amount_cents or self.amount_cents,
            paid_on=DAY, released_at=utc_now(),
        )  # fmt: skip


FOUR_EYES = "payment_release_four_eyes"


def test_a_payment_with_all_signatures_is_released_once(year_id):
    case = Case(year_id)
    raw(*case.signed(), case.release())
    refused(case.release())


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_no_payment_leaves_without_each_step(year_id, missing):
    case = Case(year_id)
    given = [signature for number, signature in enumerate(case.signed()) if number != missing]
    refused(*given, case.release(), naming=FOUR_EYES)


def test_a_release_step_does_not_stand_in_for_a_missing_certification(year_id):
    case = Case(year_id)
    refused(*case.signed()[1:], case.sign(SignatureStep.RELEASE, "payee"), case.release(), naming=FOUR_EYES)


@pytest.mark.parametrize("orderer", ["certifier", "payee"])
def test_neither_certifier_nor_payee_orders(year_id, orderer):
    case = Case(year_id)
    refused(*case.signed(orderer=orderer), case.release(), naming=FOUR_EYES)


def test_the_payee_certifies_nothing(year_id):
    case = Case(year_id)
    refused(*case.signed(arithmetical="payee"), case.release(), naming=FOUR_EYES)


@pytest.mark.parametrize("releaser", ["certifier", "orderer", "payee"])
def test_nobody_who_signed_or_receives_releases(year_id, releaser):
    case = Case(year_id)
    refused(*case.signed(), case.release(releaser), naming=FOUR_EYES)


def test_an_amount_changed_after_a_signature_is_not_released(year_id):
    case = Case(year_id)
    raise_it = sa.update(Payment.__table__).values(amount_cents=20_000)
    refused(*case.signed(), raise_it, case.release(amount_cents=20_000), naming=FOUR_EYES)
    refused(*case.signed(amount_cents=20_000), case.release(), naming=FOUR_EYES)


def test_another_amount_than_signed_is_not_released(year_id):
    case = Case(year_id)
    refused(*case.signed(), case.release(amount_cents=10_001), naming=FOUR_EYES)
