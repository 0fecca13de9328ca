"""Shapes of people's data at the doors: sign-in, profile, access tokens; who I am for the API."""

from app.core.actor import Role
from app.core.policy import SCOPE_READ, SCOPE_WRITE
from app.shell.doors.context import LOCALES
from app.shell.doors.shapes import Shape, choice, choices, day, email, fields, ident, text, whole

SCOPES = (SCOPE_READ, SCOPE_WRITE)


class NothingShape(Shape):
    """A button: nothing is typed."""


class EmailShape(Shape):
    """Somebody's address, to send a link to."""

    email = email()


class PasswordSignInShape(Shape):
    """Signing in by password."""

    email = email()
    password = text(200)


class LinkShape(Shape):
    """Coming in by a link; the name is asked when the link begins an account."""

    name = text(120, required=False)


class CodeShape(Shape):
    """A code of the second factor, or a recovery code."""

    code = text(40)


class NewPasswordShape(Shape):
    """A new password, set by a link."""

    password = text(200)


class PasswordChangeShape(Shape):
    """A new password and the present one, where there is one."""

    current_password = text(200, required=False)
    password = text(200)


class ProfileShape(Shape):
    """What a person says about themselves."""

    name = text(120)
    phone = text(40, required=False)
    locale = choice(LOCALES, required=False)
    version = whole(required=False)


class TokenShape(Shape):
    """An access token for the API."""

    name = text(80)
    scopes = choices(SCOPES, least=1)
    expires_on = day()


class OwnRoleShape(Shape):
    """A role that is held now or soon."""

    role = choice(Role, metadata={"example": "juror"})
    area_id = ident(required=False, metadata={"description": "null: in all areas"})
    area_name = text(120, required=False, metadata={"example": "Musterkiez"})
    valid_from = day(metadata={"example": "2026-01-01"})
    valid_to = day(required=False)


class MeShape(Shape):
    """Who holds the access token."""

    id = ident()
    name = text(120, metadata={"example": "Ada Beispiel"})
    email = fields.String(allow_none=True, metadata={"example": "ada@beispiel.de"})
    locale = fields.String(allow_none=True, metadata={"example": "de"})
    scopes = fields.List(fields.String(), allow_none=True, metadata={"example": ["read"]})
    roles = fields.List(fields.Nested(OwnRoleShape))
