"""Shapes of awards and agreements, in and out."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import post_load, validate

from app.allocation.rules import AwardState
from app.shell.doors.shapes import Shape, cents, choice, day, fields, flag, ident
from app.voting.rules import Outcome


class AgreementAcceptanceShape(Shape):
    """Somebody takes the agreement, in so many words."""

    is_accepted = flag(
        required=True,
        validate=validate.Equal(True, error=_("Bitte bestätigen Sie das mit dem Häkchen.")),
        metadata={"example": True},
    )

    @post_load
    def consented(self, _data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Pass nothing on: the consent is the call itself."""
        return {}


class AwardOut(Shape):
    """An award: what was promised, or offered until a day."""

    id = ident()
    amount_cents = cents(least=0, metadata={"example": 149_996})
    state = choice(AwardState, metadata={"example": "binding"})
    answer_by = day(allow_none=True)
    decided_at = fields.DateTime()
    motion_id = ident()
    rule_book_id = ident()


class AgreementOut(Shape):
    """An agreement: its words, the SHA-256 of its document, who signed when."""

    id = ident()
    document_hash = fields.String(
        metadata={"example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
    )
    terms = fields.String(metadata={"example": "Der Träger bewilligt 1.499,96 € für «Hoffest und Pflanztag»."})
    drawn_at = fields.DateTime()
    qm_signed_at = fields.DateTime(allow_none=True)
    applicant_signed_at = fields.DateTime(allow_none=True)


class DecisionOut(Shape):
    """What came of a vote."""

    id = ident()
    application_id = ident()
    outcome = choice(Outcome, metadata={"example": "approved"})
    yes = fields.Integer(metadata={"example": 5})
    no = fields.Integer(metadata={"example": 0})
    abstain = fields.Integer(metadata={"example": 1})
    award_cents = cents(least=0, metadata={"example": 149_996})
