"""What everybody sees: neighbourhoods, money, decisions, one action to the cent, and never a person's name."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from app.funds.commands import create_call, publish_call
from app.portal.cli import APP, entries
from app.portal.pages.texts import local_address
from app.portal.rules import PUBLIC_STATES, SOMEBODY, public_name
from app.proposals.rules import ApplicationState
from app.shell.audit.sealer import seal
from tests.listening import counted
from tests.paid_actions import PaidAction

PAGES = ("/", "/pruefen", "/so-gehts", "/barrierefreiheit", "/datenschutz")


@pytest.fixture
def case(app):
    """Return an action whose advance is paid."""
    return PaidAction()


@pytest.fixture
def anyone(app):
    """Return a browser in which nobody is signed in."""
    return app.test_client()


def action_url(case):
    return f"/gebiete/{case.area.slug}/aktionen/{case.id}"


def public_urls(case):
    slug = f"/gebiete/{case.area.slug}"
    api = f"/api/v1/areas/{case.area.slug}"
    return (
        *PAGES, f"{slug}/", f"{slug}/entscheidungen", f"{slug}/aktionen", f"{slug}/regeln", action_url(case),
        f"{api}/fund", f"{api}/decisions", f"{api}/actions/{case.id}",
    )  # fmt: skip


def test_no_public_page_and_no_public_answer_names_a_person(case, anyone):
    for url in public_urls(case):
        answer = anyone.get(url)
        assert answer.status_code == 200, url
        assert "Anna" not in answer.text, url
    assert SOMEBODY in anyone.get(action_url(case)).text


def test_an_organisation_is_named_and_a_person_is_not_even_with_an_organisation_typed():
    assert public_name("association", "Kiezgarten e. V.") == "Kiezgarten e. V."
    assert public_name("resident", "Anna Beispiel") == SOMEBODY
    assert public_name("initiative", "") == SOMEBODY


def test_an_action_shows_its_money_to_the_cent(case, anyone):
    page = unescape(anyone.get(action_url(case)).text).replace("\N{NO-BREAK SPACE}", " ")
    assert "1.499,96 €" in page
    assert "10.000,00 €" in page
    answer = anyone.get(f"/api/v1/areas/{case.area.slug}/actions/{case.id}").json
    assert answer["awarded_cents"] == 149_996
    fund = anyone.get(f"/api/v1/areas/{case.area.slug}/fund").json["items"][0]
    parts = sum(fund[f"{part}_cents"] for part in ("available", "reserved", "committed", "in_transit", "paid", "spent"))
    assert parts == fund["budget_cents"] == 1_000_000


def test_what_is_not_decided_is_not_public(app, anyone):
    case = PaidAction(state=ApplicationState.SUBMITTED, advance=0)
    assert ApplicationState.SUBMITTED not in PUBLIC_STATES
    assert anyone.get(action_url(case)).status_code == 404
    assert anyone.get(f"/gebiete/anderswo/aktionen/{case.id}").status_code == 404
    assert anyone.get(f"/gebiete/{case.area.slug}/aktionen/{uuid4()}").status_code == 404


def test_the_neighbourhood_page_costs_at_most_six_queries_and_one_when_unchanged(case, anyone):
    url = f"/gebiete/{case.area.slug}/"
    with counted() as queries:
        first = anyone.get(url)
    assert len(queries) <= 6, queries
    with counted() as queries:
        again = anyone.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)


def test_an_open_call_stands_first_with_its_deadline(world, anyone):
    days = {"opens_on": world.today, "cut_off_on": world.today + timedelta(days=9), "session_on": world.today + timedelta(days=20)}
    call_id = world.do("q1", create_call, fund_year_id=world.fund_year_id, title="Sommer im Kiez", **days)
    assert "Sommer im Kiez" not in anyone.get(f"/gebiete/{world.slug}/").text
    world.do("q1", publish_call, call_id=call_id)
    assert "Sommer im Kiez" in anyone.get(f"/gebiete/{world.slug}/").text
    assert "Aufruf läuft" in anyone.get("/").text


def test_the_language_is_remembered_and_the_way_back_stays_here(app, anyone):
    answer = anyone.get("/sprache/en?back=/so-gehts")
    assert (answer.status_code, answer.location) == (302, "/so-gehts")
    assert "kiezfonds_language=en" in answer.headers["Set-Cookie"]
    assert anyone.get("/sprache/xx").status_code == 404
    assert '<html lang="en"' in anyone.get("/so-gehts").text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\nb", "javascript:1"])
def test_the_way_back_never_leaves_the_site(wanted):
    assert local_address(wanted) == "/"


def test_the_verification_page_shows_the_head_of_the_log(case, anyone):
    assert "Noch ist keine Zeile versiegelt" in anyone.get("/pruefen").text
    seal()
    assert "Wurzel:" in anyone.get("/pruefen").text


def test_the_glossary_has_one_german_term_for_each_class(app):
    found = {name: term for name, term, _module in entries(APP)}
    assert found["Fund"] == "Fonds"
    assert "FundYear" in app.test_cli_runner().invoke(args=["glossary"]).output
