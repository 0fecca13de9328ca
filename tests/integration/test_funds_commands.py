"""Funds change through their commands: rules in versions, years with money, commitments, calls."""

from datetime import date, timedelta

import pytest

from app.core.clock import berlin_moment
from app.core.errors import Forbidden, InvalidInput, NotFound, StaleVersion, WrongState
from app.funds import commands
from app.funds.models import Call, FundKind, RuleBook
from app.funds.queries import fund_year, open_calls, rules_of, rules_on, versions
from app.funds.rules import (
    CallDatesOutOfOrder,
    CallState,
    FundExists,
    FundYearExists,
    FundYearNotOpen,
    FundYearState,
    NoBudget,
    NoRulesInForce,
    NothingChanged,
    RulesInThePast,
)
from app.ledger.checking import check
from app.ledger.queries import balances, bookings, count_journals
from app.ledger.rules import AccountKind, OverdrawnAccount
from app.shell.database import db

DAY = timedelta(days=1)


def publish(world, who="q1", **changed):
    values = {"fund_id": world.fund_id, "valid_from": world.today, "overrides": {"jury.seats": 9}}
    return world.do(who, commands.publish_rule_book, **{**values, **changed})


def draft(world, **changed):
    values = {
        "fund_year_id": world.fund_year_id,
        "title": "Sommer im Kiez",
        "opens_on": world.today,
        "cut_off_on": world.today + 10 * DAY,
        "session_on": world.today + 20 * DAY,
    }
    return world.do("q1", commands.create_call, **{**values, **changed})


def test_a_new_version_holds_from_its_day_and_the_one_before_until_then(any_world):
    before = rules_on(any_world.fund_id, any_world.today)
    tomorrow = any_world.today + DAY
    new_id = publish(any_world, valid_from=tomorrow, note="Beschluss")

    assert rules_on(any_world.fund_id, any_world.today) == before
    found = rules_on(any_world.fund_id, tomorrow)
    assert (found.id, found.values.integer("jury.seats")) == (new_id, 9)
    assert [version.version_number for version in versions(any_world.fund_id)] == [2, 1]


def test_only_differences_from_the_defaults_are_kept_and_all_values_are_frozen(world):
    row = db.session.get(RuleBook, publish(world, overrides={"jury.seats": 9, "flat_rate.percent": 10}))
    assert row.overrides == {"jury.seats": 9}
    assert row.effective["flat_rate.percent"] == 10
    assert row.fingerprint == rules_of(row.id).values.fingerprint


def test_rules_do_not_begin_in_the_past(world):
    with pytest.raises(RulesInThePast):
        publish(world, valid_from=world.today - DAY)


def test_rules_do_not_begin_before_those_already_announced(world):
    publish(world, valid_from=world.today + 10 * DAY)
    with pytest.raises(RulesInThePast):
        publish(world, overrides={"jury.seats": 5}, valid_from=world.today)


def test_a_version_without_any_change_is_refused(world):
    publish(world)
    with pytest.raises(NothingChanged):
        publish(world)


def test_a_version_written_from_an_old_page_is_refused(world):
    publish(world, version=1)
    with pytest.raises(StaleVersion):
        publish(world, overrides={"jury.seats": 11}, version=1)


def test_rules_that_contradict_each_other_are_refused_at_the_parameter(world):
    with pytest.raises(InvalidInput) as error:
        publish(world, overrides={"quorum.rule": "number", "quorum.number": 9, "jury.seats": 7})
    assert list(error.value.errors) == ["quorum.number"]


@pytest.mark.parametrize(("who", "refusal"), [("district", Forbidden), ("j1", Forbidden), ("applicant", Forbidden)])
def test_only_the_office_writes_rules(world, who, refusal):
    with pytest.raises(refusal):
        publish(world, who)


def test_the_office_of_another_area_does_not_even_see_the_fund(world, other_world):
    with pytest.raises(NotFound):
        other_world.do("q1", commands.publish_rule_book, fund_id=world.fund_id, valid_from=world.today, overrides={})


def test_a_year_begins_with_the_budget_of_its_rules(world):
    publish(world, valid_from=world.today + DAY, overrides={"fund.annual_budget_cents": 1_234_500})
    next_year = world.today.year + 1
    year_id = world.do("q1", commands.open_fund_year, fund_id=world.fund_id, year=next_year)
    assert balances(year_id)[AccountKind.AVAILABLE] == 1_234_500
    assert fund_year(year_id).budget_cents == 1_234_500


def test_a_fund_has_each_year_once_and_an_area_each_kind_of_fund(world):
    with pytest.raises(FundYearExists):
        world.do("q1", commands.open_fund_year, fund_id=world.fund_id, year=world.today.year)
    with pytest.raises(FundExists):
        world.do("q1", commands.create_fund, area_id=world.area_id, kind=FundKind.ACTION_FUND, name="Noch einer")


def test_a_year_needs_rules_and_money(world):
    fund_id = world.do("q1", commands.create_fund, area_id=world.area_id, kind=FundKind.PROJECT_FUND, name="Projektfonds")
    with pytest.raises(NoRulesInForce):
        world.do("q1", commands.open_fund_year, fund_id=fund_id, year=2026)
    with pytest.raises(NoBudget):
        world.do("q1", commands.open_fund_year, fund_id=world.fund_id, year=world.today.year + 1, budget_cents=0)


def test_a_commitment_binds_money_and_never_more_than_there_is(any_world):
    world = any_world
    world.do("q1", commands.book_commitment, fund_year_id=world.fund_year_id, amount_cents=584_000, text="Altes")
    held = balances(world.fund_year_id)
    assert (held[AccountKind.AVAILABLE], held[AccountKind.COMMITTED]) == (416_000, 584_000)

    with pytest.raises(OverdrawnAccount):
        world.do("q1", commands.book_commitment, fund_year_id=world.fund_year_id, amount_cents=416_001, text="Zu viel")
    latest, first = bookings(world.fund_year_id, limit=10)
    assert (latest.available_cents, first.available_cents) == (416_000, 1_000_000)
    assert count_journals(world.fund_year_id) == 2
    assert check().is_sound


def test_a_closed_year_takes_nothing_new(world):
    world.do("q1", commands.close_fund_year, fund_year_id=world.fund_year_id)
    assert fund_year(world.fund_year_id).state is FundYearState.SPENDING_CLOSED
    with pytest.raises(FundYearNotOpen):
        world.do("q1", commands.book_commitment, fund_year_id=world.fund_year_id, amount_cents=1, text="Zu spät")
    with pytest.raises(FundYearNotOpen):
        draft(world)
    with pytest.raises(WrongState):
        world.do("q1", commands.close_fund_year, fund_year_id=world.fund_year_id)


def test_people_apply_under_a_call_from_its_opening_to_its_cut_off(world):
    call_id = draft(world)
    assert open_calls(world.area_id) == []
    world.do("q1", commands.publish_call, call_id=call_id)
    call = db.session.get(Call, call_id)

    for day, is_open in ((call.opens_on - DAY, False), (call.opens_on, True), (call.cut_off_on, True), (call.cut_off_on + DAY, False)):
        assert bool(open_calls(world.area_id, day)) is is_open
    world.do("q1", commands.close_call, call_id=call_id)
    assert db.session.get(Call, call_id).state is CallState.CLOSED
    with pytest.raises(WrongState):
        world.do("q1", commands.publish_call, call_id=call_id)


def test_a_published_call_can_be_given_more_time(world):
    call_id = draft(world)
    world.do("q1", commands.publish_call, call_id=call_id)
    later = world.today + 15 * DAY
    values = {"title": "Mehr Zeit", "opens_on": world.today, "cut_off_on": later, "session_on": later + DAY}
    world.do("q1", commands.edit_call, call_id=call_id, **values)
    assert db.session.get(Call, call_id).cut_off_on == later
    world.do("q1", commands.close_call, call_id=call_id)
    with pytest.raises(WrongState):
        world.do("q1", commands.edit_call, call_id=call_id, **values)


@pytest.mark.parametrize("field", ["cut_off_on", "session_on"])
def test_the_days_of_a_call_follow_each_other(world, field):
    with pytest.raises(CallDatesOutOfOrder) as error:
        draft(world, **{field: world.today - DAY})
    assert error.value.field == field


def test_the_first_rules_of_a_fund_may_begin_in_the_past(world):
    fund_id = world.do("q1", commands.create_fund, area_id=world.area_id, kind=FundKind.BUILDING_FUND, name="Baufonds")
    publish(world, fund_id=fund_id, valid_from=date(2020, 1, 1))
    now = berlin_moment(world.today + DAY)
    world.do("q1", commands.publish_rule_book, now=now, fund_id=fund_id, valid_from=world.today + DAY, overrides={})
    assert rules_on(fund_id, date(2021, 1, 1)).version_number == 1


@pytest.fixture
def other_world(world):
    """Return a second neighbourhood in the same house."""
    return type(world)(world.app)
