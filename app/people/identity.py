"""Who stands behind a request: pages know a session's cookie, the API an access token, never the other way round."""

from typing import Any

from flask import Flask, Request
from flask_login import LoginManager

from app.core.clock import utc_now
from app.people import queries
from app.shell.doors.context import NobodySignedIn, SignedIn, is_api

BEARER = "Bearer "


def register(app: Flask) -> None:
    """Bind flask-login to sessions that are rows and to access tokens."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    manager = LoginManager()
    manager.anonymous_user = NobodySignedIn
    manager.session_protection = None  # sessions are rows; an address that changes under a phone is no theft
    manager.user_loader(_by_session)
    manager.request_loader(_by_access_token)
    manager.init_app(app)


def _by_session(token: str) -> SignedIn | None:
    if is_api():
        return None
    return _signed_in(queries.actor_by_session(token, utc_now()), token)


def _by_access_token(request: Request) -> SignedIn | None:
    header = request.headers.get("Authorization", "")
    if not is_api() or not header.startswith(BEARER):
        return None
    token = header.removeprefix(BEARER).strip()
    return _signed_in(queries.actor_by_access_token(token, utc_now()), token)


def _signed_in(actor: Any, token: str) -> SignedIn | None:
    return SignedIn(actor, token) if actor is not None else None
