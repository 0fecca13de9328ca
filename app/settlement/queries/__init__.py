"""Looking at settlements: the account as a whole, its receipts, claims and lists."""

from app.settlement.queries.accounts import (
    AccountView,
    account_of,
    contents_of,
    figures_of,
    photos_of,
    plan_against_actual,
    receipt_amounts,
    rules_of_case,
    settlements_to_do,
)
from app.settlement.queries.claims import ClaimView, booked_by, claim_of, open_claims, repayments_of
from app.settlement.queries.overview import Overview, overview_of
from app.settlement.queries.people import person_to_erase
from app.settlement.queries.receipts import (
    CutView,
    MessageView,
    ReceiptView,
    file_of_photo,
    file_of_receipt,
    receipt_of,
    receipts_of,
    states_of,
)

__all__ = [
    "AccountView",
    "ClaimView",
    "CutView",
    "MessageView",
    "Overview",
    "ReceiptView",
    "account_of",
    "booked_by",
    "claim_of",
    "contents_of",
    "figures_of",
    "file_of_photo",
    "file_of_receipt",
    "open_claims",
    "overview_of",
    "person_to_erase",
    "photos_of",
    "plan_against_actual",
    "receipt_amounts",
    "receipt_of",
    "receipts_of",
    "repayments_of",
    "rules_of_case",
    "settlements_to_do",
    "states_of",
]
