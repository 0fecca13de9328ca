"""The pages of settlement: the account, its receipts, its end."""

from app.settlement.pages import account, ending, erasing, receipts
from app.settlement.pages.door import bp

__all__ = ["account", "bp", "ending", "erasing", "receipts"]
