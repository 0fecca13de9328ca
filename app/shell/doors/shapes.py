"""Shapes of data at the doors: marshmallow schemas with limits and sentences in plain words.

Amounts are whole cents, days are ISO dates; unknown fields are refused. The HTML forms turn "1.234,56" and
"31.12.2026" into these shapes before the same schema sees them.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import RAISE, Schema, fields, validate
from marshmallow.exceptions import ValidationError
from werkzeug.datastructures import FileStorage

from app.core.money import LARGEST_CENTS

fields.Field.default_error_messages.update(
    required=_("Bitte füllen Sie dieses Feld aus."),
    null=_("Bitte füllen Sie dieses Feld aus."),
    validator_failed=_("Dieser Wert ist nicht erlaubt."),
)
fields.String.default_error_messages.update(
    invalid=_("Bitte geben Sie einen Text ein."), invalid_utf8=_("Bitte geben Sie einen Text ein.")
)
fields.Integer.default_error_messages.update(
    invalid=_("Bitte geben Sie eine ganze Zahl ein."), too_large=_("Diese Zahl ist zu groß.")
)
fields.Boolean.default_error_messages.update(invalid=_("Bitte wählen Sie Ja oder Nein."))
fields.Date.default_error_messages.update(
    invalid=_("Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2026."),
    format=_("Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2026."),
)
fields.UUID.default_error_messages.update(invalid_uuid=_("Das ist keine gültige Kennung."))
fields.List.default_error_messages.update(invalid=_("Hier wird eine Liste erwartet."))
fields.Nested.default_error_messages.update(type=_("Diese Angabe hat nicht die richtige Form."))


class Shape(Schema):
    """The parent of every schema; refuses fields it does not know."""

    class Meta:
        """Unknown fields are an error at their name; keys keep their order."""

        unknown = RAISE

    error_messages = {
        "unknown": _("Dieses Feld gibt es nicht."),
        "type": _("Diese Angabe hat nicht die richtige Form."),
    }


class _Text(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in text:
            raise self.make_error("invalid")
        return text.replace("\r\n", "\n").strip()


class _Whole(fields.Integer):
    def _validated(self, value: Any) -> Any:
        if isinstance(value, bool | float | str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def text(longest: int, *, required: bool = True, **options: Any) -> fields.String:
    """Return a field for a text of at most ``longest`` characters; a required one is not empty."""
    bounds = validate.Length(
        min=1 if required else 0,
        max=longest,
        error=_("Bitte höchstens %(longest)s Zeichen, und nicht leer.", longest=longest),
    )
    return _Text(**_presence(options, required=required, missing=""), validate=bounds)


def cents(*, least: int = 1, most: int = LARGEST_CENTS, required: bool = True, **options: Any) -> fields.Integer:
    """Return a field for an amount in whole cents; the least is one cent unless said otherwise."""
    bounds = validate.Range(
        min=least,
        max=most,
        error=_("Bitte geben Sie einen Betrag zwischen %(least)s und %(most)s Cent ein.", least=least, most=most),
    )
    return _Whole(strict=True, **_presence(options, required=required), validate=bounds)


def whole(*, least: int = 0, most: int = 1_000_000, required: bool = True, **options: Any) -> fields.Integer:
    """Return a field for a whole number within bounds."""
    bounds = validate.Range(
        min=least,
        max=most,
        error=_("Bitte geben Sie eine ganze Zahl von %(least)s bis %(most)s ein.", least=least, most=most),
    )
    return _Whole(strict=True, **_presence(options, required=required), validate=bounds)


def day(*, required: bool = True, **options: Any) -> fields.Date:
    """Return a field for a calendar day, ISO in JSON."""
    return fields.Date("iso", **_presence(options, required=required))


def flag(*, required: bool = False, **options: Any) -> fields.Boolean:
    """Return a field for yes or no; absent is no."""
    return fields.Boolean(**_presence(options, required=required, missing=False))


def ident(*, required: bool = True, **options: Any) -> fields.UUID:
    """Return a field for an id."""
    return fields.UUID(**_presence(options, required=required))


def choice(values: type[StrEnum] | Iterable[str], *, required: bool = True, **options: Any) -> fields.String:
    """Return a field for one of the values; an enumeration gives back its member."""
    allowed = [str(value) for value in values]
    one = validate.OneOf(allowed if required else [*allowed, ""], error=_("Bitte wählen Sie eine der Möglichkeiten."))
    convert: Callable[[str], Any] = values if isinstance(values, type) else str
    return _Choice(convert, **_presence(options, required=required), validate=one)


class _Choice(fields.String):
    def __init__(self, convert: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.convert = convert

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        found = super().deserialize(value, attr, data, **kwargs)
        return self.convert(found) if found else found


def choices(values: Iterable[str], *, least: int = 0, most: int = 50, **options: Any) -> fields.List:
    """Return a field for several of the values."""
    count = validate.Length(min=least, max=most, error=_("Bitte wählen Sie mindestens %(least)s aus.", least=least))
    return fields.List(choice(list(values)), **_presence(options, required=least > 0), validate=count)


def upload(*, required: bool = True, **options: Any) -> fields.Raw:
    """Return a field for a file (multipart)."""
    described = {"metadata": {"type": "string", "format": "binary"}}
    return _Upload(**_presence({**described, **options}, required=required))


class _Upload(fields.Raw):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, FileStorage):
            raise self.make_error("required")
        return super()._deserialize(value, attr, data, **kwargs)


def email(*, required: bool = True, **options: Any) -> fields.String:
    """Return a field for a mail address, stored in lower case."""
    check = _Address(error=_("Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de."))
    return _Email(
        **_presence(options, required=required, missing=""),
        validate=[check if required else _unless_empty(check), validate.Length(max=254)],
    )


class _Address(validate.Email):
    """Says its sentence only when there is reason to: finding it in the reader's language costs more than the check."""

    def _format_error(self, value: str) -> str:  # noqa: ARG002
        return ""

    def __call__(self, value: str) -> str:
        try:
            return super().__call__(value)
        except ValidationError as error:
            raise ValidationError(str(self.error)) from error


class _Email(_Text):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs).lower()


def _unless_empty(check: validate.Email) -> Callable[[str], str]:
    def checked(value: str) -> str:
        return check(value) if value else value

    return checked


def _presence(options: dict[str, Any], *, required: bool, missing: Any = None) -> dict[str, Any]:
    if required:
        return {"required": True, **options}
    return {"load_default": missing, "allow_none": missing is None, **options}


__all__ = [
    "Schema",
    "Shape",
    "ValidationError",
    "cents",
    "choice",
    "choices",
    "day",
    "email",
    "fields",
    "flag",
    "ident",
    "text",
    "upload",
    "whole",
]
