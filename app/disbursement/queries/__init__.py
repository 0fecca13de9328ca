"""Looking at payments: those of an application, those that wait, the accounts and files they go through."""

from app.disbursement.queries.accounts import AccountRow, account_of, paying_account, whole_iban
from app.disbursement.queries.bank_files import bank_file_of, bank_files_of, exportable
from app.disbursement.queries.payments import (
    HANDLERS,
    CaseView,
    PaymentRow,
    SignatureRow,
    case_of,
    count_waiting,
    may_sign,
    payment,
    payments_in,
    payments_of,
    waiting_payments,
    why_not_sign,
    why_not_take,
)

__all__ = [
    "HANDLERS",
    "AccountRow",
    "CaseView",
    "PaymentRow",
    "SignatureRow",
    "account_of",
    "bank_file_of",
    "bank_files_of",
    "case_of",
    "count_waiting",
    "exportable",
    "may_sign",
    "paying_account",
    "payment",
    "payments_in",
    "payments_of",
    "waiting_payments",
    "whole_iban",
    "why_not_sign",
    "why_not_take",
]
