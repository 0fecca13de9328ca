"""The life of an application, from draft to closed account (domain report, section 8.4)."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.machine import Machine
from app.core.words import N_


class ApplicationState(StrEnum):
    """How far an application, «Antrag», is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REJECTED_FORMAL = "rejected_formal"
    ADMITTED = "admitted"
    SCHEDULED = "scheduled"
    REJECTED = "rejected"
    OFFER_REDUCED = "offer_reduced"
    DECLINED = "declined"
    AWARDED_CONDITIONAL = "awarded_conditional"
    AWARDED = "awarded"
    AGREED = "agreed"
    RUNNING = "running"
    CANCELLED = "cancelled"
    AWAITING_SETTLEMENT = "awaiting_settlement"
    OVERDUE = "overdue"
    REVOKED = "revoked"
    SETTLEMENT_SUBMITTED = "settlement_submitted"
    SETTLEMENT_QUERY = "settlement_query"
    CERTIFIED = "certified"
    FINALISED = "finalised"
    SECOND_PAYMENT_DUE = "second_payment_due"
    REPAYMENT_DUE = "repayment_due"
    REPAYMENT_LATE = "repayment_late"
    CLOSED = "closed"
    ANONYMISED = "anonymised"


_S = ApplicationState

STATE_LABELS: Mapping[ApplicationState, str] = {
    _S.DRAFT: N_("Entwurf"),
    _S.SUBMITTED: N_("eingereicht"),
    _S.NEEDS_INFO: N_("Rückfrage offen"),
    _S.WITHDRAWN: N_("zurückgezogen"),
    _S.LAPSED: N_("verfallen"),
    _S.REJECTED_FORMAL: N_("nicht förderfähig"),
    _S.ADMITTED: N_("zugelassen"),
    _S.SCHEDULED: N_("auf der Tagesordnung"),
    _S.REJECTED: N_("abgelehnt"),
    _S.OFFER_REDUCED: N_("gekürztes Angebot"),
    _S.DECLINED: N_("Angebot abgelehnt"),
    _S.AWARDED_CONDITIONAL: N_("mit Auflage bewilligt"),
    _S.AWARDED: N_("bewilligt"),
    _S.AGREED: N_("vereinbart"),
    _S.RUNNING: N_("läuft"),
    _S.CANCELLED: N_("abgesagt"),
    _S.AWAITING_SETTLEMENT: N_("Abrechnung erwartet"),
    _S.OVERDUE: N_("Abrechnung überfällig"),
    _S.REVOKED: N_("widerrufen"),
    _S.SETTLEMENT_SUBMITTED: N_("Abrechnung eingereicht"),
    _S.SETTLEMENT_QUERY: N_("Rückfrage zur Abrechnung"),
    _S.CERTIFIED: N_("Abrechnung geprüft"),
    _S.FINALISED: N_("Abrechnung abgeschlossen"),
    _S.SECOND_PAYMENT_DUE: N_("Restzahlung offen"),
    _S.REPAYMENT_DUE: N_("Rückzahlung offen"),
    _S.REPAYMENT_LATE: N_("Rückzahlung überfällig"),
    _S.CLOSED: N_("abgeschlossen"),
    _S.ANONYMISED: N_("anonymisiert"),
}

SHARED_STATES: frozenset[ApplicationState] = frozenset(_S) - {
    _S.DRAFT,
    _S.SUBMITTED,
    _S.NEEDS_INFO,
    _S.WITHDRAWN,
    _S.LAPSED,
    _S.REJECTED_FORMAL,
}


def _steps(
    step: str, after: ApplicationState, *before: ApplicationState
) -> dict[tuple[ApplicationState, str], ApplicationState]:
    return {(state, step): after for state in before}


APPLICATION: Machine[ApplicationState] = Machine(
    "application",
    {
        **_steps("submit", _S.SUBMITTED, _S.DRAFT),
        **_steps("withdraw", _S.WITHDRAWN, _S.SUBMITTED, _S.NEEDS_INFO, _S.ADMITTED),
        **_steps("check_ok", _S.ADMITTED, _S.SUBMITTED),
        **_steps("check_query", _S.NEEDS_INFO, _S.SUBMITTED),
        **_steps("check_reject", _S.REJECTED_FORMAL, _S.SUBMITTED),
        **_steps("resubmit", _S.SUBMITTED, _S.NEEDS_INFO),
        **_steps("lapse", _S.LAPSED, _S.NEEDS_INFO),
        **_steps("schedule", _S.SCHEDULED, _S.ADMITTED),
        **_steps("postpone", _S.ADMITTED, _S.SCHEDULED),
        **_steps("approve", _S.AWARDED, _S.SCHEDULED),
        **_steps("approve_reduced", _S.OFFER_REDUCED, _S.SCHEDULED),
        **_steps("approve_conditional", _S.AWARDED_CONDITIONAL, _S.SCHEDULED),
        **_steps("reject", _S.REJECTED, _S.SCHEDULED),
        **_steps("accept_offer", _S.AWARDED, _S.OFFER_REDUCED),
        **_steps("decline_offer", _S.DECLINED, _S.OFFER_REDUCED, _S.AWARDED_CONDITIONAL),
        **_steps("meet_condition", _S.AWARDED, _S.AWARDED_CONDITIONAL),
        **_steps("agree", _S.AGREED, _S.AWARDED),
        **_steps("start", _S.RUNNING, _S.AGREED),
        **_steps("change", _S.RUNNING, _S.RUNNING),
        **_steps("cancel", _S.CANCELLED, _S.AWARDED, _S.AGREED, _S.RUNNING, _S.AWAITING_SETTLEMENT),
        **_steps("end", _S.AWAITING_SETTLEMENT, _S.RUNNING),
        **_steps("overdue", _S.OVERDUE, _S.AWAITING_SETTLEMENT),
        **_steps("remind", _S.OVERDUE, _S.OVERDUE),
        **_steps("revoke", _S.REVOKED, _S.OVERDUE),
        **_steps("submit_settlement", _S.SETTLEMENT_SUBMITTED, _S.RUNNING, _S.AWAITING_SETTLEMENT, _S.OVERDUE),
        **_steps("settlement_query", _S.SETTLEMENT_QUERY, _S.SETTLEMENT_SUBMITTED),
        **_steps("answer_settlement_query", _S.SETTLEMENT_SUBMITTED, _S.SETTLEMENT_QUERY),
        **_steps("certify_settlement", _S.CERTIFIED, _S.SETTLEMENT_SUBMITTED),
        **_steps("order_settlement", _S.FINALISED, _S.CERTIFIED),
        **_steps("owe_balance", _S.SECOND_PAYMENT_DUE, _S.FINALISED),
        **_steps("owe_repayment", _S.REPAYMENT_DUE, _S.FINALISED, _S.CANCELLED, _S.REVOKED),
        **_steps("late", _S.REPAYMENT_LATE, _S.REPAYMENT_DUE),
        **_steps(
            "close",
            _S.CLOSED,
            _S.FINALISED,
            _S.SECOND_PAYMENT_DUE,
            _S.REPAYMENT_DUE,
            _S.REPAYMENT_LATE,
            _S.CANCELLED,
            _S.REVOKED,
        ),
        **_steps("anonymise", _S.ANONYMISED, _S.CLOSED),
    },
)


class RejectionReason(StrEnum):
    """Why an application is not eligible, «Ablehnungsgrund der formalen Prüfung»."""

    RETROACTIVE = "RETROACTIVE"
    TOO_LATE = "TOO_LATE"
    OUTSIDE_AREA = "OUTSIDE_AREA"
    APPLICANT_NOT_ELIGIBLE = "APPLICANT_NOT_ELIGIBLE"
    NO_PUBLIC_BENEFIT = "NO_PUBLIC_BENEFIT"
    COSTS_NOT_ELIGIBLE = "COSTS_NOT_ELIGIBLE"
    APPLICANT_FEE = "APPLICANT_FEE"
    OVER_CAP = "OVER_CAP"
    DOUBLE_FUNDING = "DOUBLE_FUNDING"
    INCOMPLETE = "INCOMPLETE"
    OTHER = "OTHER"


REJECTION_REASONS: Mapping[RejectionReason, str] = {
    RejectionReason.RETROACTIVE: N_("Die Aktion hat schon stattgefunden."),
    RejectionReason.TOO_LATE: N_("Der Antrag kam zu spät."),
    RejectionReason.OUTSIDE_AREA: N_("Die Aktion findet nicht im Quartier statt."),
    RejectionReason.APPLICANT_NOT_ELIGIBLE: N_("Wer den Antrag stellt, darf hier keinen Antrag stellen."),
    RejectionReason.NO_PUBLIC_BENEFIT: N_("Die Aktion kommt nicht der Nachbarschaft zugute."),
    RejectionReason.COSTS_NOT_ELIGIBLE: N_("Die Kosten sind nicht förderfähig."),
    RejectionReason.APPLICANT_FEE: N_("Das Geld ginge an die Person, die den Antrag stellt."),
    RejectionReason.OVER_CAP: N_("Der Höchstbetrag ist überschritten."),
    RejectionReason.DOUBLE_FUNDING: N_("Die Aktion wird schon anders gefördert."),
    RejectionReason.INCOMPLETE: N_("Der Antrag ist unvollständig."),
    RejectionReason.OTHER: N_("Anderer Grund, siehe Erläuterung."),
}
