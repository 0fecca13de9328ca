"""What every page gets: words, money, days, the frame around it, safe headers, and 304 when nothing changed."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, g, make_response, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.doors.context import LOCALES, is_api, locale
from app.shell.doors.words import day, euro, said, sentence

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
NAVIGATION: list[Callable[[], list[tuple[str, str, bool]]]] = []
FOOTER: list[Callable[[], list[tuple[str, str]]]] = []


class Site:
    """The frame around a page; each part is computed when the template asks for it."""

    def __init__(self, brand: str) -> None:
        """Know the name of the service."""
        self.brand = brand
        self.theme = ""
        self.theme_url = ""
        self.direction = "ltr"
        self.area_name = g.get("area_name", "")
        self.home_url = "/"

    @property
    def locale(self) -> str:
        """Return the language of the page."""
        return locale()

    @property
    def locales(self) -> list[tuple[str, str, str]]:
        """Return the languages with the address that switches to each."""
        back = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return [(code, name, url_for("portal.language", code=code, back=back)) for code, name in LOCALES.items()]

    @property
    def nav(self) -> list[tuple[str, str, bool]]:
        """Return the main menu for whoever asks."""
        return [entry for part in NAVIGATION for entry in part()]

    @property
    def footer(self) -> list[tuple[str, str]]:
        """Return the links at the foot."""
        return [entry for part in FOOTER for entry in part()]

    @property
    def user_name(self) -> str | None:
        """Return the name of whoever is signed in."""
        return current_user.actor.name if current_user.is_authenticated else None

    @property
    def profile_url(self) -> str:
        """Return where people look after their own account."""
        return url_for("people.profile")

    @property
    def sign_in_url(self) -> str:
        """Return where to sign in."""
        return url_for("people.sign_in")

    @property
    def sign_out_url(self) -> str:
        """Return where to sign out."""
        return url_for("people.sign_out")

    @property
    def csrf_token(self) -> str:
        """Return the token that forms must send back."""
        return str(generate_csrf())


def register(app: Flask, brand: str) -> None:
    """Give templates their words and answers their headers."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(euro=euro, day=day, said=said, sentence=sentence)
    app.context_processor(lambda: {"site": Site(brand)})
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    g.pop("language", None)


def _finish(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Request-Id"] = g.get("request_id", "")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if "ETag" not in headers and request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store" if current_user.is_authenticated or is_api() else "no-cache")
    return response


_LAST = sa.select(sa.func.max(AuditEvent.id))
_LAST_IN_AREA = _LAST.where(AuditEvent.area_id == sa.bindparam("area_id"))


def last_change(area_id: Any) -> int:
    """Return a number that grows with every change in an area (None: anywhere)."""
    if area_id is None:
        return db.session.scalar(_LAST) or 0
    return db.session.scalar(_LAST_IN_AREA, {"area_id": area_id}) or 0


def if_changed(render: Callable[[], Any], *parts: Any) -> Response:
    """Answer 304 when ``parts`` are as the reader's browser knows them, else what ``render`` gives, with an ETag.

    Language, reader and waiting messages are always parts.
    """
    if "_flashes" in session:
        return make_response(render())
    seen = (*parts, locale(), current_user.actor.person_id, current_user.actor.name, request.full_path)
    tag = hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
    response = Response(status=304) if request.if_none_match.contains(tag) else make_response(render())
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def menu_entry(label: str, endpoint: str, **values: Any) -> tuple[str, str, bool]:
    """Return a menu entry; it is current when the request is for its address."""
    url = url_for(endpoint, **values)
    return label, url, request.path == url
