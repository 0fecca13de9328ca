"""What every page gets: words, money, days, the frame around it, safe headers, and 304 when nothing changed."""

import hashlib
import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, make_response, request, session, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from app.shell.audit.mark import mark
from app.shell.doors.context import LOCALES, asking, current_actor, is_api, locale
from app.shell.doors.words import day, euro, said, sentence, written
from app.shell.looking import look

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
NAVIGATION: list[Callable[[], list[tuple[str, str, bool]]]] = []
FOOTER: list[Callable[[], list[tuple[str, str]]]] = []
FRAMES_MOST = 2048
MAKES_PAGES = (".py", ".html", ".po", ".svg")
_AT_HOME = "at home"
_FRAMES: dict[tuple[Any, ...], Markup] = {}


class Part(Template):
    """A template others import macros from: it sees what all see, so one module of it serves everybody."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()


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
        return current_actor().name if asking().is_authenticated else None

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
        secret = session.get("csrf_token")
        if secret is None:
            return str(generate_csrf())
        if "csrf_token" not in g:
            g.csrf_token = _csrf_token(secret)  # where forms look for it too
        return str(g.csrf_token)

    def kept(self, macro: Macro) -> Markup:
        """Render a part of the frame once for everybody who sees the same menu under the same name at this address."""
        key = (macro.name, locale(), self.area_name, request.full_path, current_actor().grants, self.user_name)
        if key not in _FRAMES:
            if len(_FRAMES) >= FRAMES_MOST:
                _FRAMES.clear()
            _FRAMES[key] = Markup(macro())  # noqa: S704 - what a macro gives is markup
        return _FRAMES[key]


def register(app: Flask, brand: str) -> None:
    """Give templates their words and answers their headers."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.template_class = Part
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(euro=euro, day=day, said=said, sentence=sentence, written=written)
    app.jinja_env.globals["remembered"] = remembered
    app.context_processor(lambda: {"site": Site(brand)})
    app.extensions["installed"] = _installed(Path(app.root_path), brand)
    app.before_request(_begin)
    app.after_request(_finish)


def _installed(folder: Path, brand: str) -> str:
    """Name the program that makes the pages, by when each of its files was written: another one may make them otherwise."""
    files = sorted(f"{place}/{name}" for place, _, names in os.walk(folder) for name in names if name.endswith(MAKES_PAGES))
    written = [(file, Path(file).stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr((brand, written)).encode()).hexdigest()[:16]


@lru_cache(FRAMES_MOST)
def _csrf_token(_secret: str) -> str:
    """Sign the secret of this browser's cookie, once for all its pages."""
    return str(generate_csrf())


def remembered(macro: Macro) -> Callable[..., Markup]:
    """Let a macro that depends on nothing but its arguments be rendered once for each of them; each language has its own."""

    @lru_cache(4096)
    def kept(*arguments: Any, **named: Any) -> Markup:
        return Markup(macro(*arguments, **named))  # noqa: S704 - what a macro gives is markup

    return kept


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    g.pop("language", None)


def _finish(response: Response) -> Response:
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return response  # what the browser kept has its headers
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.add("X-Content-Type-Options", "nosniff")
    headers.add("Referrer-Policy", "same-origin")
    headers.add("X-Request-Id", g.get("request_id", ""))
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if "ETag" not in headers and request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store" if asking().is_authenticated or is_api() else "no-cache")
    return response


@look
def _last() -> Any:
    return sa.select(mark())


@look
def _last_in(area_id: Any) -> Any:
    return sa.select(mark(area_id))


def last_change(area_id: UUID | None, *others: UUID | None) -> str:
    """Return the mark that every change in these areas (None: in any) makes another one; ask before you look.

    Where the reader has a role in all of them, it came with the session.
    """
    if all(map(_is_home, (area_id, *others))):
        return str(asking().mark)
    only = None if others else area_id
    return str((_last() if only is None else _last_in(area_id=only))[0].mark)


def _is_home(area_id: UUID | None) -> bool:
    """Tell whether the mark that came with the reader's session is also one of this area (None: of all)."""
    reader = asking()
    return bool(reader.mark) and any(grant.area_id in (None, area_id) for grant in reader.actor.grants)


def if_changed(render: Callable[[], Any], *parts: Any) -> Response:
    """Answer 304 when ``parts`` are as the reader's browser knows them, else what ``render`` gives, with an ETag.

    Language, address, reader with their roles and what is installed are always parts; who has a message waiting is never
    told 304.
    """
    if "_flashes" in session:
        return make_response(render())
    tag = _tag(parts)
    return _tagged(_unchanged() if request.if_none_match.contains(tag) else make_response(render()), tag)


def if_area_changed(render: Callable[[], Any], find: Callable[[], tuple[UUID, str]], *parts: Any) -> Response:
    """Answer as ``if_changed`` for a page whose area has to be found first: ``find`` asks permission and adds its mark.

    A tag made of the reader's own areas was given to them here after they were asked; as long as nothing happens there,
    they need not be asked again.
    """
    own = asking().mark
    tag = _tag((_AT_HOME, own, *parts)) if own else ""
    if tag and "_flashes" not in session and request.if_none_match.contains(tag):
        return _tagged(_unchanged(), tag)
    area_id, mark_there = find()
    seen = (_AT_HOME, own) if _is_home(area_id) else (mark_there,)
    return if_changed(render, *seen, *parts)


def _tag(parts: tuple[Any, ...]) -> str:
    actor = current_actor()
    roles = tuple((grant.role, grant.area_id) for grant in actor.grants)
    installed = current_app.extensions["installed"]
    return _digest((*parts, installed, locale(), actor.person_id, actor.name, roles, request.full_path))


@lru_cache(FRAMES_MOST)
def _digest(seen: tuple[Any, ...]) -> str:
    """Name what a reader has seen; who asks for it again asks with the same."""
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def _unchanged() -> Response:
    return Response(status=HTTPStatus.NOT_MODIFIED)


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def menu_entry(label: str, endpoint: str, **values: Any) -> tuple[str, str, bool]:
    """Return a menu entry; it is current when the request is for its address."""
    url = url_for(endpoint, **values)
    return label, url, request.path == url
