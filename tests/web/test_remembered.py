"""What is remembered between requests never says anything that is no longer so, and opens no door."""

from time import time

from app.proposals.commands import withdraw_application
from app.shell.doors import house
from tests.clients import program, signed_in
from tests.evenings import admitted, sent

PAGE = "/buero/antraege"


def cookie_of(browser):
    return browser.get_cookie("kiezfonds").value


def test_a_cookie_that_was_genuine_before_is_refused_once_a_letter_is_another(world):
    browser = signed_in(world.app, world.people["q1"])
    assert browser.get(PAGE).status_code == 200
    known = cookie_of(browser)
    for place in (0, len(known) // 2, len(known) - 2):
        forged = known[:place] + ("A" if known[place] != "A" else "B") + known[place + 1 :]
        browser.set_cookie("kiezfonds", forged)
        assert browser.get(PAGE).status_code == 302
    browser.set_cookie("kiezfonds", known)
    assert browser.get(PAGE).status_code == 200


def test_a_cookie_known_to_be_genuine_still_grows_old(world, monkeypatch):
    browser = signed_in(world.app, world.people["q1"])
    known = cookie_of(browser)
    assert browser.get(PAGE).status_code == 200
    lifetime = world.app.permanent_session_lifetime.total_seconds()
    asked = []
    monkeypatch.setattr(house.Cookies.__mro__[1], "open_session", lambda self, _app, _request: asked.append(1) or self.session_class())
    monkeypatch.setattr(house, "time", lambda: time() + lifetime + 5)

    browser.set_cookie("kiezfonds", known)
    assert browser.get(PAGE).status_code == 302
    assert asked


def test_what_one_request_writes_into_its_cookie_is_not_in_anothers(world):
    first = signed_in(world.app, world.people["q1"])
    before = cookie_of(first)
    assert first.get(PAGE).status_code == 200
    after = cookie_of(first)
    assert after != before  # the page's forms put their secret into it

    second = world.app.test_client()
    second.set_cookie("kiezfonds", before)
    with second.session_transaction() as session:
        assert "csrf_token" not in session


def test_a_row_of_the_list_says_what_is_so_now(world):
    application_id = admitted(world)
    office, api = signed_in(world.app, world.people["q1"]), program(world.app, world.people["q1"])
    for state in ("admitted", "withdrawn"):
        assert f'data-state="{state}"' in office.get(PAGE).text
        assert api.get("/api/v1/applications").json["items"][0]["state"] == state
        if state == "admitted":
            world.do("applicant", withdraw_application, application_id=application_id)


def test_the_same_row_leads_each_reader_where_they_may_go(world):
    application_id = sent(world)
    office, auditor = (signed_in(world.app, world.people[handle]).get(PAGE).text for handle in ("q1", "auditor"))

    assert f'href="/antraege/{application_id}/pruefung"' in office
    assert f'href="/antraege/{application_id}/pruefung"' not in auditor
    assert f'href="/antraege/{application_id}"' in auditor


def test_under_another_address_rows_lead_there(world):
    application_id = sent(world)
    office = signed_in(world.app, world.people["q1"])
    assert f'href="/antraege/{application_id}/pruefung"' in office.get(PAGE).text
    assert f'href="/kiez/antraege/{application_id}/pruefung"' in office.get(PAGE, base_url="http://localhost/kiez").text


def test_a_row_is_said_in_each_readers_language(world):
    admitted(world)
    office = signed_in(world.app, world.people["q1"])
    assert 'data-label="Bewilligt"' in office.get(PAGE, headers={"Accept-Language": "de"}).text
    assert 'data-label="Awarded"' in office.get(PAGE, headers={"Accept-Language": "en"}).text
