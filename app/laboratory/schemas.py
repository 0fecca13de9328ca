"""Shapes of the laboratory, in and out."""

from flask_babel import lazy_gettext as _
from marshmallow import validate

from app.laboratory.rules import OFFERED, RULES_MOST, TieChoice, TrialState
from app.shell.doors.shapes import Shape, choice, fields, ident, text, upload

SEED_LONGEST = 60
RULES = validate.Length(
    min=1, max=RULES_MOST, error=_("Bitte wählen Sie eine bis %(most)s Regeln aus.", most=RULES_MOST)
)


class TrialShape(Shape):
    """What is counted again and how; the parent of both ways in."""

    title = text(160, required=False, metadata={"example": "Sitzung im Mai"})
    rules = fields.List(
        choice(list(OFFERED)), required=True, validate=RULES, metadata={"example": ["greedy", "phragmen"]}
    )
    tie = choice(TieChoice, required=False, load_default=TieChoice.NUMBER, allow_none=False, metadata={"example": "id"})
    seed = text(SEED_LONGEST, required=False, metadata={"example": ""})


class FileTrialShape(TrialShape):
    """An uploaded election (multipart)."""

    file = upload()


class FileTrialFormShape(FileTrialShape):
    """The same from a page, which says for which area."""

    area_id = ident()


class SessionTrialFormShape(TrialShape):
    """The votes of a session, from a page."""

    session_id = ident()


class EmptyShape(Shape):
    """Nothing to say beyond the address."""


class ProblemOut(Shape):
    """Why something cannot be counted, in the reader's language, with the line of the file where it has one."""

    text = fields.String(metadata={"example": "Project «7» stands in line 12 already."})
    line = fields.Integer(metadata={"example": 14})


class ChangeOut(Shape):
    """A change that would have sufficed, exact; `proof` says what is claimed of it."""

    amount = fields.String(metadata={"example": "1200"})
    proof = fields.String(metadata={"example": "exact"})


class LoserOut(Shape):
    """A project not funded, and the smallest changes known to have sufficed, each by itself."""

    id = fields.String(metadata={"example": "WS-2026-004"})
    reason = fields.String(metadata={"example": "did-not-fit"})
    needed = fields.Dict(keys=fields.String(), values=fields.Nested(ChangeOut), metadata={"example": {}})


class PurchaseOut(Shape):
    """A project funded, and what was left of the budget afterwards."""

    id = fields.String(metadata={"example": "WS-2026-001"})
    cost = fields.String(metadata={"example": "800"})
    remaining = fields.String(metadata={"example": "1200"})
    stage = fields.String(metadata={"example": "shares"})


class CountOut(Shape):
    """What one rule gave; everything but `rule` is empty where the rule cannot count these ballots (`problem`)."""

    rule = fields.String(metadata={"example": "mes-cost-add1-utilitarian"})
    fingerprint = fields.String(allow_none=True, metadata={"example": "7d8e0c5f"})
    total_cost = fields.String(metadata={"example": "1800"})
    remaining = fields.String(metadata={"example": "200"})
    purchases = fields.List(fields.Nested(PurchaseOut))
    losers = fields.List(fields.Nested(LoserOut))
    ties = fields.List(fields.Dict(), metadata={"example": []})
    paid = fields.Dict(metadata={"example": {"WS-2026-001": {"payers": 5, "effective_support": "5"}}})
    fairness = fields.Dict(metadata={"example": {"voters_with_nothing": "1/7"}})
    problem = fields.Nested(ProblemOut, allow_none=True)


class TrialOut(Shape):
    """A trial in a list."""

    id = fields.UUID()
    area_id = fields.UUID()
    title = fields.String(metadata={"example": "Sitzung im Mai"})
    state = fields.Enum(TrialState, by_value=True, metadata={"example": "counted"})
    rules = fields.List(fields.String(), metadata={"example": ["greedy", "phragmen"]})
    asked_at = fields.DateTime()


class WholeTrialOut(TrialOut):
    """A trial with what its rules gave so far."""

    tie = fields.String(metadata={"example": "id"})
    ballots = fields.Integer(allow_none=True, metadata={"example": 7})
    budget = fields.String(allow_none=True, metadata={"example": "2000"})
    currency = fields.String(allow_none=True, metadata={"example": "EUR"})
    projects = fields.Dict(metadata={"example": {"WS-2026-001": {"name": "Hoffest", "cost": "800", "votes": 6}}})
    counts = fields.List(fields.Nested(CountOut))
    problem = fields.Nested(ProblemOut, allow_none=True)
