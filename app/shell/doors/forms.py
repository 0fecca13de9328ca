"""HTML forms: they show labels and hints and turn typed text into shapes; schemas decide what is valid."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import FileStorage
from wtforms import DateField as WtDateField
from wtforms import Field, FieldList, FileField, FormField, HiddenField, IntegerField, MultipleFileField, StringField

from app.core.errors import DomainError, InvalidInput
from app.core.money import NotAnAmount, german_digits, parse_german
from app.shell.doors.perform import perform
from app.shell.doors.words import sentence

_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_OWN = frozenset({"csrf_token", "idempotency_key"})
REFUSED = frozenset({400, 409, 413, 415, 422})


class MoneyField(StringField):
    """An amount typed as Germans write it; ``shape`` gives whole cents, data given as cents is shown as euro."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return german_digits(self.data) if isinstance(self.data, int) else self.data or ""

    def shape(self) -> int | None:
        """Return whole cents, None when empty; raise ValueError with the sentence when it is no amount."""
        typed = (self.raw_data[0] if self.raw_data else "").strip()
        if not typed:
            return None
        try:
            return parse_german(typed).cents
        except NotAnAmount as error:
            raise ValueError(sentence(error)) from error


class DayField(WtDateField):
    """A day, typed as 31.12.2026 or chosen by the browser as 2026-12-31; ``shape`` gives the ISO form."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed; the schema decides."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else self.data or ""

    def shape(self) -> str | None:
        """Return the ISO form of what was typed, or the typed text for the schema to refuse."""
        typed = (self.raw_data[0] if self.raw_data else "").strip()
        if german := _GERMAN_DAY.fullmatch(typed):
            return f"{german[3]}-{int(german[2]):02d}-{int(german[1]):02d}"
        return typed or None


class WholeField(IntegerField):
    """A whole number; ``shape`` gives the integer."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed; the schema decides."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)

    def shape(self) -> Any:
        """Return the integer, or the typed text for the schema to refuse."""
        typed = (self.raw_data[0] if self.raw_data else "").strip()
        return int(typed) if re.fullmatch(r"-?\d{1,15}", typed) else typed or None


class Form(FlaskForm):
    """The parent of every form; ``schema`` decides, fields have the schema's names.

    ``idempotency_key`` makes a second click harmless, ``version`` (where a form has it) a stale page visible.
    """

    schema: ClassVar[type[Schema]]
    idempotency_key = HiddenField(default=lambda: uuid4().hex)

    @property
    def status(self) -> int:
        """Return 422 when there are errors to show, else 200."""
        return 422 if self.errors else 200

    def shape(self) -> dict[str, Any]:
        """Return the typed values in the schema's shape; raise InvalidInput where text cannot be read."""
        errors: dict[str, Any] = {}
        values = _shape_of(self, errors)
        if errors:
            raise InvalidInput(errors)
        return values

    def loaded(self) -> dict[str, Any]:
        """Return what the schema makes of the form; raise InvalidInput with sentences by field."""
        try:
            loaded: dict[str, Any] = self.schema().load(self.shape())
        except ValidationError as error:
            raise InvalidInput(dict(error.normalized_messages())) from error  # type: ignore[no-untyped-call]
        return loaded

    def show(self, error: DomainError) -> None:
        """Put a refusal at the field it concerns, or on the form as a whole."""
        if isinstance(error, InvalidInput):
            place_errors(self, error.errors)
            if not self.errors:
                self.form_errors.append(sentence(error))
        elif error.field and error.field in self._fields:
            add_error(self._fields[error.field], sentence(error))
        else:
            self.form_errors.append(sentence(error))


@dataclass(frozen=True, slots=True)
class Done:
    """A command that went through; ``id`` is its subject."""

    id: UUID | None


def attempt(form: Form, command: Callable[..., UUID | None], /, **arguments: Any) -> Done | None:
    """Run a command with a sent form; None when the form was not sent or was refused (the form then shows why).

    Wrong rights and unknown things (401, 403, 404) are raised on, everything the person can mend is shown.
    """
    if not form.is_submitted():
        return None
    with refusals_shown(form):
        return Done(perform(command, **arguments, **form.loaded()))
    return None


@contextmanager
def refusals_shown(form: Form) -> Iterator[None]:
    """Show on the form what is refused inside the block."""
    form.validate()
    try:
        yield
    except DomainError as error:
        if error.status not in REFUSED:
            raise
        form.show(error)


def add_error(field: Field, text: str) -> None:
    """Add a sentence to a field's errors."""
    field.errors = [*field.errors, text]


def place_errors(form: Any, errors: Mapping[str, Any]) -> None:
    """Put the schema's messages at the form's fields, deep into lists of rows; the rest on the form."""
    for name, messages in errors.items():
        field = form._fields.get(str(name))
        if field is None:
            for text in _flat(messages):
                form.form_errors.append(str(text))
        else:
            _place(field, messages)


def _place(field: Field, messages: Any) -> None:
    if isinstance(field, FieldList) and isinstance(messages, Mapping):
        for index, inner in messages.items():
            if isinstance(index, int) and index < len(field.entries):
                _place(field.entries[index], inner)
            else:
                field.errors = [*field.errors, *map(str, _flat(inner))]
    elif isinstance(field, FormField) and isinstance(messages, Mapping):
        place_errors(field.form, messages)
    elif isinstance(field, FormField):
        _place(next(iter(field.form)), messages)
    else:
        for text in _flat(messages):
            add_error(field, str(text))


def _flat(messages: Any) -> Iterator[Any]:
    if isinstance(messages, Mapping):
        for inner in messages.values():
            yield from _flat(inner)
    elif isinstance(messages, list | tuple):
        for inner in messages:
            yield from _flat(inner)
    else:
        yield messages


def _shape_of(form: Any, errors: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, field in form._fields.items():
        if name in _OWN:
            continue
        try:
            values[name] = _shape_of_field(field)
        except ValueError as error:
            errors[name] = [str(error)]
        except InvalidInput as error:
            errors[name] = error.errors
    return {name: value for name, value in values.items() if value is not None}


def _shape_of_field(field: Field) -> Any:
    if isinstance(field, FieldList):
        return _shape_of_rows(field)
    if isinstance(field, FormField):
        return _shape_of_row(field)
    if hasattr(field, "shape"):
        return field.shape()
    if isinstance(field, FileField | MultipleFileField):
        return _shape_of_files(field)
    if isinstance(field, HiddenField) and field.name.endswith("version"):
        return int(field.data) if str(field.data or "").isdigit() else None
    return field.data


def _shape_of_rows(field: Any) -> list[Any]:
    rows: list[Any] = []
    errors: dict[Any, Any] = {}
    for index, entry in enumerate(field.entries):
        try:
            rows.append(_shape_of_field(entry))
        except InvalidInput as error:
            errors[index] = error.errors
    if errors:
        raise InvalidInput(errors)
    return [row for row in rows if row not in ({}, None, "")]


def _shape_of_row(field: Any) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    values = _shape_of(field.form, errors)
    if errors:
        raise InvalidInput(errors)
    return {name: value for name, value in values.items() if value != ""}


def _shape_of_files(field: Any) -> Any:
    many = isinstance(field, MultipleFileField)
    files = [
        file for file in (field.data or [] if many else [field.data]) if isinstance(file, FileStorage) and file.filename
    ]
    return files if many else next(iter(files), None)


PLEASE_CHOOSE = _("Bitte wählen")
