"""Rules of settlement: receipts and cuts, final figures, interest."""

from app.settlement.rules.figures import SettlementResult, Shift, result, shifts
from app.settlement.rules.late import InterestState, base_rate_missing_from, interest, is_bagatelle
from app.settlement.rules.receipts import (
    CUT_REASONS,
    RECEIPT,
    RECEIPT_LABELS,
    Cut,
    CutNotPositive,
    CutReason,
    CutsExceedReceipt,
    ReceiptState,
    reasons_in_force,
    recognise,
    review_step,
)

__all__ = [
    "CUT_REASONS",
    "RECEIPT",
    "RECEIPT_LABELS",
    "Cut",
    "CutNotPositive",
    "CutReason",
    "CutsExceedReceipt",
    "InterestState",
    "ReceiptState",
    "SettlementResult",
    "Shift",
    "base_rate_missing_from",
    "interest",
    "is_bagatelle",
    "reasons_in_force",
    "recognise",
    "result",
    "review_step",
    "shifts",
]
