"""The blueprint of applications and what its pages share."""

from functools import lru_cache

from flask import Blueprint

from app.proposals.models import Application
from app.proposals.queries import messages_of
from app.proposals.rules import CATEGORIES, STATE_LABELS, ApplicationState, Category
from app.shell.doors.context import locale
from app.shell.doors.words import said

_S = ApplicationState
TONES = {
    **dict.fromkeys(
        (_S.SUBMITTED, _S.ADMITTED, _S.SCHEDULED, _S.RUNNING, _S.SETTLEMENT_SUBMITTED, _S.CERTIFIED), "info"
    ),
    **dict.fromkeys((_S.AWARDED, _S.AGREED, _S.FINALISED, _S.CLOSED), "success"),
    **dict.fromkeys(
        (_S.NEEDS_INFO, _S.OFFER_REDUCED, _S.AWAITING_SETTLEMENT, _S.SETTLEMENT_QUERY, _S.REPAYMENT_DUE), "warning"
    ),
    **dict.fromkeys((_S.OVERDUE, _S.REPAYMENT_LATE, _S.REVOKED), "danger"),
}
bp = Blueprint("proposals", __name__, template_folder="../templates")


def question_of(row: Application) -> str:
    """Return the office's open question, if one waits for an answer."""
    if row.state is not ApplicationState.NEEDS_INFO:
        return ""
    asked = [message.text for message in messages_of(row.id) if message.is_from_office]
    return asked[-1] if asked else ""


@bp.app_template_global("badge_of")
def badge_of(state: ApplicationState) -> tuple[str, str, str]:
    """Return an application's state as (state, label, tone) for its badge."""
    return _badge(state, locale())


@lru_cache
def _badge(state: ApplicationState, _language: str) -> tuple[str, str, str]:
    return state.value, said(STATE_LABELS[state], {}), TONES.get(state, "neutral")


@bp.app_template_global("category_of")
def category_of(code: str) -> str:
    """Return the name of a kind of cost in the reader's language."""
    return said(CATEGORIES[Category(code)], {})
