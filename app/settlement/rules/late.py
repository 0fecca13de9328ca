"""Interest on money paid back late (domain report, sections 3.5 and 11.1)."""

from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import DomainError
from app.core.money import Euro, half_up
from app.core.words import N_
from app.funds.rules.values import RuleValues

DAYS_A_YEAR = 365
HUNDREDTHS_OF_A_POINT = 100
HUNDREDTHS_IN_ALL = 10_000
SECOND_HALF_BEGINS = 7


class BaseRateUnknown(DomainError):
    """The rule book holds no base rate for that time."""

    title = N_("Für die Zeit ab dem %(late_from)s fehlt der Basiszins im Regelwerk.")


class InterestState(StrEnum):
    """What became of interest, «Zinsen», on a late repayment."""

    NONE = "none"
    DUE = "due"
    PAID = "paid"
    WAIVED = "waived"


def interest(amount: Euro, *, due_on: date, paid_on: date, values: RuleValues) -> Euro:
    """Return the interest on an amount paid after its last day; nothing when in time.

    Points above the base rate of each half-year (§ 49a VwVfG [S:#77,#78]), from the day after ``due_on`` to
    ``paid_on``, exact days over 365, half up once [I].
    """
    if paid_on <= due_on or amount <= Euro(0):
        return Euro(0)
    late_from, late_until = due_on + timedelta(days=1), paid_on + timedelta(days=1)
    weighted = sum(days * rate for days, rate in _segments(late_from, late_until, values))
    return Euro(half_up(amount.cents * weighted, DAYS_A_YEAR * HUNDREDTHS_IN_ALL))


def _segments(late_from: date, late_until: date, values: RuleValues) -> list[tuple[int, int]]:
    rates = sorted((date.fromisoformat(day), rate) for day, rate in values.table("interest.base_rate").items())
    if not rates or rates[0][0] > late_from:
        raise BaseRateUnknown(late_from=late_from)
    points = values.integer("interest.points_over_base") * HUNDREDTHS_OF_A_POINT
    ends = [*(day for day, _ in rates[1:]), late_until]
    return [
        ((min(end, late_until) - max(begin, late_from)).days, max(0, rate + points))
        for (begin, rate), end in zip(rates, ends, strict=True)
        if min(end, late_until) > max(begin, late_from)
    ]


def base_rate_missing_from(paid_on: date, values: RuleValues) -> date | None:
    """Return the begin of that day's half-year if its base rate was never entered; the last one is used [S:#78]."""
    half_year = date(paid_on.year, 1 if paid_on.month < SECOND_HALF_BEGINS else SECOND_HALF_BEGINS, 1)
    return None if half_year.isoformat() in values.table("interest.base_rate") else half_year


def is_bagatelle(interest_amount: Euro, values: RuleValues) -> bool:
    """Tell whether interest is too small to be worth claiming; ``interest.bagatelle_cents`` [I]."""
    return interest_amount < values.cents("interest.bagatelle_cents")
