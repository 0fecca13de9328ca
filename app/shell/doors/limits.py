"""Rate limits on whatever guesses could be sent to, by address; several machines share them through Redis."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.shell.doors.context import View
from app.shell.settings import Settings

ATTEMPTS = "10/minute;60/hour"
_limiter = Limiter(get_remote_address, default_limits=[])


def limited(*, also_by: Callable[[], str] | None = None) -> Callable[[View], View]:
    """Limit how often something is sent to a view from one address, and also by another key of the request."""

    def limit(view: Any) -> Any:
        for key in filter(None, (also_by, get_remote_address)):
            view = _limiter.limit(ATTEMPTS, key_func=key, methods=["POST"])(view)
        view.is_limited = True
        return view

    return limit


@_limiter.request_filter
def _is_free() -> bool:
    """Say that this page has no limits, or this application, whichever was bound last in the process."""
    view = current_app.view_functions.get(request.endpoint or "")
    return not (getattr(view, "is_limited", False) and current_app.extensions["settings"].rate_limits_on)


def register(app: Flask, settings: Settings) -> None:
    """Bind the limits to the application; while a shared counter cannot be reached each process counts for itself.

    Limits stand on single views, which look at them themselves: no other request needs to.
    """
    is_shared = settings.rate_limit_url.startswith("redis")
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.rate_limit_url,
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 2, "socket_timeout": 2} if is_shared else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=is_shared,
    )
    app.extensions.setdefault("limiter", set()).add(_limiter)  # as if its hooks for every request were there
    _limiter.init_app(app)
