"""The HTML door of awards: close a vote, answer an offer, read and sign the agreement."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.allocation import commands
from app.allocation.forms import AcceptanceForm, EmptyForm, PaperForm
from app.allocation.queries import agreement_file, agreement_for, offer_for
from app.allocation.rules import AwardState
from app.allocation.terms import duties_of
from app.core.clock import berlin_date, utc_now
from app.core.policy import Action, may
from app.funds.queries import rules_of
from app.proposals.queries import application
from app.shell.doors.context import current_actor, locale
from app.shell.doors.forms import Form, attempt
from app.shell.files.store import send
from app.voting.queries import motion_for

bp = Blueprint("allocation", __name__, template_folder="templates")


@bp.route("/abstimmungen/<uuid:motion_id>/schliessen", methods=["POST"])
def close_vote(motion_id: UUID) -> Any:
    """Count a vote and carry it out."""
    form = EmptyForm()
    if attempt(form, commands.close_vote, motion_id=motion_id):
        flash(_("Die Abstimmung ist geschlossen und ausgezählt."), "success")
    for refusal in form.form_errors:
        flash(str(refusal), "danger")
    return redirect(url_for("voting.evening", session_id=motion_for(current_actor(), motion_id).session_id))


@bp.route("/antraege/<uuid:application_id>/angebot")
def offer(application_id: UUID) -> Any:
    """Show a reduced award with its reason and what to do about it."""
    return _offer(application_id, EmptyForm())


@bp.route("/antraege/<uuid:application_id>/angebot/annehmen", methods=["POST"])
def accept(application_id: UUID) -> Any:
    """Take a reduced award."""
    return _answer(
        application_id, commands.accept_offer, _("Sie haben das Angebot angenommen. Das Geld ist fest zugesagt.")
    )


@bp.route("/antraege/<uuid:application_id>/angebot/ablehnen", methods=["POST"])
def decline(application_id: UUID) -> Any:
    """Refuse a reduced award."""
    return _answer(application_id, commands.decline_offer, _("Sie haben das Angebot abgelehnt."))


@bp.route("/antraege/<uuid:application_id>/auflage/erfuellt", methods=["POST"])
def meet_condition(application_id: UUID) -> Any:
    """Find the condition of an award met."""
    return _answer(application_id, commands.meet_condition, _("Die Auflage ist erfüllt. Das Geld ist fest zugesagt."))


@bp.route("/antraege/<uuid:application_id>/vereinbarung", methods=["GET", "POST"])
def agreement(application_id: UUID) -> Any:
    """Read the agreement; the applicant accepts it here, or the office notes a signature on paper."""
    form = _acceptance(application_id)
    if attempt(form, commands.sign_agreement_as_applicant, application_id=application_id):
        flash(_("Vielen Dank, die Vereinbarung ist angenommen."), "success")
        return redirect(url_for("allocation.agreement", application_id=application_id))
    return _show(application_id, form)


@bp.route("/antraege/<uuid:application_id>/vereinbarung.pdf")
def agreement_as_pdf(application_id: UUID) -> Response:
    """Give the agreement as a tagged PDF."""
    return send(agreement_file(current_actor(), application_id))


@bp.route("/antraege/<uuid:application_id>/vereinbarung/erstellen", methods=["POST"])
def draw(application_id: UUID) -> Any:
    """Write the agreement."""
    return _push(
        application_id,
        commands.draw_agreement,
        _("Die Vereinbarung ist erstellt. Lesen Sie sie, dann unterschreiben Sie für das Büro."),
    )


@bp.route("/antraege/<uuid:application_id>/vereinbarung/unterschreiben", methods=["POST"])
def sign_for_office(application_id: UUID) -> Any:
    """Sign for the office."""
    return _push(application_id, commands.sign_agreement_for_qm, _("Sie haben für das Büro unterschrieben."))


def _acceptance(application_id: UUID) -> Form:
    row = application(current_actor(), application_id)
    return AcceptanceForm() if row.applicant_id == current_actor().person_id else PaperForm()


def _push(application_id: UUID, command: Callable[..., UUID | None], done: str) -> Any:
    form = EmptyForm()
    if attempt(form, command, application_id=application_id):
        flash(done, "success")
        return redirect(url_for("allocation.agreement", application_id=application_id))
    return _show(application_id, form)


def _show(application_id: UUID, form: Form) -> Any:
    actor = current_actor()
    row, award, agreement_row = agreement_for(actor, application_id)
    page = render_template(
        "allocation/agreement.html",
        form=form,
        acceptance=form if hasattr(form, "is_accepted") else _acceptance(application_id),
        row=row,
        award=award,
        agreement=agreement_row,
        duties=duties_of(row, award, rules_of(award.rule_book_id).values) if award and locale() != "de" else None,
        is_owner=actor.person_id == row.applicant_id,
        may_draw=may(actor, Action.DRAW_AGREEMENT, row.subject),
        may_sign=may(actor, Action.SIGN_AGREEMENT_AS_APPLICANT, row.subject),
    )
    return page, form.status


def _answer(application_id: UUID, command: Callable[..., UUID | None], done: str) -> Any:
    form = EmptyForm()
    if attempt(form, command, application_id=application_id):
        flash(done, "success")
        return redirect(url_for("allocation.offer", application_id=application_id))
    return _offer(application_id, form)


def _offer(application_id: UUID, form: Form) -> Any:
    actor = current_actor()
    row, award, motion = offer_for(actor, application_id)
    page = render_template(
        "allocation/offer.html",
        form=form,
        row=row,
        award=award,
        motion=motion,
        is_open=award.state is AwardState.OFFERED,
        is_late=award.answer_by is not None and award.answer_by < berlin_date(utc_now()),
        may_answer=may(actor, Action.ANSWER_OFFER, row.subject),
        may_meet=may(actor, Action.MEET_CONDITION, row.subject),
    )
    return page, form.status
