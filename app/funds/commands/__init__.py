"""Changing funds: funds and their years, rule books, calls."""

from app.funds.commands.calls import close_call, create_call, edit_call, publish_call
from app.funds.commands.rule_books import publish_rule_book
from app.funds.commands.years import (
    book_commitment,
    close_fund_year,
    create_fund,
    open_fund_year,
    report_fund_year,
    settle_fund_year,
)

__all__ = [
    "book_commitment",
    "close_call",
    "close_fund_year",
    "create_call",
    "create_fund",
    "edit_call",
    "open_fund_year",
    "publish_call",
    "publish_rule_book",
    "report_fund_year",
    "settle_fund_year",
]
