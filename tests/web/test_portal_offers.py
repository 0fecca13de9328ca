"""What the public reads of money that is offered and not yet awarded, and of a year and the next."""

import pytest

from app.allocation.commands import accept_offer, decline_offer, meet_condition
from app.funds.commands import close_fund_year, open_fund_year
from app.portal.queries import action, actions, decision_on, decisions
from app.portal.rules import Stage
from app.portal.wording import money_path
from app.shell.database import db
from tests.awards import decided


def page_of(world):
    return world.app.test_client().get(f"/gebiete/{world.slug}/").get_data(as_text=True)


def stages(world):
    db.session.rollback()
    return [found.stage for found in actions(world.area_id, *Stage)]


def test_a_reduced_award_is_an_open_offer_until_it_is_answered(world):
    application_id = decided(world, award_cents=10_000, reason="Ohne Druckkosten.")
    assert stages(world) == [Stage.OFFERED]
    page = page_of(world)
    assert "Angebot offen" in page
    assert "Angeboten" in page
    assert "Bewilligt" not in page
    world.do("applicant", accept_offer, application_id=application_id)
    assert stages(world) == [Stage.DECIDED]
    assert "Bewilligt" in page_of(world)


def test_the_way_of_the_money_waits_for_the_agreement_and_not_for_the_payment(world):
    application_id = decided(world, award_cents=10_000, reason="Ohne Druckkosten.")
    db.session.rollback()
    account = action(world.area_id, application_id)
    with world.app.test_request_context():
        path = money_path(account, decision_on(application_id), paid_cents=0)
    assert [(step["label"], step["state"]) for step in path[:3]] == [
        ("Entschieden", "done"),
        ("Vereinbart", "current"),
        ("Ausgezahlt", "todo"),
    ]
    assert [step["note"] for step in path[:2]] == ["100,00\N{NO-BREAK SPACE}€", "Angebot offen"]


def test_an_award_under_a_condition_is_said_to_wait_for_it(world):
    application_id = decided(world, condition="Die Hausverwaltung stimmt zu.")
    assert stages(world) == [Stage.CONDITIONAL]
    assert "Auflage offen" in page_of(world)
    world.do("q1", meet_condition, application_id=application_id)
    assert stages(world) == [Stage.DECIDED]


def test_money_that_was_offered_and_declined_was_never_awarded(world):
    application_id = decided(world, award_cents=10_000, reason="Ohne Druckkosten.")
    world.do("applicant", decline_offer, application_id=application_id)
    db.session.rollback()
    assert [found.is_only_offered for found in decisions(world.area_id)] == [True]


@pytest.mark.parametrize("later", [1, 2])
def test_the_money_of_this_year_is_shown_beside_that_of_a_year_to_come(world, later):
    with world.acting("system") as work:
        open_fund_year(work, fund_id=world.fund_id, year=world.today.year + later)
    page = page_of(world)
    for year in (world.today.year, world.today.year + later):
        assert f"Aktionsfonds {year}" in page


def test_without_a_call_one_still_finds_where_to_apply(world):
    assert "/antraege/neu" in page_of(world)
    world.do("q1", close_fund_year, fund_year_id=world.fund_year_id)
    page = page_of(world)
    assert "/antraege/neu" not in page
    assert "Zurzeit läuft kein Aufruf" in page
