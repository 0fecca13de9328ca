"""Shapes of applications in and out; amounts are whole cents, days ISO dates."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import ValidationError, validate, validates_schema

from app.proposals.models import TEXT_LENGTH, TITLE_LENGTH
from app.proposals.rules import THEMES, ApplicationState, Category, RejectionReason
from app.shell.doors.shapes import Shape, cents, choice, choices, day, email, fields, flag, ident, text, upload, whole

KINDS = ("resident", "initiative", "association", "institution")
RESULTS = ("ok", "query", "reject")
TASKS = ("costs", "lead_time", "double_funding", "own_share", "publicity", "area")
LINES_MOST = 40


class CostLineShape(Shape):
    """One cost line."""

    category = choice(Category, metadata={"example": "materials"})
    text = text(200, metadata={"example": "Pflanzen, Erde, Kübel"})
    amount_cents = cents(most=10**9, metadata={"example": 52_000})


class WhoShape(Shape):
    """Who applies."""

    applicant_name = text(120, metadata={"example": "Ada Muster"})
    applicant_email = email(required=False, metadata={"example": "ada@example.org"})
    applicant_phone = text(40, required=False, metadata={"example": "030 1234567"})
    applicant_kind = choice(KINDS, metadata={"example": "resident"})
    organisation = text(160, required=False, metadata={"example": "Hausgemeinschaft Musterstraße"})


class IdeaShape(Shape):
    """What is planned."""

    title = text(TITLE_LENGTH, metadata={"example": "Hoffest und Pflanztag"})
    summary = text(TEXT_LENGTH, metadata={"example": "Wir bepflanzen den Hof und feiern."})
    place = text(160, required=False, metadata={"example": "Hof, Musterstraße 1"})
    action_from = day(metadata={"example": "2026-06-14"})
    action_to = day(metadata={"example": "2026-06-14"})
    themes = choices(THEMES)
    own_share = text(1000, required=False, metadata={"example": "Aufbau ehrenamtlich"})


class CostsShape(Shape):
    """What it costs."""

    lines = fields.List(
        fields.Nested(CostLineShape),
        required=True,
        validate=validate.Length(1, LINES_MOST, error=_("Bitte tragen Sie 1 bis 40 Kostenposten ein.")),
    )
    reasons = text(TEXT_LENGTH, required=False, metadata={"example": "Vergleich dreier Angebote."})
    own_funds_cents = cents(least=0, required=False, load_default=0, metadata={"example": 0})
    other_funding = text(1000, required=False, metadata={"example": "Keine."})


class PrivacyShape(Shape):
    """The privacy notice was read."""

    is_privacy_accepted = flag(metadata={"example": True})


class ApplicationSendShape(PrivacyShape):
    """The last step, with the version that was seen."""

    version = whole(most=10**9, required=False)


class CorrectionSendShape(ApplicationSendShape):
    """The last step of a correction, perhaps with a word to the office."""

    answer = text(TEXT_LENGTH, required=False, metadata={"example": "Der Ort steht jetzt im Antrag."})


class ApplicationShape(WhoShape, IdeaShape, CostsShape, ApplicationSendShape):
    """A whole application."""


class CorrectionShape(WhoShape, IdeaShape, CostsShape, CorrectionSendShape):
    """A whole corrected application."""


class DraftShape(WhoShape, IdeaShape, CostsShape):
    """Any part of an application that is kept until it is sent."""

    version = whole(most=10**9, required=False)

    def __init__(self, **options: Any) -> None:
        """Ask for nothing."""
        super().__init__(**{**options, "partial": True})


class NewApplicationShape(WhoShape, IdeaShape, CostsShape, PrivacyShape):
    """A whole application for a fund year."""

    fund_year_id = ident()
    call_id = ident(required=False)


class ApplicationStartShape(Shape):
    """Where an application is begun."""

    fund_year_id = ident()
    call_id = ident(required=False)


class OnBehalfShape(ApplicationStartShape):
    """Whose paper form is entered."""

    applicant_name = text(120, metadata={"example": "Bo Papier"})
    applicant_email = email(required=False, metadata={"example": "bo@example.org"})


class EligibilityShape(Shape):
    """The office's check of eligibility."""

    result = choice(RESULTS, metadata={"example": "ok"})
    reason_code = choice(RejectionReason, required=False)
    tasks = choices(TASKS, load_default=list, metadata={"example": list(TASKS)})
    eligible_lines = fields.List(
        fields.Integer(validate=validate.Range(1, LINES_MOST)),
        load_default=None,
        metadata={"example": [1, 2], "description": "positions of eligible cost lines; all are needed to admit"},
    )
    note = text(TEXT_LENGTH, metadata={"example": "Kosten förderfähig, Vorlauf 53 Tage."})
    message = text(
        TEXT_LENGTH,
        required=False,
        metadata={"example": "Wo findet das Fest statt?", "description": "what the applicant reads"},
    )
    version = whole(most=10**9, required=False)

    @validates_schema
    def _complete(self, data: dict[str, Any], **_options: Any) -> None:
        if data.get("result") == "ok" and set(data.get("tasks") or ()) != set(TASKS):
            raise ValidationError(_("Zum Zulassen muss jeder Punkt geprüft sein."), "tasks")
        if data.get("result") == "query" and not data.get("message"):
            raise ValidationError(_("Bitte schreiben Sie, was Sie wissen möchten."), "message")
        if data.get("result") == "reject" and not data.get("reason_code"):
            raise ValidationError(_("Bitte wählen Sie einen Grund für die Ablehnung."), "reason_code")


class AnswerTextShape(Shape):
    """A message between office and applicant."""

    text = text(TEXT_LENGTH, metadata={"example": "Im Hof der Musterstraße 1."})


class AttachmentShape(Shape):
    """A file and what it is (multipart)."""

    file = upload()
    label = text(160, required=False, metadata={"example": "Lageplan"})


class ApplicationOut(Shape):
    """An application as lists show it."""

    id = ident()
    file_number = fields.String(allow_none=True, metadata={"example": "MK-2026-001"})
    title = fields.String(metadata={"example": "Hoffest und Pflanztag"})
    state = choice(ApplicationState)
    area_id = ident()
    fund_year_id = ident()
    requested_cents = cents(least=0)
    awarded_cents = cents(least=0)
    paid_cents = cents(least=0)
    recognised_cents = cents(least=0)
    due_on = day(allow_none=True)
    action_from = day(allow_none=True)
    action_to = day(allow_none=True)
    submitted_at = fields.AwareDateTime(allow_none=True)
    version = whole()


class CostLineOut(CostLineShape):
    """A cost line with its place in the plan."""

    position = whole()


class ApplicationDetailOut(ApplicationOut):
    """An application with its text and its cost lines."""

    applicant_name = fields.String(metadata={"example": "Ada Muster"})
    applicant_kind = fields.String(metadata={"example": "resident"})
    organisation = fields.String(metadata={"example": ""})
    summary = fields.String(metadata={"example": "Wir bepflanzen den Hof und feiern."})
    place = fields.String(metadata={"example": "Hof, Musterstraße 1"})
    themes = fields.List(fields.String(), metadata={"example": ["community"]})
    own_share = fields.String(metadata={"example": "Aufbau ehrenamtlich"})
    reasons = fields.String(metadata={"example": "Vergleich dreier Angebote."})
    other_funding = fields.String(metadata={"example": "Keine."})
    flat_allowance_cents = cents(least=0)
    own_funds_cents = cents(least=0)
    lines = fields.List(fields.Nested(CostLineOut))
    typed = fields.Dict(
        metadata={"example": {"2": {"title": ["Hoffest"]}}, "description": "what was typed and not sent yet, by step"}
    )


class ApplicationCreatedOut(Shape):
    """The id of what was made."""

    id = ident()


class ApplicationQuery(Shape):
    """How a list of applications is narrowed."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))
    per_page = fields.Integer(load_default=20, validate=validate.Range(1, 100))
    state = choice(ApplicationState, required=False)
    search = text(80, required=False)


class ApplicationMessageOut(Shape):
    """A query or an answer."""

    is_from_office = fields.Boolean()
    written_at = fields.AwareDateTime()
    text = fields.String(metadata={"example": "Wo findet das Fest statt?"})


class AttachmentOut(Shape):
    """A file of an application."""

    id = ident()
    label = fields.String(metadata={"example": "Lageplan"})
    name = fields.String(metadata={"example": "lageplan.pdf"})
    media_type = fields.String(metadata={"example": "application/pdf"})
    size = whole()


class CheckOut(Shape):
    """A check of the office."""

    checked_at = fields.AwareDateTime()
    checked_by = fields.String(metadata={"example": "Quartiersbüro"})
    result = fields.String(metadata={"example": "ok"})
    reason_code = fields.String(allow_none=True, metadata={"example": None})
    note = fields.String(metadata={"example": "Kosten förderfähig, Vorlauf 53 Tage."})
