"""The application itself: it builds each address once and loads a command when somebody calls it."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from time import time
from typing import Any, cast

import click
from flask import Flask, Request, Response, has_app_context, has_request_context, request
from flask.cli import AppGroup
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.routing import Rule
from werkzeug.utils import import_string

from app.shell.doors.context import locale
from app.shell.doors.templates import Templates

KEPT_MOST = 16_384
COOKIES_KEPT = 2048
VARIES = "Cookie"
OPTIONS = frozenset({"_anchor", "_method", "_scheme", "_external"})


class Commands(AppGroup):
    """The operator's commands; what only they need, such as the demo, is no burden for whoever serves pages."""

    def __init__(self, name: str) -> None:
        """Begin with none."""
        super().__init__(name)
        self.later: dict[str, str] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names."""
        return sorted({*super().list_commands(ctx), *self.later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading it now if nobody has asked for it before."""
        if cmd_name in self.later:
            return cast("click.Command", import_string(self.later[cmd_name]))
        return super().get_command(ctx, cmd_name)


class LateRule(Rule):
    """A route that learns to build its address when somebody first asks for it, not while the service starts."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - as the parent
        make = super()._compile_builder

        def first(rule: Rule, **values: Any) -> tuple[str, str]:
            build = make(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", build)
            return build(**values)

        return first


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookies; the signer is made once, and remembers what it found genuine: browsers repeat themselves."""

    def __init__(self) -> None:
        """Begin without a signer: the key is known later."""
        self._signer: URLSafeTimedSerializer | None = None
        self._known = lru_cache(COOKIES_KEPT)(self._genuine)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the browser's cookie says, nothing if we did not sign it or too long ago."""
        text, signer = request.cookies.get(self.get_cookie_name(app)), self.get_signing_serializer(app)
        if text and signer is not None:
            try:
                content, signed_at = self._known(text, signer)
            except BadSignature:
                return self.session_class()
            if content is not None and 0 <= time() - signed_at <= app.permanent_session_lifetime.total_seconds():
                return self.session_class(content)
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie if it changed; most answers leave it as it is, and say already that they depend on it."""
        if session.modified or session.permanent or VARIES not in response.headers.get("Vary", ""):
            super().save_session(app, session, response)

    @staticmethod
    def _genuine(text: str, signer: URLSafeTimedSerializer) -> tuple[dict[str, Any] | None, float]:
        """Return the content, unless one request could change it under the hands of another, and when it was signed."""
        content, signed_at = signer.loads(text, return_timestamp=True)
        is_flat = all(isinstance(value, str | int | None) for value in content.values())
        return content if is_flat else None, signed_at.timestamp()


class House(Flask):
    """The application: Flask, with a memory for the addresses of its own pages, and templates in every language."""

    jinja_environment = Templates
    url_rule_class = LateRule

    def __init__(self, *args: Any, **options: Any) -> None:
        """Begin with an empty memory."""
        self._kept_address = lru_cache(KEPT_MOST)(self._built)
        super().__init__(*args, **options)
        self.session_interface = Cookies()
        self._commands = Commands(self.name)
        self.cli = self._commands

    @property
    def jinja_env(self) -> Templates:  # type: ignore[override]
        """Return the templates in the language of whoever asks; before anybody does, in that of the source."""
        return self._templates.in_each[locale()] if has_app_context() else self._templates

    @cached_property
    def _templates(self) -> Templates:
        return cast("Templates", self.create_jinja_environment())

    def offer(self, commands: Mapping[str, str]) -> None:
        """Offer commands by name, each as ``module:attribute`` to load when it is called."""
        self._commands.later.update(commands)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: nothing here is asynchronous, and Flask would ask at every step."""
        return func

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Build an address; one inside the application comes from memory when it was built before."""
        if not has_request_context() or endpoint[:1] == "." or not OPTIONS.isdisjoint(values):
            return super().url_for(endpoint, **values)
        try:
            return self._kept_address(request.root_path, endpoint, tuple(values.items()))
        except TypeError:  # a value that cannot be remembered, such as a list
            return super().url_for(endpoint, **values)

    def _built(self, _root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return super().url_for(endpoint, **dict(values))
