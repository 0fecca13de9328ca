"""Rules of payments: their life, four eyes by person, how much an advance is."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.money import Euro, percent_of
from app.core.words import N_
from app.funds.rules.values import RuleValues
from app.proposals.rules import ApplicationState


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
    """The same payment is asked for already."""

    title = N_("Diese Auszahlung ist schon angefordert.")


class AmountChanged(DomainError):
    """The amount is not the one that was seen."""

    title = N_("Der Betrag hat sich geändert, es sind jetzt %(amount)s. Bitte prüfen Sie noch einmal.")


class NoPayeeAccount(DomainError):
    """It is not known where the money goes."""

    title = N_("Es fehlt noch die Bankverbindung.")


class NoPayingAccount(DomainError):
    """It is not known from which account the area pays."""

    title = N_("Für dieses Gebiet fehlt noch das Konto, von dem gezahlt wird.")


class NothingToExport(DomainError):
    """No ordered payment waits that this person may release and that is in no file yet."""

    title = N_("Es gibt keine angeordnete Auszahlung, die Sie in eine Bankdatei aufnehmen können.")


class FileEmptied(DomainError):
    """The file was kept as long as it had to be; its bytes are gone."""

    title = N_("Diese Bankdatei ist nicht mehr gespeichert: Ihre Aufbewahrungsfrist ist vorbei.")


class PaidBeforeOrdered(DomainError):
    """The day of payment does not fit the path: before the order, or still to come."""

    status = 422
    title = N_("Der Tag der Auszahlung kann nicht vor der Anordnung liegen und nicht in der Zukunft.")
    field = "paid_on"


class InBankFile(DomainError):
    """The bank may have the payment already; whoever sends it back says when the bank confirmed that it stopped it."""

    status = 422
    title = N_(
        "Diese Auszahlung steht in einer Bankdatei. An welchem Tag hat die Bank bestätigt, dass sie nicht überweist?"
    )
    field = "stopped_on"


class StoppedOutOfTime(DomainError):
    """The bank can only stop what is in a file: not before the file was made, not later than today."""

    status = 422
    title = N_("Der Tag kann nicht vor der Bankdatei liegen und nicht in der Zukunft.")
    field = "stopped_on"


class NothingDue(DomainError):
    """The action is not at a point where this money is due."""

    title = N_("Diese Auszahlung ist im jetzigen Stand des Vorgangs nicht fällig.")


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

STEP_LABELS: Mapping[SignatureStep, str] = {
    SignatureStep.CERTIFY_FACTUAL: N_("sachlich richtig"),
    SignatureStep.CERTIFY_ARITHMETICAL: N_("rechnerisch richtig"),
    SignatureStep.ORDER: N_("angeordnet"),
    SignatureStep.RELEASE: N_("ausgezahlt"),
}

STOPPED = frozenset({PaymentState.REJECTED, PaymentState.CANCELLED})

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

STEP_AFTER: Mapping[PaymentState, SignatureStep] = {
    state: step for state in PaymentState for step in SignatureStep if PAYMENT.allows(state, step.value)
}

_DUE: Mapping[PaymentKind, frozenset[ApplicationState]] = {
    PaymentKind.ADVANCE: frozenset({ApplicationState.AGREED, ApplicationState.RUNNING}),
    PaymentKind.BALANCE: frozenset({ApplicationState.FINALISED, ApplicationState.SECOND_PAYMENT_DUE}),
}

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
    if obstacle(step, person_id, signatures=signatures, payee_id=payee_id) is not None:
        raise FourEyes(step=step.value)


def obstacle(
    step: SignatureStep, person_id: UUID | None, *, signatures: Mapping[SignatureStep, UUID], payee_id: UUID | None
) -> str | None:
    """Return the sentence that says why four eyes keep this person from a step; None when they do not."""
    if person_id is None:
        return None
    if person_id == payee_id:
        return N_("Das Geld geht an Sie selbst. Deshalb bearbeiten andere diese Zahlung.")
    signed = {other for other in _FORBIDDEN_BEFORE[step] if signatures.get(other) == person_id}
    if signed & _CERTIFICATIONS:
        return N_("Sie haben diese Zahlung festgestellt. Diesen Schritt muss eine andere Person übernehmen.")
    if signed:
        return N_("Sie haben diese Zahlung angeordnet. Diesen Schritt muss eine andere Person übernehmen.")
    return None


def is_due(kind: PaymentKind, state: ApplicationState) -> bool:
    """Tell whether money of this kind may be asked for in this state of an application."""
    return state in _DUE[kind]


def ensure_due(kind: PaymentKind, state: ApplicationState) -> None:
    """Refuse a payment before or after its time (domain report, section 8.6)."""
    if not is_due(kind, state):
        raise NothingDue


def ensure_day(paid_on: date, *, ordered_on: date | None, today: date) -> None:
    """Refuse a day of payment before the order or after today."""
    if paid_on > today or (ordered_on is not None and paid_on < ordered_on):
        raise PaidBeforeOrdered


def ensure_stopped(stopped_on: date | None, *, filed_on: date | None, today: date) -> None:
    """Refuse to send a payment back that stands in a bank file, unless the bank has confirmed that it stopped it [I].

    ``filed_on`` is the day the file was made, None for a payment in no file: nothing is asked then.
    """
    if filed_on is None:
        return
    if stopped_on is None:
        raise InBankFile
    if not filed_on <= stopped_on <= today:
        raise StoppedOutOfTime


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
