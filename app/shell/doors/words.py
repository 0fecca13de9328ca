"""Sentences for people: refusals, amounts and days in the reader's language."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date

from app.core.clock import BERLIN, berlin_date
from app.core.errors import DomainError
from app.core.money import Euro
from app.shell.doors.context import locale
from app.shell.doors.language import catalogue

NBSP = "\N{NO-BREAK SPACE}"


def sentence(error: DomainError) -> str:
    """Return the refusal's sentence with its facts, in the reader's language."""
    return said(error.title, error.facts)


def said(source: str, facts: dict[str, Any]) -> str:
    """Return a marked sentence with its facts, in the reader's language."""
    translated = catalogue(locale()).gettext(source)
    if not facts and "%(" not in translated:
        return translated
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
    return _euro_in(cents, locale())


@lru_cache(4096)
def _euro_in(cents: int, language: str) -> str:
    text = str(Euro(cents))
    if language == "en":
        digits = text.removesuffix(f"{NBSP}€").translate(str.maketrans(",.", ".,"))
        return f"€{digits}"
    return text


def day(value: date | None) -> str:
    """Write a day with its weekday: ``Di, 6. Mai 2025``."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = berlin_date(value)
    return _day_in(value, locale())


def written(value: date | str) -> str:
    """Write a day, or a moment in Berlin with its time, as letters do: ``06.05.2025``, in English ``6 May 2025``.

    Takes ISO text too, because the facts of a letter wait as JSON.
    """
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    language = locale()
    text = format_date(value, "d MMMM yyyy" if language == "en" else "dd.MM.yyyy", language)
    return f"{text}, {value.astimezone(BERLIN):%H:%M}" if isinstance(value, datetime) else text


@lru_cache(4096)
def _day_in(value: date, language: str) -> str:
    return format_date(value, "EEE d MMM yyyy" if language == "en" else "EEE, d. MMM yyyy", language).replace("..", ".")
