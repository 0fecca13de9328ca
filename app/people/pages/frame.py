"""What the pages of people share: the blueprint, forms whose secrets leave no trace, coming in."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from app.core.clock import berlin_date, utc_now
from app.core.errors import DomainError
from app.people import actors, commands, queries
from app.people.rules import HOME, LinkSpent
from app.shell.doors.context import SignedIn, current_actor
from app.shell.doors.forms import Form, refusals_shown
from app.shell.work import acting

bp = Blueprint("people", __name__, template_folder="../templates")
Result = TypeVar("Result")
SECOND_STEP = "second_step"
SECOND_STEP_LIFE = timedelta(minutes=10)


def sent(form: Form, act: Callable[[dict[str, Any]], Result]) -> Result | None:
    """Do ``act`` with a sent form; None when it was not sent or was refused, which the form then shows.

    Unlike ``attempt`` no idempotency key is kept: its fingerprint would be a fast hash of a password.
    """
    if not form.is_submitted():
        return None
    with refusals_shown(form):
        return act(form.loaded())
    return None


def come_in(person_id: UUID, *, way: str, next_url: str) -> Response:
    """Go on after the first step: to the second factor where there is one, else into a new session."""
    person = queries.person(person_id)
    if person is None:
        raise LinkSpent
    if person.totp_confirmed_at is None:
        return begin_session(person_id, way=way, next_url=next_url, second_factor=None)
    until = (utc_now() + SECOND_STEP_LIFE).timestamp()
    session[SECOND_STEP] = {"person": str(person_id), "until": int(until), "next": next_url, "way": way}
    return redirect(url_for("people.sign_in_code"))


def begin_session(person_id: UUID, *, way: str, next_url: str, second_factor: str | None) -> Response:
    """Open a session under a new token, ending the one this browser had, and go on to ``next_url``."""
    end_present_session()
    now = utc_now()
    actor = actors.actor_of(person_id, now) or current_actor()
    token = secrets.token_urlsafe(32)
    with acting(actor, now=now) as work:
        commands.start_session(
            work, person_id=person_id, token=token, way=way, second_factor_at=now if second_factor else None
        )
    session.clear()
    session.permanent = True
    login_user(SignedIn(actor, token))
    if second_factor is None and queries.needs_second_factor(person_id, berlin_date(now)):
        flash(
            _("Ihre Rolle braucht einen zweiten Faktor. Bitte richten Sie ihn jetzt ein, es dauert zwei Minuten."),
            "info",
        )
        return redirect(url_for("people.second_factor", next=next_url if next_url != HOME else None))
    return redirect(next_url)


def end_present_session() -> None:
    """End the session of this browser, if it has one."""
    if not current_user.is_authenticated:
        return
    try:
        with acting(current_actor()) as work:
            commands.end_session(work, token=current_user.token)
    except DomainError:
        session.clear()  # ended elsewhere in the meantime
