"""A neighbourhood begins on the pages: area, carrier, office, fund, rules, year, jury; and who may begin what."""

import pytest
import sqlalchemy as sa

from app.areas.models import Area
from app.areas.queries import carriers
from app.areas.rules import AreaState
from app.bodies.models import Body, Seat
from app.core.actor import Role
from app.core.clock import berlin_date, utc_now
from app.funds.models import Fund, FundKind, FundYear
from app.people.commands import create_person, grant_role
from app.people.queries import person_by_email
from app.shell.database import db
from tests.clients import program, signed_in
from tests.factories import World

AREA = {"name": "Neukiez", "slug": "neukiez", "code": "NK", "district_name": "Mitte"}
TODAY = f"{berlin_date(utc_now()):%d.%m.%Y}"


@pytest.fixture
def world(app):
    """Return a neighbourhood beside the new one, so that nothing is simply the only one; an administrator with it."""
    world = World(app)
    with world.acting("system") as work:
        world.people["admin"] = create_person(work, name="admin", email="admin@example.org")
        since = berlin_date(utc_now())
        grant_role(work, person_id=world.people["admin"], role=Role.ADMINISTRATOR, area_id=None, valid_from=since)
    return world


def browser(world, handle):
    return signed_in(world.app, world.people[handle])


def found(model, **by):
    db.session.rollback()
    row = db.session.scalar(sa.select(model).filter_by(**by))
    if row is not None:
        db.session.expunge(row)
    return row


def test_a_neighbourhood_begins_on_the_pages(world):
    admin = browser(world, "admin")
    assert admin.get("/start").location == "/buero/gebiete"
    assert "/buero/gebiete/neu" in admin.get("/buero/gebiete").text
    made = admin.post("/buero/gebiete/neu", data=AREA)
    assert made.location == "/buero/gebiet/neukiez/traeger"
    assert admin.post(made.location, data={"carrier_name": "Träger e. V.", "valid_from": TODAY}).status_code == 302
    area = found(Area, slug="neukiez")
    assert [term.carrier_name for term in carriers(area.id)] == ["Träger e. V."]
    person = {"name": "Quinn Neu", "email": "quinn@example.org", "role": "staff", "valid_from": TODAY}
    assert admin.post("/buero/gebiet/neukiez/menschen", data=person).status_code == 302

    office = signed_in(world.app, person_by_email("quinn@example.org").id)
    assert f"/gebiete/{area.id}/fonds/neu" in office.get("/geld").text
    assert office.post(f"/gebiete/{area.id}/fonds/neu", data={"kind": "action_fund", "name": "Aktionsfonds"}).status_code == 302
    fund = found(Fund, area_id=area.id)
    again = office.post(f"/gebiete/{area.id}/fonds/neu", data={"kind": "action_fund", "name": "Noch einer"})
    assert (again.status_code, "gibt es" in again.text) == (422, True)
    rules = f"/api/v1/funds/{fund.id}/rule-books"
    sent = {"valid_from": berlin_date(utc_now()).isoformat(), "note": "Erste Fassung", "overrides": {"jury.seats": 5}}
    assert program(world.app, person_by_email("quinn@example.org").id).post(rules, json=sent).status_code == 201
    assert office.post(f"/fonds/{fund.id}/jahre/neu", data={"year": str(berlin_date(utc_now()).year)}).status_code == 302
    assert found(FundYear, fund_id=fund.id).budget_cents == 1_000_000

    form = f"/fonds/{fund.id}/gremien/neu"
    assert form in office.get("/sitzungen").text
    assert 'value="5"' in office.get(form).text
    assert office.post(form, data={"kind": "jury", "name": "Aktionsfondsjury", "seats": "5"}).status_code == 302
    jury = found(Body, fund_id=fund.id)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seat).filter_by(body_id=jury.id)) == 5


def test_an_area_takes_its_steps_and_none_after_the_last(world):
    admin, address = browser(world, "admin"), f"/buero/gebiet/{world.slug}/schritt"
    for step, after in (("begin_transition", "transition"), ("close", "closed"), ("archive", "archived")):
        assert f'value="{step}"' in admin.get(address).text
        assert admin.post(address, data={"step": step}).status_code == 302
        assert found(Area, id=world.area_id).state is AreaState(after)
    assert "Weiter geht es nicht" in admin.get(address).text
    assert admin.post(address, data={"step": "archive"}).status_code == 422


@pytest.mark.parametrize(
    ("field", "typed"),
    [("slug", "Neu Kiez"), ("slug", "x" * 61), ("code", "nk1"), ("name", ""), ("ends_on", "morgen"), ("district_name", "x" * 81)],
)
def test_a_wrong_word_is_told_at_its_field(world, field, typed):
    answer = browser(world, "admin").post("/buero/gebiete/neu", data={**AREA, field: typed})
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert found(Area, slug="neukiez") is None


def test_by_program_the_administration_begins_an_area_and_the_office_writes_its_texts(world):
    admin, office = program(world.app, world.people["admin"]), program(world.app, world.people["q1"])
    made = admin.post("/api/v1/areas", json=AREA)
    assert (made.status_code, made.json["state"]) == (201, "active")
    one = f"/api/v1/areas/{made.json['id']}"
    assert admin.post(f"{one}/carriers", json={"carrier_name": "Träger", "valid_from": "2026-01-01"}).status_code == 204
    twice = admin.post(f"{one}/carriers", json={"carrier_name": "Neu", "valid_from": "2026-01-01"})
    assert (twice.status_code, list(twice.json["errors"])) == (422, ["valid_from"])
    assert admin.post(f"{one}/step", json={"step": "begin_transition"}).json["state"] == "transition"
    assert office.put(f"{one}/texts", json={"introduction": "x", "contact": ""}).status_code == 404
    own = f"/api/v1/areas/{world.area_id}/texts"
    assert office.put(own, json={"introduction": "Willkommen", "contact": "Büro"}).status_code == 200
    assert found(Area, id=world.area_id).introduction == "Willkommen"


def test_the_office_begins_no_area_names_no_carrier_and_ends_none(world):
    pages, api = browser(world, "q1"), program(world.app, world.people["q1"])
    here = f"/buero/gebiet/{world.slug}"
    assert f"{here}/traeger" not in pages.get(here).text
    for address in ("/buero/gebiete/neu", f"{here}/traeger", f"{here}/schritt", "/personen/loeschen"):
        assert pages.get(address).status_code == 403
        assert pages.post(address, data=AREA).status_code == 403
    assert api.post("/api/v1/areas", json=AREA).status_code == 403
    assert api.post(f"/api/v1/areas/{world.area_id}/step", json={"step": "close"}).status_code == 403
    body = {"carrier_name": "Wir", "valid_from": "2030-01-01"}
    assert api.post(f"/api/v1/areas/{world.area_id}/carriers", json=body).status_code == 403


def test_an_office_begins_nothing_next_door(world):
    other = browser(World(world.app), "q1")
    for address in (f"/gebiete/{world.area_id}/fonds/neu", f"/fonds/{world.fund_id}/gremien/neu"):
        assert other.get(address).status_code == 404
        assert other.post(address, data={"kind": FundKind.BUILDING_FUND.value, "name": "x", "seats": "3"}).status_code == 404
    assert found(Fund, kind=FundKind.BUILDING_FUND) is None


def test_the_menu_of_the_office_leads_to_its_area_and_nobody_elses_does(world):
    assert "/buero/gebiete" in browser(world, "q1").get("/sitzungen").text
    assert "/buero/gebiete" not in browser(world, "j1").get("/sitzungen").text


def test_the_administration_finds_by_address_and_from_the_list_whom_it_may_erase(world):
    admin = browser(world, "admin")
    assert "/personen/loeschen" in admin.get("/buero/gebiete").text
    wrong = admin.post("/personen/loeschen", data={"email": "niemand@example.org"})
    assert (wrong.status_code, 'id="email-error"' in wrong.text) == (422, True)
    own = admin.post("/personen/loeschen", data={"email": "admin@example.org"})
    assert own.location == f"/personen/{world.people['admin']}/loeschen"
    listed = f"/personen/{world.people['applicant']}/loeschen"
    assert listed in admin.get(f"/buero/gebiet/{world.slug}/menschen").text
    assert listed not in browser(world, "q1").get(f"/buero/gebiet/{world.slug}/menschen").text
    assert "applicant" in admin.get(listed).text
