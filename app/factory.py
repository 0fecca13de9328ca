"""The application factory: the settings go in, the whole service comes out."""

from functools import partial
from typing import Any

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import import_string

from app import slices
from app.people import identity
from app.shell import logs
from app.shell.database import db, engine_options, prepare
from app.shell.doors import api_pages, html, language, limits, refusals, rest
from app.shell.doors.context import require_sign_in
from app.shell.doors.house import House
from app.shell.settings import ROOT, Settings, read_settings

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's guard; it looks for exemptions first, which whoever only reads needs none of."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - as the parent
        """Refuse a change that does not come from a page of ours."""
        if request.method not in READS:
            super().protect(apply_exemptions)


csrf = Csrf()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from its settings (the environment's by default)."""
    chosen = settings or read_settings()
    app = House("app", instance_path=str(chosen.instance))
    app.extensions["settings"] = chosen
    app.extensions["create_app"] = create_app  # a rehearsal builds another one like this
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(chosen.database_url, threads=chosen.threads),
        MAX_CONTENT_LENGTH=chosen.request_bytes_max,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="kiezfonds",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        TEMPLATES_AUTO_RELOAD=False,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies, x_host=chosen.proxies)  # type: ignore[method-assign]
    logs.register(chosen.log_level)
    prepare(app)
    app.extensions["migrate"] = LocalProxy(partial(_migrations, app))
    csrf.init_app(app)
    html.register(app, chosen.brand)
    language.register(app)
    limits.register(app, chosen)
    rest.register(app)
    refusals.register(app)  # after the API's own, which would answer pages with JSON
    identity.register(app)
    slices.register(app, csrf)
    api_pages.register(app)
    app.before_request(require_sign_in)
    if chosen.metrics_token:
        import_string("app.shell.metrics:register")(app, chosen.metrics_token)
    return app


def _migrations(app: Flask) -> Any:
    """Load what changes the database's tables, in the place of its promise; whoever serves pages never asks for it."""
    import_string("flask_migrate:Migrate")(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    return app.extensions["migrate"]
