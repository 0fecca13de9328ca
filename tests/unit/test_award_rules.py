"""What an award may be, and how long an offer holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocation.rules import (
    AWARD,
    AwardState,
    NotEnoughMoney,
    OfferExpired,
    ensure_affordable,
    ensure_in_time,
)
from app.core.money import Euro

LAST = date(2026, 5, 20)
amounts = st.integers(0, 10**12).map(Euro)


@given(amounts, amounts)
def test_an_award_is_never_above_what_is_available(amount, available):
    if amount <= available:
        ensure_affordable(amount, available=available)
        return
    with pytest.raises(NotEnoughMoney) as refused:
        ensure_affordable(amount, available=available)
    assert refused.value.facts == {"amount": amount, "available": available}


def test_an_offer_holds_to_the_end_of_its_last_day():
    ensure_in_time(LAST, today=LAST)
    ensure_in_time(None, today=LAST)
    with pytest.raises(OfferExpired):
        ensure_in_time(LAST, today=LAST + timedelta(days=1))


def test_what_was_declined_or_called_off_never_binds_again():
    for state in (AwardState.DECLINED, AwardState.CANCELLED, AwardState.SETTLED):
        assert not [step for before, step in AWARD.table if before is state]
