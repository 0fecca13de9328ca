"""Rate limits on sign-in and public forms, by address; several machines share them through Redis."""

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.shell.settings import Settings

limiter = Limiter(get_remote_address, default_limits=[])
SIGN_IN = "10/minute;60/hour"
PUBLIC_FORM = "20/minute;200/hour"


@limiter.request_filter
def _is_off() -> bool:
    """Say whether this application limits nothing, whichever was bound last in this process."""
    return not current_app.extensions["settings"].rate_limits_on


def register(app: Flask, settings: Settings) -> None:
    """Bind the limits to the application; while a shared counter cannot be reached each process counts for itself."""
    is_shared = settings.rate_limit_url.startswith("redis")
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.rate_limit_url,
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 2, "socket_timeout": 2} if is_shared else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=is_shared,
    )
    limiter.init_app(app)
