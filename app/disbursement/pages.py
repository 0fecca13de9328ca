"""The HTML door of payments: the bank account, the path of each payment, what waits for whom."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.areas.queries import area, areas_held
from app.core.actor import Actor, Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.core.policy import Action, may, require
from app.disbursement import commands, queries
from app.disbursement.forms import AccountForm, EmptyForm, PayingAccountForm, RejectForm, ReleaseForm, SignForm
from app.disbursement.queries import (
    HANDLERS,
    account_of,
    bank_file_of,
    bank_files_of,
    case_of,
    count_waiting,
    exportable,
    payment,
    payments_in,
    waiting_payments,
    whole_iban,
    why_not_sign,
    why_not_take,
)
from app.disbursement.rules import PaymentKind, SignatureStep
from app.disbursement.vault import bank_file_answer
from app.proposals.queries import application
from app.shell.doors.context import current_actor
from app.shell.doors.forms import Form, attempt

PER_PAGE = 50
bp = Blueprint("disbursement", __name__, template_folder="templates")
SIGNING: dict[str, tuple[Callable[..., UUID], SignatureStep]] = {
    "sachlich": (commands.certify_factual, SignatureStep.CERTIFY_FACTUAL),
    "rechnerisch": (commands.certify_arithmetical, SignatureStep.CERTIFY_ARITHMETICAL),
    "anordnung": (commands.order_payment, SignatureStep.ORDER),
}
ADDRESS = {step: name for name, (_command, step) in SIGNING.items()}


@bp.route("/antraege/<uuid:application_id>/zahlungen")
def payments(application_id: UUID) -> Any:
    """Show the payments of an application and what may be done with them."""
    return _show(application_id, EmptyForm())


@bp.route("/antraege/<uuid:application_id>/bankverbindung", methods=["GET", "POST"])
def account(application_id: UUID) -> Any:
    """Say where the money goes."""
    row = application(current_actor(), application_id, Action.SET_PAYEE_ACCOUNT)
    form = AccountForm()
    if attempt(form, commands.set_payee_account, application_id=application_id):
        flash(_("Die Bankverbindung ist gespeichert."), "success")
        return redirect(url_for("disbursement.payments", application_id=application_id))
    page = render_template("disbursement/account.html", form=form, row=row, payee=account_of(application_id))
    return page, form.status


@bp.route("/antraege/<uuid:application_id>/zahlungen/vorschuss", methods=["POST"])
def request_advance(application_id: UUID) -> Any:
    """Ask for the advance."""
    return _request(application_id, PaymentKind.ADVANCE)


@bp.route("/antraege/<uuid:application_id>/zahlungen/restzahlung", methods=["POST"])
def request_balance(application_id: UUID) -> Any:
    """Ask again for a balance that was sent back."""
    return _request(application_id, PaymentKind.BALANCE)


@bp.route("/zahlungen/<uuid:payment_id>/<any(sachlich,rechnerisch,anordnung):step>", methods=["POST"])
def sign(payment_id: UUID, step: str) -> Any:
    """Sign the step that is due."""
    row, form = payment(current_actor(), payment_id), SignForm()
    if attempt(form, SIGNING[step][0], payment_id=payment_id):
        flash(_("Ihre Unterschrift ist gespeichert."), "success")
        return redirect(url_for("disbursement.payments", application_id=row.application_id))
    return _show(row.application_id, form)


@bp.route("/zahlungen/<uuid:payment_id>/freigabe", methods=["GET", "POST"])
def release(payment_id: UUID) -> Any:
    """Note that the money has left."""
    row = payment(current_actor(), payment_id)
    form = ReleaseForm(data={"paid_on": berlin_date(utc_now())})
    if attempt(form, commands.release_payment, payment_id=payment_id):
        flash(_("Die Auszahlung ist gebucht."), "success")
        return redirect(url_for("disbursement.payments", application_id=row.application_id))
    return _release(payment_id, form)


@bp.route("/zahlungen/<uuid:payment_id>/kontonummer", methods=["POST"])
def show_account(payment_id: UUID) -> Any:
    """Show the whole account number to whoever pays out, and note it in the log."""
    form = EmptyForm()
    done = attempt(form, commands.show_payee_account, payment_id=payment_id)
    if done and done.id:
        return _release(
            payment_id, ReleaseForm(formdata=None, data={"paid_on": berlin_date(utc_now())}), whole_iban(done.id)
        )
    return _release(payment_id, form)


@bp.route("/zahlungen/<uuid:payment_id>/zurueckweisen", methods=["GET", "POST"])
def reject(payment_id: UUID) -> Any:
    """Send a payment back."""
    row = payment(current_actor(), payment_id)
    require(current_actor(), Action.REJECT_PAYMENT, row.subject)
    form = RejectForm()
    if attempt(form, commands.reject_payment, payment_id=payment_id):
        flash(_("Die Auszahlung ist zurückgewiesen."), "success")
        return redirect(url_for("disbursement.payments", application_id=row.application_id))
    return render_template("disbursement/reject.html", form=form, row=row), form.status


@bp.route("/buero/zahlungen")
def to_do() -> Any:
    """Show the payments under way in one's areas, those that wait for the reader first."""
    actor = current_actor()
    if not actor.areas(*HANDLERS):
        raise NotFound
    number = max(1, request.args.get("seite", 1, type=int))
    rows = [
        (row, why_not_sign(actor, row))
        for row in waiting_payments(actor, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    ]
    return render_template(
        "disbursement/to_do.html",
        own=[row for row, reason in rows if not reason],
        others=[(row, reason) for row, reason in rows if reason],
        page=_page(number, count_waiting(actor)),
        offices=_bank_files(actor),
    )


@bp.route("/buero/zahlungskonto/<uuid:area_id>", methods=["GET", "POST"])
def paying_account(area_id: UUID) -> Any:
    """Say from which account an area's money leaves."""
    found = area(area_id)
    require(current_actor(), Action.SET_PAYING_ACCOUNT, found.subject)
    form = PayingAccountForm()
    if attempt(form, commands.set_paying_account, area_id=area_id):
        flash(_("Das Zahlungskonto ist gespeichert."), "success")
        return redirect(url_for("disbursement.to_do"))
    page = render_template(
        "disbursement/paying_account.html", form=form, area=found, present=queries.paying_account(area_id)
    )
    return page, form.status


@bp.route("/buero/bankdateien/<uuid:area_id>", methods=["POST"])
def make_bank_file(area_id: UUID) -> Any:
    """Write ordered payments into a bank file."""
    form = EmptyForm()
    if attempt(form, commands.make_bank_file, area_id=area_id):
        flash(_("Die Bankdatei ist erstellt. Laden Sie sie herunter und geben Sie sie der Bank."), "success")
    for refusal in form.form_errors:
        flash(str(refusal), "danger")
    return redirect(url_for("disbursement.to_do"))


@bp.route("/bankdateien/<uuid:bank_file_id>")
def bank_file(bank_file_id: UUID) -> Any:
    """Show which payments stand in a bank file, and let those take it who may."""
    actor = current_actor()
    row = bank_file_of(actor, bank_file_id, Action.READ_PAYMENT)
    rows = payments_in(bank_file_id)
    return render_template(
        "disbursement/bank_file.html",
        row=row,
        payments=rows,
        reason=why_not_take(actor, row, rows),
        area=area(row.area_id),
    )


@bp.route("/bankdateien/<uuid:bank_file_id>", methods=["POST"])
def take_bank_file(bank_file_id: UUID) -> Any:
    """Give the bytes of a bank file, and note who took them."""
    form = EmptyForm()
    if not attempt(form, commands.take_bank_file, bank_file_id=bank_file_id):
        flash(str(form.form_errors[0]), "danger")
        return redirect(url_for("disbursement.bank_file", bank_file_id=bank_file_id))
    return bank_file_answer(bank_file_of(current_actor(), bank_file_id))


def _bank_files(actor: Actor) -> list[dict[str, Any]]:
    """Return for each area whose payments this person may take to the bank: account, what waits, latest files."""
    held = areas_held(actor, Role.STAFF, Role.DISTRICT)
    files = bank_files_of([one.id for one in held])
    return [
        {
            "area": one,
            "account": queries.paying_account(one.id),
            "waiting": len(exportable(one.id)),
            "may_set": may(actor, Action.SET_PAYING_ACCOUNT, one.subject),
            "files": [row for row in files if row.area_id == one.id],
        }
        for one in held
    ]


def _request(application_id: UUID, kind: PaymentKind) -> Any:
    form = EmptyForm()
    if attempt(form, commands.request_payment, application_id=application_id, kind=kind):
        flash(_("Die Auszahlung ist angefordert. Das Büro prüft sie jetzt."), "success")
        return redirect(url_for("disbursement.payments", application_id=application_id))
    return _show(application_id, form)


def _show(application_id: UUID, form: Form) -> Any:
    actor = current_actor()
    view = case_of(actor, application_id)
    page = render_template(
        "disbursement/payments.html",
        form=form,
        view=view,
        row=view.row,
        payments=[(one, why_not_sign(actor, one)) for one in view.payments],
        address=ADDRESS,
        may_request=may(actor, Action.REQUEST_PAYMENT, view.row.subject),
        may_set_account=may(actor, Action.SET_PAYEE_ACCOUNT, view.row.subject),
        may_reject=may(actor, Action.REJECT_PAYMENT, view.row.subject),
        is_owner=actor.person_id == view.row.applicant_id,
        is_insider=may(actor, Action.READ_AREA_INTERNALS, view.row.subject),
    )
    return page, form.status


def _release(payment_id: UUID, form: Form, iban: str = "") -> Any:
    row = payment(current_actor(), payment_id)
    page = render_template(
        "disbursement/release.html",
        form=form,
        row=row,
        reason=why_not_sign(current_actor(), row),
        iban=" ".join(iban[at : at + 4] for at in range(0, len(iban), 4)),
        is_insider=may(current_actor(), Action.READ_AREA_INTERNALS, row.subject),
    )
    return page, form.status


def _page(number: int, total: int) -> dict[str, Any]:
    pages = max(1, -(-total // PER_PAGE))
    return {
        "number": number,
        "pages": pages,
        "previous_url": url_for("disbursement.to_do", seite=number - 1) if number > 1 else None,
        "next_url": url_for("disbursement.to_do", seite=number + 1) if number < pages else None,
    }
