"""Shapes of votes at the doors: motions, declared bias, ballots, results."""

from app.shell.doors.shapes import Shape, cents, choice, fields, ident, text, whole
from app.voting.rules import Choice, ConflictKind, MotionState, Outcome


class MotionShape(Shape):
    """What is put to the vote: without an amount the whole that was asked for."""

    award_cents = cents(required=False, metadata={"example": 149_996})
    reason = text(2000, required=False, metadata={"example": "Ohne Druckkosten."})
    condition = text(2000, required=False, metadata={"example": "Die Hausverwaltung stimmt der Nutzung des Hofs zu."})


class ConflictShape(Shape):
    """A seat whose holder is biased, and why."""

    seat_id = ident()
    kind = choice(ConflictKind, metadata={"example": "relative"})


class BallotShape(Shape):
    """The ballot of a seat."""

    seat_id = ident()
    choice = choice(Choice, metadata={"example": "yes"})


class ArithmeticShape(Shape):
    """A German sentence with places for its figures."""

    text = text(500, metadata={"example": "%(yes)s Ja, %(no)s Nein"})
    facts = fields.Dict(keys=fields.String(), values=fields.Integer())


class MotionOutShape(Shape):
    """A motion and its result."""

    id = ident()
    area_id = ident()
    agenda_item_id = ident()
    session_id = ident()
    application_id = ident()
    file_number = text(40, required=False, metadata={"example": "MK-2026-001"})
    title = text(120, metadata={"example": "Hoffest und Pflanztag"})
    requested_cents = cents(least=0)
    award_cents = cents()
    reason = text(2000, required=False, metadata={"example": "Ohne Druckkosten."})
    condition = text(2000, required=False, metadata={"example": ""})
    state = choice(MotionState, metadata={"example": "closed"})
    outcome = choice(Outcome, required=False, metadata={"example": "approved"})
    yes = whole(required=False, metadata={"example": 5})
    no = whole(required=False, metadata={"example": 0})
    abstain = whole(required=False, metadata={"example": 1})
    opened_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    rule_book_id = ident()
    fingerprint = text(64, metadata={"example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
    decision = fields.Dict(metadata={"description": "every figure of the count"})
    sentences = fields.List(fields.Nested(ArithmeticShape))


class BallotOutShape(Shape):
    """How a seat voted."""

    id = ident()
    seat_id = ident()
    number = whole()
    choice = choice(Choice)
    cast_at = fields.AwareDateTime()
