"""Rules of funds: the parameters of a rule book, its values, deadlines, and the lives of years and calls."""

from app.funds.rules.deadlines import answer_due_on, offer_due_on, repayment_due_on, settlement_due_on
from app.funds.rules.life import (
    CALL,
    CALL_LABELS,
    FUND_YEAR,
    FUND_YEAR_LABELS,
    CallDatesOutOfOrder,
    CallState,
    FundExists,
    FundYearExists,
    FundYearNotOpen,
    FundYearState,
    MoneyUnderWay,
    NoBudget,
    NoRulesInForce,
    NothingChanged,
    RulesInThePast,
    ensure_dates_in_order,
    ensure_not_in_the_past,
    ensure_open,
    ensure_settled,
)
from app.funds.rules.parameter import Group, Kind, Parameter
from app.funds.rules.parameters import PARAMETERS
from app.funds.rules.values import RuleValues

__all__ = [
    "CALL",
    "CALL_LABELS",
    "FUND_YEAR",
    "FUND_YEAR_LABELS",
    "PARAMETERS",
    "CallDatesOutOfOrder",
    "CallState",
    "FundExists",
    "FundYearExists",
    "FundYearNotOpen",
    "FundYearState",
    "Group",
    "Kind",
    "MoneyUnderWay",
    "NoBudget",
    "NoRulesInForce",
    "NothingChanged",
    "Parameter",
    "RuleValues",
    "RulesInThePast",
    "answer_due_on",
    "ensure_dates_in_order",
    "ensure_not_in_the_past",
    "ensure_open",
    "ensure_settled",
    "offer_due_on",
    "repayment_due_on",
    "settlement_due_on",
]
