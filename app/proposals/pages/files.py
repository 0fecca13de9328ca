"""Attachments: add one, look at one, take one away."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.policy import Action
from app.proposals import commands
from app.proposals.forms import AttachmentForm, EmptyForm
from app.proposals.pages.door import bp
from app.proposals.queries import application, application_id_of_attachment, attachment_file, attachments_of
from app.shell.doors.context import current_actor
from app.shell.doors.forms import Form, attempt
from app.shell.files.kinds import PDF
from app.shell.files.store import send


@bp.route("/antraege/<uuid:application_id>/anlagen", methods=["GET", "POST"])
def attach(application_id: UUID) -> Any:
    """Add an attachment."""
    form = AttachmentForm()
    if attempt(form, commands.add_attachment, application_id=application_id):
        flash(_("Die Datei ist gespeichert."), "success")
        return redirect(url_for("proposals.attach", application_id=application_id))
    return _page(application_id, form)


@bp.route("/antraege/<uuid:application_id>/anlagen/<uuid:attachment_id>")
def attachment(application_id: UUID, attachment_id: UUID) -> Any:
    """Send an attachment to whoever may read the application; documents are downloads."""
    file = attachment_file(current_actor(), application_id, attachment_id)
    return send(file, as_attachment=file.media_type == PDF)


@bp.route("/anlagen/<uuid:attachment_id>/entfernen", methods=["POST"])
def detach(attachment_id: UUID) -> Any:
    """Take an attachment out."""
    application_id = application_id_of_attachment(attachment_id)
    form = EmptyForm()
    if attempt(form, commands.remove_attachment, attachment_id=attachment_id):
        flash(_("Die Datei ist entfernt."), "success")
        return redirect(url_for("proposals.attach", application_id=application_id))
    return _page(application_id, form)


def _page(application_id: UUID, refused: Form) -> Any:
    row = application(current_actor(), application_id, Action.EDIT_APPLICATION)
    page = render_template(
        "proposals/attach.html",
        form=refused,
        fresh=refused if isinstance(refused, AttachmentForm) else AttachmentForm(formdata=None),
        row=row,
        files=attachments_of(application_id),
    )
    return page, refused.status
