"""The blueprint of settlement and what its pages share: one-button posts, files on their way out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app.settlement.forms import CertificationForm, EmptyForm
from app.settlement.queries import overview_of
from app.shell.doors.context import current_actor
from app.shell.doors.forms import Form, attempt

bp = Blueprint("settlement", __name__, template_folder="../templates")


def push(command: Callable[..., UUID | None], done_text: str, *, application_id: UUID, **arguments: Any) -> Any:
    """Run the command behind a button; a refusal is shown on the account's page."""
    form = EmptyForm()
    if attempt(form, command, application_id=application_id, **arguments):
        flash(done_text, "success")
        return redirect(url_for("settlement.account", application_id=application_id))
    return show_account(application_id, form)


def show_account(application_id: UUID, form: Form) -> Any:
    """Show the account's page with the errors of a form."""
    page = render_template(
        "settlement/account.html",
        form=form,
        certification=form if isinstance(form, CertificationForm) else CertificationForm(formdata=None),
        view=overview_of(current_actor(), application_id),
        me=current_actor().person_id,
    )
    return page, form.status
