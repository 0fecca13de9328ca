"""The signatures of a payment: certified factually, certified arithmetically, ordered."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.core.money import Euro
from app.core.policy import Action
from app.disbursement.commands.case import account_id_of, book, load_payment, signatures_of, signer
from app.disbursement.models import Payment, PaymentSignature
from app.disbursement.rules import PAYMENT, AmountChanged, NoPayeeAccount, SignatureStep, check_signature
from app.ledger.rules import AccountKind, transfer
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class PaymentCertified(Event):
    """Somebody certified a payment, «sachlich» or «rechnerisch richtig»."""

    step: SignatureStep
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class PaymentOrdered(Event):
    """Somebody else ordered the payment."""

    amount_cents: int


def certify_factual(work: Work, *, payment_id: UUID, amount_cents: int | None = None) -> UUID:
    """Certify that the payment is owed and goes to the right account («sachlich richtig»)."""
    return _certify(work, payment_id, SignatureStep.CERTIFY_FACTUAL, amount_cents)


def certify_arithmetical(work: Work, *, payment_id: UUID, amount_cents: int | None = None) -> UUID:
    """Certify that the amount is right («rechnerisch richtig»)."""
    return _certify(work, payment_id, SignatureStep.CERTIFY_ARITHMETICAL, amount_cents)


def order_payment(work: Work, *, payment_id: UUID, amount_cents: int | None = None) -> UUID:
    """Order a certified payment («Anordnung»), never one's own certification; the money is on its way."""
    payment = load_payment(work, payment_id)
    work.require(Action.ORDER_PAYMENT, payment)

    _sign(work, payment, SignatureStep.ORDER, amount_cents)

    moves = transfer(payment.amount_cents, source=AccountKind.COMMITTED, target=AccountKind.IN_TRANSIT)
    book(work, payment, moves, step="order")
    work.record(
        PaymentOrdered(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=payment.application_id,
            amount_cents=payment.amount_cents,
        )
    )
    return payment.id


def _certify(work: Work, payment_id: UUID, step: SignatureStep, seen_cents: int | None) -> UUID:
    payment = load_payment(work, payment_id)
    work.require(Action.CERTIFY_PAYMENT, payment)
    if step is SignatureStep.CERTIFY_FACTUAL:
        payment.payee_account_id = account_id_of(payment.application_id)

    _sign(work, payment, step, seen_cents)

    work.record(
        PaymentCertified(
            area_id=payment.area_id,
            subject_id=payment.id,
            case_id=payment.application_id,
            step=step,
            amount_cents=payment.amount_cents,
        )
    )
    return payment.id


def _sign(work: Work, payment: Payment, step: SignatureStep, seen_cents: int | None) -> None:
    """Put one signature, with the amount that was seen; the state moves on."""
    person_id = signer(work)
    after = PAYMENT.after(payment.state, step.value)
    check_signature(step, person_id, signatures=signatures_of(payment.id), payee_id=payment.payee_id)
    if payment.payee_account_id is None:
        raise NoPayeeAccount
    if seen_cents is not None and seen_cents != payment.amount_cents:
        raise AmountChanged(amount=Euro(payment.amount_cents))

    payment.state = after
    work.store(
        PaymentSignature(
            id=uuid4(),
            payment_id=payment.id,
            step=step,
            person_id=person_id,
            amount_cents=payment.amount_cents,
            signed_at=work.now,
        )
    )
