"""Awards and payments for tests, made through the commands: decided, agreed, with a payment on its way."""

from app.allocation.commands import close_vote, draw_agreement, sign_agreement_as_applicant, sign_agreement_for_qm
from app.disbursement.commands import (
    certify_arithmetical,
    certify_factual,
    order_payment,
    request_payment,
    set_payee_account,
)
from app.disbursement.models import Payment
from app.disbursement.rules import PaymentKind
from app.ledger.queries import balances
from app.proposals.models import Application
from app.shell.database import db
from tests.evenings import Evening

IBAN = "DE02 1203 0000 0000 2020 51"


def decided(world, *, yes=7, no=0, abstain=0, award_cents=None, **arguments):
    """Return an application the jury has decided on."""
    evening = Evening(world)
    motion_id = evening.opens(award_cents=award_cents, **arguments)
    evening.votes(motion_id, yes=yes, no=no, abstain=abstain)
    world.do("q1", close_vote, motion_id=motion_id)
    return evening.applications[0]


def agreed(world, **arguments):
    """Return an application with an agreement both sides have signed."""
    application_id = decided(world, **arguments)
    world.do("q1", draw_agreement, application_id=application_id)
    world.do("q1", sign_agreement_for_qm, application_id=application_id)
    world.do("applicant", sign_agreement_as_applicant, application_id=application_id)
    return application_id


def requested(world, **arguments):
    """Return an application with a bank account, and its advance, asked for."""
    application_id = agreed(world, **arguments)
    world.do("applicant", set_payee_account, application_id=application_id, holder="Ada Muster", iban=IBAN)
    return application_id, world.do(
        "applicant", request_payment, application_id=application_id, kind=PaymentKind.ADVANCE
    )


def certified(world):
    """Return an application and its advance, certified both ways by q1."""
    application_id, payment_id = requested(world)
    world.do("q1", certify_factual, payment_id=payment_id)
    world.do("q1", certify_arithmetical, payment_id=payment_id)
    return application_id, payment_id


def ordered(world):
    """Return an application and its advance, ordered by q2."""
    application_id, payment_id = certified(world)
    world.do("q2", order_payment, payment_id=payment_id)
    return application_id, payment_id


def application(application_id):
    """Return the application as it is now."""
    db.session.rollback()
    return db.session.get(Application, application_id, populate_existing=True)


def payment(payment_id):
    """Return the payment as it is now."""
    db.session.rollback()
    return db.session.get(Payment, payment_id, populate_existing=True)


def money(world):
    """Return the cents on each account of the year that holds any, the counter account left out."""
    db.session.rollback()
    return {kind.value: cents for kind, cents in balances(world.fund_year_id).items() if cents > 0}
