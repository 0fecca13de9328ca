"""Refusals on their way out: pages for people, problem+json (RFC 9457) for programs; bugs are 500 with a request id."""

from typing import Any

import structlog
from flask import Flask, Response, json, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import DomainError, InvalidInput, SignInNeeded
from app.core.money import Euro
from app.shell.audit.events import plain
from app.shell.database import db
from app.shell.doors.context import is_api, request_id
from app.shell.doors.words import sentence

log = structlog.get_logger()
Answer = BaseResponse | tuple[str, int]


def register(app: Flask) -> None:
    """Answer every refusal and every fault through this module."""
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_fault)


def on_domain_error(error: DomainError) -> Answer:
    """Answer a refusal of the domain."""
    if is_api():
        return problem(error.status, error.code(), sentence(error), **_facts(error))
    if isinstance(error, SignInNeeded) and request.method == "GET":
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    return page(error.status, sentence(error))


def on_csrf_error(_error: CSRFError) -> Answer:
    """Answer a form without a valid token."""
    return page(400, _("Die Seite war zu lange offen. Bitte laden Sie sie neu und senden Sie noch einmal."))


def on_http_error(error: HTTPException) -> Answer:
    """Answer what the web framework refused."""
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - redirects come as exceptions too
        return error.get_response()
    titles = {
        401: _("Bitte melden Sie sich zuerst an."),
        403: _("Dafür haben Sie keine Berechtigung."),
        404: _("Diese Seite gibt es nicht."),
        405: _("Das geht an dieser Stelle nicht."),
        413: _("Das ist zu groß zum Hochladen."),
        415: _("Diese Form der Anfrage wird nicht verstanden."),
        422: _("Bitte prüfen Sie die markierten Felder."),
        429: _("Das waren zu viele Versuche. Bitte warten Sie eine Minute."),
    }
    title = titles.get(status, _("Diese Anfrage war nicht in Ordnung."))
    if is_api():
        codes = {404: "not-found", 413: "too-large", 422: "invalid-input", 429: "too-many-requests"}
        return problem(status, codes.get(status, error.name.lower().replace(" ", "-")), title, **_webargs_errors(error))
    return page(status, title)


def on_fault(error: Exception) -> Answer:
    """Answer a bug: log it with the request id, tell the person only that id."""
    db.session.rollback()
    log.error("fault", exc_info=error, request_id=request_id(), endpoint=request.endpoint)
    title = _("Da ist bei uns etwas schiefgegangen. Es wurde nichts geändert.")
    if is_api():
        return problem(500, "fault", title, request_id=request_id())
    return page(InternalServerError.code, title)


def problem(status: int, code: str, title: str, **members: Any) -> Response:
    """Return a problem document."""
    body = {"type": f"/api/problems/{code}", "title": title, "status": status, "code": code, **members}
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")


def page(status: int, title: str) -> tuple[str, int]:
    """Return an error page."""
    return render_template("errors/error.html", status=status, title=title, request_id=request_id()), status


def _facts(error: DomainError) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in error.facts.items():
        members[f"{name}_cents" if isinstance(value, Euro) else name] = plain(value)
    if isinstance(error, InvalidInput):
        members["errors"] = texts(error.errors)
    elif error.field:
        members["errors"] = {error.field: [sentence(error)]}
    return members


def _webargs_errors(error: HTTPException) -> dict[str, Any]:
    messages = (getattr(error, "data", None) or {}).get("messages")
    if not messages:
        return {}
    inner = next(iter(messages.values())) if len(messages) == 1 else messages
    return {"errors": texts(inner)} if isinstance(inner, dict) else {}


def texts(messages: Any) -> Any:
    """Turn messages, lazy ones among them, into plain texts."""
    if isinstance(messages, dict):
        return {str(name): texts(part) for name, part in messages.items()}
    if isinstance(messages, list | tuple):
        return [texts(part) for part in messages]
    return str(messages)
