"""Areas through pages, API and command line: texts, carriers, people, and nothing for the next area's office."""

from datetime import date

import pytest

from app.areas import commands
from app.areas.rules import AreaState
from app.core.actor import SYSTEM, Role
from app.people import queries as people
from app.people.commands import create_person, grant_role
from app.shell.work import acting
from tests.clients import program, signed_in

FIRST = date(2020, 1, 1)


@pytest.fixture
def house(app):
    """Return the application with an address for the language links."""
    if "portal.language" not in app.view_functions:
        app.add_url_rule("/sprache/<code>", "portal.language", lambda code: "")
    return app


def area(slug="kiez", code="MK", **options):
    with acting(SYSTEM) as work:
        return commands.create_area(work, name=slug.title(), slug=slug, code=code, district_name="Mitte", **options)


def person(role=None, area_id=None, name="Ada Beispiel"):
    with acting(SYSTEM) as work:
        person_id = create_person(work, name=name)
        if role:
            grant_role(work, person_id=person_id, role=role, area_id=area_id, valid_from=FIRST)
    return person_id


def test_the_office_edits_its_texts_and_sees_its_carrier(house):
    here = area()
    with acting(SYSTEM) as work:
        commands.assign_carrier(work, area_id=here, carrier_name="Träger e. V.", valid_from=FIRST)
    browser = signed_in(house, person(Role.STAFF, here))

    page = browser.get("/buero/gebiet/kiez").text
    assert "Träger e. V." in page
    assert browser.get("/buero/gebiete").location == "/buero/gebiet/kiez"
    data = {"introduction": "Willkommen <b>hier</b>", "contact": "Büro", "version": "1"}
    assert browser.post("/buero/gebiet/kiez", data=data).status_code == 302
    assert "Willkommen &lt;b&gt;hier" in browser.get("/buero/gebiet/kiez").text
    assert "Inzwischen hat jemand anderes" in browser.post("/buero/gebiet/kiez", data=data).text
    too_long = browser.post("/buero/gebiet/kiez", data={"introduction": "x" * 100_000, "contact": "", "version": "2"})
    assert too_long.status_code == 422
    assert 'id="introduction-error"' in too_long.text


def test_the_office_of_another_area_finds_nothing(house):
    here, there = area(), area("fern", "FK")
    juror = person(Role.JUROR, here, name="Jo Jury")
    role_id = people.holders(here)[0].role_id
    browser, tokens = signed_in(house, person(Role.STAFF, there)), program(house, person(Role.STAFF, there))

    for path in ("/buero/gebiet/kiez", "/buero/gebiet/kiez/menschen", f"/buero/gebiet/kiez/rollen/{role_id}/ende", f"/buero/gebiet/fern/rollen/{role_id}/ende", "/buero/gebiet/nichts"):
        assert browser.get(path).status_code == 404
        assert browser.post(path, data={"introduction": "x", "contact": ""}).status_code == 404
    assert tokens.get(f"/api/v1/areas/{here}/people").status_code == 404
    assert tokens.post(f"/api/v1/areas/{here}/people", json={"email": "x@y.de", "name": "X", "role": "juror", "valid_from": "2025-01-01"}).status_code == 404
    for place in (here, there):
        assert tokens.post(f"/api/v1/areas/{place}/roles/{role_id}/end", json={}).status_code == 404
    assert people.grants_of(juror)[0].valid_to is None


def test_somebody_without_an_office_is_told_so(house):
    assert "kein Gebiet" in signed_in(house, person()).get("/buero/gebiete").text


def test_an_administrator_appoints_the_office(house):
    area()
    area("fern", "FK")
    browser = signed_in(house, person(Role.ADMINISTRATOR))

    assert "Fern" in browser.get("/buero/gebiete").text
    data = {"name": "Quinn", "email": "q@beispiel.de", "role": "staff", "valid_from": "01.01.2025", "valid_to": "31.12.2099"}
    assert browser.post("/buero/gebiet/kiez/menschen", data=data).status_code == 302
    assert "Quinn" in browser.get("/buero/gebiet/kiez/menschen").text
    refused = browser.post("/buero/gebiet/kiez/menschen", data={**data, "email": "kein", "role": "king", "valid_from": "gestern"})
    assert refused.status_code == 422
    for field in ("email", "role", "valid_from"):
        assert f'id="{field}-error"' in refused.text


def test_everybody_reads_areas_that_have_begun(house):
    here = area(introduction="Hallo")
    area("plan", "PL", state=AreaState.PLANNED)
    client = house.test_client()

    assert [found["slug"] for found in client.get("/api/v1/areas").json["items"]] == ["kiez"]
    shown = client.get("/api/v1/areas/kiez").json
    assert (shown["id"], shown["introduction"], shown["carrier_name"]) == (str(here), "Hallo", "")
    assert client.get("/api/v1/areas/plan").status_code == 404
    assert client.get("/api/v1/areas/fehlt").json["code"] == "not-found"


def test_the_office_invites_lists_and_ends_by_the_api(house):
    here = area()
    office = program(house, person(Role.STAFF, here))
    body = {"email": "jo@beispiel.de", "name": "Jo Jury", "role": "juror", "valid_from": "2025-01-01"}

    made = office.post(f"/api/v1/areas/{here}/people", json=body)
    assert made.status_code == 201
    rows = office.get(f"/api/v1/areas/{here}/people").json["items"]
    juror = next(row for row in rows if row["person_id"] == made.json["person_id"])
    assert (juror["name"], juror["role"], juror["valid_to"]) == ("Jo Jury", "juror", None)
    again = office.post(f"/api/v1/areas/{here}/people", json=body)
    assert (again.status_code, again.json["code"]) == (409, "role-held")
    unknown = office.post(f"/api/v1/areas/{here}/people", json={**body, "salary": 1})
    assert unknown.status_code == 422
    assert "salary" in unknown.json["errors"]
    assert office.post(f"/api/v1/areas/{here}/people", json={**body, "email": "n@beispiel.de", "role": "staff"}).status_code == 403
    assert office.post(f"/api/v1/areas/{here}/roles/{juror['role_id']}/end", json={}).status_code == 204
    assert [row.valid_to is None for row in people.holders(here)] == [False, True]


def test_a_reading_token_invites_nobody(house):
    here = area()
    reader = program(house, person(Role.STAFF, here), "read")

    assert reader.get(f"/api/v1/areas/{here}/people").status_code == 200
    assert reader.post(f"/api/v1/areas/{here}/people", json={"email": "x@y.de", "name": "X", "role": "juror", "valid_from": "2025-01-01"}).status_code == 403


def test_the_operator_sets_up_an_area_and_its_people(house):
    run = house.test_cli_runner().invoke

    made = run(args=["area", "create", "kiez", "--name", "Kiez", "--code", "MK", "--district", "Mitte", "--carrier", "Träger e. V."])
    assert made.exit_code == 0, made.output
    assert run(args=["area", "create", "kiez", "--name", "Kiez", "--code", "XX", "--district", "Mitte"]).exit_code == 1
    assert run(args=["area", "create", "Kiez!", "--name", "Kiez", "--code", "XX", "--district", "Mitte"]).exit_code == 1
    assert run(args=["area", "carrier", "kiez", "Neu gGmbH", "--from", "2999-01-01"]).exit_code == 0
    assert run(args=["area", "carrier", "kiez", "Alt", "--from", "2000-01-01"]).exit_code == 1
    assert run(args=["area", "step", "kiez", "begin_transition"]).exit_code == 0
    assert run(args=["area", "step", "kiez", "archive"]).exit_code == 1

    made = run(args=["user", "create", "q@beispiel.de", "--name", "Quinn", "--role", "staff", "--area", "kiez"])
    assert made.exit_code == 0, made.output
    link = made.output.split()[-1].removeprefix("http://localhost")
    assert house.test_client().get(link).status_code == 200
    assert run(args=["user", "create", "q@beispiel.de", "--name", "Quinn", "--role", "staff", "--area", "kiez"]).exit_code == 1
    assert run(args=["user", "create", "a@beispiel.de", "--name", "Ada", "--role", "staff"]).exit_code == 1
    assert run(args=["user", "create", "a@beispiel.de", "--name", "Ada", "--role", "staff", "--area", "fern"]).exit_code == 1
    typed = "korrekt pferd batterie\nkorrekt pferd batterie\n"
    assert run(args=["user", "create", "b@beispiel.de", "--name", "Bo", "--password-prompt"], input=typed).exit_code == 0
    token = run(args=["user", "token", "q@beispiel.de", "--scope", "read"]).output.strip()
    assert house.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json["name"] == "Quinn"
    assert run(args=["user", "token", "q@beispiel.de", "--days", "5000"]).exit_code == 1
    assert run(args=["user", "token", "fremd@beispiel.de"]).exit_code == 1
    assert run(args=["user", "reset-second-factor", "q@beispiel.de"]).exit_code == 0
