"""Pages of areas for the office: public texts, who runs the office, people and their roles."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.areas import commands, queries
from app.areas.forms import AreaTextsForm, CarrierForm, InvitationForm, NewAreaForm, RoleEndForm, StepForm
from app.areas.models import Area
from app.areas.rules import STATE_LABELS, STEP_LABELS, next_step
from app.core.actor import Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.core.policy import Action, Subject, may, require
from app.people import commands as people
from app.people.rules import GIVEN_BY_OFFICE, ROLE_LABELS
from app.shell.doors import html
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt

bp = Blueprint("areas", __name__, template_folder="templates")


def menu() -> list[tuple[str, str, bool]]:
    """Return the menu entry of whoever looks after an area's texts and people."""
    held = current_actor().areas(*queries.EDITORS)
    if not held:
        return []
    return [
        html.menu_entry(
            _("Mein Gebiet") if len(held) == 1 and None not in held else _("Meine Gebiete"), "areas.offices"
        )
    ]


html.NAVIGATION.append(menu)


@bp.route("/buero/gebiete")
def offices() -> Any:
    """List the areas whose texts and people this person looks after; an office's only one opens at once."""
    actor = current_actor()
    held = queries.areas_held(actor, *queries.EDITORS)
    may_create = may(actor, Action.CREATE_AREA, Subject("area"))
    if len(held) == 1 and not may_create:
        return redirect(url_for("areas.office", slug=held[0].slug))
    return render_template(
        "areas/offices.html",
        areas=held,
        state_labels=STATE_LABELS,
        may_create=may_create,
        may_erase=may(actor, Action.ERASE_PERSON, Subject("person")),
    )


@bp.route("/buero/gebiete/neu", methods=["GET", "POST"])
def new_area() -> Any:
    """Create an area."""
    require(current_actor(), Action.CREATE_AREA, Subject("area"))
    form = NewAreaForm()
    if attempt(form, commands.create_area):
        flash(_("Das Gebiet ist angelegt. Tragen Sie jetzt ein, wer das Büro führt."), "success")
        return redirect(url_for("areas.carrier", slug=form.slug.data))
    return render_template("areas/new_area.html", form=form), form.status


@bp.route("/buero/gebiet/<slug>/traeger", methods=["GET", "POST"])
def carrier(slug: str) -> Any:
    """Say who runs the office of an area from a day on."""
    area = _area(slug)
    require(current_actor(), Action.CREATE_AREA, area.subject)
    form = CarrierForm(data={"valid_from": berlin_date(utc_now())})
    if attempt(form, commands.assign_carrier, area_id=area.id):
        flash(_("Der Träger ist eingetragen."), "success")
        return redirect(url_for("areas.office", slug=slug))
    return render_template("areas/carrier.html", form=form, area=area, carriers=queries.carriers(area.id)), form.status


@bp.route("/buero/gebiet/<slug>/schritt", methods=["GET", "POST"])
def step(slug: str) -> Any:
    """Take an area one step further in its life."""
    area = _area(slug)
    require(current_actor(), Action.CREATE_AREA, area.subject)
    following = next_step(area.state)
    form = StepForm(data={"step": following or ""})
    if attempt(form, commands.change_area_state, area_id=area.id):
        flash(_("Der Stand des Gebiets ist geändert."), "success")
        return redirect(url_for("areas.office", slug=slug))
    return render_template(
        "areas/step.html",
        form=form,
        area=area,
        state_label=STATE_LABELS[area.state],
        step_label=STEP_LABELS.get(following or ""),
    ), form.status


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
        may_create=may(current_actor(), Action.CREATE_AREA, area.subject),
        next_step=next_step(area.state),
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
        may_erase=may(current_actor(), Action.ERASE_PERSON, Subject("person")),
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
