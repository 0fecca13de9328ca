"""Changing settlements: receipts, report, review, final figures, money that comes back."""

from app.settlement.commands.closing import certify_settlement, close_account, order_settlement
from app.settlement.commands.erasing import anonymise_case, discard_receipts, discard_unused, erase_person
from app.settlement.commands.receipts import add_receipt, change_receipt, open_settlement, prove_receipt, remove_receipt
from app.settlement.commands.report import add_photo, remove_photo, save_report, submit_settlement
from app.settlement.commands.returning import book_repayment, cancel_paid_action, revoke_award, waive_interest
from app.settlement.commands.review import answer_about_receipt, ask_about_receipt, recognise_receipt

__all__ = [
    "add_photo",
    "add_receipt",
    "anonymise_case",
    "answer_about_receipt",
    "ask_about_receipt",
    "book_repayment",
    "cancel_paid_action",
    "certify_settlement",
    "change_receipt",
    "close_account",
    "discard_receipts",
    "discard_unused",
    "erase_person",
    "open_settlement",
    "order_settlement",
    "prove_receipt",
    "recognise_receipt",
    "remove_photo",
    "remove_receipt",
    "revoke_award",
    "save_report",
    "submit_settlement",
    "waive_interest",
]
