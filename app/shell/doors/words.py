"""Sentences for people: refusals, amounts and days in the reader's language."""

from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import has_request_context
from flask_babel import gettext

from app.core.clock import berlin_date
from app.core.errors import DomainError
from app.core.money import Euro
from app.shell.doors.context import locale

NBSP = "\N{NO-BREAK SPACE}"


def sentence(error: DomainError) -> str:
    """Return the refusal's sentence with its facts, in the reader's language."""
    return said(error.title, error.facts)


def said(source: str, facts: dict[str, Any]) -> str:
    """Return a marked sentence with its facts, in the reader's language."""
    translated = gettext(source) if has_request_context() else source
    shown = {name: readable(value) for name, value in facts.items()}
    try:
        return translated % shown if "%(" in translated else translated
    except KeyError:
        return translated


def readable(value: Any) -> Any:
    """Write a fact for a person: amounts as money, days as days."""
    if isinstance(value, Euro):
        return euro(value.cents)
    if isinstance(value, datetime):
        return day(berlin_date(value))
    if isinstance(value, date):
        return day(value)
    return value


def euro(cents: int | None) -> str:
    """Write cents as money: ``1.234,56 €`` or, in English, ``€1,234.56``."""
    if cents is None:
        return "–"
    text = str(Euro(cents))
    if _english():
        digits = text.removesuffix(f"{NBSP}€").translate(str.maketrans(",.", ".,"))
        return f"€{digits}"
    return text


def day(value: date | None) -> str:
    """Write a day with its weekday: ``Di, 6. Mai 2025``."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = berlin_date(value)
    if not has_request_context():
        return f"{value.day}.{value.month}.{value.year}"
    return format_date(value, "EEE d MMM yyyy" if _english() else "EEE, d. MMM yyyy", locale()).replace("..", ".")


def _english() -> bool:
    return has_request_context() and locale() == "en"
