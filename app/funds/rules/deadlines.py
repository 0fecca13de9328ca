"""The deadlines a rule book sets, each the last day on which something is in time."""

from datetime import date

from app.core.clock import due_on
from app.funds.rules.values import RuleValues


def answer_due_on(asked_on: date, values: RuleValues) -> date:
    """Return the last day to answer a query of the office; ``query.answer_days`` [I]."""
    return due_on(asked_on, values.integer("query.answer_days"))


def offer_due_on(notified_on: date, values: RuleValues) -> date:
    """Return the last day to accept a reduced award; ``offer.answer_days`` [I]."""
    return due_on(notified_on, values.integer("offer.answer_days"))


def settlement_due_on(action_to: date, values: RuleValues) -> date:
    """Return the last day to settle; ``settlement.deadline_days`` [I], comparable [S:#41,#43]."""
    return due_on(action_to, values.integer("settlement.deadline_days"))


def repayment_due_on(claimed_on: date, values: RuleValues) -> date:
    """Return the last day to pay back without interest; ``repayment.deadline_days`` [I]."""
    return due_on(claimed_on, values.integer("repayment.deadline_days"))
