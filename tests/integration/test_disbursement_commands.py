"""Money leaves through four eyes: by the commands, and by the database itself."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.actor import Role
from app.core.clock import utc_now
from app.core.errors import Forbidden, NotFound, WrongState
from app.disbursement.commands import (
    certify_arithmetical,
    certify_factual,
    order_payment,
    reject_payment,
    release_payment,
    request_payment,
    set_payee_account,
    show_payee_account,
)
from app.disbursement.models import PayeeAccount, Payment, PaymentRelease
from app.disbursement.queries import account_of, payments_of, waiting_payments, whole_iban, why_not_sign
from app.disbursement.rules import (
    AlreadyRequested,
    AmountChanged,
    FourEyes,
    NoPayeeAccount,
    NotAnIban,
    NothingDue,
    NothingToPay,
    PaidBeforeOrdered,
    PaymentKind,
    PaymentState,
)
from app.ledger.models import Journal
from app.people.commands import grant_role
from app.proposals.rules import ApplicationState
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.jobs.outbox import Job
from tests.awards import IBAN, agreed, application, certified, decided, money, ordered, payment, requested
from tests.factories import World

BUDGET, AWARD, ADVANCE = 1_000_000, 22_000, 15_400


@contextmanager
def writing():
    """Yield a connection that changes rows past the house, in one transaction."""
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def test_an_advance_goes_its_whole_way(world):
    application_id, payment_id = requested(world)
    assert payment(payment_id).amount_cents == ADVANCE

    world.do("q1", certify_factual, payment_id=payment_id, amount_cents=ADVANCE)
    world.do("q1", certify_arithmetical, payment_id=payment_id)
    world.do("q2", order_payment, payment_id=payment_id)
    assert money(world) == {"available": BUDGET - AWARD, "committed": AWARD - ADVANCE, "in_transit": ADVANCE}

    world.do("district", release_payment, payment_id=payment_id, paid_on=world.today)
    assert money(world) == {"available": BUDGET - AWARD, "committed": AWARD - ADVANCE, "paid": ADVANCE}
    row = application(application_id)
    assert (row.state, row.paid_cents) == (ApplicationState.RUNNING, ADVANCE)
    assert row.due_on == row.action_to + timedelta(days=28)
    assert payment(payment_id).state is PaymentState.PAID
    job = db.session.scalars(sa.select(Job).order_by(Job.created_at)).all()[-1]
    assert job.arguments["template"] == "disbursement/mail/paid.txt"


def test_a_stranger_to_the_case_signs_nothing(world):
    _, payment_id = requested(world)
    other = World(world.app)
    for handle in ("q1", "district"):
        with pytest.raises(NotFound):
            other.do(handle, certify_factual, payment_id=payment_id)
    for handle in ("applicant", "j1", "district", "auditor"):
        with pytest.raises(Forbidden):
            world.do(handle, certify_factual, payment_id=payment_id)


def test_nobody_orders_a_payment_they_certified(world):
    _, payment_id = certified(world)
    with pytest.raises(FourEyes) as refused:
        world.do("q1", order_payment, payment_id=payment_id)
    assert (refused.value.status, refused.value.code()) == (403, "four-eyes")
    assert payment(payment_id).state is PaymentState.CERTIFIED_ARITHMETICAL
    assert "in_transit" not in money(world)


@pytest.mark.parametrize("handle", ["q1", "q2"])
def test_nobody_releases_a_payment_they_signed(world, handle):
    _, payment_id = ordered(world)
    with pytest.raises(FourEyes):
        world.do(handle, release_payment, payment_id=payment_id, paid_on=world.today)
    assert "paid" not in money(world)


def test_a_third_member_of_the_office_may_release(world):
    _, payment_id = ordered(world)
    world.do("q3", release_payment, payment_id=payment_id, paid_on=world.today)
    assert money(world)["paid"] == ADVANCE


def test_nobody_handles_a_payment_to_themselves(world):
    with world.acting("system") as work:
        grant_role(
            work, person_id=world.people["applicant"], role=Role.STAFF, area_id=world.area_id, valid_from=world.today
        )
    _, payment_id = requested(world)
    for command in (certify_factual, order_payment):
        with pytest.raises((Forbidden, FourEyes)):
            world.do("applicant", command, payment_id=payment_id)
    world.do("q1", certify_factual, payment_id=payment_id)
    world.do("q1", certify_arithmetical, payment_id=payment_id)
    world.do("q2", order_payment, payment_id=payment_id)
    with pytest.raises((Forbidden, FourEyes)):
        world.do("applicant", release_payment, payment_id=payment_id, paid_on=world.today)


def test_no_step_of_the_path_is_skipped_or_repeated(world):
    _, payment_id = requested(world)
    for handle, command in (("q2", certify_arithmetical), ("q2", order_payment)):
        with pytest.raises(WrongState):
            world.do(handle, command, payment_id=payment_id)
    with pytest.raises(WrongState):
        world.do("district", release_payment, payment_id=payment_id, paid_on=world.today)
    world.do("q1", certify_factual, payment_id=payment_id)
    with pytest.raises(WrongState):
        world.do("q3", certify_factual, payment_id=payment_id)


def test_another_amount_than_was_seen_is_not_signed(world):
    _, payment_id = requested(world)
    with pytest.raises(AmountChanged):
        world.do("q1", certify_factual, payment_id=payment_id, amount_cents=ADVANCE - 1)


def test_a_second_release_is_refused_and_books_nothing(world):
    application_id, payment_id = ordered(world)
    world.do("district", release_payment, payment_id=payment_id, paid_on=world.today)
    with pytest.raises(WrongState):
        world.do("q3", release_payment, payment_id=payment_id, paid_on=world.today)
    booked = (
        sa.select(sa.func.count()).select_from(Journal).where(Journal.cause_id == payment_id, Journal.step == "release")
    )
    assert db.session.scalar(booked) == 1
    assert application(application_id).paid_cents == ADVANCE


@pytest.mark.parametrize("days", [-1, 1])
def test_a_payment_leaves_between_its_order_and_today(world, days):
    _, payment_id = ordered(world)
    with pytest.raises(PaidBeforeOrdered) as refused:
        world.do("district", release_payment, payment_id=payment_id, paid_on=world.today + timedelta(days=days))
    assert refused.value.field == "paid_on"


def test_an_advance_is_asked_for_once(world):
    application_id, _ = requested(world)
    with pytest.raises(AlreadyRequested):
        world.do("q1", request_payment, application_id=application_id, kind=PaymentKind.ADVANCE)


def test_nothing_is_due_before_the_agreement_or_without_an_award(world):
    application_id = decided(world)
    with pytest.raises(NothingDue):
        world.do("applicant", request_payment, application_id=application_id, kind=PaymentKind.ADVANCE)
    rejected = decided(world, yes=0, no=7)
    with pytest.raises(NothingDue):
        world.do("applicant", request_payment, application_id=rejected, kind=PaymentKind.ADVANCE)


def test_a_balance_is_due_only_after_the_settlement(world):
    application_id = agreed(world)
    with pytest.raises(NothingDue):
        world.do("q1", request_payment, application_id=application_id, kind=PaymentKind.BALANCE, amount_cents=100)


def test_where_the_rules_allow_no_advance_none_is_paid(app):
    world = World(app, rules={"advance.allowed": False})
    application_id = agreed(world)
    with pytest.raises(NothingToPay):
        world.do("applicant", request_payment, application_id=application_id, kind=PaymentKind.ADVANCE)


def test_a_rejected_payment_gives_the_money_back_and_may_be_asked_for_again(world):
    application_id, payment_id = ordered(world)
    world.do("district", reject_payment, payment_id=payment_id, reason="Falsches Konto.")

    assert money(world) == {"available": BUDGET - AWARD, "committed": AWARD}
    assert payment(payment_id).state is PaymentState.REJECTED
    with pytest.raises(WrongState):
        world.do("q3", release_payment, payment_id=payment_id, paid_on=world.today)
    again = world.do("q1", request_payment, application_id=application_id, kind=PaymentKind.ADVANCE)
    assert again != payment_id
    assert len(payments_of(application_id)) == 2


def test_without_an_account_nothing_is_certified(world):
    application_id = agreed(world)
    payment_id = world.do("q1", request_payment, application_id=application_id, kind=PaymentKind.ADVANCE)
    with pytest.raises(NoPayeeAccount):
        world.do("q1", certify_factual, payment_id=payment_id)
    world.do("applicant", set_payee_account, application_id=application_id, holder="Ada", iban=IBAN)
    world.do("q1", certify_factual, payment_id=payment_id)
    assert payments_of(application_id)[0].iban_tail == "2051"


def test_a_payment_keeps_the_account_that_was_certified(world):
    application_id, payment_id = certified(world)
    world.do(
        "applicant",
        set_payee_account,
        application_id=application_id,
        holder="Zweitkonto",
        iban="DE89 3704 0044 0532 0130 00",
    )
    world.do("q2", order_payment, payment_id=payment_id)

    assert payments_of(application_id)[0].iban_tail == "2051"
    assert account_of(application_id).iban_tail == "3000"


@pytest.mark.parametrize("typed", ["DE02 1203 0000 0000 2020 52", "DE02", "", "12345", "GB82WEST12345698765433"])
def test_a_mistyped_iban_is_refused_at_its_field(world, typed):
    application_id = decided(world)
    with pytest.raises(NotAnIban) as refused:
        world.do("applicant", set_payee_account, application_id=application_id, holder="Ada", iban=typed)
    assert refused.value.field == "iban"
    assert account_of(application_id) is None


def test_an_iban_is_not_readable_in_the_database(world):
    application_id = agreed(world)
    account_id = world.do("applicant", set_payee_account, application_id=application_id, holder="Ada", iban=IBAN)
    number = IBAN.replace(" ", "")

    stored = db.session.get(PayeeAccount, account_id)
    assert number.encode() not in stored.iban_sealed
    assert stored.iban_tail == "2051"
    assert whole_iban(account_id) == number
    assert not [line for line in db.session.scalars(sa.select(AuditEvent.line)) if number.encode() in line]


def test_who_pays_out_sees_the_whole_number_and_the_log_knows(world):
    _, payment_id = ordered(world)
    for handle in ("q1", "q2"):
        with pytest.raises(FourEyes):
            world.do(handle, show_payee_account, payment_id=payment_id)
    with pytest.raises(Forbidden):
        world.do("applicant", show_payee_account, payment_id=payment_id)

    account_id = world.do("district", show_payee_account, payment_id=payment_id)
    assert whole_iban(account_id) == IBAN.replace(" ", "")
    tags = db.session.scalars(sa.select(AuditEvent.tag).where(AuditEvent.subject_id == account_id)).all()
    assert "payee_account.shown" in tags


def test_nobody_looks_at_the_number_before_the_order(world):
    _, payment_id = certified(world)
    with pytest.raises(WrongState):
        world.do("district", show_payee_account, payment_id=payment_id)


def test_each_sees_why_a_step_is_not_theirs(world):
    application_id, payment_id = certified(world)
    (row,) = payments_of(application_id)
    assert why_not_sign(world.actor("q2"), row) == ""
    assert "festgestellt" in why_not_sign(world.actor("q1"), row)
    assert "an Sie selbst" in why_not_sign(world.actor("applicant"), row)
    assert "Anordnen" in why_not_sign(world.actor("auditor"), row)
    world.do("q2", order_payment, payment_id=payment_id)
    (row,) = payments_of(application_id)
    assert "angeordnet" in why_not_sign(world.actor("q2"), row)
    assert why_not_sign(world.actor("district"), row) == ""


def test_each_area_sees_its_own_payments_under_way(world):
    _, payment_id = certified(world)
    assert [row.id for row in waiting_payments(world.actor("q1"))] == [payment_id]
    assert [row.id for row in waiting_payments(world.actor("auditor"))] == [payment_id]
    other = World(world.app)
    assert waiting_payments(other.actor("q1")) == []
    assert waiting_payments(world.actor("applicant")) == []


def test_the_database_refuses_a_release_by_who_ordered(any_world):
    _, payment_id = ordered(any_world)
    for handle in ("q1", "q2", "applicant"):
        row = {
            "payment_id": payment_id, "released_by_id": any_world.people[handle], "amount_cents": ADVANCE,
            "paid_on": any_world.today, "released_at": utc_now(),
        }  # fmt: skip
        with pytest.raises(sa.exc.IntegrityError, match="four_eyes"), writing() as connection:
            connection.execute(sa.insert(PaymentRelease.__table__).values(row))


def test_the_database_refuses_a_release_of_a_raised_amount(any_world):
    _, payment_id = ordered(any_world)
    row = {
        "payment_id": payment_id, "released_by_id": any_world.people["district"], "amount_cents": ADVANCE + 1,
        "paid_on": any_world.today, "released_at": utc_now(),
    }  # fmt: skip
    with pytest.raises(sa.exc.IntegrityError, match="four_eyes"), writing() as connection:
        connection.execute(
            sa.update(Payment.__table__).where(Payment.id == payment_id).values(amount_cents=ADVANCE + 1)
        )
        connection.execute(sa.insert(PaymentRelease.__table__).values(row))


def test_an_unknown_payment_is_not_found(world):
    with pytest.raises(NotFound):
        world.do("q1", certify_factual, payment_id=uuid4())
