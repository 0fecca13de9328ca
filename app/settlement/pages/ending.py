"""The end of an account: certify, order, money back, interest, close; or call the action off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.settlement import commands
from app.settlement.forms import CancellationForm, CertificationForm, RepaymentForm
from app.settlement.pages.door import bp, push, show_account
from app.settlement.queries import account_of, claim_of
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt


@bp.route("/antraege/<uuid:application_id>/abrechnung/pruefen", methods=["POST"])
def certify(application_id: UUID) -> Any:
    """Certify the figures with a check note."""
    form = CertificationForm()
    if attempt(form, commands.certify_settlement, application_id=application_id):
        flash(_("Die Abrechnung ist geprüft. Anordnen muss sie eine andere Person."), "success")
        return redirect(url_for("settlement.account", application_id=application_id))
    return show_account(application_id, form)


@bp.route("/antraege/<uuid:application_id>/abrechnung/anordnen", methods=["POST"])
def order(application_id: UUID) -> Any:
    """Make the figures final."""
    return push(commands.order_settlement, _("Die Abrechnung ist festgestellt."), application_id=application_id)


@bp.route("/antraege/<uuid:application_id>/rueckzahlung", methods=["GET", "POST"])
def repayment(application_id: UUID) -> Any:
    """Book money that came back."""
    view = account_of(current_actor(), application_id)
    form = RepaymentForm()
    if attempt(form, commands.book_repayment, application_id=application_id):
        flash(_("Der Eingang ist gebucht."), "success")
        return redirect(url_for("settlement.account", application_id=application_id))
    claim = claim_of(application_id)
    return render_template("settlement/repayment.html", form=form, view=view, claim=claim), form.status


@bp.route("/antraege/<uuid:application_id>/rueckzahlung/zinsverzicht", methods=["POST"])
def waive_interest(application_id: UUID) -> Any:
    """Give up the interest."""
    return push(commands.waive_interest, _("Auf die Zinsen ist verzichtet."), application_id=application_id)


@bp.route("/antraege/<uuid:application_id>/abrechnung/abschliessen", methods=["POST"])
def close(application_id: UUID) -> Any:
    """Close the account."""
    return push(commands.close_account, _("Das Konto ist abgeschlossen."), application_id=application_id)


@bp.route("/antraege/<uuid:application_id>/absagen", methods=["GET", "POST"])
def cancel(application_id: UUID) -> Any:
    """Call the action off."""
    words = {"title": _("Aktion absagen"), "hint": _("Warum fällt die Aktion aus?")}
    return _call_off(application_id, commands.cancel_paid_action, _("Die Aktion ist abgesagt."), words)


@bp.route("/antraege/<uuid:application_id>/zuruecknehmen", methods=["GET", "POST"])
def revoke(application_id: UUID) -> Any:
    """Take the award back because the account never came."""
    words = {"title": _("Bewilligung zurücknehmen"), "hint": _("Warum? Der Text geht an die Antragstellenden.")}
    return _call_off(application_id, commands.revoke_award, _("Die Bewilligung ist zurückgenommen."), words)


def _call_off(application_id: UUID, command: Callable[..., UUID], done: str, words: dict[str, str]) -> Any:
    view = account_of(current_actor(), application_id)
    form = CancellationForm()
    if attempt(form, command, application_id=application_id):
        flash(done, "success")
        return redirect(url_for("settlement.account", application_id=application_id))
    return render_template("settlement/call_off.html", form=form, view=view, **words), form.status
