"""Changing awards: carry out a decision, answer an offer, draw and sign the agreement, cancel the action."""

from app.allocation.commands.agreements import draw_agreement, sign_agreement_as_applicant, sign_agreement_for_qm
from app.allocation.commands.cancelling import cancel_action
from app.allocation.commands.decisions import close_vote
from app.allocation.commands.offers import accept_offer, decline_offer, lapse_offer, meet_condition

__all__ = [
    "accept_offer",
    "cancel_action",
    "close_vote",
    "decline_offer",
    "draw_agreement",
    "lapse_offer",
    "meet_condition",
    "sign_agreement_as_applicant",
    "sign_agreement_for_qm",
]
