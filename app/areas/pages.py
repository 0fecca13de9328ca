"""Pages of areas for the office: public texts, who runs the office, people and their roles."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.areas import commands, queries
from app.areas.forms import AreaTextsForm, InvitationForm, RoleEndForm
from app.areas.models import Area
from app.areas.rules import STATE_LABELS
from app.core.actor import Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.core.policy import Action, may
from app.people import commands as people
from app.people.rules import GIVEN_BY_OFFICE, ROLE_LABELS
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt

bp = Blueprint("areas", __name__, template_folder="templates")


@bp.route("/buero/gebiete")
def offices() -> Any:
    """List the areas whose texts and people this person looks after; a single one opens at once."""
    held = queries.areas_held(current_actor(), *queries.EDITORS)
    if len(held) == 1:
        return redirect(url_for("areas.office", slug=held[0].slug))
    return render_template("areas/offices.html", areas=held, state_labels=STATE_LABELS)


@bp.route("/buero/gebiet/<slug>", methods=["GET", "POST"])
def office(slug: str) -> Any:
    """Show and change the texts of an area; who runs its office."""
    area = _area(slug)
    form = AreaTextsForm(obj=area)
    if attempt(form, commands.edit_area, area_id=area.id):
        flash(_("Die Texte sind gespeichert und öffentlich."), "success")
        return redirect(url_for("areas.office", slug=slug))
    return render_template(
        "areas/office.html",
        form=form,
        area=area,
        state_label=STATE_LABELS[area.state],
        carriers=queries.carriers(area.id),
        today=berlin_date(utc_now()),
    ), form.status


@bp.route("/buero/gebiet/<slug>/menschen", methods=["GET", "POST"])
def people_page(slug: str) -> Any:
    """List everyone with a role in the area and invite people."""
    area = _area(slug)
    today = berlin_date(utc_now())
    form = InvitationForm(data={"role": Role.JUROR.value, "valid_from": today})
    form.role.choices = _roles_to_give(area)
    if attempt(form, commands.invite_to_area, area_id=area.id):
        flash(_("Die Einladung ist unterwegs. Der Link darin gilt 14 Tage."), "success")
        return redirect(url_for("areas.people_page", slug=slug))
    return render_template(
        "areas/people.html",
        form=form,
        area=area,
        holders=queries.people_of(current_actor(), area.id),
        role_labels=ROLE_LABELS,
        endable={Role(choice.value) for choice in form.role.choices},
        today=today,
    ), form.status


@bp.route("/buero/gebiet/<slug>/rollen/<uuid:role_id>/ende", methods=["GET", "POST"])
def end_role(slug: str, role_id: UUID) -> Any:
    """End somebody's role in the area."""
    area = _area(slug)
    holder = next((found for found in queries.people_of(current_actor(), area.id) if found.role_id == role_id), None)
    if holder is None:
        raise NotFound
    form = RoleEndForm()
    if attempt(form, people.end_role, role_id=role_id):
        flash(_("Die Rolle ist beendet."), "success")
        return redirect(url_for("areas.people_page", slug=slug))
    return render_template(
        "areas/end_role.html", form=form, area=area, holder=holder, role_label=ROLE_LABELS[holder.role]
    ), form.status


def _area(slug: str) -> Area:
    area = queries.area_for_editing(current_actor(), slug)
    g.area_name = area.name
    return area


def _roles_to_give(area: Area) -> list[SelectChoice]:
    given = Role if may(current_actor(), Action.GRANT_ROLE, area.subject) else GIVEN_BY_OFFICE
    return [SelectChoice(role.value, _(ROLE_LABELS[role])) for role in given]
