"""Shapes of payments and bank accounts, in and out."""

from app.disbursement.rules import PaymentKind, PaymentState, SignatureStep
from app.shell.doors.shapes import Shape, cents, choice, day, fields, ident, text


class PayeeAccountShape(Shape):
    """Where the money goes."""

    holder = text(70, metadata={"example": "Ada Muster"})
    iban = text(42, metadata={"example": "DE02 1203 0000 0000 2020 51"})


class PayingAccountShape(Shape):
    """From which account the money leaves."""

    holder = text(70, metadata={"example": "Musterträger gGmbH"})
    iban = text(42, metadata={"example": "DE75 5121 0800 1245 1261 99"})


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
    """Why a payment is sent back; for one in a bank file, on which day the bank confirmed that it does not pay."""

    reason = text(500, metadata={"example": "Die Bankverbindung stimmt nicht."})
    stopped_on = day(required=False, metadata={"example": "2026-05-15"})


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
    name = fields.String(allow_none=True, metadata={"example": "Quinn Amt"})
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
    iban_tail = fields.String(allow_none=True, metadata={"example": "2051"})
    rejected_reason = fields.String(metadata={"example": ""})
    bank_file_id = ident(allow_none=True)
    signatures = fields.List(fields.Nested(PaymentSignatureOut))


class PaymentsOut(Shape):
    """The payments of an application."""

    items = fields.List(fields.Nested(PaymentOut))


class BankFileOut(Shape):
    """A file for the bank: how many payments, how much, the SHA-256 of its bytes."""

    id = ident()
    payments = fields.Integer(metadata={"example": 3})
    total_cents = cents(least=0, metadata={"example": 214_991})
    sha256 = fields.String(metadata={"example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
    made_at = fields.DateTime()


class BankFileWithPaymentsOut(BankFileOut):
    """A file for the bank with what stands in it."""

    items = fields.List(fields.Nested(PaymentOut))
