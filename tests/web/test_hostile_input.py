"""Hostile input at both doors: a clear refusal at its field, with the right status, and not one row or file changes."""

import io
import struct
import zlib
from datetime import date, timedelta
from functools import cached_property
from uuid import uuid4

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.core.clock import utc_now
from app.proposals.commands import submit_whole
from app.proposals.models import Application
from app.settlement.commands import recognise_receipt
from app.shell.database import Base, db
from app.shell.files.store import place
from tests.clients import program, signed_in
from tests.evenings import Evening
from tests.factories import World
from tests.paid_actions import PaidAction

JUNE = date(2025, 6, 12)
SEEN = frozenset({"sign_in_session", "access_token"})  # when a browser or a program was last there
CHANGED_MEANWHILE = "Inzwischen hat jemand anderes das geändert"
NO_AMOUNTS = (
    "1e3",
    "-5",
    "1.234,567",
    "\u0661\u0662",
    "\uff11\uff12",
    "1.23",
    "12 000",
    "0x10",
    "NaN",
    "1,2,3",
    "9" * 40,
)
NO_CENTS = (1e3, 12.5, -5, 0, "12", "1e3", "1.234,567", "\u0661\u0662", True, None, 10**30, [5], {"cents": 5})


def everything(app):
    """Return every row of every table and the name of every kept file."""
    db.session.rollback()
    tables = (table for table in Base.metadata.sorted_tables if table.name not in SEEN)
    rows = {table.name: sorted(repr(tuple(row)) for row in db.session.execute(table.select())) for table in tables}
    return rows | {"files": sorted(place().digests())}


def web_page():
    return b"<!doctype html><html><script>alert(1)</script></html>"


def bomb():
    """Return a PNG of a few bytes that says it is 30,000 pixels wide and high."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(1_000_000))),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def thick_pdf():
    return b"%PDF-1.7\n" + bytes(30 * 1024 * 1024)


FILES = {"beleg.jpg": (web_page, 415), "bombe.png": (bomb, 422), "dick.pdf": (thick_pdf, 413)}


class House:
    """A neighbourhood where an application is written, and one where an account is; each made when it is asked for."""

    def __init__(self, app):
        self.app = app

    @cached_property
    def world(self):
        """Return the neighbourhood of the application."""
        return World(self.app, year=(utc_now() + timedelta(days=60)).year)

    @cached_property
    def action(self):
        """Return the paid action of the account."""
        return PaidAction(code="HX")

    @cached_property
    def receipt_id(self):
        """Return its receipt of 10 EUR."""
        return self.action.add(1, JUNE, 1_000)

    def submitted(self):
        """Send the account with its receipt to the office."""
        assert self.receipt_id
        self.action.report()
        self.action.submit()

    def claimed(self):
        """Let the office decide the account, so that most of the money is claimed back."""
        self.submitted()
        self.action.do(self.action.q1, date(2025, 7, 18), recognise_receipt, receipt_id=self.receipt_id, cuts=[])
        self.action.finalise()

    def draft(self):
        """Return the address of a new draft, as page and in the API."""
        client = program(self.app, self.world.people["applicant"])
        made = client.post("/api/v1/applications", json={"fund_year_id": str(self.world.fund_year_id)}).json["id"]
        return f"/antraege/{made}", f"/api/v1/applications/{made}"

    def page(self, who):
        """Return a browser in which the applicant of the draft, or somebody of the account, is signed in."""
        return signed_in(self.app, self._person(who))

    def api(self, who):
        """Return a program of the same person."""
        return program(self.app, self._person(who))

    def _person(self, who):
        if who == "applicant":
            return self.world.people[who]
        return {"settler": self.action.applicant, "q1": self.action.q1}[who]


@pytest.fixture
def house(app):
    return House(app)


def uploaded(client, address, name, **values):
    """Send a file as a browser does, without temporary files of the test's own."""
    boundary, body = encode_multipart(values | {"file": FileStorage(io.BytesIO(FILES[name][0]()), name)})
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize("door", ["attachment", "receipt", "corrected receipt", "photo"])
def test_no_disguised_exploding_or_thick_file_comes_in_by_a_page(house, door):
    account = f"/antraege/{house.action.id}/abrechnung"
    receipt = {"amount_cents": "1,00", "issued_on": "12.06.2025", "payee": "Laden", "category": "materials"}
    who, address, values = {
        "attachment": lambda: ("applicant", f"{house.draft()[0]}/anlagen", {}),
        "receipt": lambda: ("settler", f"{account}/belege/neu", receipt),
        "corrected receipt": lambda: ("settler", f"/belege/{house.receipt_id}/aendern", receipt),
        "photo": lambda: ("settler", f"{account}/fotos", {"caption": "Hof"}),
    }[door]()
    browser, before = house.page(who), everything(house.app)

    for name in FILES:
        answer = uploaded(browser, address, name, **values)
        assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True), name

    assert everything(house.app) == before


@pytest.mark.parametrize("door", ["attachment", "receipt", "photo"])
def test_no_disguised_exploding_or_thick_file_comes_in_by_a_program(house, door):
    who, address = {
        "attachment": lambda: ("applicant", f"{house.draft()[1]}/attachments"),
        "receipt": lambda: ("settler", f"/api/v1/receipts/{house.receipt_id}/file"),
        "photo": lambda: ("settler", f"/api/v1/applications/{house.action.id}/settlement/photos"),
    }[door]()
    client, before = house.api(who), everything(house.app)

    for name, (_, status) in FILES.items():
        answer = uploaded(client, address, name)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), name
        assert list(answer.json["errors"]) == ["file"], name

    assert everything(house.app) == before


@pytest.mark.parametrize("field", ["lines-0-amount_cents", "own_funds_cents"])
def test_a_cost_that_is_no_amount_is_refused_at_its_field_and_only_kept_as_typed(house, field):
    address = house.draft()[0]
    browser = house.page("applicant")
    costs = {
        "lines-0-category": "materials",
        "lines-0-text": "Pflanzen",
        "lines-0-amount_cents": "1",
        "reasons": "",
        "own_funds_cents": "",
        "other_funding": "",
    }
    before = everything(house.app)

    for typed in NO_AMOUNTS:
        answer = browser.post(f"{address}/schritt/3", data=costs | {field: typed})
        assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True), typed

    after = everything(house.app)
    assert {name for name in before if before[name] != after[name]} == {"application", "audit_event", "audit_pending"}
    assert db.session.scalars(db.select(Application.requested_cents).where(Application.draft != {})).all() == [0]


@pytest.mark.parametrize("field", ["receipt", "corrected receipt", "recognised", "repaid"])
def test_money_of_an_account_that_is_no_amount_is_refused_at_its_field_on_the_page(house, field):
    receipt = {"issued_on": "12.06.2025", "payee": "Laden", "category": "materials"}
    account = f"/antraege/{house.action.id}"
    {"recognised": house.submitted, "repaid": house.claimed}.get(field, lambda: house.receipt_id)()
    who, address, name, values = {
        "receipt": ("settler", f"{account}/abrechnung/belege/neu", "amount_cents", receipt),
        "corrected receipt": ("settler", f"/belege/{house.receipt_id}/aendern", "amount_cents", receipt),
        "recognised": (
            "q1",
            f"/belege/{house.receipt_id}/anerkennen",
            "cuts-0-amount_cents",
            {"cuts-0-reason": "TIP", "note": ""},
        ),
        "repaid": ("q1", f"{account}/rueckzahlung", "amount_cents", {"received_on": "01.08.2025"}),
    }[field]
    browser, before = house.page(who), everything(house.app)

    for typed in NO_AMOUNTS:
        answer = browser.post(address, data=values | {name: typed})
        assert (answer.status_code, f'id="{name}-error"' in answer.text) == (422, True), typed

    assert everything(house.app) == before


def test_an_award_that_is_no_amount_is_refused_at_its_field_on_the_page(app):
    world = World(app)
    address = f"/tagesordnung/{Evening(world).item()}/abstimmung"
    browser, before = signed_in(app, world.people["q1"]), everything(app)

    for typed in NO_AMOUNTS:
        answer = browser.post(address, data={"award_cents": typed, "reason": ""})
        assert (answer.status_code, 'id="award_cents-error"' in answer.text) == (422, True), typed

    assert everything(app) == before


def refused(client, address, body, field, *, method="post"):
    """Send a body and expect a problem at this field, deep in rows or not."""
    answer = client.open(address, method=method.upper(), json=body, headers={"Idempotency-Key": uuid4().hex})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json"), (body, answer.text)
    assert list(answer.json["errors"]) == [field], (body, answer.json)
    assert answer.json["title"]


def whole(world, **changes):
    """Return a whole application as a program sends it."""
    on = (world.today + timedelta(days=60)).isoformat()
    return {
        "fund_year_id": str(world.fund_year_id), "applicant_name": "Ada", "applicant_kind": "resident", "title": "Hoffest", "summary": "Ein Fest.",
        "action_from": on, "action_to": on, "themes": ["community"], "own_share": "Aufbau", "is_privacy_accepted": True,
        "lines": [{"category": "materials", "text": "Pflanzen", "amount_cents": 12_050}],
    } | changes  # fmt: skip


def test_a_cost_that_is_no_amount_is_refused_in_the_api(house):
    client, before = house.api("applicant"), everything(house.app)
    for value in NO_CENTS:
        lines = [{"category": "materials", "text": "Zelt", "amount_cents": value}]
        refused(client, "/api/v1/applications/submit", whole(house.world, lines=lines), "lines")
        if value not in (0, None):  # no own money is an answer
            refused(client, "/api/v1/applications/submit", whole(house.world, own_funds_cents=value), "own_funds_cents")
    assert everything(house.app) == before


@pytest.mark.parametrize("field", ["receipt", "corrected receipt", "recognised", "repaid"])
def test_money_of_an_account_that_is_no_amount_is_refused_in_the_api(house, field):
    receipt = {"issued_on": "2025-06-12", "payee": "Laden", "category": "materials"}
    account = f"/api/v1/applications/{house.action.id}"
    who, method, address = {
        "receipt": ("settler", "post", f"{account}/receipts"),
        "corrected receipt": ("settler", "put", f"/api/v1/receipts/{house.receipt_id}"),
        "recognised": ("q1", "post", f"/api/v1/receipts/{house.receipt_id}/recognise"),
        "repaid": ("q1", "post", f"{account}/repayments"),
    }[field]
    client, before = house.api(who), everything(house.app)

    for value in NO_CENTS:
        if field == "recognised":
            refused(client, address, {"cuts": [{"amount_cents": value, "reason": "TIP"}]}, "cuts")
        else:
            body = {"received_on": "2025-08-01"} if field == "repaid" else receipt
            refused(client, address, body | {"amount_cents": value}, "amount_cents", method=method)

    assert everything(house.app) == before


def test_an_award_that_is_no_amount_is_refused_in_the_api(app):
    world = World(app)
    address = f"/api/v1/agenda-items/{Evening(world).item()}/motions"
    client, before = program(app, world.people["q1"]), everything(app)

    for value in NO_CENTS:
        if value is not None:  # without an amount the vote is about the whole
            refused(client, address, {"award_cents": value}, "award_cents")

    assert everything(app) == before


def test_a_title_of_100_000_characters_is_refused_at_both_doors(house):
    page, address = house.draft()
    on = (house.world.today + timedelta(days=60)).strftime("%d.%m.%Y")
    idea = {
        "title": "x" * 100_000,
        "summary": "Ein Fest.",
        "place": "Hof",
        "action_from": on,
        "action_to": on,
        "themes": ["community"],
        "own_share": "Aufbau",
    }
    browser, client = house.page("applicant"), house.api("applicant")
    before = everything(house.app)

    answer = browser.post(f"{page}/schritt/2", data=idea)
    assert (answer.status_code, 'id="title-error"' in answer.text) == (422, True)
    refused(client, "/api/v1/applications/submit", whole(house.world, title="x" * 100_000), "title")
    refused(client, address, {"title": "x" * 100_000}, "title", method="patch")

    assert everything(house.app) == before


def test_a_field_nobody_knows_is_refused_by_name(house):
    account = f"/api/v1/applications/{house.action.id}"
    receipt = {"issued_on": "2025-06-12", "payee": "Laden", "category": "materials", "amount_cents": 100}
    applicant, settler, office, receipt_id = (
        house.api("applicant"),
        house.api("settler"),
        house.api("q1"),
        house.receipt_id,
    )
    before = everything(house.app)

    refused(applicant, "/api/v1/applications/submit", whole(house.world, is_admin=True), "is_admin")
    refused(settler, f"{account}/receipts", receipt | {"recognised_cents": 100}, "recognised_cents")
    refused(settler, f"/api/v1/receipts/{receipt_id}", receipt | {"state": "recognised"}, "state", method="put")
    refused(
        office,
        f"/api/v1/receipts/{receipt_id}/recognise",
        {"cuts": [], "recognised_cents": 1},
        "recognised_cents",
    )
    refused(
        office,
        f"{account}/repayments",
        {"amount_cents": 1, "received_on": "2025-08-01", "interest_cents": 0},
        "interest_cents",
    )

    assert everything(house.app) == before


def stale(client, address, body, *, method="post"):
    """Send what was seen before a change and expect 409 from the API."""
    answer = client.open(address, method=method.upper(), json=body, headers={"Idempotency-Key": uuid4().hex})
    assert (answer.status_code, answer.json["code"]) == (409, "stale-version"), answer.text


def test_a_draft_seen_before_a_change_is_neither_kept_nor_sent(house):
    page, address = house.draft()
    browser, client = house.page("applicant"), house.api("applicant")
    assert client.patch(address, json={"title": "Eins", "version": 1}).status_code == 200
    contents = {name: value for name, value in whole(house.world).items() if name != "fund_year_id"}
    before = everything(house.app)

    stale(client, address, {"title": "Zwei", "version": 1}, method="patch")
    stale(client, f"{address}/submit", contents | {"version": 1})
    assert browser.post(f"{page}/schritt/4", data={"is_privacy_accepted": "y", "version": "1"}).status_code == 422

    assert everything(house.app) == before


def test_a_receipt_seen_before_a_change_is_not_corrected(house):
    receipt = {"issued_on": "2025-06-12", "payee": "Laden", "category": "materials", "amount_cents": 900}
    one = f"/api/v1/receipts/{house.receipt_id}"
    settler, phone = house.api("settler"), house.page("settler")
    assert settler.put(one, json=receipt | {"version": 1}).status_code == 200
    before = everything(house.app)

    stale(settler, one, receipt | {"version": 1}, method="put")
    typed = receipt | {"issued_on": "12.06.2025", "amount_cents": "9,00", "version": "1"}
    changed = phone.post(f"/belege/{house.receipt_id}/aendern", data=typed)

    assert (changed.status_code, CHANGED_MEANWHILE in changed.text) == (422, True)
    assert everything(house.app) == before


def test_a_receipt_seen_before_a_change_is_not_decided(house):
    house.submitted()
    office, desk = house.api("q1"), house.page("q1")
    before = everything(house.app)

    stale(office, f"/api/v1/receipts/{house.receipt_id}/recognise", {"version": 99})
    decided = desk.post(f"/belege/{house.receipt_id}/anerkennen", data={"note": "", "version": "99"})

    assert (decided.status_code, CHANGED_MEANWHILE in decided.text) == (422, True)
    assert everything(house.app) == before


def test_an_application_seen_before_a_change_is_not_checked(house):
    world = house.world
    on = world.today + timedelta(days=60)
    lines = [{"category": "materials", "text": "Pflanzen", "amount_cents": 12_050}]
    details = {
        "title": "Hoffest",
        "summary": "Ein Fest.",
        "action_from": on,
        "action_to": on,
        "own_share": "Aufbau",
        "themes": ["community"],
    }
    application_id = world.do("applicant", submit_whole, fund_year_id=world.fund_year_id, lines=lines, **details)
    office, browser = program(house.app, world.people["q2"]), signed_in(house.app, world.people["q2"])
    before = everything(house.app)

    stale(
        office,
        f"/api/v1/applications/{application_id}/check",
        {"result": "query", "note": "x", "message": "Wo?", "version": 99},
    )
    page = browser.post(
        f"/antraege/{application_id}/pruefung",
        data={"result": "query", "note": "x", "message": "Wo?", "reason_code": "", "version": "99"},
    )

    assert (page.status_code, CHANGED_MEANWHILE in page.text) == (422, True)
    assert everything(house.app) == before


def test_a_picture_that_is_one_comes_in(house):
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    picture.seek(0)
    answer = house.api("applicant").post(f"{house.draft()[1]}/attachments", data={"file": (picture, "plan.png")})
    assert answer.status_code == 201
