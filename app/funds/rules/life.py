"""The lives of fund years and calls."""

from enum import StrEnum

from app.core.machine import Machine


class FundYearState(StrEnum):
    """How far a fund year, «Fondsjahr», is."""

    DRAFT = "draft"
    OPEN = "open"
    SPENDING_CLOSED = "spending_closed"
    SETTLED = "settled"
    REPORTED = "reported"


class CallState(StrEnum):
    """How far a call, «Aufruf», is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    IN_SESSION = "in_session"
    DECIDED = "decided"
    ARCHIVED = "archived"


FUND_YEAR: Machine[FundYearState] = Machine(
    "fund_year",
    {
        (FundYearState.DRAFT, "open"): FundYearState.OPEN,
        (FundYearState.OPEN, "close_spending"): FundYearState.SPENDING_CLOSED,
        (FundYearState.SPENDING_CLOSED, "settle"): FundYearState.SETTLED,
        (FundYearState.SETTLED, "report"): FundYearState.REPORTED,
    },
)

CALL: Machine[CallState] = Machine(
    "call",
    {
        (CallState.DRAFT, "publish"): CallState.PUBLISHED,
        (CallState.PUBLISHED, "close"): CallState.CLOSED,
        (CallState.CLOSED, "begin_session"): CallState.IN_SESSION,
        (CallState.IN_SESSION, "decide"): CallState.DECIDED,
        (CallState.DECIDED, "archive"): CallState.ARCHIVED,
    },
)
