"""One receipt at a time: photograph, correct, look at, recognise, ask, answer."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.policy import Action, may
from app.settlement import commands
from app.settlement.forms import AnswerForm, EmptyForm, QuestionForm, ReceiptEntryForm, ReceiptForm, RecognitionForm
from app.settlement.pages.door import bp
from app.settlement.queries import AccountView, ReceiptView, account_of, file_of_receipt, receipt_of, rules_of_case
from app.settlement.rules import REVIEW_STATES, ReceiptState, may_edit, reasons_in_force
from app.shell.doors.context import current_actor
from app.shell.doors.forms import Form, attempt
from app.shell.files.store import send

ROWS_SPARE = 2


@bp.route("/antraege/<uuid:application_id>/abrechnung/belege/neu", methods=["GET", "POST"])
def add_receipt(application_id: UUID) -> Any:
    """Add a receipt, photographed or chosen."""
    view = account_of(current_actor(), application_id)
    form = ReceiptEntryForm()
    done = attempt(form, commands.add_receipt, application_id=application_id)
    if done:
        flash(_("Der Beleg ist gespeichert."), "success")
        if request.form.get("next") == "more":
            return redirect(url_for("settlement.add_receipt", application_id=application_id, kamera=_camera()))
        return redirect(url_for("settlement.account", application_id=application_id))
    return render_template(
        "settlement/receipt_form.html", form=form, view=view, receipt=None, camera=_camera()
    ), form.status


@bp.route("/belege/<uuid:receipt_id>")
def receipt(receipt_id: UUID) -> Any:
    """Show a receipt: picture beside the fields, decision, conversation."""
    return _show(receipt_id)


@bp.route("/belege/<uuid:receipt_id>/datei")
def receipt_file(receipt_id: UUID) -> Any:
    """Send the picture or PDF to whoever may read the account."""
    return send(file_of_receipt(current_actor(), receipt_id))


@bp.route("/belege/<uuid:receipt_id>/aendern", methods=["GET", "POST"])
def change_receipt(receipt_id: UUID) -> Any:
    """Correct a receipt."""
    found, application_id = receipt_of(current_actor(), receipt_id)
    view = account_of(current_actor(), application_id)
    form = ReceiptForm(obj=found)
    if attempt(form, commands.change_receipt, receipt_id=receipt_id):
        flash(_("Der Beleg ist geändert."), "success")
        return redirect(url_for("settlement.receipt", receipt_id=receipt_id))
    return render_template(
        "settlement/receipt_form.html", form=form, view=view, receipt=found, camera=None
    ), form.status


@bp.route("/belege/<uuid:receipt_id>/entfernen", methods=["POST"])
def remove_receipt(receipt_id: UUID) -> Any:
    """Take a receipt out."""
    form = EmptyForm()
    done = attempt(form, commands.remove_receipt, receipt_id=receipt_id)
    if done:
        flash(_("Der Beleg ist entfernt."), "success")
        return redirect(url_for("settlement.account", application_id=done.id))
    return render_template("settlement/refused.html", form=form), form.status


@bp.route("/belege/<uuid:receipt_id>/anerkennen", methods=["POST"])
def recognise(receipt_id: UUID) -> Any:
    """Recognise a receipt less its cuts; «more» shows further rows."""
    form = RecognitionForm()
    if request.form.get("next") == "more":
        for _row in range(min(ROWS_SPARE, form.cuts.max_entries - len(form.cuts.entries))):
            form.cuts.append_entry()
        return _show(receipt_id, recognition=form)
    if attempt(form, commands.recognise_receipt, receipt_id=receipt_id):
        flash(_("Die Entscheidung ist gespeichert."), "success")
        return _to_next(receipt_id)
    return _show(receipt_id, recognition=form)


@bp.route("/belege/<uuid:receipt_id>/rueckfrage", methods=["POST"])
def ask(receipt_id: UUID) -> Any:
    """Ask about a receipt."""
    form = QuestionForm()
    if attempt(form, commands.ask_about_receipt, receipt_id=receipt_id):
        flash(_("Die Frage ist gestellt."), "success")
        return redirect(url_for("settlement.receipt", receipt_id=receipt_id))
    return _show(receipt_id, question=form)


@bp.route("/belege/<uuid:receipt_id>/antwort", methods=["POST"])
def answer(receipt_id: UUID) -> Any:
    """Answer a question about a receipt."""
    form = AnswerForm()
    if attempt(form, commands.answer_about_receipt, receipt_id=receipt_id):
        flash(_("Ihre Antwort ist beim Büro."), "success")
        return redirect(url_for("settlement.receipt", receipt_id=receipt_id))
    return _show(receipt_id, answered=form)


def _show(
    receipt_id: UUID,
    *,
    recognition: Form | None = None,
    question: Form | None = None,
    answered: Form | None = None,
) -> Any:
    actor = current_actor()
    found, application_id = receipt_of(actor, receipt_id)
    view = account_of(actor, application_id)
    sent = recognition or question or answered
    can_review = may(actor, Action.REVIEW_RECEIPT, view.subject) and view.state in REVIEW_STATES
    page = render_template(
        "settlement/receipt.html",
        receipt=found,
        view=view,
        form=sent or EmptyForm(),
        recognition=(recognition or _recognition(found)) if can_review else None,
        question=(question or QuestionForm(formdata=None)) if _may_ask(found, can_review=can_review) else None,
        answered=(answered or AnswerForm(formdata=None)) if _may_answer(found, view) else None,
        can_edit=may(actor, Action.EDIT_SETTLEMENT, view.subject) and may_edit(view.state, found.state),
        can_remove=may(actor, Action.EDIT_SETTLEMENT, view.subject) and may_edit(view.state),
        reasons=reasons_in_force(rules_of_case(application_id)) if can_review else (),
    )
    return page, sent.status if sent else 200


def _may_ask(found: ReceiptView, *, can_review: bool) -> bool:
    return can_review and found.state is not ReceiptState.QUERY


def _may_answer(found: ReceiptView, view: AccountView) -> bool:
    return found.state is ReceiptState.QUERY and may(current_actor(), Action.EDIT_SETTLEMENT, view.subject)


def _recognition(found: ReceiptView) -> RecognitionForm:
    rows = [{"amount_cents": cut.amount_cents, "reason": cut.reason.value} for cut in found.cuts]
    form = RecognitionForm(formdata=None, data={"cuts": rows, "note": found.review_note, "version": found.version})
    while len(form.cuts.entries) < len(rows) + 1:
        form.cuts.append_entry()
    return form


def _to_next(receipt_id: UUID) -> Any:
    """Go on to the account, where the next receipt stands."""
    _found, application_id = receipt_of(current_actor(), receipt_id)
    return redirect(url_for("settlement.account", application_id=application_id, _anchor="belege"))


def _camera() -> str | None:
    return "1" if request.args.get("kamera") else None
