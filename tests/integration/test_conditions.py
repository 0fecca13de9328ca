"""Awards under a condition: reserved until the office finds it met, given back when it never is."""

from datetime import date, timedelta

import pytest

from app.allocation.commands import accept_offer, close_vote, decline_offer, meet_condition
from app.allocation.queries import award_of
from app.allocation.rules import AwardState, OfferExpired
from app.core.clock import berlin_moment
from app.core.errors import Forbidden, WrongState
from app.funds.commands import close_fund_year
from app.funds.rules import FundYearNotOpen
from app.proposals.rules import ApplicationState
from app.settlement.deadlines import run_deadlines
from app.shell.database import db
from app.shell.jobs.outbox import Job
from app.shell.jobs.running import run_due
from tests.awards import application, decided, money
from tests.evenings import Evening, admitted

CONDITION = "Die Hausverwaltung stimmt der Nutzung des Hofs zu."
AWARD, BUDGET = 22_000, 1_000_000


@pytest.fixture
def waiting(world):
    """Return an application the jury approved under a condition."""
    return decided(world, condition=CONDITION)


def test_money_under_a_condition_is_only_reserved(world, waiting):
    row = application(waiting)
    assert (row.state, row.awarded_cents) == (ApplicationState.AWARDED_CONDITIONAL, 0)
    assert row.due_on == award_of(waiting).answer_by
    assert money(world) == {"available": BUDGET - AWARD, "reserved": AWARD}
    with pytest.raises(WrongState):
        world.do("applicant", accept_offer, application_id=waiting)


def test_the_office_finds_a_condition_met_and_the_money_is_bound(world, waiting):
    with pytest.raises(Forbidden):
        world.do("applicant", meet_condition, application_id=waiting)
    last = berlin_moment(award_of(waiting).answer_by)
    world.do("q1", meet_condition, now=last, application_id=waiting)
    row = application(waiting)
    assert (row.state, row.awarded_cents) == (ApplicationState.AWARDED, AWARD)
    assert award_of(waiting).state is AwardState.BINDING
    assert money(world) == {"available": BUDGET - AWARD, "committed": AWARD}


def test_a_condition_may_be_met_until_the_action_begins(world):
    begins = date(world.today.year, 12, 31)
    evening = Evening(world, applications=[admitted(world, action_from=begins, action_to=begins)])
    motion_id = evening.opens(condition=CONDITION)
    evening.votes(motion_id, yes=7)
    world.do("q1", close_vote, motion_id=motion_id)
    assert award_of(evening.applications[0]).answer_by == max(begins, world.today + timedelta(days=14))


def test_after_its_last_day_a_condition_cannot_be_met_and_the_money_is_free_again(world, waiting):
    late = berlin_moment(award_of(waiting).answer_by + timedelta(days=1))
    with pytest.raises(OfferExpired):
        world.do("q1", meet_condition, now=late, application_id=waiting)
    run_deadlines(late)
    assert application(waiting).state is ApplicationState.DECLINED
    assert money(world) == {"available": BUDGET}


def test_who_does_not_want_the_condition_gives_the_money_back(world, waiting):
    world.do("applicant", decline_offer, application_id=waiting)
    assert application(waiting).state is ApplicationState.DECLINED
    assert money(world) == {"available": BUDGET}


def test_the_letter_says_what_has_to_be_done_until_when(world, waiting):
    db.session.rollback()
    run_due()
    mails = [path.read_text() for path in (world.app.extensions["settings"].instance / "mail").glob("*.eml")]
    assert any("Auflage" in mail and "Hausverwaltung" in mail for mail in mails)
    assert db.session.query(Job).filter(Job.failed_at.is_not(None)).count() == 0


def test_a_closed_fund_year_takes_no_award(world):
    evening = Evening(world)
    motion_id = evening.opens()
    evening.votes(motion_id, yes=7)
    world.do("q1", close_fund_year, fund_year_id=world.fund_year_id)
    with pytest.raises(FundYearNotOpen):
        world.do("q1", close_vote, motion_id=motion_id)
    assert money(world) == {"available": BUDGET}
