"""Deadlines are whole Berlin days, also when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import (
    add_months,
    berlin_date,
    berlin_moment,
    days_late,
    due_on,
    end_of_day,
    is_over,
    utc_now,
)

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def test_now_is_aware_and_utc():
    assert utc_now().tzinfo is UTC


def test_a_moment_without_a_zone_has_no_berlin_date():
    with pytest.raises(ValueError, match="2025"):
        berlin_date(datetime(2025, 5, 6, 12))


def test_late_in_the_utc_evening_it_is_tomorrow_in_berlin():
    assert berlin_date(datetime(2025, 5, 6, 22, tzinfo=UTC)) == date(2025, 5, 7)
    assert berlin_date(datetime(2025, 1, 6, 22, 59, tzinfo=UTC)) == date(2025, 1, 6)


@pytest.mark.parametrize(("day", "hours"), [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25), (date(2025, 6, 14), 24)])
def test_a_day_ends_at_midnight_in_berlin_whatever_its_length(day, hours):
    begin = end_of_day(day - timedelta(days=1))
    assert end_of_day(day) - begin == timedelta(hours=hours)
    assert berlin_moment(day, time()) == begin


@pytest.mark.parametrize("deadline_on", [date(2025, 3, 30), date(2025, 10, 26), date(2025, 8, 8)])
def test_a_deadline_holds_until_the_last_moment_of_its_day(deadline_on):
    assert not is_over(deadline_on, end_of_day(deadline_on) - timedelta(microseconds=1))
    assert is_over(deadline_on, end_of_day(deadline_on))


@pytest.mark.parametrize(("start", "days", "last"), [
    (date(2025, 7, 18), 21, date(2025, 8, 8)),
    (date(2025, 6, 14), 28, date(2025, 7, 12)),
    (date(2025, 3, 29), 1, date(2025, 3, 30)),
    (date(2025, 10, 25), 2, date(2025, 10, 27)),
])  # fmt: skip
def test_a_period_begins_the_day_after(start, days, last):
    assert due_on(start, days) == last


def test_lateness_counts_whole_days_and_is_never_negative():
    assert days_late(date(2025, 8, 8), date(2025, 8, 22)) == 14
    assert days_late(date(2025, 8, 8), date(2025, 8, 8)) == 0
    assert days_late(date(2025, 8, 8), date(2025, 8, 1)) == 0


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2025, 1, 31), 1, date(2025, 2, 28)),
    (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2025, 12, 15), 1, date(2026, 1, 15)),
    (date(2025, 3, 31), 9, date(2025, 12, 31)),
    (date(2025, 6, 14), 12, date(2026, 6, 14)),
    (date(2025, 6, 14), 0, date(2025, 6, 14)),
])  # fmt: skip
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, months, later):
    assert add_months(day, months) == later


@given(DAYS)
def test_noon_in_berlin_lies_on_its_day(day):
    assert berlin_date(berlin_moment(day)) == day
    assert berlin_date(end_of_day(day)) == day + timedelta(days=1)


@given(DAYS, st.integers(0, 48))
def test_months_never_leave_their_month(day, months):
    later = add_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day
