"""Time is aware UTC inside and Berlin's calendar at the edge; deadlines are whole Berlin days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def berlin_date(moment: datetime) -> date:
    """Return the calendar day in Berlin at an aware moment."""
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(BERLIN).date()


def berlin_moment(day: date, at: time = time(12)) -> datetime:
    """Return an aware UTC moment for a wall-clock time on a Berlin day (noon by default)."""
    return datetime.combine(day, at, BERLIN).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the first moment after a Berlin day: a deadline on that day holds strictly before it."""
    return datetime.combine(day + timedelta(days=1), time(), BERLIN).astimezone(UTC)


def due_on(start: date, days: int) -> date:
    """Return the last day of a period of ``days`` that begins after ``start`` (§ 187 (1), § 188 (1) BGB)."""
    return start + timedelta(days=days)


def is_over(deadline_on: date, now: datetime) -> bool:
    """Tell whether a deadline, inclusive to the end of its Berlin day, has passed."""
    return now >= end_of_day(deadline_on)


def days_late(deadline_on: date, happened_on: date) -> int:
    """Return how many whole days after its deadline something happened; never negative."""
    return max(0, (happened_on - deadline_on).days)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day (§ 188 (3) BGB)."""
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
