"""Access tokens on the profile: made, shown once, revoked."""

import secrets
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.clock import berlin_date, utc_now
from app.people import commands, queries
from app.people.forms import ButtonForm, TokenForm
from app.people.pages.frame import bp, sent
from app.shell.doors.context import current_actor, person_id
from app.shell.doors.forms import attempt
from app.shell.work import acting


@bp.route("/profil/schluessel", methods=["GET", "POST"])
def tokens() -> Any:
    """List access tokens and make a new one, which this page shows once."""
    form = TokenForm()
    token = sent(form, _created)
    if token:
        return render_template("people/token_shown.html", token=token, name=form.name.data)
    return render_template(
        "people/tokens.html",
        form=form,
        tokens=queries.tokens_of(person_id()),
        today=berlin_date(utc_now()),
    ), form.status


def _created(values: dict[str, Any]) -> str:
    token = f"kf_{secrets.token_urlsafe(32)}"
    with acting(current_actor()) as work:
        commands.create_access_token(work, person_id=person_id(), token=token, **values)
    return token


@bp.route("/profil/schluessel/<uuid:token_id>/sperren", methods=["POST"])
def revoke_token(token_id: UUID) -> Any:
    """Let a token end now."""
    if attempt(ButtonForm(), commands.revoke_access_token, token_id=token_id):
        flash(_("Der Schlüssel gilt nicht mehr."), "success")
    return redirect(url_for("people.tokens"))
