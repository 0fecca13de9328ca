"""The JSON door of settlement."""

from typing import Any
from uuid import UUID

from app.settlement import commands, schemas
from app.settlement.queries import Overview, overview_of, receipt_of
from app.shell.doors import rest
from app.shell.doors.context import current_actor
from app.shell.doors.perform import perform
from app.shell.doors.rest import needs_key

bp = rest.blueprint("settlement", "Receipts, settlement, final figures, money that comes back.")
BASE = "/applications/<uuid:application_id>"


@bp.route(f"{BASE}/settlement")
@bp.response(200, schemas.SettlementOut)
def settlement(application_id: UUID) -> Any:
    """Show an account with receipts, figures and claim."""
    return _account(application_id)


@bp.route(f"{BASE}/settlement/report", methods=["PUT"])
@bp.arguments(schemas.ReportShape)
@bp.response(200, schemas.SettlementOut)
def report(data: dict[str, Any], application_id: UUID) -> Any:
    """Write the report."""
    perform(commands.save_report, application_id=application_id, **data)
    return _account(application_id)


@bp.route(f"{BASE}/settlement/photos", methods=["POST"])
@bp.arguments(schemas.PhotoShape, location="parts")
@bp.response(201, schemas.PhotoOut)
def photo(data: dict[str, Any], application_id: UUID) -> Any:
    """Add a photo of the action."""
    return {"id": perform(commands.add_photo, application_id=application_id, **data)}


@bp.route("/photos/<uuid:photo_id>", methods=["DELETE"])
@bp.response(204)
def remove_photo(photo_id: UUID) -> None:
    """Take a photo out before the account is sent."""
    perform(commands.remove_photo, photo_id=photo_id)


@bp.route(f"{BASE}/settlement/submit", methods=["POST"])
@bp.response(200, schemas.SettlementOut)
def submit(application_id: UUID) -> Any:
    """Send the account to the office."""
    perform(commands.submit_settlement, application_id=application_id)
    return _account(application_id)


@bp.route(f"{BASE}/receipts", methods=["POST"])
@bp.arguments(schemas.ReceiptShape)
@bp.response(201, schemas.ReceiptOut)
def add_receipt(data: dict[str, Any], application_id: UUID) -> Any:
    """Add a receipt; its picture follows with «receipts/{id}/file»."""
    return _receipt(perform(commands.add_receipt, application_id=application_id, **data))


@bp.route("/receipts/<uuid:receipt_id>")
@bp.response(200, schemas.ReceiptOut)
def receipt(receipt_id: UUID) -> Any:
    """Show a receipt with cuts and conversation."""
    return _receipt(receipt_id)


@bp.route("/receipts/<uuid:receipt_id>", methods=["PUT"])
@bp.arguments(schemas.ReceiptChangeShape)
@bp.response(200, schemas.ReceiptOut)
def change_receipt(data: dict[str, Any], receipt_id: UUID) -> Any:
    """Correct a receipt."""
    return _receipt(perform(commands.change_receipt, receipt_id=receipt_id, **data))


@bp.route("/receipts/<uuid:receipt_id>", methods=["DELETE"])
@bp.response(204)
def remove_receipt(receipt_id: UUID) -> None:
    """Take a receipt out before the account is sent."""
    perform(commands.remove_receipt, receipt_id=receipt_id)


@bp.route("/receipts/<uuid:receipt_id>/file", methods=["POST"])
@bp.arguments(schemas.ProofShape, location="parts")
@bp.response(200, schemas.ReceiptOut)
def receipt_file(files: dict[str, Any], receipt_id: UUID) -> Any:
    """Send the picture or PDF of a receipt (multipart)."""
    return _receipt(perform(commands.prove_receipt, receipt_id=receipt_id, **files))


@bp.route("/receipts/<uuid:receipt_id>/recognise", methods=["POST"])
@bp.arguments(schemas.RecognitionFormShape)
@bp.response(200, schemas.ReceiptOut)
@needs_key
def recognise(data: dict[str, Any], receipt_id: UUID) -> Any:
    """Recognise a receipt less its cuts."""
    return _receipt(perform(commands.recognise_receipt, receipt_id=receipt_id, **data))


@bp.route("/receipts/<uuid:receipt_id>/question", methods=["POST"])
@bp.arguments(schemas.ReceiptQuestionShape)
@bp.response(200, schemas.ReceiptOut)
def ask(data: dict[str, Any], receipt_id: UUID) -> Any:
    """Ask about a receipt."""
    return _receipt(perform(commands.ask_about_receipt, receipt_id=receipt_id, **data))


@bp.route("/receipts/<uuid:receipt_id>/answer", methods=["POST"])
@bp.arguments(schemas.ReceiptQuestionShape)
@bp.response(200, schemas.ReceiptOut)
def answer(data: dict[str, Any], receipt_id: UUID) -> Any:
    """Answer the question about a receipt."""
    return _receipt(perform(commands.answer_about_receipt, receipt_id=receipt_id, **data))


@bp.route(f"{BASE}/settlement/certify", methods=["POST"])
@bp.arguments(schemas.CertificationShape)
@bp.response(200, schemas.SettlementOut)
@needs_key
def certify(data: dict[str, Any], application_id: UUID) -> Any:
    """Certify the figures."""
    perform(commands.certify_settlement, application_id=application_id, **data)
    return _account(application_id)


@bp.route(f"{BASE}/settlement/order", methods=["POST"])
@bp.response(200, schemas.SettlementOut)
@needs_key
def order(application_id: UUID) -> Any:
    """Make the certified figures final; somebody else than who certified."""
    perform(commands.order_settlement, application_id=application_id)
    return _account(application_id)


@bp.route(f"{BASE}/repayments", methods=["POST"])
@bp.arguments(schemas.RepaymentShape)
@bp.response(201, schemas.SettlementOut)
@needs_key
def repayment(data: dict[str, Any], application_id: UUID) -> Any:
    """Book money that came back."""
    perform(commands.book_repayment, application_id=application_id, **data)
    return _account(application_id)


@bp.route(f"{BASE}/interest/waive", methods=["POST"])
@bp.response(200, schemas.SettlementOut)
@needs_key
def waive_interest(application_id: UUID) -> Any:
    """Give up interest on a late repayment."""
    perform(commands.waive_interest, application_id=application_id)
    return _account(application_id)


@bp.route(f"{BASE}/close", methods=["POST"])
@bp.response(200, schemas.SettlementOut)
@needs_key
def close(application_id: UUID) -> Any:
    """Close the account when nothing is owed."""
    perform(commands.close_account, application_id=application_id)
    return _account(application_id)


@bp.route(f"{BASE}/cancel", methods=["POST"])
@bp.arguments(schemas.CallOffShape)
@bp.response(200, schemas.SettlementOut)
@needs_key
def cancel(data: dict[str, Any], application_id: UUID) -> Any:
    """Call the action off; money that has left is claimed back."""
    perform(commands.cancel_paid_action, application_id=application_id, **data)
    return _account(application_id)


@bp.route(f"{BASE}/revoke", methods=["POST"])
@bp.arguments(schemas.CallOffShape)
@bp.response(200, schemas.SettlementOut)
@needs_key
def revoke(data: dict[str, Any], application_id: UUID) -> Any:
    """Take the award back because the account never came."""
    perform(commands.revoke_award, application_id=application_id, **data)
    return _account(application_id)


@bp.route("/people/<uuid:person_id>/erase", methods=["POST"])
@bp.arguments(schemas.ErasureShape)
@bp.response(204)
def erase_person(data: dict[str, Any], person_id: UUID) -> None:
    """Erase a person and what is personal in their cases, once nothing must be kept any more."""
    perform(commands.erase_person, person_id=person_id, **data)


def _receipt(receipt_id: UUID | None) -> Any:
    return receipt_of(current_actor(), receipt_id)[0] if receipt_id else None


def _account(application_id: UUID) -> dict[str, Any]:
    view: Overview = overview_of(current_actor(), application_id)
    figures = view.figures
    return {
        "application_id": application_id,
        "settlement_id": view.account.settlement_id,
        "state": view.account.state.value,
        "due_on": view.account.due_on,
        "awarded_cents": view.account.awarded_cents,
        "paid_cents": view.account.paid_cents,
        "report": view.account.report,
        "participants": view.account.participants,
        "check_note": view.account.check_note,
        "figures": {
            "recognised_cents": figures.recognised.cents,
            "flat_rate_cents": figures.flat_rate.cents,
            "entitlement_cents": figures.entitlement.cents,
            "balance_payment_cents": figures.balance_payment.cents,
            "repayment_cents": figures.repayment.cents,
            "released_cents": figures.released.cents,
            "borne_by_applicant_cents": figures.borne_by_applicant.cents,
        },
        "receipts": view.receipts,
        "claim": view.claim,
    }
