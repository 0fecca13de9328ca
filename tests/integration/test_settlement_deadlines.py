"""Days that pass: actions begin and end, reminders go out once, late money costs interest."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.core.clock import berlin_moment
from app.core.errors import Forbidden
from app.proposals.rules import ApplicationState
from app.settlement import commands
from app.settlement.commands.lapsing import meet_deadlines
from app.settlement.deadlines import run_deadlines
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.jobs.outbox import Job
from tests.paid_actions import PaidAction

DAY = date(2025, 6, 14)
DUE = date(2025, 7, 12)


def run(on):
    db.session.rollback()
    return run_deadlines(berlin_moment(on))


def count(tag):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent).where(AuditEvent.tag == tag))


def test_an_action_begins_and_ends_on_its_days(app):
    action = PaidAction(state=ApplicationState.AGREED)
    run(DAY - timedelta(days=1))
    assert action.fresh().state is ApplicationState.AGREED
    run(DAY)
    assert action.fresh().state is ApplicationState.RUNNING
    run(DAY + timedelta(days=1))
    application = action.fresh()
    assert (application.state, application.due_on) == (ApplicationState.AWAITING_SETTLEMENT, DUE)


def test_the_last_day_itself_is_in_time(app):
    action = PaidAction()
    run(DUE)
    assert action.fresh().state is ApplicationState.AWAITING_SETTLEMENT
    run(DUE + timedelta(days=1))
    assert action.fresh().state is ApplicationState.OVERDUE


def test_each_reminder_goes_out_once_even_if_the_round_runs_twice(app):
    PaidAction()
    for days in (1, 1, 13, 14, 14, 28, 28, 60):
        run(DUE + timedelta(days=days))
    assert count("settlement.reminded") == 3
    mails = db.session.scalars(sa.select(Job.arguments).where(Job.name == "send-mail")).all()
    levels = [mail["facts"]["level"] for mail in mails if mail["template"].endswith("reminder.txt")]
    assert levels == [1, 2, 3]


def test_a_round_after_a_long_silence_sends_only_the_last_reminder(app):
    action = PaidAction(state=ApplicationState.AGREED)
    run(DUE + timedelta(days=90))
    assert (action.fresh().state, count("settlement.reminded")) == (ApplicationState.OVERDUE, 1)
    run(DUE + timedelta(days=91))
    assert count("settlement.reminded") == 1


def test_an_overdue_account_may_still_be_sent(app):
    action = PaidAction()
    run(DUE + timedelta(days=2))
    action.report()
    action.submit()
    assert action.fresh().state is ApplicationState.SETTLEMENT_SUBMITTED


def test_a_repayment_becomes_late_the_day_after_its_last_day(app):
    action = PaidAction()
    action.do(action.q1, DAY, commands.cancel_paid_action, application_id=action.id, reason="Regen")
    last = DAY + timedelta(days=21)
    run(last)
    assert action.fresh().state is ApplicationState.REPAYMENT_DUE
    run(last + timedelta(days=1))
    assert action.fresh().state is ApplicationState.REPAYMENT_LATE


def test_nobody_but_the_clock_lets_deadlines_pass(app):
    action = PaidAction()
    with pytest.raises(Forbidden):
        action.do(action.q1, DUE, meet_deadlines, application_id=action.id)
