"""Shapes of settlement, in and out."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import post_load, validate

from app.proposals.rules import Category
from app.settlement.rules import CutReason, InterestState, ReceiptState
from app.shell.doors.shapes import Shape, cents, choice, day, email, fields, flag, text, upload, whole

TEXT_LONGEST = 2000
CUTS_MAX = 12


class EmptyShape(Shape):
    """Nothing to say beyond the address."""


class ReceiptShape(Shape):
    """A receipt as it is entered."""

    issued_on = day(metadata={"example": "2026-06-12"})
    payee = text(160, metadata={"example": "Gartencenter"})
    purpose = text(200, required=False, metadata={"example": "Erde und Kübel"})
    category = choice(Category, metadata={"example": "materials"})
    amount_cents = cents(metadata={"example": 31_280})


class ReceiptChangeShape(ReceiptShape):
    """A receipt that is corrected; ``version`` makes a stale view visible."""

    version = whole(most=10**9, required=False)


class ReceiptFormShape(ReceiptChangeShape):
    """The same with a new picture, as a page sends it."""

    file = upload(required=False)


class ReceiptEntryShape(ReceiptShape):
    """A new receipt with its picture, as a page sends it."""

    file = upload(required=False)


class ProofShape(Shape):
    """A file that must be sent (multipart)."""

    file = upload()


class PhotoShape(ProofShape):
    """A photo with its caption (multipart)."""

    caption = text(200, required=False, metadata={"example": "Pflanzen im Hof"})


class ReportShape(Shape):
    """The report on the action."""

    report = text(8000, required=False, metadata={"example": "Das Fest fand bei Sonne statt."})
    participants = whole(most=100_000, required=False, metadata={"example": 80})


class CutShape(Shape):
    """A part that is not recognised, with its reason."""

    amount_cents = cents(metadata={"example": 2_500})
    reason = choice(CutReason, metadata={"example": "NOT_PURPOSE"})


class RecognitionShape(Shape):
    """What is not recognised of a receipt; no cuts recognise it in full."""

    cuts = fields.List(fields.Nested(CutShape), load_default=list, validate=lambda cuts: len(cuts) <= CUTS_MAX)
    note = text(1000, required=False, metadata={"example": "Der Gutschein gehört nicht zur Aktion."})


class RecognitionFormShape(RecognitionShape):
    """The same from a page, with the version that was seen."""

    version = whole(most=10**9, required=False)


class ReceiptQuestionShape(Shape):
    """A question or an answer in plain words."""

    text = text(TEXT_LONGEST, metadata={"example": "Wofür war der Gutschein?"})


class ReceiptAnswerShape(ReceiptQuestionShape):
    """An answer with perhaps a better picture, as a page sends it."""

    file = upload(required=False)


class CertificationShape(Shape):
    """The check note, «Prüfvermerk»."""

    note = text(4000, metadata={"example": "Alle Belege geprüft, Kürzungen begründet."})


class RepaymentShape(Shape):
    """Money that came back."""

    amount_cents = cents(metadata={"example": 8_846})
    received_on = day(metadata={"example": "2026-08-22"})


class PersonShape(Shape):
    """The address of somebody who asked to be erased."""

    email = email(metadata={"example": "ada@beispiel.de"})


class ErasureShape(Shape):
    """Somebody is erased for good, in so many words."""

    is_confirmed = flag(
        required=True,
        validate=validate.Equal(True, error=_("Bitte bestätigen Sie das mit dem Häkchen.")),
        metadata={"example": True},
    )

    @post_load
    def consented(self, _data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Pass nothing on: the consent is the call itself."""
        return {}


class CallOffShape(Shape):
    """Why an action is called off."""

    reason = text(1000, metadata={"example": "Die Aktion fällt aus."})


class CutOut(CutShape):
    """A cut on its way out."""


class ReceiptMessageOut(Shape):
    """A line of the conversation about a receipt."""

    is_from_office = flag()
    written_at = fields.AwareDateTime()
    text = fields.String(metadata={"example": "Wofür war der Gutschein?"})


class ReceiptOut(Shape):
    """A receipt on its way out."""

    id = fields.UUID()
    number = fields.Integer(metadata={"example": 1})
    issued_on = fields.Date()
    payee = fields.String(metadata={"example": "Gartencenter"})
    purpose = fields.String(metadata={"example": "Erde und Kübel"})
    category = fields.String(metadata={"example": "materials"})
    amount_cents = fields.Integer()
    recognised_cents = fields.Integer(allow_none=True)
    state = fields.Enum(ReceiptState, by_value=True)
    is_on_paper = fields.Boolean()
    review_note = fields.String(metadata={"example": ""})
    media_type = fields.String(allow_none=True, metadata={"example": "image/jpeg"})
    version = fields.Integer()
    cuts = fields.List(fields.Nested(CutOut))
    messages = fields.List(fields.Nested(ReceiptMessageOut))
    twins = fields.List(
        fields.String(), metadata={"example": ["MK-2026-002 Nr. 1"], "description": "receipts that look the same"}
    )


class FiguresOut(Shape):
    """The figures of an account as they stand."""

    recognised_cents = fields.Integer(metadata={"example": 87_410})
    flat_rate_cents = fields.Integer(metadata={"example": 8_741})
    entitlement_cents = fields.Integer(metadata={"example": 96_151})
    balance_payment_cents = fields.Integer(metadata={"example": 0})
    repayment_cents = fields.Integer(metadata={"example": 8_846})
    released_cents = fields.Integer(metadata={"example": 53_845})
    borne_by_applicant_cents = fields.Integer(metadata={"example": 20_530})


class ClaimOut(Shape):
    """A claim to money back."""

    amount_cents = fields.Integer()
    repaid_cents = fields.Integer()
    due_on = fields.Date()
    interest_cents = fields.Integer()
    interest_paid_cents = fields.Integer()
    interest_state = fields.Enum(InterestState, by_value=True)


class SettlementOut(Shape):
    """An account on its way out."""

    application_id = fields.UUID()
    settlement_id = fields.UUID(allow_none=True)
    state = fields.String(metadata={"example": "settlement_submitted"})
    due_on = fields.Date(allow_none=True)
    awarded_cents = fields.Integer()
    paid_cents = fields.Integer()
    report = fields.String(metadata={"example": "Das Fest fand bei Sonne statt."})
    participants = fields.Integer(allow_none=True)
    check_note = fields.String(metadata={"example": "Alle Belege geprüft."})
    figures = fields.Nested(FiguresOut)
    receipts = fields.List(fields.Nested(ReceiptOut))
    claim = fields.Nested(ClaimOut, allow_none=True)


class PhotoOut(Shape):
    """The id of what was made."""

    id = fields.UUID()
