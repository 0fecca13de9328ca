"""Changing applications: drafts, sending, the office's check, queries and answers, attachments, withdrawing."""

from app.proposals.commands.attachments import (
    AttachmentAdded,
    AttachmentRemoved,
    add_attachment,
    remove_attachment,
)
from app.proposals.commands.checking import EligibilityChecked, QueryAnswered, answer_query, check_eligibility
from app.proposals.commands.drafts import (
    ApplicationSaved,
    ApplicationStarted,
    enter_application_for,
    save_step,
    start_application,
)
from app.proposals.commands.life import ApplicationWithdrawn, advance, withdraw_application
from app.proposals.commands.sending import (
    ApplicationResubmitted,
    ApplicationSubmitted,
    resubmit_application,
    submit_application,
    submit_whole,
)

__all__ = [
    "ApplicationResubmitted",
    "ApplicationSaved",
    "ApplicationStarted",
    "ApplicationSubmitted",
    "ApplicationWithdrawn",
    "AttachmentAdded",
    "AttachmentRemoved",
    "EligibilityChecked",
    "QueryAnswered",
    "add_attachment",
    "advance",
    "answer_query",
    "check_eligibility",
    "enter_application_for",
    "remove_attachment",
    "resubmit_application",
    "save_step",
    "start_application",
    "submit_application",
    "submit_whole",
    "withdraw_application",
]
