"""Calls for the office: draft, change, publish, close."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.policy import Action, require
from app.funds import commands, queries
from app.funds.forms import CallChangeForm, CallForm, EmptyForm
from app.funds.pages.door import bp
from app.funds.rules import CALL, CALL_LABELS
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt


@bp.route("/fonds/<uuid:fund_year_id>/aufrufe/neu", methods=["GET", "POST"])
def new_call(fund_year_id: UUID) -> Any:
    """Draft a call."""
    year = queries.fund_year(fund_year_id)
    require(current_actor(), Action.EDIT_CALL, year.subject)
    form = CallForm()
    if done := attempt(form, commands.create_call, fund_year_id=fund_year_id):
        flash(_("Der Aufruf ist gespeichert. Öffentlich wird er, wenn Sie ihn veröffentlichen."), "success")
        return redirect(url_for("funds.call", call_id=done.id))
    return render_template("funds/call_form.html", form=form, year=year), form.status


@bp.route("/aufrufe/<uuid:call_id>", methods=["GET", "POST"])
def call(call_id: UUID) -> Any:
    """Show and change a call; publish or close it."""
    row = queries.call_for_editing(current_actor(), call_id)
    form = CallChangeForm(obj=row)
    if attempt(form, commands.edit_call, call_id=call_id):
        flash(_("Der Aufruf ist gespeichert."), "success")
        return redirect(url_for("funds.call", call_id=call_id))
    return _page(row, form)


@bp.route("/aufrufe/<uuid:call_id>/veroeffentlichen", methods=["POST"])
def publish(call_id: UUID) -> Any:
    """Publish a call."""
    form = EmptyForm()
    if attempt(form, commands.publish_call, call_id=call_id):
        flash(_("Der Aufruf ist veröffentlicht."), "success")
        return redirect(url_for("funds.call", call_id=call_id))
    return _refused(call_id, form)


@bp.route("/aufrufe/<uuid:call_id>/schliessen", methods=["POST"])
def close(call_id: UUID) -> Any:
    """Close a call."""
    form = EmptyForm()
    if attempt(form, commands.close_call, call_id=call_id):
        flash(_("Der Aufruf ist geschlossen. Neue Anträge sind nicht mehr möglich."), "success")
        return redirect(url_for("funds.call", call_id=call_id))
    return _refused(call_id, form)


def _refused(call_id: UUID, button: EmptyForm) -> Any:
    row = queries.call_for_editing(current_actor(), call_id)
    form = CallChangeForm(formdata=None, obj=row)
    form.form_errors.extend(button.form_errors)
    return _page(row, form)


def _page(row: Any, form: CallChangeForm) -> Any:
    steps = {step: CALL.allows(row.state, step) for step in ("edit", "publish", "close")}
    return render_template(
        "funds/call.html",
        form=form,
        call=row,
        year=queries.fund_year(row.fund_year_id),
        label=_(CALL_LABELS[row.state]),
        steps=steps,
    ), form.status
