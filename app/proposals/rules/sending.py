"""What sending and checking an application refuse beyond the plan."""

from app.core.errors import DomainError
from app.core.words import N_


class FundYearClosed(DomainError):
    """The year takes no more applications."""

    title = N_("Für dieses Jahr werden keine Anträge mehr angenommen.")


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
