"""A script that sends applications, votes and pays as fast as it can, and says what was acknowledged; made to be killed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.allocation.commands import close_vote, draw_agreement, sign_agreement_as_applicant, sign_agreement_for_qm
from app.core.clock import berlin_date, utc_now
from app.disbursement.commands import (
    certify_arithmetical,
    certify_factual,
    order_payment,
    release_payment,
    request_payment,
    set_payee_account,
)
from app.disbursement.rules import PaymentKind
from app.factory import create_app
from app.shell.jobs.running import run_due
from tests.evenings import Evening, admitted
from tests.factories import World


def say(tag, subject):
    """Acknowledge one thing."""
    sys.stdout.write(f"{tag} {subject}\n")
    sys.stdout.flush()


def live(world):
    """Take one application from sending to the advance, acknowledging what cannot be lost."""
    application_id = admitted(world)
    say("application.submitted", application_id)
    evening = Evening(world, applications=[application_id])
    motion_id = evening.opens()
    evening.votes(motion_id, yes=5)
    world.do("q1", close_vote, motion_id=motion_id)
    say("motion.counted", motion_id)
    case = {"application_id": application_id}
    world.do("q1", draw_agreement, **case)
    world.do("q1", sign_agreement_for_qm, **case)
    world.do("applicant", sign_agreement_as_applicant, **case)
    world.do("applicant", set_payee_account, **case, holder="Ada", iban="DE02120300000000202051")
    payment_id = world.do("q1", request_payment, **case, kind=PaymentKind.ADVANCE)
    world.do("q1", certify_factual, payment_id=payment_id)
    world.do("q1", certify_arithmetical, payment_id=payment_id)
    world.do("q2", order_payment, payment_id=payment_id)
    say("payment.ordered", payment_id)
    world.do("q3", release_payment, payment_id=payment_id, paid_on=berlin_date(utc_now()))
    say("payment.released", payment_id)


def main():
    """Work until killed."""
    app = create_app()
    with app.app_context():
        world = World(app, rules={"fund.annual_budget_cents": 10**9})
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            live(world)
            run_due(3)


main()
