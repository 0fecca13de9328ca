"""Passwords: changing one's own, and a new one by a link from the mail."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core.actor import NOBODY
from app.core.clock import utc_now
from app.people import commands, queries
from app.people.forms import EmailForm, NewPasswordForm, PasswordChangeForm
from app.people.pages.frame import bp, sent
from app.people.passwords import hashed, matches
from app.people.rules import LinkPurpose, WrongPassword, check_password
from app.shell.doors.context import current_actor, locale, person_id, public
from app.shell.doors.limits import limited
from app.shell.work import acting


@bp.route("/passwort/vergessen", methods=["GET", "POST"])
@public
@limited()
def forgot_password() -> Any:
    """Mail a link to set a new password; the answer never tells whether the address is known."""
    form = EmailForm()
    if sent(form, _mailed):
        return redirect(url_for("people.link_sent"))
    return render_template("people/forgot_password.html", form=form), form.status


def _mailed(values: dict[str, Any]) -> bool:
    with acting(NOBODY) as work:
        commands.request_link(work, purpose=LinkPurpose.PASSWORD, email=values["email"], locale=locale())
    return True


@bp.route("/passwort/neu/<string(maxlength=80):token>", methods=["GET", "POST"])
@public
@limited()
def new_password(token: str) -> Any:
    """Set a new password by a link; the second factor, where there is one, is still asked at the next sign-in."""
    link = queries.link_by_token(token, utc_now())
    if link is None or link.purpose != LinkPurpose.PASSWORD or link.person_id is None:
        return render_template("people/link_spent.html"), 409
    owner = queries.person(link.person_id)
    form = NewPasswordForm()
    if sent(form, lambda values: _reset(token, values["password"], owner)):
        flash(_("Ihr neues Passwort gilt ab jetzt. Alle Geräte wurden abgemeldet."), "success")
        return redirect(url_for("people.sign_in"))
    return render_template("people/new_password.html", form=form), form.status


def _reset(token: str, password: str, owner: Any) -> UUID:
    check_password(password, email=owner.email, name=owner.name)
    password_hash = hashed(password)
    with acting(NOBODY) as work:
        return commands.reset_password(work, token=token, password_hash=password_hash)


@bp.route("/profil/passwort", methods=["GET", "POST"])
@limited()
def change_password() -> Any:
    """Change the password; every other browser is signed out."""
    owner = queries.person(person_id())
    form = PasswordChangeForm()
    if sent(form, lambda values: _changed(owner, values)):
        flash(_("Ihr neues Passwort gilt ab jetzt. Alle anderen Geräte wurden abgemeldet."), "success")
        return redirect(url_for("people.profile"))
    has_password = bool(owner and owner.password_hash)
    return render_template("people/change_password.html", form=form, has_password=has_password), form.status


def _changed(owner: Any, values: dict[str, Any]) -> UUID:
    if owner.password_hash and not matches(owner.password_hash, values["current_password"]):
        raise WrongPassword
    check_password(values["password"], email=owner.email, name=owner.name)
    password_hash = hashed(values["password"])
    with acting(current_actor()) as work:
        return commands.set_password(
            work, person_id=owner.id, password_hash=password_hash, keep_token=current_user.token
        )
