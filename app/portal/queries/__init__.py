"""What the public reads."""

from app.portal.queries.actions import (
    PER_PAGE,
    ActionAccount,
    MoneyMove,
    PublicAction,
    PublicDecision,
    action,
    actions,
    count_actions,
    count_decisions,
    decision_on,
    decisions,
    money_moves,
)
from app.portal.queries.areas import (
    PublicYear,
    area_with_change,
    log_head,
    next_session,
    open_calls,
    year_with_money,
    years_with_money,
)

__all__ = [
    "PER_PAGE",
    "ActionAccount",
    "MoneyMove",
    "PublicAction",
    "PublicDecision",
    "PublicYear",
    "action",
    "actions",
    "area_with_change",
    "count_actions",
    "count_decisions",
    "decision_on",
    "decisions",
    "log_head",
    "money_moves",
    "next_session",
    "open_calls",
    "year_with_money",
    "years_with_money",
]
