"""What an applicant does with a sent application: answer the office, withdraw."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.policy import Action
from app.proposals import commands
from app.proposals.forms import AnswerForm, EmptyForm
from app.proposals.pages.door import bp
from app.proposals.queries import application, messages_of
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt


@bp.route("/antraege/<uuid:application_id>/antwort", methods=["GET", "POST"])
def answer(application_id: UUID) -> Any:
    """Answer the office's query."""
    row = application(current_actor(), application_id, Action.EDIT_APPLICATION)
    form = AnswerForm()
    if attempt(form, commands.answer_query, application_id=application_id):
        flash(_("Ihre Antwort ist angekommen. Das Büro prüft weiter."), "success")
        return redirect(url_for("desk.case", application_id=application_id))
    page = render_template("proposals/answer.html", form=form, row=row, messages=messages_of(application_id))
    return page, form.status


@bp.route("/antraege/<uuid:application_id>/zurueckziehen", methods=["GET", "POST"])
def withdraw(application_id: UUID) -> Any:
    """Ask once more, then withdraw."""
    row = application(current_actor(), application_id, Action.WITHDRAW_APPLICATION)
    form = EmptyForm()
    if attempt(form, commands.withdraw_application, application_id=application_id):
        flash(_("Ihr Antrag ist zurückgezogen."), "success")
        return redirect(url_for("desk.case", application_id=application_id))
    return render_template("proposals/withdraw.html", form=form, row=row), form.status
