"""Verbs of awards and payments: accept, decline, agree, cancel, pay."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.allocation.commands import (
    accept_offer,
    decline_offer,
    draw_agreement,
    meet_condition,
    sign_agreement_as_applicant,
    sign_agreement_for_qm,
)
from app.core.actor import Role
from app.disbursement.commands import (
    certify_arithmetical,
    certify_factual,
    order_payment,
    release_payment,
    request_payment,
    set_payee_account,
)
from app.disbursement.models import PayeeAccount, Payment
from app.disbursement.rules import PaymentKind, PaymentState
from app.rehearsal.stage import Stage
from app.settlement.commands import cancel_paid_action, revoke_award
from app.shell.database import db

IBAN = "DE02120300000000202051"
NO_ACCOUNT_CAME = "Trotz mehrerer Erinnerungen kam keine Abrechnung."
CALLED_OFF = "Die Aktion findet nicht statt."


def accept(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Let the applicant take a reduced award."""
    stage.act(by, accept_offer, application_id=stage.case(arguments))


def decline(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Let the applicant refuse a reduced award."""
    stage.act(by, decline_offer, application_id=stage.case(arguments))


def meet(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Find the condition of an award met."""
    stage.act(by, meet_condition, application_id=stage.case(arguments))


def agree(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Draw the agreement; the office signs, then the applicant."""
    case = {"application_id": stage.case(arguments)}
    office = by if stage.roles.get(by) == Role.STAFF else stage.first(Role.STAFF)
    stage.act(office, draw_agreement, **case)
    stage.act(office, sign_agreement_for_qm, **case)
    stage.act(stage.owner(arguments), sign_agreement_as_applicant, **case)


def cancel(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Call the action off; what was paid is claimed back."""
    stage.act(
        by,
        cancel_paid_action,
        application_id=stage.case(arguments),
        reason=arguments.get("reason", CALLED_OFF),
    )


def revoke(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Take the award back because its account never came."""
    stage.act(by, revoke_award, application_id=stage.case(arguments), reason=arguments.get("reason", NO_ACCOUNT_CAME))


def pay(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Carry a payment through four eyes: request, certify twice, order, release."""
    application_id = stage.case(arguments)
    kind = PaymentKind(arguments["kind"])
    owner = stage.owner(arguments)
    if not _has_account(application_id):
        stage.act(owner, set_payee_account, application_id=application_id, holder=stage.name(owner), iban=IBAN)
    payment_id = _waiting(application_id, kind)
    if payment_id is None:
        payment_id = stage.act(
            by,
            request_payment,
            application_id=application_id,
            kind=kind,
            amount_cents=arguments.get("amount_cents"),
        )
    certifier, orderer = arguments["certified_by"], arguments["ordered_by"]
    stage.act(certifier, certify_factual, payment_id=payment_id)
    stage.act(certifier, certify_arithmetical, payment_id=payment_id)
    stage.act(orderer, order_payment, payment_id=payment_id)
    if arguments.get("ordered_only"):
        return
    paid_on = arguments.get("paid_on", stage.today)
    stage.at_least(paid_on)
    stage.act(_releaser(stage, certifier, orderer), release_payment, payment_id=payment_id, paid_on=paid_on)


def _releaser(stage: Stage, *signers: str) -> str:
    """Return who pays out: the paying office, or somebody else with the right when it signed itself."""
    if stage.paying_office not in signers:
        return stage.paying_office
    return stage.first(Role.DISTRICT, but=signers) or stage.first(Role.STAFF, but=signers)


def _has_account(application_id: UUID) -> bool:
    account = sa.select(PayeeAccount.id).where(
        PayeeAccount.application_id == application_id, PayeeAccount.replaced_at.is_(None)
    )
    return db.session.scalar(account.limit(1)) is not None


def _waiting(application_id: UUID, kind: PaymentKind) -> UUID | None:
    """Return a payment of that kind that was only requested, such as the balance a settlement asks for itself."""
    return db.session.scalar(
        sa.select(Payment.id).where(
            Payment.application_id == application_id,
            Payment.kind == kind,
            Payment.state == PaymentState.REQUESTED,
        )
    )


ACTS = {
    "accept": accept,
    "decline": decline,
    "meet_condition": meet,
    "agree": agree,
    "cancel": cancel,
    "revoke": revoke,
    "pay": pay,
}
