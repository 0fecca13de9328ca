"""The pages of funds: money, the book, rule books, calls."""

from app.funds.pages import book, calls, money, rule_books
from app.funds.pages.door import bp

__all__ = ["book", "bp", "calls", "money", "rule_books"]
