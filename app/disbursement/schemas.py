"""Shapes of payments and bank accounts, in and out."""

from app.disbursement.rules import PaymentKind, PaymentState, SignatureStep
from app.shell.doors.shapes import Shape, cents, choice, day, fields, ident, text


class PayeeAccountShape(Shape):
    """Where the money goes."""

    holder = text(70, metadata={"example": "Ada Muster"})
    iban = text(42, metadata={"example": "DE02 1203 0000 0000 2020 51"})


class PaymentRequestShape(Shape):
    """Which payment is asked for; the rules of the award give the amount."""

    kind = choice(PaymentKind, metadata={"example": "advance"})


class SeenAmountShape(Shape):
    """The amount the signer saw; another amount by now is refused."""

    amount_cents = cents(required=False, metadata={"example": 104_997})


class PaymentReleaseShape(Shape):
    """When the money left."""

    paid_on = day(metadata={"example": "2026-05-16"})


class PaymentRejectionShape(Shape):
    """Why a payment is sent back."""

    reason = text(500, metadata={"example": "Die Bankverbindung stimmt nicht."})


class PayeeAccountOut(Shape):
    """An account by its last four digits."""

    holder = fields.String(metadata={"example": "Ada Muster"})
    iban_tail = fields.String(metadata={"example": "2051"})


class WholeAccountOut(PayeeAccountOut):
    """The whole account number, for whoever pays out."""

    iban = fields.String(metadata={"example": "DE02120300000000202051"})


class PaymentSignatureOut(Shape):
    """One signature; the name only for insiders."""

    step = choice(SignatureStep, metadata={"example": "certify_factual"})
    name = fields.String(allow_none=True)
    signed_at = fields.DateTime()


class PaymentOut(Shape):
    """A payment with its path."""

    id = ident()
    application_id = ident()
    kind = choice(PaymentKind, metadata={"example": "advance"})
    amount_cents = cents(least=0, metadata={"example": 104_997})
    state = choice(PaymentState, metadata={"example": "ordered"})
    requested_at = fields.DateTime()
    paid_on = day(allow_none=True)
    iban_tail = fields.String(allow_none=True)
    rejected_reason = fields.String()
    signatures = fields.List(fields.Nested(PaymentSignatureOut))


class PaymentsOut(Shape):
    """The payments of an application."""

    items = fields.List(fields.Nested(PaymentOut))
