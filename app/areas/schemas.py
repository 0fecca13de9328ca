"""Shapes of areas at the doors: the public view, texts to edit, invitations and roles."""

from flask_babel import lazy_gettext as _
from marshmallow import validate

from app.areas.rules import AREA, AreaState
from app.core.actor import Role
from app.shell.doors.shapes import Shape, choice, day, email, fields, flag, ident, text, whole


class AreaTextsShape(Shape):
    """What the public reads about an area."""

    introduction = text(2000, required=False, metadata={"example": "Zwischen Kanal und Bahn."})
    contact = text(500, required=False, metadata={"example": "Quartiersbüro, Musterstraße 5"})
    version = whole(required=False)


class NewAreaShape(Shape):
    """A new area."""

    name = text(120, metadata={"example": "Musterkiez"})
    slug = fields.String(
        required=True,
        validate=[
            validate.Length(max=60, error=_("Bitte höchstens %(longest)s Zeichen, und nicht leer.", longest=60)),
            validate.Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", error=_("Bitte nur kleine Buchstaben a bis z, Ziffern und Bindestriche.")
            ),
        ],
        metadata={"example": "musterkiez"},
    )
    code = fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Z]{1,6}$", error=_("Bitte einen bis sechs große Buchstaben, zum Beispiel MK.")),
        metadata={"example": "MK"},
    )
    district_name = text(80, metadata={"example": "Mitte"})
    ends_on = day(required=False, metadata={"example": "2027-12-31"})


class CarrierShape(Shape):
    """Who runs the office from a day on."""

    carrier_name = text(160, metadata={"example": "Trägerverein Musterkiez e. V."})
    valid_from = day(metadata={"example": "2026-01-01"})


class AreaStepShape(Shape):
    """The next step in the life of an area."""

    step = choice(sorted({step for _state, step in AREA.table}), metadata={"example": "begin_transition"})


class InvitationShape(Shape):
    """Somebody to invite: who, as what, for how long."""

    email = email(metadata={"example": "ada@beispiel.de"})
    name = text(120, metadata={"example": "Ada Beispiel"})
    role = choice(Role, metadata={"example": "juror"})
    valid_from = day(metadata={"example": "2026-01-01"})
    valid_to = day(required=False, metadata={"example": "2027-12-31"})


class RoleEndShape(Shape):
    """The last day of a role."""

    last_day = day(required=False)


class AreaRowShape(Shape):
    """An area in a list."""

    id = ident()
    slug = fields.String(metadata={"example": "musterkiez"})
    name = fields.String(metadata={"example": "Musterkiez"})
    code = fields.String(metadata={"example": "MK"})
    district_name = fields.String(metadata={"example": "Mitte"})
    state = choice(AreaState, metadata={"example": "active"})
    ends_on = day(required=False)


class AreaShape(AreaRowShape):
    """An area as everybody sees it."""

    introduction = fields.String(metadata={"example": "Zwischen Kanal und Bahn."})
    contact = fields.String(metadata={"example": "Quartiersbüro, Musterstraße 5"})
    carrier_name = fields.String(metadata={"example": "Trägerverein Musterkiez e. V."})


class AreasShape(Shape):
    """All areas of the programme."""

    items = fields.List(fields.Nested(AreaRowShape))


class HolderShape(Shape):
    """A person and a role they hold, held or will hold in the area."""

    role_id = ident()
    person_id = ident()
    name = fields.String(metadata={"example": "Amira Haddad"})
    email = fields.String(allow_none=True, metadata={"example": "amira@example.org"})
    role = choice(Role, metadata={"example": "juror"})
    valid_from = day()
    valid_to = day(required=False)
    has_second_factor = flag()


class PeopleShape(Shape):
    """The people of an area."""

    items = fields.List(fields.Nested(HolderShape))


class InvitedShape(Shape):
    """Who was invited."""

    person_id = ident()
