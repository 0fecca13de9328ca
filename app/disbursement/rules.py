"""Rules of payments: their life, four eyes by person, how much an advance is."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.money import Euro, percent_of
from app.core.words import N_
from app.funds.rules.values import RuleValues


class FourEyes(DomainError):
    """One person would do two parts of a payment that belong to two, or handle their own money."""

    status = 403
    title = N_("Hier gilt das Vier-Augen-Prinzip: Diesen Schritt muss eine andere Person übernehmen.")


class PaymentAboveAward(DomainError):
    """More would be paid than was awarded."""

    status = 422
    title = N_("Ausgezahlt werden können noch höchstens %(left)s.")
    field = "amount_cents"


class NothingToPay(DomainError):
    """The amount is not positive."""

    status = 422
    title = N_("Es ist nichts auszuzahlen.")
    field = "amount_cents"


class NotAnIban(DomainError):
    """The account number is mistyped."""

    status = 422
    title = N_("Diese IBAN stimmt nicht. Bitte prüfen Sie die Ziffern.")
    field = "iban"


class AlreadyRequested(DomainError):
    """This payment is asked for already."""

    title = N_("Diese Auszahlung ist schon angefordert.")


class AmountChanged(DomainError):
    """The amount is not the one that was seen."""

    title = N_("Der Betrag hat sich geändert, es sind jetzt %(amount)s. Bitte prüfen Sie noch einmal.")


class NoPayeeAccount(DomainError):
    """It is not known where the money goes."""

    title = N_("Es fehlt noch die Bankverbindung.")


class PaidBeforeOrdered(DomainError):
    """The payment is not due, or its day does not fit its path."""

    title = N_("Diese Auszahlung ist jetzt nicht möglich: Der Tag oder der Stand des Vorgangs passt nicht.")


class PaymentKind(StrEnum):
    """What a payment, «Auszahlung», is for."""

    ADVANCE = "advance"
    BALANCE = "balance"


class PaymentState(StrEnum):
    """How far a payment is."""

    REQUESTED = "requested"
    CERTIFIED_FACTUAL = "certified_factual"
    CERTIFIED_ARITHMETICAL = "certified_arithmetical"
    ORDERED = "ordered"
    PAID = "paid"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class SignatureStep(StrEnum):
    """What a person signs for; also the steps of the payment's machine."""

    CERTIFY_FACTUAL = "certify_factual"
    CERTIFY_ARITHMETICAL = "certify_arithmetical"
    ORDER = "order"
    RELEASE = "release"


KIND_LABELS: Mapping[PaymentKind, str] = {
    PaymentKind.ADVANCE: N_("Vorschuss"),
    PaymentKind.BALANCE: N_("Restzahlung"),
}

PAYMENT_LABELS: Mapping[PaymentState, str] = {
    PaymentState.REQUESTED: N_("angefordert"),
    PaymentState.CERTIFIED_FACTUAL: N_("sachlich richtig"),
    PaymentState.CERTIFIED_ARITHMETICAL: N_("rechnerisch richtig"),
    PaymentState.ORDERED: N_("angeordnet"),
    PaymentState.PAID: N_("ausgezahlt"),
    PaymentState.REJECTED: N_("zurückgewiesen"),
    PaymentState.CANCELLED: N_("storniert"),
}

_UNPAID = (
    PaymentState.REQUESTED,
    PaymentState.CERTIFIED_FACTUAL,
    PaymentState.CERTIFIED_ARITHMETICAL,
    PaymentState.ORDERED,
)

PAYMENT: Machine[PaymentState] = Machine(
    "payment",
    {
        (PaymentState.REQUESTED, SignatureStep.CERTIFY_FACTUAL.value): PaymentState.CERTIFIED_FACTUAL,
        (PaymentState.CERTIFIED_FACTUAL, SignatureStep.CERTIFY_ARITHMETICAL.value): PaymentState.CERTIFIED_ARITHMETICAL,
        (PaymentState.CERTIFIED_ARITHMETICAL, SignatureStep.ORDER.value): PaymentState.ORDERED,
        (PaymentState.ORDERED, SignatureStep.RELEASE.value): PaymentState.PAID,
        **{(state, "reject"): PaymentState.REJECTED for state in _UNPAID},
        **{(state, "cancel"): PaymentState.CANCELLED for state in _UNPAID},
    },
)

_CERTIFICATIONS = frozenset({SignatureStep.CERTIFY_FACTUAL, SignatureStep.CERTIFY_ARITHMETICAL})
_FORBIDDEN_BEFORE: Mapping[SignatureStep, frozenset[SignatureStep]] = {
    SignatureStep.CERTIFY_FACTUAL: frozenset({SignatureStep.ORDER, SignatureStep.RELEASE}),
    SignatureStep.CERTIFY_ARITHMETICAL: frozenset({SignatureStep.ORDER, SignatureStep.RELEASE}),
    SignatureStep.ORDER: _CERTIFICATIONS | {SignatureStep.RELEASE},
    SignatureStep.RELEASE: _CERTIFICATIONS | {SignatureStep.ORDER},
}


def check_signature(
    step: SignatureStep, person_id: UUID, *, signatures: Mapping[SignatureStep, UUID], payee_id: UUID | None
) -> None:
    """Refuse a signature that breaks four eyes (§ 70 LHO [S:#79]; none of them the beneficiary [I]).

    ``signatures`` maps each step signed so far to its person. One person may certify both ways.
    """
    if person_id == payee_id:
        raise FourEyes(step=step.value)
    if any(signatures.get(other) == person_id for other in _FORBIDDEN_BEFORE[step]):
        raise FourEyes(step=step.value)


def advance_amount(award: Euro, values: RuleValues) -> Euro:
    """Return the advance on an award, half up to the cent; ``advance.percent`` [I], ``advance.allowed`` [S:#19,#43]."""
    if not values.flag("advance.allowed"):
        return Euro(0)
    return percent_of(award, values.integer("advance.percent"))


def check_amount(amount: Euro, *, award: Euro, paid: Euro) -> None:
    """Refuse a payment of nothing, or above what is left of the award (domain report, section 8.6 [I])."""
    if amount <= Euro(0):
        raise NothingToPay
    if paid + amount > award:
        raise PaymentAboveAward(left=award - paid)
