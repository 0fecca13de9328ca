"""Shapes of settlement, in and out."""

from app.proposals.rules import Category
from app.settlement.rules import CutReason, InterestState, ReceiptState
from app.shell.doors.shapes import Shape, cents, choice, day, fields, flag, text, whole

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

    file = fields.Raw(load_default=None)


class ReceiptEntryShape(ReceiptShape):
    """A new receipt with its picture, as a page sends it."""

    file = fields.Raw(load_default=None)


class ProofShape(Shape):
    """A file that must be sent (multipart)."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class PhotoCaptionShape(Shape):
    """A caption for a photo."""

    caption = text(200, required=False, metadata={"example": "Pflanzen im Hof"})


class PhotoShape(PhotoCaptionShape):
    """A photo with its caption, as a page sends it."""

    file = fields.Raw(required=True)


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

    file = fields.Raw(load_default=None)


class CertificationShape(Shape):
    """The check note, «Prüfvermerk»."""

    note = text(4000, metadata={"example": "Alle Belege geprüft, Kürzungen begründet."})


class RepaymentShape(Shape):
    """Money that came back."""

    amount_cents = cents(metadata={"example": 8_846})
    received_on = day(metadata={"example": "2026-08-22"})


class CallOffShape(Shape):
    """Why an action is called off."""

    reason = text(1000, metadata={"example": "Die Aktion fällt aus."})


class CutOut(CutShape):
    """A cut on its way out."""


class ReceiptMessageOut(Shape):
    """A line of the conversation about a receipt."""

    is_from_office = flag()
    written_at = fields.AwareDateTime()
    text = fields.String()


class ReceiptOut(Shape):
    """A receipt on its way out."""

    id = fields.UUID()
    number = fields.Integer(metadata={"example": 1})
    issued_on = fields.Date()
    payee = fields.String()
    purpose = fields.String()
    category = fields.String()
    amount_cents = fields.Integer()
    recognised_cents = fields.Integer(allow_none=True)
    state = fields.Enum(ReceiptState, by_value=True)
    is_on_paper = fields.Boolean()
    review_note = fields.String()
    media_type = fields.String(allow_none=True)
    version = fields.Integer()
    cuts = fields.List(fields.Nested(CutOut))
    messages = fields.List(fields.Nested(ReceiptMessageOut))
    twins = fields.List(fields.String(), metadata={"description": "receipts that look the same"})


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
    report = fields.String()
    participants = fields.Integer(allow_none=True)
    check_note = fields.String()
    figures = fields.Nested(FiguresOut)
    receipts = fields.List(fields.Nested(ReceiptOut))
    claim = fields.Nested(ClaimOut, allow_none=True)


class PhotoOut(Shape):
    """The id of what was made."""

    id = fields.UUID()
