"""The account's page, the report, photos, and sending it to the office."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.settlement import commands
from app.settlement.forms import CertificationForm, EmptyForm, PhotoForm, ReportForm
from app.settlement.pages.door import bp, push, show_account
from app.settlement.queries import account_of, file_of_photo, settlements_to_do
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt
from app.shell.files.store import send


@bp.route("/antraege/<uuid:application_id>/abrechnung")
def account(application_id: UUID) -> Any:
    """Show the account to the applicant and to the office."""
    return show_account(application_id, CertificationForm())


@bp.route("/antraege/<uuid:application_id>/abrechnung/bericht", methods=["GET", "POST"])
def report(application_id: UUID) -> Any:
    """Write the report."""
    view = account_of(current_actor(), application_id)
    form = ReportForm(data={"report": view.report, "participants": view.participants})
    if attempt(form, commands.save_report, application_id=application_id):
        flash(_("Der Bericht ist gespeichert."), "success")
        return redirect(url_for("settlement.account", application_id=application_id))
    return render_template("settlement/report.html", form=form, view=view), form.status


@bp.route("/antraege/<uuid:application_id>/abrechnung/fotos", methods=["GET", "POST"])
def photo(application_id: UUID) -> Any:
    """Add a photo."""
    view = account_of(current_actor(), application_id)
    form = PhotoForm()
    if attempt(form, commands.add_photo, application_id=application_id):
        flash(_("Das Foto ist gespeichert."), "success")
        if request.form.get("next") == "more":
            return redirect(url_for("settlement.photo", application_id=application_id))
        return redirect(url_for("settlement.account", application_id=application_id))
    return render_template("settlement/photo.html", form=form, view=view), form.status


@bp.route("/abrechnung/fotos/<uuid:photo_id>")
def photo_file(photo_id: UUID) -> Any:
    """Send a photo to whoever may read the account."""
    return send(file_of_photo(current_actor(), photo_id))


@bp.route("/abrechnung/fotos/<uuid:photo_id>/entfernen", methods=["POST"])
def remove_photo(photo_id: UUID) -> Any:
    """Take a photo out."""
    form = EmptyForm()
    done = attempt(form, commands.remove_photo, photo_id=photo_id)
    if done:
        flash(_("Das Foto ist entfernt."), "success")
        return redirect(url_for("settlement.account", application_id=done.id))
    return render_template("settlement/refused.html", form=form), form.status


@bp.route("/antraege/<uuid:application_id>/abrechnung/absenden", methods=["POST"])
def submit(application_id: UUID) -> Any:
    """Send the account to the office."""
    return push(
        commands.submit_settlement,
        _("Ihre Abrechnung ist beim Büro. Wir melden uns, wenn eine Frage offen ist."),
        application_id=application_id,
    )


@bp.route("/buero/abrechnungen")
def to_do() -> Any:
    """List the accounts that wait for the office."""
    return render_template("settlement/to_do.html", rows=settlements_to_do(current_actor()))
