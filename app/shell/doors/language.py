"""Languages: German is the source, catalogues are read from .po files at start, the choice is remembered in a cookie."""

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.shell.doors.context import chosen, locale

FOLDER = Path(__file__).resolve().parents[2] / "translations"


@cache
def catalogue(code: str) -> NullTranslations:
    """Return the sentences of a language; what it does not have stays German."""
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(compiled)


class PoDomain(Domain):
    """The catalogues of this house."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the present language."""
        return catalogue(locale())


class PoBabel(Babel):
    """Flask-Babel with catalogues that need no compiled files."""

    domain_instance = PoDomain()


def register(app: Flask) -> None:
    """Bind the languages to the application."""
    PoBabel().init_app(app, default_locale="de", default_timezone="Europe/Berlin", locale_selector=chosen)
    app.jinja_env.globals.update(_=sentence, gettext=sentence, ngettext=counted)


@pass_eval_context
def sentence(frame: EvalContext, text: str, /, **facts: Any) -> str:
    """Say a sentence of a template in the reader's language; in HTML the facts are escaped, the sentence is not."""
    if facts:
        said = catalogue(locale()).gettext(text)
        return (Markup(said) if frame.autoescape else said) % facts  # noqa: S704 - our own sentences
    safe, plain = _said(text, locale())
    return safe if frame.autoescape else plain


@pass_eval_context
def counted(frame: EvalContext, one: str, many: str, count: int, /, **facts: Any) -> str:
    """Say a sentence that has a singular and a plural; ``%(num)s`` is the count."""
    text = catalogue(locale()).ngettext(one, many, count)
    return (Markup(text) if frame.autoescape else text) % {"num": count, **facts}  # noqa: S704


def plainly(text: str, language: str) -> str:
    """Say a sentence that has no facts."""
    return catalogue(language).gettext(text) % {}


@lru_cache(8192)
def _said(text: str, language: str) -> tuple[Markup, str]:
    said = plainly(text, language)
    return Markup(said), said  # noqa: S704
