"""Days of a call follow each other, and what is booked always balances."""

from datetime import date

import pytest

from app.funds.rules.life import CallDatesOutOfOrder, ensure_dates_in_order
from app.ledger.rules import AccountKind, Unbalanced, balanced

FIRST, SECOND, THIRD = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("opens_on", "cut_off_on", "session_on", "field"),
    [(SECOND, FIRST, THIRD, "cut_off_on"), (FIRST, THIRD, SECOND, "session_on"), (THIRD, SECOND, FIRST, "cut_off_on")],
)
def test_the_first_day_of_a_call_that_is_too_early_is_named(opens_on, cut_off_on, session_on, field):
    with pytest.raises(CallDatesOutOfOrder) as refused:
        ensure_dates_in_order(opens_on=opens_on, cut_off_on=cut_off_on, session_on=session_on)
    assert refused.value.field == field


def test_a_call_may_close_and_be_decided_on_one_day():
    ensure_dates_in_order(opens_on=FIRST, cut_off_on=FIRST, session_on=FIRST)


@pytest.mark.parametrize("cents", [{}, {AccountKind.PAID: 0}, {AccountKind.PAID: 1}, {AccountKind.PAID: 2, AccountKind.SPENT: -1}])
def test_what_does_not_balance_is_no_booking(cents):
    with pytest.raises(Unbalanced):
        balanced(cents)


def test_accounts_that_do_not_move_are_left_out():
    moved = balanced({AccountKind.SPENT: 5, AccountKind.PAID: -5, AccountKind.AVAILABLE: 0})
    assert sorted(moved.values()) == [-5, 5]
    assert AccountKind.AVAILABLE not in moved
