"""Money leaves through four eyes."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Euro
from app.disbursement.rules import (
    KIND_LABELS,
    PAYMENT,
    PAYMENT_LABELS,
    STEP_AFTER,
    FourEyes,
    InBankFile,
    NothingDue,
    NothingToPay,
    PaidBeforeOrdered,
    PaymentAboveAward,
    PaymentKind,
    PaymentState,
    SignatureStep,
    StoppedOutOfTime,
    advance_amount,
    check_amount,
    check_signature,
    ensure_day,
    ensure_due,
    ensure_stopped,
    is_due,
    obstacle,
)
from app.funds.rules.values import RuleValues
from app.proposals.rules import ApplicationState

Q1, Q2, Q3, PAYEE = (UUID(int=number) for number in (1, 2, 3, 4))
CERTIFIED = {SignatureStep.CERTIFY_FACTUAL: Q1, SignatureStep.CERTIFY_ARITHMETICAL: Q1}
ORDERED = CERTIFIED | {SignatureStep.ORDER: Q2}
PATH = [step.value for step in SignatureStep]


def sign(step: SignatureStep, person_id: UUID, signatures: dict[SignatureStep, UUID]) -> None:
    check_signature(step, person_id, signatures=signatures, payee_id=PAYEE)


def test_one_person_may_certify_both_ways():
    sign(SignatureStep.CERTIFY_FACTUAL, Q1, {})
    sign(SignatureStep.CERTIFY_ARITHMETICAL, Q1, {SignatureStep.CERTIFY_FACTUAL: Q1})


def test_nobody_orders_a_payment_they_certified():
    sign(SignatureStep.ORDER, Q2, CERTIFIED)
    with pytest.raises(FourEyes) as refused:
        sign(SignatureStep.ORDER, Q1, CERTIFIED)
    assert (refused.value.status, refused.value.code()) == (403, "four-eyes")
    with pytest.raises(FourEyes):
        sign(SignatureStep.ORDER, Q2, CERTIFIED | {SignatureStep.CERTIFY_ARITHMETICAL: Q2})


def test_whoever_ordered_certifies_nothing_afterwards():
    with pytest.raises(FourEyes):
        sign(SignatureStep.CERTIFY_ARITHMETICAL, Q2, {SignatureStep.ORDER: Q2})


@pytest.mark.parametrize("signer", [Q1, Q2])
def test_nobody_releases_a_payment_they_signed(signer):
    sign(SignatureStep.RELEASE, Q3, ORDERED)
    with pytest.raises(FourEyes):
        sign(SignatureStep.RELEASE, signer, ORDERED)


@pytest.mark.parametrize("step", SignatureStep)
def test_nobody_handles_a_payment_to_themselves(step):
    with pytest.raises(FourEyes):
        sign(step, PAYEE, {})


@given(st.lists(st.sampled_from([Q1, Q2, Q3, PAYEE]), min_size=4, max_size=4))
def test_a_released_payment_has_three_hands_and_none_is_the_payees(people):
    signatures: dict[SignatureStep, UUID] = {}
    try:
        for step, person_id in zip(SignatureStep, people, strict=True):
            sign(step, person_id, signatures)
            signatures[step] = person_id
    except FourEyes:
        assert PAYEE in people or len({*people[:2]} | {people[2]} | {people[3]}) < len({*people[:2]}) + 2
        return
    assert PAYEE not in people
    assert people[2] not in people[:2]
    assert people[3] not in people[:3]


def test_a_payment_takes_its_steps_in_order():
    state = PaymentState.REQUESTED
    for step in PATH:
        assert [other for other in PATH if PAYMENT.allows(state, other)] == [step]
        state = PAYMENT.after(state, step)
    assert state is PaymentState.PAID


def test_what_is_paid_is_neither_rejected_nor_cancelled():
    for state in PaymentState:
        is_unpaid = any(PAYMENT.allows(state, step) for step in PATH)
        assert PAYMENT.allows(state, "reject") == PAYMENT.allows(state, "cancel") == is_unpaid


def test_the_advance_of_the_worked_example():
    assert advance_amount(Euro(149_996), RuleValues()) == Euro(104_997)


def test_a_fund_without_advances_pays_none():
    assert advance_amount(Euro(149_996), RuleValues.from_overrides({"advance.allowed": False})) == Euro(0)


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_an_advance_is_never_more_than_the_award(cents, percent):
    advance = advance_amount(Euro(cents), RuleValues.from_overrides({"advance.percent": percent}))
    assert Euro(0) <= advance <= Euro(cents)


def test_nothing_is_paid_above_the_award():
    check_amount(Euro(40), award=Euro(100), paid=Euro(60))
    with pytest.raises(PaymentAboveAward) as refused:
        check_amount(Euro(41), award=Euro(100), paid=Euro(60))
    assert refused.value.facts == {"left": Euro(40)}


@pytest.mark.parametrize("cents", [0, -1])
def test_a_payment_of_nothing_is_none(cents):
    with pytest.raises(NothingToPay):
        check_amount(Euro(cents), award=Euro(100), paid=Euro(0))


def test_every_code_has_words():
    assert set(PAYMENT_LABELS) == set(PaymentState)
    assert set(KIND_LABELS) == set(PaymentKind)


def test_each_is_told_why_a_step_is_not_theirs():
    assert obstacle(SignatureStep.ORDER, Q2, signatures=CERTIFIED, payee_id=PAYEE) is None
    assert obstacle(SignatureStep.ORDER, None, signatures=CERTIFIED, payee_id=None) is None
    assert "festgestellt" in str(obstacle(SignatureStep.ORDER, Q1, signatures=CERTIFIED, payee_id=PAYEE))
    assert "angeordnet" in str(obstacle(SignatureStep.RELEASE, Q2, signatures=ORDERED, payee_id=PAYEE))
    assert "Sie selbst" in str(obstacle(SignatureStep.RELEASE, PAYEE, signatures=ORDERED, payee_id=PAYEE))


def test_the_path_has_one_next_step_until_it_ends():
    assert [STEP_AFTER.get(state) for state in PaymentState] == [*SignatureStep, None, None, None]


@pytest.mark.parametrize("kind", list(PaymentKind))
def test_money_is_due_at_its_time_only(kind):
    due = {state for state in ApplicationState if is_due(kind, state)}
    assert ApplicationState.AWARDED not in due
    assert (ApplicationState.AGREED in due) == (kind is PaymentKind.ADVANCE)
    for state in ApplicationState:
        if state in due:
            ensure_due(kind, state)
        else:
            with pytest.raises(NothingDue):
                ensure_due(kind, state)


def test_money_leaves_between_its_order_and_today():
    today = date(2026, 5, 16)
    ensure_day(today, ordered_on=today, today=today)
    ensure_day(today - timedelta(days=9), ordered_on=None, today=today)
    for paid_on in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(PaidBeforeOrdered):
            ensure_day(paid_on, ordered_on=today, today=today)


def test_what_stands_in_no_bank_file_goes_back_without_a_day():
    ensure_stopped(None, filed_on=None, today=date(2026, 5, 4))


@pytest.mark.parametrize("stopped_on", [date(2026, 5, 2), date(2026, 5, 4)])
def test_what_stands_in_a_bank_file_goes_back_with_the_day_the_bank_stopped_it(stopped_on):
    ensure_stopped(stopped_on, filed_on=date(2026, 5, 2), today=date(2026, 5, 4))


@pytest.mark.parametrize(
    ("stopped_on", "refusal"),
    [(None, InBankFile), (date(2026, 5, 1), StoppedOutOfTime), (date(2026, 5, 5), StoppedOutOfTime)],
)
def test_what_stands_in_a_bank_file_stays_unless_the_bank_stopped_it(stopped_on, refusal):
    with pytest.raises(refusal):
        ensure_stopped(stopped_on, filed_on=date(2026, 5, 2), today=date(2026, 5, 4))
