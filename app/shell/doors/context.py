"""Who is asking, in which language, and whether a view is open to everybody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app, g, has_request_context, request
from flask_login import AnonymousUserMixin, UserMixin, current_user
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.core.actor import NOBODY, Actor
from app.core.errors import SignInNeeded

View = TypeVar("View", bound=Callable[..., Any])
LOCALES = {"de": "Deutsch", "en": "English"}
COOKIE = "kiezfonds_language"


class SignedIn(UserMixin):
    """The person behind a request, as flask-login sees them: a session token and an actor."""

    def __init__(self, actor: Actor, token: str, *, seen_at: datetime | None = None, mark: str = "") -> None:
        """Keep the snapshot; no database row lives here.

        ``seen_at`` is when a session was last noted to be in use, ``mark`` that of all areas the person has a role in.
        """
        self.actor = actor
        self.token = token
        self.seen_at = seen_at
        self.mark = mark

    def get_id(self) -> str:
        """Return the session token."""
        return self.token


class NobodySignedIn(AnonymousUserMixin):
    """Nobody."""

    actor = NOBODY
    mark = ""


def asking() -> Any:
    """Return whoever asks, as flask-login knows them: a SignedIn or a NobodySignedIn."""
    found = g.get("_login_user")  # where flask-login keeps them; its own proxy asks three times
    return current_user._get_current_object() if found is None else found  # noqa: SLF001


def current_actor() -> Actor:
    """Return whoever asks."""
    actor: Actor = asking().actor
    return actor


def person_id() -> UUID:
    """Return the id of the person who asks; raise SignInNeeded when there is none."""
    found = current_actor().person_id
    if found is None:
        raise SignInNeeded
    return found


def locale() -> str:
    """Return the code of the language, chosen once a request."""
    try:
        return g._get_current_object().language  # type: ignore[no-any-return]  # noqa: SLF001 - asked for every word
    except (AttributeError, RuntimeError):  # not asked yet, or no application
        language = chosen()
    if has_request_context():
        g.language = language
    return language


def chosen() -> str:
    """Return the language of a request: the link chosen before, the profile, the browser, German."""
    if not has_request_context():
        return "de"
    if COOKIE in request.cookies and request.cookies[COOKIE] in LOCALES:
        return str(request.cookies[COOKIE])
    own = asking().actor.locale
    if own in LOCALES:
        return str(own)
    return _preferred(request.headers.get("Accept-Language", ""))


@lru_cache(1024)
def _preferred(header: str) -> str:
    """Return which of our languages a browser would rather read."""
    return parse_accept_header(header, LanguageAccept).best_match(list(LOCALES)) or "de"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside the block in one language."""
    before = g.get("language")
    g.language = language
    try:
        yield
    finally:
        g.pop("language")
        if before is not None:
            g.language = before


def public(view: View) -> View:
    """Open a view to people who are not signed in; every other view needs a sign-in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str | None) -> bool:
    """Tell whether an endpoint is open to everybody; unknown endpoints and static files are."""
    if endpoint is None or endpoint == "static":
        return True
    return getattr(current_app.view_functions.get(endpoint), "is_public", False)


def require_sign_in() -> None:
    """Refuse requests of nobody to views that are not public; runs before every request."""
    if not is_public(request.endpoint) and not asking().is_authenticated:
        raise SignInNeeded


def is_api() -> bool:
    """Tell whether the request came through the JSON door."""
    return request.path.startswith("/api/")


def request_id() -> str:
    """Return the id under which this request stands in the logs."""
    return str(g.get("request_id", ""))
