"""Two approvals for the last money at the same moment: one wins, the other is told so, never a fault."""

import threading

import sqlalchemy as sa

from app.allocation.commands import cancel_action, close_vote
from app.allocation.models import Award
from app.core.errors import DomainError
from app.disbursement.commands import release_payment
from app.ledger.models import Journal
from app.ledger.queries import balances
from app.ledger.rules import AccountKind
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.shell.database import db
from app.shell.work import acting
from tests.awards import ordered
from tests.evenings import Evening, admitted
from tests.factories import World

TIMES = 50
ASKED = 22_000


def at_once(app, *acts):
    """Run the acts at the same moment in a thread each; return what became of each."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        with app.app_context():
            try:
                start.wait(10)
                act()
                results[place] = "done"
            except DomainError as error:
                results[place] = error.code()
            except Exception as error:  # noqa: BLE001 - whatever a thread meets is shown by the test
                results[place] = repr(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return results


def closing(actor, motion_id):
    def act():
        with acting(actor) as work:
            close_vote(work, motion_id=motion_id)

    return act


def voted(world, evening, index):
    """Return a motion that one ballot has carried and that waits to be closed."""
    motion_id = evening.opens(index)
    evening.votes(motion_id, yes=1)
    return motion_id


def test_two_approvals_for_the_last_money_never_both_win(any_app):
    rules = {"fund.annual_budget_cents": 2 * ASKED - 1, "quorum.number": 1, "majority.rule": "of_votes_cast"}
    world = World(any_app, rules=rules)
    evening = Evening(world, present=1, applications=[admitted(world, title=f"Fest {n}") for n in range(TIMES + 1)])
    actors = [world.actor("q1"), world.actor("q2")]
    waiting = voted(world, evening, 0)

    for index in range(1, TIMES + 1):
        motions = [waiting, voted(world, evening, index)]

        results = at_once(any_app, *map(closing, actors, motions))

        assert sorted(results) == ["done", "not-enough-money"], (index, results)
        left = balances(world.fund_year_id)
        assert (left[AccountKind.COMMITTED], left[AccountKind.AVAILABLE]) == (ASKED, ASKED - 1)
        waiting, won = motions[results.index("not-enough-money")], motions[results.index("done")]
        application_id = db.session.scalar(sa.select(Award.application_id).where(Award.motion_id == won))
        world.do("q1", cancel_action, application_id=application_id, reason="Für die nächste Runde.")


def test_a_double_click_on_release_books_once(any_world):
    application_id, payment_id = ordered(any_world)
    actor = any_world.actor("district")

    def click():
        with acting(actor) as work:
            release_payment(work, payment_id=payment_id, paid_on=any_world.today)

    assert sorted(at_once(any_world.app, click, click, click)) == ["done", "wrong-state", "wrong-state"]
    booked = (
        sa.select(sa.func.count()).select_from(Journal).where(Journal.cause_id == payment_id, Journal.step == "release")
    )
    assert db.session.scalar(booked) == 1
    assert db.session.get(Application, application_id).state is ApplicationState.RUNNING
