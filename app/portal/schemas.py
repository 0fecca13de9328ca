"""Shapes of what the public reads."""

from app.portal.rules import Stage
from app.shell.doors.shapes import Shape, choice, day, fields, ident, text, whole
from app.voting.rules import Outcome


class AreaFundOut(Shape):
    """A fund year with its money; the six parts add up to the budget."""

    fund_year_id = ident()
    fund_name = text(120, metadata={"example": "Aktionsfonds"})
    year = whole(metadata={"example": 2026})
    budget_cents = fields.Integer(metadata={"example": 1_000_000})
    available_cents = fields.Integer(metadata={"example": 319_849})
    reserved_cents = fields.Integer(metadata={"example": 0})
    committed_cents = fields.Integer(metadata={"example": 584_000})
    in_transit_cents = fields.Integer(metadata={"example": 0})
    paid_cents = fields.Integer(metadata={"example": 0})
    spent_cents = fields.Integer(metadata={"example": 96_151})


class AreaFundsOut(Shape):
    """The funds of an area."""

    items = fields.List(fields.Nested(AreaFundOut))


class PublicDecisionOut(Shape):
    """A decision with its amount, reason and vote totals."""

    application_id = ident()
    title = text(120, metadata={"example": "Hoffest und Pflanztag"})
    by = text(160, metadata={"example": "Bewohner/in"})
    decided_on = day()
    outcome = choice(Outcome)
    requested_cents = fields.Integer(metadata={"example": 149_996})
    award_cents = fields.Integer(metadata={"example": 149_996})
    reason = text(2000, required=False, metadata={"example": "Stärkt die Nachbarschaft."})
    yes = whole(metadata={"example": 5})
    no = whole(metadata={"example": 0})
    abstain = whole(metadata={"example": 1})
    rules_fingerprint = text(
        64, metadata={"example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
    )


class MoneyMoveOut(Shape):
    """Money that left for the action, or came back (below zero)."""

    on = day()
    amount_cents = fields.Integer(metadata={"example": 104_997})
    kind = text(20, metadata={"example": "advance"})


class PublicActionOut(Shape):
    """One action with the way of its money."""

    application_id = ident()
    title = text(120, metadata={"example": "Hoffest und Pflanztag"})
    by = text(160, metadata={"example": "Bewohner/in"})
    stage = choice(Stage)
    requested_cents = fields.Integer()
    awarded_cents = fields.Integer()
    recognised_cents = fields.Integer(allow_none=True)
    flat_rate_cents = fields.Integer(allow_none=True)
    entitlement_cents = fields.Integer(allow_none=True)
    decision = fields.Nested(PublicDecisionOut, allow_none=True)
    moves = fields.List(fields.Nested(MoneyMoveOut))
