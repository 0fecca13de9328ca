"""Being forgotten: the page on which a person erases their account, or the administration does it for them."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user

from app.core.errors import NotFound
from app.core.policy import Action, Subject, require
from app.people.queries import person
from app.settlement import commands
from app.settlement.forms import ErasureForm, PersonForm
from app.settlement.pages.door import bp
from app.settlement.queries import person_to_erase
from app.shell.doors.context import current_actor, person_id
from app.shell.doors.forms import attempt, refusals_shown


@bp.route("/profil/loeschen", methods=["GET", "POST"])
def erase_oneself() -> Any:
    """Erase one's own account, and with it what is personal in one's cases."""
    owner = person_id()
    form = ErasureForm()
    if attempt(form, commands.erase_person, person_id=owner):
        logout_user()
        session.clear()
        flash(_("Ihr Konto und Ihre Angaben sind gelöscht."), "success")
        return redirect("/")
    return render_template("settlement/erase.html", form=form, who=None), form.status


@bp.route("/personen/loeschen", methods=["GET", "POST"])
def find_person() -> Any:
    """Find somebody who asked to be erased by their address."""
    require(current_actor(), Action.ERASE_PERSON, Subject("person"))
    form = PersonForm()
    if form.is_submitted():
        with refusals_shown(form):
            found = person_to_erase(form.loaded()["email"])
            return redirect(url_for("settlement.erase_other", other_id=found))
    return render_template("settlement/find_person.html", form=form), form.status


@bp.route("/personen/<uuid:other_id>/loeschen", methods=["GET", "POST"])
def erase_other(other_id: UUID) -> Any:
    """Erase somebody who asked for it."""
    found = person(other_id)
    if found is None or found.erased_at is not None:
        raise NotFound
    require(current_actor(), Action.ERASE_PERSON, found.subject)
    form = ErasureForm()
    if attempt(form, commands.erase_person, person_id=other_id):
        flash(_("Die Person ist gelöscht."), "success")
        return redirect(url_for("settlement.find_person"))
    return render_template("settlement/erase.html", form=form, who=found), form.status
