"""The last step: everything at a glance, what the rules say, and sending; afterwards the file number and a copy."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.clock import berlin_date, utc_now
from app.proposals import commands
from app.proposals.drafts import LAST, finished, whole
from app.proposals.forms import CorrectionForm, SendForm
from app.proposals.models import Application
from app.proposals.pages.door import bp, question_of
from app.proposals.pages.figures import figures_of, findings_in_words
from app.proposals.queries import allowance_cents, application, attachments_of, lines_of, rules_for
from app.proposals.rules import ApplicationState
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt


def send_step(row: Application) -> Any:
    """Show the last step, or send."""
    is_correction = row.state is ApplicationState.NEEDS_INFO
    form = (CorrectionForm if is_correction else SendForm)(data={"version": row.version})
    command = commands.resubmit_application if is_correction else commands.submit_application
    values, gaps = whole(row)
    if not gaps and attempt(form, command, application_id=row.id, **values):
        if is_correction:
            flash(_("Ihre Korrektur ist angekommen. Das Büro prüft weiter."), "success")
            return redirect(url_for("desk.case", application_id=row.id))
        return redirect(url_for("proposals.sent", application_id=row.id))
    rules = rules_for(row, berlin_date(utc_now()))
    found = [] if gaps else findings_in_words(values, rules, row)
    page = render_template(
        "proposals/send.html",
        form=form,
        row=row,
        number=LAST,
        done=finished(gaps),
        whole=values,
        gaps=gaps,
        findings=found,
        is_blocked=any(one["blocks"] for one in found),
        plan=figures_of([line["amount_cents"] for line in values.get("lines", [])], rules),
        rules=rules,
        files=attachments_of(row.id),
        is_correction=is_correction,
        question=question_of(row),
    )
    return page, 422 if gaps and form.is_submitted() else form.status


@bp.route("/antraege/<uuid:application_id>/gesendet")
def sent(application_id: UUID) -> Any:
    """Say that the application has arrived: its file number, what comes next, a copy to print."""
    row = application(current_actor(), application_id)
    if row.file_number is None:
        return redirect(url_for("proposals.step", application_id=application_id, number=4))
    return render_template("proposals/sent.html", row=row)


@bp.route("/antraege/<uuid:application_id>/druck")
def printable(application_id: UUID) -> Any:
    """Show the application as one sheet to print."""
    row = application(current_actor(), application_id)
    lines = lines_of(application_id)
    return render_template(
        "proposals/print.html",
        row=row,
        lines=lines,
        allowance=allowance_cents(lines, rules_for(row, berlin_date(utc_now()))),
        files=attachments_of(application_id),
    )
