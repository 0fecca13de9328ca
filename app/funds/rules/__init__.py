"""Rules of funds: the parameters of a rule book, its values, deadlines, and the lives of years and calls."""

from app.funds.rules.deadlines import answer_due_on, offer_due_on, repayment_due_on, settlement_due_on
from app.funds.rules.life import CALL, FUND_YEAR, CallState, FundYearState
from app.funds.rules.parameter import Group, Kind, Parameter
from app.funds.rules.parameters import PARAMETERS
from app.funds.rules.values import RuleValues

__all__ = [
    "CALL",
    "FUND_YEAR",
    "PARAMETERS",
    "CallState",
    "FundYearState",
    "Group",
    "Kind",
    "Parameter",
    "RuleValues",
    "answer_due_on",
    "offer_due_on",
    "repayment_due_on",
    "settlement_due_on",
]
