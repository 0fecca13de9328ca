"""What was typed in a step is kept as the form sends it, valid or not, so that it is found again on any device.

``Application.draft`` maps the number of a step to field names and what was typed in them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from app.core.errors import InvalidInput
from app.core.money import german_digits
from app.proposals.forms import STEPS
from app.proposals.models import Application
from app.proposals.queries import lines_of
from app.proposals.schemas import LINES_MOST
from app.shell.doors.forms import Form

COSTS, LAST = 3, 4
LINE_PARTS = ("category", "text", "amount_cents")
Typed = dict[str, list[str]]


def restored(row: Application, number: int) -> Any:
    """Return the form of a step as it was left, or with what is stored."""
    typed = row.draft.get(str(number))
    if typed is not None:
        return STEPS[number](formdata=as_sent(typed))
    return STEPS[number](formdata=None, data=stored(row, number))


def whole(row: Application) -> tuple[dict[str, Any], list[tuple[int, dict[str, Any]]]]:
    """Return the application as it would be sent, and by step what is missing or wrong."""
    values: dict[str, Any] = {}
    gaps: list[tuple[int, dict[str, Any]]] = []
    for number in range(1, LAST):
        try:
            values |= _loaded(row, number)
        except InvalidInput as error:
            gaps.append((number, error.errors))
    return values, gaps


def finished(gaps: list[tuple[int, dict[str, Any]]]) -> set[int]:
    """Return the steps in which nothing is missing or wrong."""
    return set(range(1, LAST)).difference(dict(gaps))


def stored(row: Application, number: int) -> dict[str, Any]:
    """Return what the tables hold of a step."""
    names = STEPS[number].schema().fields
    values = {name: getattr(row, name) for name in names if hasattr(row, name)}
    if number == COSTS:
        lines = [{part: getattr(line, part) for part in LINE_PARTS} for line in lines_of(row.id)]
        values |= {"lines": lines or [{}], "own_funds_cents": row.own_funds_cents or None}
    return values


def merged(row: Application, values: Mapping[str, Any]) -> dict[str, Typed]:
    """Return the steps that change when these values of a schema are put over what was typed before."""
    steps: dict[str, Typed] = {}
    for number in range(1, LAST):
        new = {name: value for name, value in values.items() if name in STEPS[number].schema().fields}
        if not new:
            continue
        before = row.draft.get(str(number)) or dict(_typed(stored(row, number)))
        kept = {key: old for key, old in before.items() if key.split("-")[0] not in new}
        steps[str(number)] = {**kept, **dict(_typed(new))}
    return steps


def as_sent(typed: Mapping[str, list[str]]) -> MultiDict[str, str]:
    """Return what was typed as a form receives it."""
    return MultiDict([(key, value) for key, values in typed.items() for value in values])


def with_row_added(typed: Typed) -> Typed:
    """Return the typed cost lines with an empty one at the end."""
    rows = _rows(typed)
    if len(rows) < LINES_MOST:
        rows.append(_empty_row())
    return _renumbered(typed, rows)


def with_row_removed(typed: Typed, index: int) -> Typed:
    """Return the typed cost lines without one; the last one is emptied."""
    rows = [row for place, row in enumerate(_rows(typed)) if place != index]
    return _renumbered(typed, rows or [_empty_row()])


def ensure_fits(form: Form) -> None:
    """Refuse texts and lists beyond their limits, which are not kept even in a draft; raise InvalidInput."""
    errors: dict[str, Any] = {}
    for name, field in form.schema().fields.items():
        longest = _longest(field)
        found = form._fields[name].data if name in form._fields else None
        if isinstance(found, str) and longest is not None and len(found) > longest:
            errors[name] = [_("Bitte höchstens %(longest)s Zeichen.", longest=longest)]
        if isinstance(found, list) and (len(found) > LINES_MOST or any(_is_long(part) for part in found)):
            errors[name] = [_("Das ist zu viel. Bitte kürzen Sie Ihre Angaben.")]
    if errors:
        raise InvalidInput(errors)


def _loaded(row: Application, number: int) -> dict[str, Any]:
    typed = row.draft.get(str(number))
    if typed is not None:
        return dict(STEPS[number](formdata=as_sent(typed)).loaded())
    if row.submitted_at is None:
        return dict(STEPS[number](formdata=MultiDict()).loaded())
    names = STEPS[number].schema().fields
    return {name: value for name, value in stored(row, number).items() if name in names}


def _typed(values: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, value in values.items():
        if name == "lines":
            for index, line in enumerate(value):
                yield from ((f"lines-{index}-{part}", [_text(part, line.get(part))]) for part in LINE_PARTS)
        elif isinstance(value, list):
            yield name, [str(part) for part in value]
        else:
            yield name, [_text(name, value)]


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name.endswith("_cents") and isinstance(value, int):
        return german_digits(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else str(value)


def _empty_row() -> dict[str, list[str]]:
    return {part: [""] for part in LINE_PARTS}


def _rows(typed: Typed) -> list[dict[str, list[str]]]:
    numbers = {key.split("-")[1] for key in typed if key.startswith("lines-")}
    ordered = sorted(int(number) for number in numbers if number.isdecimal())
    return [{part: typed.get(f"lines-{number}-{part}", [""]) for part in LINE_PARTS} for number in ordered]


def _renumbered(typed: Typed, rows: list[dict[str, list[str]]]) -> Typed:
    others = {key: values for key, values in typed.items() if not key.startswith("lines-")}
    return others | {f"lines-{index}-{part}": row[part] for index, row in enumerate(rows) for part in LINE_PARTS}


def _longest(field: fields.Field[Any]) -> int | None:
    limits = [check.max for check in field.validators if isinstance(check, validate.Length) and check.max is not None]
    return min(limits, default=None)


def _is_long(part: Any) -> bool:
    texts = part.values() if isinstance(part, dict) else [part]
    return any(isinstance(text, str) and len(text) > 200 for text in texts)  # noqa: PLR2004 - no line is longer
