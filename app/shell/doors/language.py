"""Languages: German is the source, catalogues are read from .po files at start, the choice is remembered in a cookie."""

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user

from app.shell.doors.context import LOCALES, locale

COOKIE = "kiezfonds_language"
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
        return catalogue(str(get_locale() or "de"))


class PoBabel(Babel):
    """Flask-Babel with catalogues that need no compiled files."""

    domain_instance = PoDomain()


def chosen() -> str:
    """Return the language of a request: the link chosen before, the profile, the browser, German."""
    if not has_request_context():
        return "de"
    cookie = request.cookies.get(COOKIE)
    if cookie in LOCALES:
        return str(cookie)
    if current_user.is_authenticated and current_user.actor.locale in LOCALES:
        return str(current_user.actor.locale)
    return request.accept_languages.best_match(list(LOCALES)) or "de"


def register(app: Flask) -> None:
    """Bind the languages to the application."""
    PoBabel().init_app(app, default_locale="de", default_timezone="Europe/Berlin", locale_selector=chosen)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _present().gettext(text),
        ngettext=lambda one, many, count: _present().ngettext(one, many, count),
        newstyle=True,
    )


def _present() -> NullTranslations:
    return catalogue(locale())
