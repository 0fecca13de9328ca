"""Shapes of bodies at the doors: seats and members, sessions, agenda, attendance."""

from flask_babel import lazy_gettext as _
from marshmallow import validate

from app.bodies.rules import AgendaItemState, BodyKind, SessionKind, SessionState
from app.shell.doors.shapes import Shape, choice, day, email, fields, ident, text, whole


class NothingShape(Shape):
    """A button: nothing is typed."""


class NewBodyShape(Shape):
    """A new body with empty seats."""

    kind = choice(BodyKind, metadata={"example": "jury"})
    name = text(120, metadata={"example": "Aktionsfondsjury"})
    seats = whole(least=1, most=99, metadata={"example": 7})


class BodyShape(NewBodyShape):
    """A new body of a fund."""

    area_id = ident()
    fund_id = ident()


class MemberShape(Shape):
    """Somebody who takes a seat."""

    name = text(120, metadata={"example": "Amira Haddad"})
    email = email(metadata={"example": "amira@example.org"})
    valid_from = day(metadata={"example": "2026-01-01"})
    valid_to = day(required=False, metadata={"example": "2027-12-31"})


class LastDayShape(Shape):
    """The last day of a membership; without one it ended yesterday."""

    last_day = day(required=False, metadata={"example": "2026-06-30"})


class SeatOutShape(Shape):
    """A seat and its holder on a day."""

    id = ident()
    number = whole(metadata={"example": 3})
    person_id = ident(required=False)
    name = text(120, required=False, metadata={"example": "Amira Haddad"})
    valid_from = day(required=False)
    valid_to = day(required=False)


class BodyOutShape(Shape):
    """A body."""

    id = ident()
    area_id = ident()
    fund_id = ident()
    kind = choice(BodyKind)
    name = text(120, metadata={"example": "Aktionsfondsjury"})


class BodyDetailShape(BodyOutShape):
    """A body with its seats today."""

    seats = fields.List(fields.Nested(SeatOutShape))


class AgendaShape(Shape):
    """Applications for an agenda, in this order."""

    application_ids = fields.List(ident(), load_default=list, validate=validate.Length(max=100))


class SessionShape(AgendaShape):
    """A session to plan."""

    fund_year_id = ident()
    title = text(160, metadata={"example": "Sitzung im Mai"})
    held_on = day(metadata={"example": "2026-05-06"})
    starts_at = fields.String(
        load_default="18:00",
        validate=validate.Regexp(
            r"^([01]\d|2[0-3]):[0-5]\d$", error=_("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 18:00.")
        ),
        metadata={"example": "18:00"},
    )
    place = text(160, required=False, metadata={"example": "Nachbarschaftshaus"})


class SessionQueryShape(Shape):
    """Of which body sessions are wanted."""

    body_id = ident(required=False)
    page = whole(least=1, most=100_000, required=False, load_default=1)
    per_page = whole(least=1, most=100, required=False, load_default=20)


class SessionOutShape(Shape):
    """A session."""

    id = ident()
    area_id = ident()
    body_id = ident()
    body_name = text(120, metadata={"example": "Aktionsfondsjury"})
    fund_year_id = ident()
    rule_book_id = ident(required=False)
    kind = choice(SessionKind)
    title = text(160, metadata={"example": "Sitzung im Mai"})
    held_on = day()
    starts_at = text(5, metadata={"example": "18:00"})
    place = text(160, required=False, metadata={"example": "Nachbarschaftshaus"})
    state = choice(SessionState, metadata={"example": "open"})
    items = whole(metadata={"description": "how many applications stand on the agenda"})


class ItemOutShape(Shape):
    """An agenda item."""

    id = ident()
    position = whole()
    state = choice(AgendaItemState)
    application_id = ident()
    file_number = text(40, required=False, metadata={"example": "MK-2026-001"})
    title = text(120, metadata={"example": "Hoffest und Pflanztag"})
    requested_cents = whole(most=10**13)


class SeatRefShape(Shape):
    """A seat."""

    seat_id = ident()


class PresenceShape(Shape):
    """A seat and whether its holder is in the room."""

    seat_id = ident()
    number = whole()
    is_there = fields.Boolean()


class SessionDetailShape(SessionOutShape):
    """A session with its agenda and attendance."""

    agenda = fields.List(fields.Nested(ItemOutShape))
    attendance = fields.List(fields.Nested(PresenceShape))


class ChangedShape(Shape):
    """The id of what was made or changed."""

    id = ident()
