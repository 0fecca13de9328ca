"""Funds through both doors: the rule book page, money, calls, the book; the same refusals for programs."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest

from app.funds.commands import publish_call
from app.funds.queries import calls_of_areas, rules_on, years_of_fund
from app.funds.rules import PARAMETERS
from tests.clients import program, signed_in

DAY = timedelta(days=1)


@pytest.fixture
def office(world):
    """Return the browser of somebody in the office."""
    return signed_in(world.app, world.people["q1"])


class Sent(HTMLParser):
    """What the forms of a page would send as they stand."""

    def __init__(self):
        super().__init__()
        self.fields, self.open = {}, None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name")
        if tag == "select":
            self.open = name
        elif tag == "option" and "selected" in found:
            self.fields.setdefault(self.open, []).append(found["value"])
        elif tag == "textarea":
            self.open = name
            self.fields[name] = [""]
        elif tag == "input" and name and (found.get("type") not in {"checkbox", "radio"} or "checked" in found):
            self.fields.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data):
        if self.open in self.fields and self.get_starttag_text().startswith("<textarea"):
            self.fields[self.open] = [data.removeprefix("\n")]

    def handle_endtag(self, tag):
        if tag in {"select", "textarea"}:
            self.open = None


def typed(page):
    """Return what the forms of a page would send as they stand."""
    sent = Sent()
    sent.feed(page)
    return sent.fields


def rule_url(world):
    return f"/fonds/{world.fund_id}/regelwerk"


def test_the_rule_book_page_shows_every_parameter_with_meaning_default_and_source(world, office):
    page = unescape(office.get(rule_url(world)).text)
    for key, parameter in PARAMETERS.items():
        assert f'name="overrides-{key}' in page, key
        assert parameter.meaning in page, key
        assert parameter.source in page, key


def test_the_page_sent_back_with_one_change_makes_a_version_with_one_change(world, office):
    fields = typed(office.get(rule_url(world)).text)
    fields |= {"overrides-flat_rate.percent": "12", "note": "Beschluss vom Mai"}
    answer = office.post(rule_url(world), data=fields)
    assert answer.status_code == 302, re.findall(r"error-summary.*?</ul>", answer.text, re.DOTALL)

    rules = rules_on(world.fund_id, world.today)
    assert rules.version_number == 2
    assert rules.values.overrides.keys() >= {"flat_rate.percent"}
    page = unescape(office.get(rule_url(world)).text)
    assert "Beschluss vom Mai" in page
    assert "12 Prozent" in page


def test_the_unchanged_page_makes_no_version(world, office):
    answer = office.post(rule_url(world), data=typed(office.get(rule_url(world)).text))
    assert answer.status_code == 422
    assert "nichts geändert" in answer.text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("overrides-flat_rate.percent", "101", "ganze Zahl von 0 bis 100"),
        ("overrides-flat_rate.percent", "viel", "ganze Zahl"),
        ("overrides-fund.max_award_cents", "1e3", "Betrag in Euro"),
        ("overrides-quorum.rule", "magic", "Auswahl gibt es nicht"),
        ("overrides-interest.base_rate", "gestern: 3", "nicht lesbar"),
        ("overrides-procurement.steps-0-code", "", "füllen Sie dieses Feld aus"),
        ("overrides-programme_year.slices-1", "21", "zusammen 100 Prozent"),
        ("valid_from", "1.1.2020", "frühestens ab heute"),
    ],
)
def test_a_wrong_value_is_shown_at_its_field_and_changes_nothing(world, office, name, value, sentence):
    fields = typed(office.get(rule_url(world)).text) | {"overrides-jury.seats": "9", name: value}
    answer = office.post(rule_url(world), data=fields)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert rules_on(world.fund_id, world.today).version_number == 1


def test_who_does_not_write_the_rules_reads_them(world):
    page = signed_in(world.app, world.people["district"]).get(rule_url(world))
    assert page.status_code == 200
    assert "overrides-" not in page.text


def test_everybody_reads_the_rules_in_force_with_their_fingerprint(world):
    page = world.app.test_client().get(f"/gebiete/{world.slug}/regeln")
    assert rules_on(world.fund_id, world.today).fingerprint in page.text


def test_the_office_opens_a_year_books_and_closes_it(world, office):
    assert "Fondsjahr" in office.get("/geld").text
    office.post(f"/fonds/{world.fund_id}/jahre/neu", data={"year": "2031", "budget_cents": "5.000,00"})
    year = next(year for year in years_of_fund(world.fund_id) if year.year == 2031)
    assert year.budget_cents == 500_000

    office.post(f"/fonds/{year.id}/verpflichtung", data={"amount_cents": "584", "text": "Altes"})
    book = unescape(office.get(f"/fonds/{year.id}/buch").text)
    assert "Verpflichtung gebucht: Altes" in book
    assert "4.416,00" in book
    refused = office.post(f"/fonds/{year.id}/verpflichtung", data={"amount_cents": "4416,01", "text": "Zu viel"})
    assert refused.status_code == 422
    assert "nicht genug Geld" in refused.text

    assert office.get(f"/fonds/{year.id}/schliessen").status_code == 200
    assert office.post(f"/fonds/{year.id}/schliessen").status_code == 302
    assert "geschlossen" in office.get("/geld").text


def test_a_call_is_drafted_changed_published_and_closed(world, office):
    days = {"opens_on": world.today, "cut_off_on": world.today + 9 * DAY, "session_on": world.today + 20 * DAY}
    sent = {"title": "Sommer", "text": "Ideen!", **{name: day.isoformat() for name, day in days.items()}}
    first = office.post(f"/fonds/{world.fund_year_id}/aufrufe/neu", data=sent)
    assert first.status_code == 302
    call = calls_of_areas([world.area_id])[0]
    url = f"/aufrufe/{call.id}"

    assert office.get(url).status_code == 200
    assert office.post(url, data={**sent, "cut_off_on": (world.today - DAY).isoformat()}).status_code == 422
    assert office.post(f"{url}/veroeffentlichen").status_code == 302
    assert "Sommer" in world.app.test_client().get(f"/gebiete/{world.slug}/").text
    assert office.post(f"{url}/veroeffentlichen").status_code == 422
    assert office.post(f"{url}/schliessen").status_code == 302
    assert "lässt sich nicht mehr ändern" in office.get(url).text


def test_a_stranger_gets_404_for_every_page_of_a_fund(world):
    stranger = signed_in(world.app, type(world)(world.app).people["q1"])
    for url in (f"/fonds/{world.fund_year_id}/buch", f"/fonds/{world.fund_year_id}/verpflichtung", f"/fonds/{world.fund_id}/jahre/neu", f"/fonds/{world.fund_year_id}/aufrufe/neu"):  # fmt: skip
        assert stranger.get(url).status_code == 404, url


def test_a_program_reads_and_writes_what_the_pages_do(world):
    api = program(world.app, world.people["q1"])
    key = {"Idempotency-Key": "a"}
    year = api.post(f"/api/v1/funds/{world.fund_id}/years", json={"year": 2032}, headers=key)
    assert year.status_code == 201, year.json
    assert year.json["money"]["available_cents"] == 1_000_000
    year_id = year.json["id"]
    assert api.post(f"/api/v1/funds/{world.fund_id}/years", json={"year": 2032}, headers=key).json["id"] == year_id
    assert api.post(f"/api/v1/funds/{world.fund_id}/years", json={"year": 2033}).status_code == 400

    booked = api.post(f"/api/v1/fund-years/{year_id}/commitments", json={"amount_cents": 5, "text": "x"}, headers={"Idempotency-Key": "b"})
    assert booked.json["money"]["committed_cents"] == 5
    journals = api.get(f"/api/v1/fund-years/{year_id}/journals").json
    assert journals["total"] == 2
    assert {"account": "committed", "amount_cents": 5} in journals["items"][0]["entries"]

    book = {"valid_from": world.today.isoformat(), "overrides": {"procurement.steps": [{"from_cents": 7, "code": "none"}]}}
    assert api.post(f"/api/v1/funds/{world.fund_id}/rule-books", json=book).json["values"]["procurement.steps"] == [[7, "none"]]
    wrong = api.post(f"/api/v1/funds/{world.fund_id}/rule-books", json={**book, "overrides": {"jury.seats": "9", "unknown": 1}})
    assert wrong.status_code == 422
    assert {"jury.seats", "unknown"} <= set(str(wrong.json).replace("'", " ").split())
    public = world.app.test_client().get(f"/api/v1/funds/{world.fund_id}/rule-books").json
    assert [version["version_number"] for version in public["items"]] == [2, 1]


def test_a_program_runs_a_call(world):
    api = program(world.app, world.people["q1"])
    days = {"opens_on": world.today, "cut_off_on": world.today + 9 * DAY, "session_on": world.today + 20 * DAY}
    sent = {"title": "Sommer", **{name: day.isoformat() for name, day in days.items()}}
    call = api.post(f"/api/v1/fund-years/{world.fund_year_id}/calls", json=sent).json
    anyone = world.app.test_client()
    assert anyone.get(f"/api/v1/calls/{call['id']}").status_code == 404
    assert api.put(f"/api/v1/calls/{call['id']}", json={**sent, "title": "Herbst", "version": call["version"]}).json["title"] == "Herbst"
    world.do("q1", publish_call, call_id=calls_of_areas([world.area_id])[0].id)
    assert anyone.get(f"/api/v1/areas/{world.slug}/calls").json["total"] == 1
    assert api.post(f"/api/v1/calls/{call['id']}/close").json["state"] == "closed"
    assert api.post(f"/api/v1/calls/{call['id']}/close").status_code == 409
