"""The profile: name, phone, language, roles, and the doors to password, second factor and keys."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user

from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.people import commands, queries
from app.people.forms import ButtonForm, NewEmailForm, ProfileForm
from app.people.pages.frame import bp, sent
from app.people.rules import ROLE_LABELS, LinkPurpose
from app.shell.doors.context import current_actor, person_id
from app.shell.doors.forms import attempt
from app.shell.doors.limits import limited
from app.shell.work import acting


@bp.route("/profil", methods=["GET", "POST"])
def profile() -> Any:
    """Show and change what the service knows about a person."""
    now = utc_now()
    owner = queries.person(person_id())
    if owner is None:
        raise NotFound
    form = ProfileForm(obj=owner)
    if attempt(form, commands.change_profile, person_id=owner.id):
        flash(_("Ihre Angaben sind gespeichert."), "success")
        return redirect(url_for("people.profile"))
    return render_template(
        "people/profile.html",
        form=form,
        owner=queries.person(owner.id),
        roles=queries.roles_of(owner.id, berlin_date(now)),
        role_labels=ROLE_LABELS,
        needs_second_factor=queries.needs_second_factor(owner.id, berlin_date(now)),
        token_count=len(queries.tokens_of(owner.id)),
        session_count=queries.open_sessions(owner.id, now),
    ), form.status


@bp.route("/profil/e-mail", methods=["GET", "POST"])
@limited()
def change_email() -> Any:
    """Ask for another address; a link to it confirms that it is this person's."""
    form = NewEmailForm()
    if sent(form, lambda values: _asked(values["email"])):
        flash(_("Wir haben einen Link an die neue Adresse geschickt. Erst damit gilt sie."), "success")
        return redirect(url_for("people.profile"))
    return render_template("people/change_email.html", form=form, owner=queries.person(person_id())), form.status


@bp.route("/profil/e-mail/<string(maxlength=80):token>", methods=["GET", "POST"])
def confirm_email(token: str) -> Any:
    """Confirm a new address: reading the link changes nothing (mail scanners follow links), the button does."""
    link = queries.link_by_token(token, utc_now())
    if link is None or link.purpose != LinkPurpose.EMAIL or link.person_id != person_id():
        return render_template("people/link_spent.html"), 409
    email, form = link.email, ButtonForm()
    if sent(form, lambda _values: _confirmed(token)):
        flash(_("Ihre neue E-Mail-Adresse gilt ab jetzt."), "success")
        return redirect(url_for("people.profile"))
    return render_template("people/confirm_email.html", form=form, email=email), form.status


def _asked(email: str) -> UUID:
    with acting(current_actor()) as work:
        return commands.request_new_email(work, person_id=person_id(), email=email)


def _confirmed(token: str) -> UUID:
    with acting(current_actor()) as work:
        return commands.change_email(work, token=token)


@bp.route("/profil/ueberall-abmelden", methods=["POST"])
def sign_out_everywhere() -> Any:
    """Sign out of every browser, this one too."""
    form = ButtonForm()
    if sent(form, lambda _values: _ended()):
        logout_user()
        session.clear()
        flash(_("Sie sind auf allen Geräten abgemeldet."), "success")
    return redirect(url_for("people.sign_in"))


def _ended() -> bool:
    with acting(current_actor()) as work:
        commands.end_all_sessions(work, person_id=person_id())
    return True
