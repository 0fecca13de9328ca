"""The JSON door of payments; every call that moves money needs an idempotency key."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.core.policy import Action, may
from app.disbursement import commands, queries, schemas
from app.disbursement.queries import PaymentRow, case_of, count_waiting, payment, waiting_payments, whole_iban
from app.disbursement.vault import bank_file_answer
from app.shell.doors import rest
from app.shell.doors.context import current_actor
from app.shell.doors.perform import perform
from app.shell.doors.rest import PageQuery, needs_key, page_schema

bp = rest.blueprint("disbursement", "Payments under four eyes: requested, certified twice, ordered, released.")
ONE = "/payments/<uuid:payment_id>"
CASE = "/applications/<uuid:application_id>"


@bp.route("/payments")
@bp.arguments(PageQuery, location="query")
@bp.response(200, page_schema(schemas.PaymentOut))
def waiting(query: dict[str, int]) -> Any:
    """List the payments under way in your areas, oldest first."""
    actor, page, per_page = current_actor(), query["page"], query["per_page"]
    rows = waiting_payments(actor, limit=per_page, offset=(page - 1) * per_page)
    return {"items": [_out(row) for row in rows], "total": count_waiting(actor), **query}


@bp.route(f"{CASE}/payments")
@bp.response(200, schemas.PaymentsOut)
def payments(application_id: UUID) -> Any:
    """List the payments of an application."""
    return {"items": [_out(row) for row in case_of(current_actor(), application_id).payments]}


@bp.route(f"{CASE}/payee-account", methods=["PUT"])
@bp.arguments(schemas.PayeeAccountShape)
@bp.response(200, schemas.PayeeAccountOut)
def account(data: dict[str, Any], application_id: UUID) -> Any:
    """Say where the money goes; the IBAN is checked and stored encrypted."""
    perform(commands.set_payee_account, application_id=application_id, **data)
    return case_of(current_actor(), application_id).account


@bp.route(f"{CASE}/payments", methods=["POST"])
@bp.arguments(schemas.PaymentRequestShape)
@bp.response(201, schemas.PaymentOut)
@needs_key
def request_payment(data: dict[str, Any], application_id: UUID) -> Any:
    """Ask for a payment; the rules of the award give the amount."""
    return _shown(perform(commands.request_payment, application_id=application_id, **data))


@bp.route(ONE)
@bp.response(200, schemas.PaymentOut)
def get(payment_id: UUID) -> Any:
    """Show one payment."""
    return _shown(payment_id)


@bp.route(f"{ONE}/certify-factual", methods=["POST"])
@bp.arguments(schemas.SeenAmountShape)
@bp.response(200, schemas.PaymentOut)
@needs_key
def certify_factual(data: dict[str, Any], payment_id: UUID) -> Any:
    """Certify that the payment is owed and goes to the right account."""
    return _step(commands.certify_factual, payment_id, data)


@bp.route(f"{ONE}/certify-arithmetical", methods=["POST"])
@bp.arguments(schemas.SeenAmountShape)
@bp.response(200, schemas.PaymentOut)
@needs_key
def certify_arithmetical(data: dict[str, Any], payment_id: UUID) -> Any:
    """Certify that the amount is right."""
    return _step(commands.certify_arithmetical, payment_id, data)


@bp.route(f"{ONE}/order", methods=["POST"])
@bp.arguments(schemas.SeenAmountShape)
@bp.response(200, schemas.PaymentOut)
@needs_key
def order(data: dict[str, Any], payment_id: UUID) -> Any:
    """Order a certified payment; somebody else than who certified."""
    return _step(commands.order_payment, payment_id, data)


@bp.route(f"{ONE}/payee-account", methods=["POST"])
@bp.response(200, schemas.WholeAccountOut)
def whole_account(payment_id: UUID) -> Any:
    """Look at the whole account number of an ordered payment, to pay it out; the log notes it."""
    account_id = perform(commands.show_payee_account, payment_id=payment_id)
    row = payment(current_actor(), payment_id)
    return {"holder": row.holder, "iban_tail": row.iban_tail, "iban": whole_iban(account_id) if account_id else ""}


@bp.route(f"{ONE}/release", methods=["POST"])
@bp.arguments(schemas.PaymentReleaseShape)
@bp.response(200, schemas.PaymentOut)
@needs_key
def release(data: dict[str, Any], payment_id: UUID) -> Any:
    """Release an ordered payment; a third person who signed nothing."""
    return _step(commands.release_payment, payment_id, data)


@bp.route(f"{ONE}/reject", methods=["POST"])
@bp.arguments(schemas.PaymentRejectionShape)
@bp.response(200, schemas.PaymentOut)
@needs_key
def reject(data: dict[str, Any], payment_id: UUID) -> Any:
    """Send a payment back before the money has left."""
    return _step(commands.reject_payment, payment_id, data)


@bp.route("/areas/<uuid:area_id>/paying-account", methods=["PUT"])
@bp.arguments(schemas.PayingAccountShape)
@bp.response(200, schemas.PayeeAccountOut)
def paying_account(data: dict[str, Any], area_id: UUID) -> Any:
    """Say from which account the money of an area leaves; the IBAN is checked and stored encrypted."""
    perform(commands.set_paying_account, area_id=area_id, **data)
    return queries.paying_account(area_id)


@bp.route("/areas/<uuid:area_id>/bank-files", methods=["POST"])
@bp.response(201, schemas.BankFileOut)
@needs_key
def make_bank_file(area_id: UUID) -> Any:
    """Write the ordered payments you may release into a bank file (pain.001.001.09), each once for ever."""
    made = perform(commands.make_bank_file, area_id=area_id)
    return queries.bank_file_of(current_actor(), made) if made else None


@bp.route("/bank-files/<uuid:bank_file_id>")
@bp.response(200, schemas.BankFileWithPaymentsOut)
def bank_file(bank_file_id: UUID) -> Any:
    """Show a bank file with the payments that stand in it."""
    row = queries.bank_file_of(current_actor(), bank_file_id, Action.READ_PAYMENT)
    shown = {name: getattr(row, name) for name in ("id", "payments", "total_cents", "sha256", "made_at")}
    return {**shown, "items": [_out(one) for one in queries.payments_in(bank_file_id)]}


@bp.route("/bank-files/<uuid:bank_file_id>/take", methods=["POST"])
@bp.response(200, {"type": "string", "format": "binary"}, content_type="application/xml")
def take_bank_file(bank_file_id: UUID) -> Any:
    """Take the bytes of a bank file; the log notes it."""
    perform(commands.take_bank_file, bank_file_id=bank_file_id)
    return bank_file_answer(queries.bank_file_of(current_actor(), bank_file_id))


def _step(command: Callable[..., UUID | None], payment_id: UUID, data: dict[str, Any]) -> Any:
    return _shown(perform(command, payment_id=payment_id, **data))


def _shown(payment_id: UUID | None) -> Any:
    return _out(payment(current_actor(), payment_id)) if payment_id else None


def _out(row: PaymentRow) -> dict[str, Any]:
    """Return what the shape shows; names of signers only for insiders."""
    is_insider = may(current_actor(), Action.READ_AREA_INTERNALS, row.subject)
    signed = [
        {"step": one.step.value, "name": one.name if is_insider else None, "signed_at": one.signed_at}
        for one in sorted(row.signatures.values(), key=lambda one: one.signed_at)
    ]
    names = (
        "id", "application_id", "amount_cents", "requested_at", "paid_on", "iban_tail", "rejected_reason", "bank_file_id",
    )  # fmt: skip
    shown = {name: getattr(row, name) for name in names}
    return {**shown, "kind": row.kind.value, "state": row.state.value, "signatures": signed}
