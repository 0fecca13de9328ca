"""What sending and checking an application refuse beyond the plan, and the facts the rules look at."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core.errors import DomainError
from app.core.money import Euro
from app.core.words import N_
from app.proposals.rules.plan import Category, CostLine
from app.proposals.rules.precheck import ApplicationFacts


class FundYearClosed(DomainError):
    """The year takes no more applications."""

    title = N_("Für dieses Jahr werden keine Anträge mehr angenommen.")


class CallNotOpen(DomainError):
    """The call is not published, has not begun, is over, or belongs to another year."""

    title = N_("Dieser Aufruf ist nicht offen. Sie können den Antrag ohne Aufruf beginnen.")


class PrivacyNotAccepted(DomainError):
    """The privacy notice was not confirmed."""

    status = 422
    title = N_("Bitte bestätigen Sie, dass Sie die Hinweise zum Datenschutz gelesen haben.")
    field = "is_privacy_accepted"


class NoteNeeded(DomainError):
    """A check without a note is no check (Rechnungshof, [S:#76])."""

    status = 422
    title = N_("Bitte schreiben Sie einen kurzen Prüfvermerk.")
    field = "note"


class ReasonNeeded(DomainError):
    """A rejection without a reason."""

    status = 422
    title = N_("Bitte wählen Sie einen Grund für die Ablehnung.")
    field = "reason_code"


class LinesNotEligible(DomainError):
    """A cost is not eligible, so the application cannot be admitted as it is."""

    status = 422
    title = N_("„%(line)s“ ist nicht als förderfähig markiert. Fragen Sie nach, oder lehnen Sie den Antrag ab.")
    field = "eligible_lines"


class UnsentChanges(DomainError):
    """The applicant changed the application and has not sent it again."""

    title = N_("Sie haben den Antrag geändert und noch nicht abgesendet. Bitte senden Sie die Korrektur ab.")


class TooManyAttachments(DomainError):
    """The application has as many files as it may have."""

    status = 422
    title = N_("Mehr als %(most)s Dateien sind nicht möglich.")
    field = "file"


def facts_of(whole: Mapping[str, Any], *, year: int, area_ends_on: date | None) -> ApplicationFacts:
    """Return what the rules look at in a whole application of a fund year."""
    reasons = whole.get("reasons") or ""
    return ApplicationFacts(
        lines=tuple(
            CostLine(Category(line["category"]), line["text"], Euro(line["amount_cents"]), reasons)
            for line in whole["lines"]
        ),
        action_from=whole["action_from"],
        action_to=whole["action_to"],
        applicant_kind=whole.get("applicant_kind") or "resident",
        themes=tuple(whole.get("themes") or ()),
        own_share=whole.get("own_share") or "",
        own_funds=Euro(whole.get("own_funds_cents") or 0),
        year_ends_on=date(year, 12, 31),
        area_ends_on=area_ends_on,
    )
