"""Changing payments: where the money goes, and the path of a payment through four eyes."""

from app.disbursement.commands.bank_files import empty_bank_file, make_bank_file, set_paying_account, take_bank_file
from app.disbursement.commands.releasing import reject_payment, release_payment, show_payee_account
from app.disbursement.commands.requesting import request_payment, set_payee_account
from app.disbursement.commands.signing import certify_arithmetical, certify_factual, order_payment

__all__ = [
    "certify_arithmetical",
    "certify_factual",
    "empty_bank_file",
    "make_bank_file",
    "order_payment",
    "reject_payment",
    "release_payment",
    "request_payment",
    "set_payee_account",
    "set_paying_account",
    "show_payee_account",
    "take_bank_file",
]
