"""Applying: begin, one's own applications, and the steps in which everything typed is kept."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.core.actor import Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import InvalidInput
from app.core.policy import Action
from app.funds.queries import open_calls
from app.proposals import commands
from app.proposals.drafts import (
    COSTS,
    LAST,
    as_sent,
    ensure_fits,
    finished,
    restored,
    whole,
    with_row_added,
    with_row_removed,
)
from app.proposals.forms import STEPS, OnBehalfForm, StartForm
from app.proposals.models import Application
from app.proposals.pages.door import bp, question_of
from app.proposals.pages.figures import figures
from app.proposals.pages.sending import send_step
from app.proposals.queries import Place, application, applications_of, places_to_apply, rules_for
from app.proposals.rules import ApplicationState
from app.shell.doors.context import current_actor, person_id
from app.shell.doors.forms import Form, attempt, refusals_shown
from app.shell.doors.html import if_changed, last_change
from app.shell.doors.perform import perform

SKIPPED = frozenset({"csrf_token", "idempotency_key", "action", "version"})
OPEN = (ApplicationState.DRAFT, ApplicationState.NEEDS_INFO)


@bp.route("/antraege")
def mine() -> Any:
    """Show one's own applications."""
    today = berlin_date(utc_now())

    def render() -> str:
        return render_template("proposals/mine.html", rows=applications_of(person_id()), today=today)

    return if_changed(render, last_change(None), today)


@bp.route("/antraege/neu", methods=["GET", "POST"])
def begin() -> Any:
    """Begin an application for an area's fund year."""
    form = StartForm(data={"call_id": request.args.get("aufruf", "")})
    places = _offer(form, places_to_apply(berlin_date(utc_now())))
    if done := attempt(form, commands.start_application):
        return redirect(url_for("proposals.step", application_id=done.id, number=1))
    call = _call(places)
    return render_template("proposals/begin.html", form=form, call=call, is_paper=False), form.status


@bp.route("/buero/antraege/neu", methods=["GET", "POST"])
def begin_for() -> Any:
    """Begin an application from a paper form."""
    form = OnBehalfForm()
    areas = current_actor().areas(Role.STAFF)
    _offer(form, places_to_apply(berlin_date(utc_now()), areas=areas))
    if done := attempt(form, commands.enter_application_for):
        return redirect(url_for("proposals.step", application_id=done.id, number=1))
    return render_template("proposals/begin.html", form=form, call=None, is_paper=True), form.status


@bp.route("/antraege/<uuid:application_id>/schritt/<int:number>", methods=["GET", "POST"])
def step(application_id: UUID, number: int) -> Any:
    """Show or save one step."""
    row = application(current_actor(), application_id, Action.EDIT_APPLICATION)
    if row.state not in OPEN:
        flash(_("Dieser Antrag ist abgesendet und lässt sich nicht mehr ändern."), "info")
        return redirect(url_for("desk.case", application_id=application_id))
    number = min(max(number, 1), LAST)
    if number == LAST:
        return send_step(row)
    if request.method == "POST":
        return _save(row, number)
    form = restored(row, number)
    if "pruefen" in request.args:
        _show_errors(form)
    return _page(row, number, form), 200


@bp.route("/antraege/<uuid:application_id>/summe", methods=["POST"])
def total(application_id: UUID) -> Any:
    """Answer with the live total of the cost lines as they are typed."""
    row = application(current_actor(), application_id, Action.EDIT_APPLICATION)
    rules = rules_for(row, berlin_date(utc_now()))
    return render_template("proposals/_total.html", plan=figures(STEPS[COSTS](), rules))


def _save(row: Application, number: int) -> Any:
    typed = {key: values for key, values in request.form.to_dict(flat=False).items() if key not in SKIPPED}
    pressed = request.form.get("action", "next")
    if number == COSTS and pressed not in {"next", "later"}:
        return _page(row, number, STEPS[number](formdata=as_sent(_pressed(typed, pressed))))
    form = STEPS[number]()
    with refusals_shown(form):
        ensure_fits(form)
        title = next(iter(typed.get("title", [])), "")
        perform(commands.save_step, application_id=row.id, step=number, values={str(number): typed, "title": title})
        if pressed == "later":
            flash(_("Ihr Antrag ist gespeichert. Sie finden ihn hier wieder, auf jedem Gerät."), "success")
            return redirect(url_for("proposals.mine"))
        form.loaded()
        return redirect(url_for("proposals.step", application_id=row.id, number=number + 1))
    return _page(row, number, form), form.status


def _pressed(typed: dict[str, list[str]], pressed: str) -> dict[str, list[str]]:
    if pressed == "add":
        return with_row_added(typed)
    index = pressed.removeprefix("remove-")
    return with_row_removed(typed, int(index)) if index.isdecimal() else typed


def _show_errors(form: Form) -> None:
    try:
        form.loaded()
    except InvalidInput as error:
        form.show(error)


def _page(row: Application, number: int, form: Any) -> str:
    rules = rules_for(row, berlin_date(utc_now()))
    return render_template(
        f"proposals/step{number}.html",
        form=form,
        row=row,
        number=number,
        done=finished(whole(row)[1]),
        plan=figures(form, rules) if number == COSTS else None,
        rules=rules,
        question=question_of(row),
    )


def _offer(form: Any, places: list[Place]) -> list[Place]:
    form.fund_year_id.choices = [
        SelectChoice(str(place.fund_year_id), f"{place.area_name}: {place.fund_name} {place.year}") for place in places
    ]
    if form.fund_year_id.data in (None, "", "None"):
        wanted = request.args.get("fonds") or (str(places[0].fund_year_id) if len(places) == 1 else None)
        form.fund_year_id.data = wanted
    chosen = next((place for place in places if str(place.fund_year_id) == form.fund_year_id.data), None)
    if chosen is not None:
        g.area_name = chosen.area_name
    return places


def _call(places: list[Place]) -> Any:
    wanted, year = request.args.get("aufruf"), request.args.get("fonds")
    place = next((place for place in places if str(place.fund_year_id) == year), None)
    if not wanted or place is None:
        return None
    return next((call for call in open_calls(place.area_id) if str(call.id) == wanted), None)
