"""Money is whole cents: no cent is invented, none is lost."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Euro, NotAnAmount, german_digits, half_up, parse_german, percent_of, split, total

CENTS = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize("not_cents", [1.5, True, "5", None])
def test_money_is_whole_cents_only(not_cents):
    with pytest.raises(TypeError):
        Euro(not_cents)


def test_amounts_add_subtract_compare_and_sum():
    assert Euro(5) + Euro(3) == Euro(8)
    assert Euro(5) - Euro(8) == Euro(-3)
    assert -Euro(5) == Euro(-5)
    assert Euro(3) < Euro(5)
    assert Euro(1)
    assert not Euro(0)
    assert total([]) == Euro(0)
    assert total([Euro(1), Euro(2)]) == Euro(3)


@pytest.mark.parametrize(
    ("cents", "digits"),
    [(0, "0,00"), (5, "0,05"), (149_996, "1.499,96"), (100_000_000, "1.000.000,00"), (-8_846, "\N{MINUS SIGN}88,46")],
)
def test_amounts_are_written_the_german_way(cents, digits):
    assert german_digits(cents) == digits
    assert str(Euro(cents)) == f"{digits}\N{NO-BREAK SPACE}€"


@pytest.mark.parametrize(
    ("text", "cents"),
    [("25", 2_500), ("25,5", 2_550), ("1.234,56", 123_456), ("1234,56", 123_456), (" 7 € ", 700), ("0,01", 1)],
)
def test_amounts_are_read_as_germans_write_them(text, cents):
    assert parse_german(text) == Euro(cents)


@pytest.mark.parametrize(
    "text",
    ["", "1e3", "-5", "+5", "1.234,567", "1.23", "12.34", "1,2,3", "1.2345", "fünf", "99999999999999", "100000000001",
     "999.999.999.999", "1_000", "NaN"],
)  # fmt: skip
def test_everything_else_is_refused(text):
    with pytest.raises(NotAnAmount):
        parse_german(text)


@given(st.integers(min_value=0, max_value=10**13))
def test_what_was_written_is_read_back(cents):
    assert parse_german(str(Euro(cents))) == Euro(cents)


@given(CENTS, st.integers(min_value=1, max_value=10**6))
def test_half_up_is_the_nearest_whole_with_halves_away_from_zero(numerator, denominator):
    exact = Fraction(numerator, denominator)
    rounded = half_up(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


def test_half_up_refuses_a_denominator_that_is_not_positive():
    with pytest.raises(ValueError, match="0"):
        half_up(1, 0)


def test_ten_percent_of_the_largest_base_ends_exactly_at_the_cap():
    assert percent_of(Euro(136_364), 10) == Euro(13_636)


@given(st.integers(min_value=0, max_value=10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_parts_add_up_to_the_whole_and_are_within_a_cent_of_fair(cents, weights):
    parts = split(Euro(cents), weights)
    assert total(parts) == Euro(cents)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.cents - Fraction(cents * weight, sum(weights))) < 1


def test_equal_remainders_go_to_the_earlier_part():
    assert split(Euro(100), [1, 1, 1]) == [Euro(34), Euro(33), Euro(33)]


@pytest.mark.parametrize("weights", [[0, 0], [2, -1]])
def test_weights_must_share_something(weights):
    with pytest.raises(ValueError, match=r"\["):
        split(Euro(100), weights)
