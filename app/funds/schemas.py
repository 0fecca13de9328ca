"""Shapes of funds: years, commitments, calls, and rule books made from the registry of parameters."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from marshmallow import post_load, validate, validates_schema

from app.core.errors import InvalidInput
from app.funds.models import FundKind
from app.funds.rules import PARAMETERS, CallState, FundYearState, Kind, Parameter, RuleValues
from app.funds.rules.parameter import MOST_ENTRIES, Unfit
from app.shell.doors.shapes import Shape, ValidationError, cents, choice, day, fields, ident, text, whole

FIRST_YEAR, LAST_YEAR = 2000, 2100


class EmptyShape(Shape):
    """Nothing at all: a button."""


class FundShape(Shape):
    """A new fund of an area."""

    kind = choice(FundKind, metadata={"example": "action_fund"})
    name = text(120, metadata={"example": "Aktionsfonds"})


class FundYearShape(Shape):
    """A new fund year; without an amount the rule book gives the budget."""

    year = whole(least=FIRST_YEAR, most=LAST_YEAR, metadata={"example": 2026})
    budget_cents = cents(required=False, metadata={"example": 1_000_000})


class CommitmentShape(Shape):
    """Money bound outside an application."""

    amount_cents = cents(metadata={"example": 58_400})
    text = text(200, metadata={"example": "Bewilligungen aus dem Vorjahr"})


class CallShape(Shape):
    """A call with its days."""

    title = text(160, metadata={"example": "Ideen für den Sommer"})
    text = text(4000, required=False, metadata={"example": "Was braucht der Kiez?"})
    opens_on = day(metadata={"example": "2026-03-02"})
    cut_off_on = day(metadata={"example": "2026-04-10"})
    session_on = day(metadata={"example": "2026-04-28"})


class CallChangeShape(CallShape):
    """A changed call, with the version it was read in."""

    version = whole(required=False)


class StepShape(Shape):
    """From this amount on, this holds."""

    from_cents = cents(least=0, metadata={"example": 15_000})
    code = text(40, metadata={"example": "offers"})


def _fits(parameter: Parameter) -> Any:
    def check(value: Any) -> None:
        try:
            parameter.fit(_plain(value))
        except Unfit as unfit:
            raise ValidationError(gettext(str(unfit))) from unfit

    return check


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [[step["from_cents"], step["code"]] if isinstance(step, dict) else step for step in value]
    return value


def _field(parameter: Parameter) -> fields.Field:
    """Return the field of one parameter; what it may hold is the parameter's own rule."""
    options: dict[str, Any] = {
        "load_default": None,
        "allow_none": True,
        "attribute": parameter.key.replace(".", "__"),
        "metadata": {"description": lazy_gettext(parameter.meaning)},
    }
    match parameter.kind:
        case Kind.FLAG:
            return fields.Boolean(truthy={True}, falsy={False}, **options)
        case Kind.CHOICE:
            return fields.String(**options, validate=_fits(parameter))
        case Kind.CHOICES:
            return fields.List(
                fields.String(), **options, validate=[validate.Length(max=MOST_ENTRIES), _fits(parameter)]
            )
        case Kind.TABLE:
            return fields.Dict(
                keys=fields.String(),
                values=fields.Integer(strict=True),
                **options,
                validate=[validate.Length(max=MOST_ENTRIES), _fits(parameter)],
            )
        case Kind.STEPS:
            return fields.List(
                fields.Nested(StepShape), **options, validate=[validate.Length(max=MOST_ENTRIES), _fits(parameter)]
            )
    return whole(
        least=parameter.minimum,
        most=parameter.largest,
        required=False,
        attribute=options["attribute"],
        metadata=options["metadata"],
    )


class _Values(Shape):
    @post_load
    def by_key(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Return the values by parameter; what was left out has its default."""
        return {
            key: _plain(data[key.replace(".", "__")])
            for key in PARAMETERS
            if data.get(key.replace(".", "__")) is not None
        }


RuleValuesShape: type[Shape] = _Values.from_dict(  # type: ignore[assignment]
    {key: _field(parameter) for key, parameter in PARAMETERS.items()}, name="RuleValues"
)


class RuleBookShape(Shape):
    """A new version of the rules: values by parameter, whatever is left out has its default."""

    valid_from = day(metadata={"example": "2026-01-01"})
    note = text(1000, required=False, metadata={"example": "Beschluss der Steuerungsrunde"})
    overrides = fields.Nested(RuleValuesShape, required=True, metadata={"example": {"jury.seats": 9}})
    version = whole(required=False)

    @validates_schema
    def values_fit_together(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse values that contradict each other, at the parameter."""
        try:
            RuleValues.from_overrides(data.get("overrides") or {})
        except InvalidInput as error:
            found = {key: [gettext(sentence) for sentence in sentences] for key, sentences in error.errors.items()}
            raise ValidationError({"overrides": found}) from error


class RuleBookOut(Shape):
    """A version of the rules with its effective values."""

    id = ident()
    fund_id = ident()
    version_number = whole()
    valid_from = day()
    note = text(1000, required=False, metadata={"example": "Beschluss der Steuerungsrunde"})
    fingerprint = text(64, metadata={"example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
    values = fields.Dict(keys=fields.String(), metadata={"example": {"jury.seats": 9}})


class FundOut(Shape):
    """A fund."""

    id = ident()
    area_id = ident()
    kind = choice(FundKind)
    name = text(120, metadata={"example": "Aktionsfonds"})


class MoneyOut(Shape):
    """Where the money of a fund year is; the six parts add up to the budget that is still there."""

    budget_cents = fields.Integer(metadata={"example": 1_000_000})
    available_cents = fields.Integer(metadata={"example": 319_849})
    reserved_cents = fields.Integer(metadata={"example": 0})
    committed_cents = fields.Integer(metadata={"example": 584_000})
    in_transit_cents = fields.Integer(metadata={"example": 0})
    paid_cents = fields.Integer(metadata={"example": 0})
    spent_cents = fields.Integer(metadata={"example": 96_151})


class FundYearOut(Shape):
    """A fund year with its money."""

    id = ident()
    fund_id = ident()
    area_id = ident()
    year = whole()
    state = choice(FundYearState)
    money = fields.Nested(MoneyOut)


class CallOut(CallShape):
    """A call as it stands."""

    id = ident()
    area_id = ident()
    fund_year_id = ident()
    state = choice(CallState)
    version = whole()


class EntryOut(Shape):
    """A signed amount on one account."""

    account = text(40, metadata={"example": "available"})
    amount_cents = fields.Integer(metadata={"example": -58_400})


class JournalOut(Shape):
    """A booking with its cause; the entries add up to zero."""

    id = ident()
    booked_at = fields.AwareDateTime()
    cause_kind = text(40, metadata={"example": "award"})
    cause_id = ident()
    step = text(40, metadata={"example": "commit"})
    application_id = ident(required=False)
    entries = fields.List(fields.Nested(EntryOut))
