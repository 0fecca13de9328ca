"""The laboratory through both doors: pages for the office, JSON for programs; refusals stand at their fields."""

import io

import pytest
import sqlalchemy as sa

from app.laboratory.models import Trial
from app.shell.database import db
from app.shell.jobs.running import run_due
from tests.clients import program, signed_in
from tests.trials import asked, counted, past_evening, pb


def form(world, data=None, **changed):
    return {
        "file": (io.BytesIO(pb() if data is None else data), "wahl.pb"),
        "area_id": str(world.area_id),
        "rules": ["greedy", "phragmen"],
        "tie": "id",
        "title": "Probe",
        **changed,
    }


def test_the_office_uploads_an_election_and_reads_what_came_out(world):
    office = signed_in(world.app, world.people["q1"])
    assert "Noch keine Auswertung." in office.get("/labor").text
    assert 'name="rules"' in office.get("/labor/datei").text

    sent = office.post("/labor/datei", data=form(world))
    page = office.get(sent.location).text
    assert "0 von 2 Regeln sind ausgezählt." in page
    assert "data-hx-get" in page
    assert office.get(sent.location + "?stand=0", headers={"HX-Request": "true"}).status_code == 204

    run_due()
    page = office.get(sent.location + "?stand=0", headers={"HX-Request": "true"}).text
    assert "Diese Auswertung entscheidet nichts." in page
    assert "Die meisten Stimmen" in page
    assert "Phragmén" in page
    assert "passte nicht mehr ins Geld" in page
    assert "data-hx-get" not in page
    assert "60\N{NO-BREAK SPACE}€" in page
    assert "Probe" in office.get("/labor").text


def test_the_files_of_a_trial_are_given_out(world):
    trial_id = counted(world)
    office = signed_in(world.app, world.people["q1"])
    home = f"/labor/{trial_id}"

    election, table, document = (office.get(f"{home}/{name}") for name in ("wahl.pb", "ergebnis.csv", "auswertung.pdf"))
    assert election.data == pb()
    assert "attachment" in election.headers["Content-Disposition"]
    rows = table.data.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Regel;Prüfsumme;Nummer;Vorhaben;Kosten;Stimmen;Platz")
    assert len(rows) == 1 + 3 * 3
    assert ";3;Idee 3;30;3;;;passte nicht mehr ins Geld" in table.data.decode()
    assert document.data.startswith(b"%PDF-")
    assert document.mimetype == "application/pdf"


def test_a_table_holds_nothing_a_spreadsheet_would_run(world):
    trial_id = counted(world, pb().replace(b"Idee 1", b"=1+1"))
    text = signed_in(world.app, world.people["q1"]).get(f"/labor/{trial_id}/ergebnis.csv").data.decode()
    assert ";'=1+1;" in text


def test_a_session_is_counted_again_from_its_page(world):
    evening = past_evening(world)
    office = signed_in(world.app, world.people["q1"])
    assert "Sitzung" in office.get("/labor/sitzung").text

    sent = office.post("/labor/sitzung", data={"session_id": str(evening.session_id), "rules": "greedy", "tie": "id"})
    run_due()
    page = office.get(sent.location).text
    assert "Idee 1" in page
    assert f"/sitzungen/{evening.session_id}" in page


@pytest.mark.parametrize(
    ("changed", "status", "field", "words"),
    [
        ({"file": (io.BytesIO(b"\xff\xd8\xff"), "wahl.pb")}, 415, "file", "keine PaBuLib-Datei"),
        ({"file": None}, 422, "file", "füllen Sie dieses Feld aus"),
        ({"rules": []}, 422, "rules", "eine bis 6 Regeln"),
        ({"rules": ["der Bürgermeister"]}, 422, "rules", "eine der Möglichkeiten"),
        ({"tie": "lot"}, 422, "seed", "Wort, das vorher feststeht"),
        ({"tie": "lot", "seed": "a,b"}, 422, "seed", "ohne Komma"),
        ({"title": "x" * 200}, 422, "title", "höchstens 160"),
    ],
)
def test_what_is_wrong_stands_at_its_field(world, changed, status, field, words):
    office = signed_in(world.app, world.people["q1"])
    answer = office.post("/labor/datei", data={name: value for name, value in form(world, **changed).items() if value is not None})
    assert answer.status_code in (422, status)
    assert words in answer.text
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Trial.id))) == 0


def test_a_broken_election_is_told_with_its_line(world):
    trial_id = counted(world, pb(ballots=("1,2", "9")))
    office = signed_in(world.app, world.people["q1"])
    page = office.get(f"/labor/{trial_id}").text
    assert "Diese Datei lässt sich nicht auszählen." in page
    assert "Zeile 17:" in page
    office.get("/sprache/en?back=/")
    assert "Line 17:" in office.get(f"/labor/{trial_id}").text


def test_a_trial_is_deleted_by_a_button(world):
    trial_id = counted(world)
    office = signed_in(world.app, world.people["q1"])
    assert office.post(f"/labor/{trial_id}/loeschen", follow_redirects=True).text.count("Die Auswertung ist gelöscht.") == 1
    assert office.get(f"/labor/{trial_id}").status_code == 404


@pytest.mark.parametrize(("handle", "status"), [("j1", 403), ("applicant", 403), ("district", 403), ("auditor", 200)])
def test_who_may_read_ballots_may_read_trials(world, handle, status):
    trial_id = counted(world)
    reader = signed_in(world.app, world.people[handle])
    assert reader.get(f"/labor/{trial_id}").status_code == status
    assert reader.get("/labor").status_code == status
    assert reader.get("/labor/datei").status_code == 403
    assert reader.get("/labor/sitzung").status_code == 403
    assert ("/labor" in reader.get("/profil").text) == (status == 200)


def test_a_program_has_an_election_counted(world):
    robot = program(world.app, world.people["q1"])
    sent = robot.post(f"/api/v1/areas/{world.area_id}/trials", data={"file": (io.BytesIO(pb()), "w.pb"), "rules": ["greedy", "mes-cost"]})
    assert sent.status_code == 201
    assert sent.json["state"] == "waiting"
    run_due()

    home = f"/api/v1/trials/{sent.json['id']}"
    found = robot.get(home).json
    assert found["state"] == "counted"
    assert [count["rule"] for count in found["counts"]] == ["greedy", "mes-cost"]
    assert [bought["id"] for bought in found["counts"][0]["purchases"]] == ["1", "2"]
    assert found["counts"][0]["losers"][0]["reason"] == "did-not-fit"
    assert len(found["counts"][0]["fingerprint"]) == 64
    assert found["projects"]["1"] == {"name": "Idee 1", "cost": "60", "votes": 6}
    assert robot.get("/api/v1/trials").json["total"] == 1
    assert robot.get(f"{home}/election").data == pb()
    assert robot.get(f"{home}/table").mimetype == "text/csv"
    assert robot.get(f"{home}/document").mimetype == "application/pdf"
    assert robot.delete(home).status_code == 204
    assert robot.get(home).status_code == 404


def test_a_program_has_a_session_counted_again(world):
    evening = past_evening(world)
    robot = program(world.app, world.people["q1"])
    sent = robot.post(f"/api/v1/sessions/{evening.session_id}/trials", json={"rules": ["greedy"], "tie": "votes-desc,cost-asc,id"})
    run_due()
    found = robot.get(f"/api/v1/trials/{sent.json['id']}").json
    assert found["ballots"] == 7
    assert found["currency"] == "EUR"
    assert found["problem"] is None


def test_the_same_click_asks_once(world):
    office = signed_in(world.app, world.people["q1"])
    for _ in range(2):
        assert office.post("/labor/datei", data=form(world, idempotency_key="a")).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(Trial.id))) == 1


def test_a_page_of_trials_costs_the_same_for_one_and_for_many(world):
    for number in range(22):
        asked(world, title=f"Nummer {number}")
    office = signed_in(world.app, world.people["q1"])
    assert "Nummer 21" in office.get("/labor").text
    assert "Nummer 0" in office.get("/labor?seite=2").text
