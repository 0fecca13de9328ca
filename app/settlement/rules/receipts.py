"""A receipt is recognised in full, in part with reasons, or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.money import Euro, total
from app.core.words import N_
from app.funds.rules.values import RuleValues


class CutsExceedReceipt(DomainError):
    """More is cut than the receipt holds."""

    status = 422
    title = N_("Die Kürzungen sind mit %(cuts)s höher als der Beleg mit %(receipt)s.")
    field = "cuts"


class CutNotPositive(DomainError):
    """A cut must take something away."""

    status = 422
    title = N_("Jede Kürzung braucht einen Betrag über null.")
    field = "cuts"


class CutReason(StrEnum):
    """Why an amount is not recognised, «Kürzungsgrund» (domain report, sections 1.4 and 11.1)."""

    NOT_PURPOSE = "NOT_PURPOSE"
    NOT_APPLIED_FOR = "NOT_APPLIED_FOR"
    OUT_OF_PERIOD = "OUT_OF_PERIOD"
    OVER_PLAN = "OVER_PLAN"
    NO_RECEIPT = "NO_RECEIPT"
    UNREADABLE = "UNREADABLE"
    INCOMPLETE_RECEIPT = "INCOMPLETE_RECEIPT"
    DUPLICATE = "DUPLICATE"
    NOT_PAID = "NOT_PAID"
    APPLICANT_FEE = "APPLICANT_FEE"
    MISSING_CONTRACT = "MISSING_CONTRACT"
    MISSING_OFFERS = "MISSING_OFFERS"
    FOOD = "FOOD"
    ALCOHOL = "ALCOHOL"
    TOBACCO = "TOBACCO"
    REFUNDABLE_DEPOSIT = "REFUNDABLE_DEPOSIT"
    FINE = "FINE"
    TIP = "TIP"
    INSURANCE = "INSURANCE"
    MEMBERSHIP = "MEMBERSHIP"
    DISCOUNT = "DISCOUNT"
    DOUBLE_FUNDING = "DOUBLE_FUNDING"
    OTHER = "OTHER"


CUT_REASONS: Mapping[CutReason, tuple[str, str]] = {
    CutReason.NOT_PURPOSE: (N_("nicht für die Aktion"), N_("Dieser Teil gehört nicht zum Zweck der Aktion.")),
    CutReason.NOT_APPLIED_FOR: (N_("nicht beantragt"), N_("Diese Kosten standen nicht im Antrag.")),
    CutReason.OUT_OF_PERIOD: (
        N_("außerhalb des Zeitraums"),
        N_("Der Kauf liegt vor oder nach dem Zeitraum, für den es Geld gibt."),
    ),
    CutReason.OVER_PLAN: (N_("über dem Plan"), N_("Diese Kosten liegen zu weit über dem Kostenplan.")),
    CutReason.NO_RECEIPT: (N_("kein Beleg"), N_("Für diesen Betrag fehlt ein Beleg.")),
    CutReason.UNREADABLE: (N_("nicht lesbar"), N_("Auf dem Bild ist der Beleg nicht zu lesen.")),
    CutReason.INCOMPLETE_RECEIPT: (
        N_("Angaben fehlen"),
        N_("Auf dem Beleg fehlen Angaben, zum Beispiel Name, Anlass oder Unterschrift."),
    ),
    CutReason.DUPLICATE: (N_("doppelt eingereicht"), N_("Dieser Beleg ist schon einmal eingereicht worden.")),
    CutReason.NOT_PAID: (N_("nicht bezahlt"), N_("Es ist nicht zu sehen, dass die Rechnung bezahlt wurde.")),
    CutReason.APPLICANT_FEE: (
        N_("Zahlung an Antragstellende"),
        N_("Wer den Antrag gestellt hat, kann sich selbst nichts auszahlen."),
    ),
    CutReason.MISSING_CONTRACT: (N_("Vertrag fehlt"), N_("Für dieses Honorar ist ein Vertrag nötig.")),
    CutReason.MISSING_OFFERS: (N_("Preisvergleich fehlt"), N_("Für diesen Kauf ist ein Preisvergleich nötig.")),
    CutReason.FOOD: (N_("Essen und Getränke"), N_("Essen und Getränke werden hier nicht gefördert.")),
    CutReason.ALCOHOL: (N_("Alkohol"), N_("Alkohol wird nicht gefördert.")),
    CutReason.TOBACCO: (N_("Tabak"), N_("Tabak wird nicht gefördert.")),
    CutReason.REFUNDABLE_DEPOSIT: (N_("Pfand oder Kaution"), N_("Pfand und Kaution bekommen Sie zurück.")),
    CutReason.FINE: (N_("Bußgeld oder Mahngebühr"), N_("Bußgelder und Mahngebühren werden nicht gefördert.")),
    CutReason.TIP: (N_("Trinkgeld"), N_("Trinkgeld wird nicht gefördert.")),
    CutReason.INSURANCE: (N_("Versicherung"), N_("Versicherungen werden nicht gefördert.")),
    CutReason.MEMBERSHIP: (N_("Mitgliedsbeitrag"), N_("Mitgliedsbeiträge werden nicht gefördert.")),
    CutReason.DISCOUNT: (N_("Rabatt oder Erstattung"), N_("Diesen Teil haben Sie nicht selbst bezahlt.")),
    CutReason.DOUBLE_FUNDING: (N_("anders gefördert"), N_("Diese Kosten bezahlt schon jemand anderes.")),
    CutReason.OTHER: (N_("anderer Grund"), N_("Der Grund steht in der Erläuterung.")),
}

_ELIGIBLE_BY_RULE: Mapping[CutReason, str] = {
    CutReason.ALCOHOL: "alcohol.eligible",
    CutReason.REFUNDABLE_DEPOSIT: "deposit.eligible",
    CutReason.FINE: "fines.eligible",
}


class ReceiptState(StrEnum):
    """What became of a receipt, «Beleg»."""

    UPLOADED = "uploaded"
    QUERY = "query"
    RECOGNISED_FULL = "recognised_full"
    RECOGNISED_PARTLY = "recognised_partly"
    REJECTED = "rejected"


RECEIPT_LABELS: Mapping[ReceiptState, str] = {
    ReceiptState.UPLOADED: N_("eingereicht"),
    ReceiptState.QUERY: N_("Rückfrage offen"),
    ReceiptState.RECOGNISED_FULL: N_("anerkannt"),
    ReceiptState.RECOGNISED_PARTLY: N_("teilweise anerkannt"),
    ReceiptState.REJECTED: N_("nicht anerkannt"),
}

_REVIEWS = {
    "recognise_full": ReceiptState.RECOGNISED_FULL,
    "recognise_partly": ReceiptState.RECOGNISED_PARTLY,
    "reject": ReceiptState.REJECTED,
}

RECEIPT: Machine[ReceiptState] = Machine(
    "receipt",
    {
        **{(state, step): after for state in ReceiptState for step, after in _REVIEWS.items()},
        **{(state, "ask"): ReceiptState.QUERY for state in ReceiptState if state is not ReceiptState.QUERY},
        (ReceiptState.QUERY, "answer"): ReceiptState.UPLOADED,
    },
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a receipt that is not recognised, «Kürzung», and why."""

    amount: Euro
    reason: CutReason


def recognise(receipt: Euro, cuts: Iterable[Cut]) -> Euro:
    """Return what is recognised of a receipt: all that is not cut (domain report, section 8.7 [I])."""
    amounts = [cut.amount for cut in cuts]
    if any(amount <= Euro(0) for amount in amounts):
        raise CutNotPositive
    if total(amounts) > receipt:
        raise CutsExceedReceipt(cuts=total(amounts), receipt=receipt)
    return receipt - total(amounts)


def review_step(receipt: Euro, recognised: Euro) -> str:
    """Return the step of the receipt's machine that this recognition is [I]."""
    if recognised == receipt:
        return "recognise_full"
    return "recognise_partly" if recognised else "reject"


def reasons_in_force(values: RuleValues) -> tuple[CutReason, ...]:
    """Return the reasons the rules still allow: where alcohol is eligible it cannot be cut [M], [S:#42]."""
    return tuple(
        reason for reason in CutReason if not (reason in _ELIGIBLE_BY_RULE and values.flag(_ELIGIBLE_BY_RULE[reason]))
    )
