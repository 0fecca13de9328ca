"""Calls close by themselves after their cut-off day, and the log says that nobody in particular did it."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.clock import berlin_moment
from app.core.errors import WrongState
from app.funds.commands import (
    book_commitment,
    close_fund_year,
    create_call,
    publish_call,
    report_fund_year,
    settle_fund_year,
)
from app.funds.deadlines import close_calls, close_calls_past_cut_off
from app.funds.models import Call, FundYear
from app.funds.rules import CallState, FundYearState, MoneyUnderWay
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.jobs.outbox import DAILY
from tests.clients import signed_in


def call_until(world, cut_off_on):
    opens_on = min(world.today, cut_off_on)
    call_id = world.do(
        "q1",
        create_call,
        fund_year_id=world.fund_year_id,
        title="Ideen gesucht",
        opens_on=opens_on,
        cut_off_on=cut_off_on,
        session_on=cut_off_on + timedelta(days=7),
    )
    world.do("q1", publish_call, call_id=call_id)
    return call_id


def state_of(kind, key):
    db.session.rollback()
    return db.session.get(kind, key).state


def test_a_call_closes_the_day_after_its_cut_off_and_not_before(world):
    call_id = call_until(world, world.today)
    assert close_calls_past_cut_off(berlin_moment(world.today)) == []
    assert state_of(Call, call_id) is CallState.PUBLISHED

    tomorrow = berlin_moment(world.today + timedelta(days=1))
    assert close_calls_past_cut_off(tomorrow) == [call_id]
    assert state_of(Call, call_id) is CallState.CLOSED
    assert close_calls_past_cut_off(tomorrow) == []
    line = json.loads(db.session.scalar(sa.select(AuditEvent.line).where(AuditEvent.tag == "call.closed")))
    assert (line["actor"], line["role"], line["subject"]) == ("system", "system", str(call_id))
    assert close_calls in DAILY


def test_the_public_page_says_that_the_call_closes_by_itself(world):
    call_until(world, world.today + timedelta(days=5))
    page = world.app.test_client().get(f"/gebiete/{world.slug}/").get_data(as_text=True)
    assert "Danach schließt der Aufruf von selbst." in page


def test_a_fund_year_is_settled_only_when_nothing_is_under_way(world):
    year = {"fund_year_id": world.fund_year_id}
    with pytest.raises(WrongState):
        world.do("q1", settle_fund_year, **year)
    world.do("q1", book_commitment, amount_cents=5_000, **year)
    world.do("q1", close_fund_year, **year)
    with pytest.raises(MoneyUnderWay) as refused:
        world.do("q1", settle_fund_year, **year)
    assert refused.value.facts["cents"].cents == 5_000


def test_the_office_settles_and_reports_a_year_from_the_page_of_the_money(world):
    world.do("q1", close_fund_year, fund_year_id=world.fund_year_id)
    browser = signed_in(world.app, world.people["q1"])
    assert "Jahr ist abgerechnet" in browser.get("/geld").get_data(as_text=True)
    for step, state in (("abgerechnet", FundYearState.SETTLED), ("berichtet", FundYearState.REPORTED)):
        browser.post(f"/fonds/{world.fund_year_id}/{step}")
        assert state_of(FundYear, world.fund_year_id) is state
    tags = db.session.scalars(sa.select(AuditEvent.tag).where(AuditEvent.subject_id == world.fund_year_id)).all()
    assert tags[-2:] == ["fund_year.settled", "fund_year.reported"]
    with pytest.raises(WrongState):
        world.do("q1", report_fund_year, fund_year_id=world.fund_year_id)
