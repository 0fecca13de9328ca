"""The page of a case leads to what may be done next: the offer, calling the action off; the menu to the settlements."""

import pytest

from tests.awards import agreed, decided
from tests.clients import signed_in
from tests.evenings import admitted


@pytest.fixture
def office(world):
    """Return the browser of the office."""
    return signed_in(world.app, world.people["q1"])


def links(browser, application_id):
    page = browser.get(f"/antraege/{application_id}")
    assert page.status_code == 200
    return page.get_data(as_text=True)


@pytest.mark.parametrize("who", ["q1", "applicant"])
@pytest.mark.parametrize("terms", [{"award_cents": 10_000}, {"condition": "Die Hausverwaltung stimmt zu."}])
def test_an_award_that_waits_is_one_step_away(world, who, terms):
    application_id = decided(world, **terms)
    browser = signed_in(world.app, world.people[who])
    url = f"/antraege/{application_id}/angebot"
    assert url in links(browser, application_id)
    assert browser.get(url).status_code == 200


def test_an_agreed_action_can_be_called_off_from_its_page_and_one_that_is_only_admitted_cannot(world, office):
    application_id, waiting = agreed(world), admitted(world, title="Lesefest")
    url = f"/antraege/{application_id}/absagen"
    assert url in links(office, application_id)
    assert office.get(url).status_code == 200
    assert "/absagen" not in links(office, waiting)


def test_the_office_finds_a_condition_met_by_a_button(world, office):
    application_id = decided(world, condition="Die Hausverwaltung stimmt zu.")
    assert "Die Hausverwaltung stimmt zu." in office.get(f"/antraege/{application_id}/angebot").get_data(as_text=True)
    assert office.post(f"/antraege/{application_id}/auflage/erfuellt").status_code == 302
    assert "Die Vereinbarung ist noch nicht von beiden Seiten unterschrieben." in links(office, application_id)


def test_the_menu_of_the_office_leads_to_the_settlements_and_nobody_elses_does(world, office):
    application_id = admitted(world)
    assert "/buero/abrechnungen" in links(office, application_id)
    assert office.get("/buero/abrechnungen").status_code == 200
    applicant = signed_in(world.app, world.people["applicant"])
    assert "/buero/abrechnungen" not in links(applicant, application_id)


HOMES = {"/buero": {"q1"}, "/jury": {"j1"}, "/aufsicht": {"district", "auditor"}}


@pytest.mark.parametrize("who", ["applicant", "q1", "j1", "district", "auditor"])
def test_everybody_finds_their_own_home_and_no_other(world, who):
    browser = signed_in(world.app, world.people[who])
    assert {home for home in HOMES if browser.get(home).status_code == 200} == {home for home, whose in HOMES.items() if who in whose}
    assert {browser.get(home).status_code for home in HOMES} <= {200, 403}


@pytest.mark.parametrize(("who", "sees_all"), [("applicant", True), ("q1", True), ("district", True), ("auditor", True), ("j1", False)])
def test_whoever_has_to_do_with_a_case_reads_it_and_the_jury_only_what_it_votes_on(world, who, sees_all):
    application_id = admitted(world)
    page = links(signed_in(world.app, world.people[who]), application_id)
    assert "Ein Fest für alle." in page
    assert "a@example.org" not in page
    assert ("Was bisher geschah" in page) is sees_all
    assert (f"/antraege/{application_id}/druck" in page) is sees_all


def test_another_applicant_finds_no_case(world):
    application_id = admitted(world)
    stranger = signed_in(world.app, world.add("stranger"))
    assert stranger.get(f"/antraege/{application_id}").status_code == 404
