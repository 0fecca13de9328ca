"""Pages of the laboratory: the list of trials, asking for one, what came out, files to take away."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.areas.queries import area_names, areas_held
from app.core.actor import Role
from app.core.errors import Forbidden
from app.core.policy import Action, may
from app.laboratory import commands, queries
from app.laboratory.forms import FileTrialForm, RemoveForm, SessionTrialForm
from app.laboratory.report import table_answer
from app.laboratory.rules import OFFERED, REASONS, STAGES, TRIAL_LABELS
from app.laboratory.view import TrialView
from app.shell.doors import html
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt
from app.shell.doors.words import day, said
from app.shell.files.store import send

PER_PAGE = 20
bp = Blueprint("laboratory", __name__, template_folder="templates")


def menu() -> list[tuple[str, str, bool]]:
    """Return the menu entry of whoever may read trials."""
    if not current_actor().areas(*queries.READERS):
        return []
    return [html.menu_entry(_("Labor"), "laboratory.trials")]


html.NAVIGATION.append(menu)


@bp.route("/labor")
def trials() -> Any:
    """Show the trials, the newest first."""
    actor = current_actor()
    if not actor.areas(*queries.READERS):
        raise Forbidden
    number = max(1, request.args.get("seite", 1, type=int))
    rows, total = queries.trials(actor, page=number, per_page=PER_PAGE)
    pages = max(1, -(-total // PER_PAGE))
    return render_template(
        "laboratory/trials.html",
        rows=rows,
        names=area_names({row.area_id for row in rows}),
        labels=TRIAL_LABELS,
        may_run=bool(actor.areas(Role.STAFF)),
        page={
            "number": number,
            "pages": pages,
            "previous_url": url_for("laboratory.trials", seite=number - 1) if number > 1 else None,
            "next_url": url_for("laboratory.trials", seite=number + 1) if number < pages else None,
        },
    )


@bp.route("/labor/datei", methods=["GET", "POST"])
def from_file() -> Any:
    """Ask for a trial of an uploaded election."""
    areas = areas_held(current_actor(), Role.STAFF)
    if not areas:
        raise Forbidden
    form = FileTrialForm()
    form.offer(areas)
    if done := attempt(form, commands.start_trial):
        return redirect(url_for("laboratory.trial", trial_id=done.id))
    return render_template("laboratory/from_file.html", form=form, meanings=_meanings()), form.status


@bp.route("/labor/sitzung", methods=["GET", "POST"])
def from_session() -> Any:
    """Ask for a trial of a session's votes."""
    actor = current_actor()
    if not actor.areas(Role.STAFF):
        raise Forbidden
    sessions = queries.past_sessions(actor)
    form = SessionTrialForm(data={"session_id": request.args.get("sitzung", "")} if request.args else None)
    form.offer((str(past.id), f"{past.title}, {past.body_name}, {day(past.held_on)}") for past in sessions)
    if done := attempt(form, commands.start_session_trial):
        return redirect(url_for("laboratory.trial", trial_id=done.id))
    page = render_template("laboratory/from_session.html", form=form, meanings=_meanings(), sessions=sessions)
    return page, form.status


@bp.route("/labor/<uuid:trial_id>")
def trial(trial_id: UUID) -> Any:
    """Show a trial: how far it is, then its rules side by side."""
    view = TrialView(queries.trial_for(current_actor(), trial_id), queries.counts_of(trial_id))
    if request.args.get("stand", type=int) == view.state and "HX-Request" in request.headers:
        return Response(status=204)
    return _page(view, RemoveForm())


@bp.route("/labor/<uuid:trial_id>/wahl.pb")
def election(trial_id: UUID) -> Any:
    """Give the election as it was counted."""
    found = queries.trial_for(current_actor(), trial_id)
    return send(queries.file_of(found.file_id), as_attachment=True)


@bp.route("/labor/<uuid:trial_id>/ergebnis.csv")
def table(trial_id: UUID) -> Any:
    """Give the outcomes as a table."""
    found = queries.trial_for(current_actor(), trial_id)
    return table_answer(found, queries.counts_of(trial_id))


@bp.route("/labor/<uuid:trial_id>/auswertung.pdf")
def document(trial_id: UUID) -> Any:
    """Give the document of a counted trial."""
    return send(queries.file_of(queries.trial_for(current_actor(), trial_id).document_id))


@bp.route("/labor/<uuid:trial_id>/loeschen", methods=["POST"])
def remove(trial_id: UUID) -> Any:
    """Delete a trial with its files."""
    form = RemoveForm()
    if attempt(form, commands.remove_trial, trial_id=trial_id):
        flash(_("Die Auswertung ist gelöscht."), "success")
        return redirect(url_for("laboratory.trials"))
    view = TrialView(queries.trial_for(current_actor(), trial_id), queries.counts_of(trial_id))
    return _page(view, form), form.status


def _page(view: TrialView, form: RemoveForm) -> Any:
    return render_template(
        "laboratory/trial.html",
        trial=view.trial,
        view=view,
        form=form,
        may_run=may(current_actor(), Action.RUN_TRIAL, view.trial.subject),
        labels=TRIAL_LABELS,
        offered=OFFERED,
        reasons=REASONS,
        stages=STAGES,
    )


def _meanings() -> dict[str, str]:
    return {name: said(rule.meaning, {}) for name, rule in OFFERED.items()}
