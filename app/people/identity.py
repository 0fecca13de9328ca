"""Who stands behind a request: pages know a session's cookie, the API an access token, never the other way round."""

from datetime import timedelta

from flask import Flask, Request, request
from flask_login import LoginManager

from app.core.clock import utc_now
from app.people import actors, commands
from app.shell.doors.context import NobodySignedIn, SignedIn, asking, is_api
from app.shell.work import housekeeping

BEARER = "Bearer "
SEEN_EVERY = timedelta(minutes=2)


def register(app: Flask) -> None:
    """Bind flask-login to sessions that are rows and to access tokens."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    manager = LoginManager()
    manager.anonymous_user = NobodySignedIn
    manager.session_protection = None  # sessions are rows; an address that changes under a phone is no theft
    manager._session_identifier_generator = str  # noqa: SLF001 - nothing compares what it would find out at each request
    manager.user_loader(_by_session)
    manager.request_loader(_by_access_token)
    app.login_manager = manager  # type: ignore[attr-defined] # without its hooks: no cookie of its own remembers anybody
    app.before_request(_note_seen)


def _by_session(token: str) -> SignedIn | None:
    if is_api():
        return None
    found = actors.session_by_token(token, utc_now())
    return SignedIn(found.actor, token, seen_at=found.seen_at, mark=found.mark) if found else None


def _by_access_token(asked: Request) -> SignedIn | None:
    header = asked.headers.get("Authorization", "")
    if not is_api() or not header.startswith(BEARER):
        return None
    token = header.removeprefix(BEARER).strip()
    actor = actors.actor_by_access_token(token, utc_now())
    return SignedIn(actor, token) if actor is not None else None


def _note_seen() -> None:
    """Note from time to time that a session is in use, so that it does not run out under its person's hands."""
    if request.endpoint in {None, "static"} or not (user := asking()).is_authenticated:
        return
    seen_at, now = user.seen_at, utc_now()
    if seen_at is None or now - seen_at < SEEN_EVERY:
        return
    with housekeeping(now=now) as work:
        commands.note_seen(work, token=user.token)
