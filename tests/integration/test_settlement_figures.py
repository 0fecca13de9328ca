"""From receipts to the last cent: the worked example, a second payment, money back late, an action called off."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.core.errors import Forbidden, NotFound, WrongState
from app.core.policy import Action
from app.disbursement import commands as payments
from app.disbursement.models import Payment
from app.disbursement.rules import FourEyes, PaymentKind
from app.proposals.rules import ApplicationState
from app.settlement import commands
from app.settlement.models import RepaymentClaim
from app.settlement.queries import claim_of, overview_of
from app.settlement.rules import BalanceUnpaid, InterestOpen, InterestState, ReceiptsOpen, RepaymentTooHigh, StillOwed
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from tests.paid_actions import PaidAction

JULY = date(2025, 7, 18)
AUGUST = date(2025, 8, 22)
RECEIPTS = [
    (1, date(2025, 6, 12), 31_280, "materials", [("NOT_PURPOSE", 2_500)]),
    (2, date(2025, 6, 10), 17_135, "materials", []),
    (3, date(2025, 6, 13), 29_000, "materials", [("REFUNDABLE_DEPOSIT", 5_000)]),
    (4, date(2025, 6, 5), 10_890, "materials", []),
    (5, date(2025, 6, 13), 9_645, "food", [("ALCOHOL", 2_390), ("REFUNDABLE_DEPOSIT", 650)]),
    (6, date(2025, 6, 25), 7_990, "materials", [("OUT_OF_PERIOD", 7_990)]),
    (7, date(2025, 6, 14), 2_000, "materials", [("FINE", 2_000)]),
]


def recognise(action, receipt_id, cuts, on=JULY, by=None):
    parts = [{"reason": reason, "amount_cents": cents} for reason, cents in cuts]
    return action.do(by or action.q1, on, commands.recognise_receipt, receipt_id=receipt_id, cuts=parts)


def hoffest(**options):
    action = PaidAction(**options)
    ids = [action.add(number, on, cents, category) for number, on, cents, category, _ in RECEIPTS]
    action.report(photos=3)
    action.submit()
    for receipt_id, (*_, cuts) in zip(ids, RECEIPTS, strict=True):
        recognise(action, receipt_id, cuts)
    return action


def in_full(action, cents):
    receipt_id = action.add(1, date(2025, 6, 12), cents)
    action.report()
    action.submit()
    recognise(action, receipt_id, [])


def test_the_worked_example_holds_to_the_cent(any_app):
    action = hoffest()
    assert action.fresh().state is ApplicationState.SETTLEMENT_SUBMITTED

    action.finalise(JULY)
    application = action.fresh()
    assert (application.state, application.recognised_cents) == (ApplicationState.REPAYMENT_DUE, 87_410)
    claim = claim_of(action.id)
    assert (claim.amount_cents, claim.due_on, application.due_on) == (8_846, date(2025, 8, 8), date(2025, 8, 8))
    assert action.money() == {"budget": -1_000_000, "available": 895_003, "paid": 8_846, "spent": 96_151}

    action.do(
        action.q1, AUGUST, commands.book_repayment, application_id=action.id, amount_cents=8_846, received_on=AUGUST
    )
    assert (claim_of(action.id).interest_cents, claim_of(action.id).interest_state) == (21, InterestState.DUE)
    with pytest.raises(InterestOpen):
        action.do(action.q1, AUGUST, commands.close_account, application_id=action.id)
    action.do(action.q2, AUGUST, commands.waive_interest, application_id=action.id)
    action.do(action.q1, AUGUST, commands.close_account, application_id=action.id)

    assert action.fresh().state is ApplicationState.CLOSED
    assert action.money() == {"budget": -1_000_000, "available": 903_849, "spent": 96_151}


def test_every_step_of_the_example_stands_in_the_log(app):
    action = hoffest()
    action.finalise(JULY)

    tags = list(
        db.session.scalars(sa.select(AuditEvent.tag).where(AuditEvent.case_id == action.id).order_by(AuditEvent.id))
    )
    assert [tag for tag in tags if tag.startswith("receipt.recognised")] == ["receipt.recognised"] * 7
    assert tags[-4:] == ["settlement.certified", "journal.booked", "settlement.ordered", "repayment.claimed"]


def test_a_compliant_account_gets_its_second_payment_and_closes_when_it_is_paid(app):
    action = PaidAction()
    in_full(action, 136_360)
    action.finalise(JULY)

    assert action.fresh().state is ApplicationState.SECOND_PAYMENT_DUE
    wanted = sa.select(Payment.id, Payment.amount_cents).where(Payment.kind == PaymentKind.BALANCE)
    payment_id, cents = db.session.execute(wanted).one()
    assert cents == 44_999
    assert action.money() == {"budget": -1_000_000, "available": 850_004, "committed": 44_999, "spent": 104_997}
    with pytest.raises(BalanceUnpaid):
        action.do(action.q1, JULY, commands.close_account, application_id=action.id)

    iban = {"holder": "Anna", "iban": "DE02120300000000202051"}
    action.do(action.applicant, JULY, payments.set_payee_account, application_id=action.id, **iban)
    action.do(action.q1, JULY, payments.certify_factual, payment_id=payment_id)
    action.do(action.q1, JULY, payments.certify_arithmetical, payment_id=payment_id)
    action.do(action.q2, JULY, payments.order_payment, payment_id=payment_id)
    action.do(action.district, JULY, payments.release_payment, payment_id=payment_id, paid_on=JULY)
    assert action.money() == {"budget": -1_000_000, "available": 850_004, "spent": 149_996}
    view = action.do(action.applicant, JULY, lambda work: overview_of(work.actor, action.id))
    assert (view.figures.balance_payment.cents, view.left.cents) == (44_999, 0)
    action.do(action.q1, JULY, commands.close_account, application_id=action.id)


def test_whoever_certified_a_settlement_does_not_order_it(app):
    action = hoffest()
    action.do(action.q1, JULY, commands.certify_settlement, application_id=action.id, note="Alles geprüft.")
    before = action.money()

    with pytest.raises(FourEyes):
        action.do(action.q1, JULY, commands.order_settlement, application_id=action.id)
    assert (action.fresh().state, action.money()) == (ApplicationState.CERTIFIED, before)


def test_a_settlement_is_not_certified_while_a_receipt_waits(app):
    action = PaidAction()
    action.add(1, date(2025, 6, 12), 1_000)
    action.report()
    action.submit()
    with pytest.raises(ReceiptsOpen):
        action.do(action.q1, JULY, commands.certify_settlement, application_id=action.id, note="Alles geprüft.")


def test_a_settlement_is_ordered_once(app):
    action = hoffest()
    action.finalise(JULY)
    with pytest.raises(WrongState):
        action.do(action.q2, JULY, commands.order_settlement, application_id=action.id)


def test_money_in_parts_is_booked_in_parts_and_never_beyond_what_is_owed(app):
    action = hoffest()
    action.finalise(JULY)
    in_time = date(2025, 8, 8)
    book = {"application_id": action.id, "received_on": in_time}

    action.do(action.q1, in_time, commands.book_repayment, amount_cents=5_000, **book)
    with pytest.raises(StillOwed):
        action.do(action.q1, in_time, commands.close_account, application_id=action.id)
    with pytest.raises(RepaymentTooHigh):
        action.do(action.q1, in_time, commands.book_repayment, amount_cents=3_847, **book)
    action.do(action.q1, in_time, commands.book_repayment, amount_cents=3_846, **book)

    assert (claim_of(action.id).left_cents, claim_of(action.id).interest_state) == (0, InterestState.NONE)
    action.do(action.q1, in_time, commands.close_account, application_id=action.id)
    assert action.fresh().closed_at is not None


def test_late_money_pays_claim_and_interest_in_one(app):
    action = hoffest()
    action.finalise(JULY)
    action.do(
        action.q1, AUGUST, commands.book_repayment, application_id=action.id, amount_cents=8_867, received_on=AUGUST
    )

    assert claim_of(action.id).interest_state is InterestState.PAID
    assert action.money()["interest"] == 21


def test_interest_above_the_limit_is_waived_by_somebody_who_booked_nothing(app):
    action = hoffest(rules={"interest.bagatelle_cents": 0})
    action.finalise(JULY)
    action.do(
        action.q1, AUGUST, commands.book_repayment, application_id=action.id, amount_cents=8_846, received_on=AUGUST
    )
    with pytest.raises(FourEyes):
        action.do(action.q1, AUGUST, commands.waive_interest, application_id=action.id)
    action.do(action.q2, AUGUST, commands.waive_interest, application_id=action.id)
    assert claim_of(action.id).interest_open_cents == 0


def test_money_for_an_older_year_leaves_the_fund(app):
    action = hoffest()
    action.finalise(JULY)
    late = date(2026, 1, 9)
    action.do(action.q1, late, commands.book_repayment, application_id=action.id, amount_cents=8_846, received_on=late)
    assert action.money()["budget"] == -991_154


def test_a_difference_below_the_limit_is_not_claimed(app):
    action = hoffest(rules={"repayment.bagatelle_cents": 10_000})
    action.finalise(JULY)

    assert (action.fresh().state, claim_of(action.id)) == (ApplicationState.FINALISED, None)
    assert action.money() == {"budget": -1_000_000, "available": 895_003, "spent": 104_997}
    action.do(action.q1, JULY, commands.close_account, application_id=action.id)


def test_an_action_called_off_after_the_advance_owes_all_of_it(app):
    action = PaidAction()
    action.do(action.q1, JULY, commands.cancel_paid_action, application_id=action.id, reason="Regen")

    assert (action.fresh().state, claim_of(action.id).amount_cents) == (ApplicationState.REPAYMENT_DUE, 104_997)
    assert action.money() == {"budget": -1_000_000, "available": 895_003, "paid": 104_997}
    action.do(
        action.q1, JULY, commands.book_repayment, application_id=action.id, amount_cents=104_997, received_on=JULY
    )
    action.do(action.q1, JULY, commands.close_account, application_id=action.id)
    assert action.money() == {"budget": -1_000_000, "available": 1_000_000}


def test_an_action_called_off_before_any_money_left_owes_nothing(app):
    action = PaidAction(advance=0, state=ApplicationState.AGREED)
    action.do(action.q1, JULY, commands.cancel_paid_action, application_id=action.id, reason="Regen")

    assert (action.fresh().state, claim_of(action.id)) == (ApplicationState.CANCELLED, None)
    assert action.money() == {"budget": -1_000_000, "available": 1_000_000}
    action.do(action.q1, JULY, commands.close_account, application_id=action.id)


def test_an_account_that_never_comes_costs_the_award(app):
    action = PaidAction(state=ApplicationState.OVERDUE)
    with pytest.raises(Forbidden):
        action.do(action.applicant, JULY, commands.revoke_award, application_id=action.id, reason="Ich")
    action.do(action.q1, JULY, commands.revoke_award, application_id=action.id, reason="Keine Abrechnung")

    assert (action.fresh().state, claim_of(action.id).amount_cents) == (ApplicationState.REPAYMENT_DUE, 104_997)
    assert action.money() == {"budget": -1_000_000, "available": 895_003, "paid": 104_997}


def test_an_action_without_costs_gives_everything_back(app):
    action = PaidAction()
    action.report()
    action.submit()
    action.finalise(JULY)
    assert claim_of(action.id).amount_cents == 104_997


def test_the_applicant_decides_nothing_about_their_own_account(app):
    action = hoffest()
    for command in (commands.order_settlement, commands.waive_interest, commands.close_account):
        with pytest.raises((Forbidden, NotFound)):
            action.do(action.applicant, JULY, command, application_id=action.id)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RepaymentClaim)) == 0


def test_staff_of_another_neighbourhood_find_nothing(app):
    action, other = hoffest(), PaidAction(code="NK")
    with pytest.raises(NotFound):
        action.do(other.q1, JULY, commands.certify_settlement, application_id=action.id, note="Neugier")
    assert Action.FINALISE_SETTLEMENT.value == "finalise_settlement"
