"""The JSON door of applications: the same commands, the same refusals."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from app.core.clock import utc_now
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.proposals.schemas import TASKS
from app.shell.database import db
from app.shell.jobs.outbox import Job
from tests.clients import program
from tests.factories import World

LIST = "/api/v1/applications"


@pytest.fixture
def here(app):
    return World(app, year=(utc_now() + timedelta(days=60)).year)


def body(here, **changes):
    begins = (here.today + timedelta(days=60)).isoformat()
    return {
        "fund_year_id": str(here.fund_year_id), "applicant_name": "Ada Muster", "applicant_email": "ada@example.org", "applicant_kind": "resident",
        "title": "Hoffest", "summary": "Ein Fest.", "action_from": begins, "action_to": begins, "themes": ["community"], "own_share": "Aufbau",
        "lines": [{"category": "materials", "text": "Pflanzen", "amount_cents": 12_050}], "is_privacy_accepted": True,
    } | changes  # fmt: skip


def sent(here, client, **changes):
    answer = client.post(f"{LIST}/submit", json=body(here, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


def letters():
    return [job.arguments["template"].rpartition("/")[2] for job in db.session.scalars(sa.select(Job).where(Job.name == "send-mail").order_by(Job.created_at))]


def test_an_application_goes_from_draft_to_admitted(app, here):
    client, office = program(app, here.people["applicant"]), program(app, here.people["q1"])
    whole = body(here)
    application_id = client.post(LIST, json={"fund_year_id": whole.pop("fund_year_id")}).json["id"]
    one = f"{LIST}/{application_id}"

    typed = client.patch(one, json={"title": "Hoffest", "lines": whole["lines"], "action_from": whole["action_from"]}).json["typed"]
    assert typed["2"]["title"] == ["Hoffest"]
    assert typed["3"]["lines-0-amount_cents"] == ["120,50"]
    shown = client.post(f"{one}/submit", json=whole).json
    assert (shown["state"], shown["requested_cents"], shown["flat_allowance_cents"], shown["typed"]) == ("submitted", 13_255, 1_205, {})
    assert shown["file_number"].endswith("-001")
    assert client.post(f"{one}/check", json={"result": "ok", "tasks": list(TASKS), "note": "gut"}).status_code == 403
    query = {"result": "query", "note": "Ort fehlt.", "message": "Wo?"}
    assert office.post(f"{one}/check", json=query).json["state"] == "needs_info"
    assert client.get(f"{one}/messages").json[0]["text"] == "Wo?"
    assert client.post(f"{one}/resubmit", json=whole | {"place": "Hof", "answer": "Im Hof."}).json["place"] == "Hof"
    assert office.post(f"{one}/check", json={"result": "ok", "tasks": list(TASKS), "note": "gut"}).json["state"] == "admitted"
    assert [check["result"] for check in office.get(f"{one}/checks").json] == ["ok", "query"]
    assert client.post(f"{one}/withdraw").json["state"] == "withdrawn"
    assert letters() == ["received.txt", "query.txt"]


def test_a_rejection_needs_a_reason_and_is_written_to_the_applicant(app, here):
    application_id = sent(here, program(app, here.people["applicant"]))
    office = program(app, here.people["q1"])
    address = f"{LIST}/{application_id}/check"

    assert "reason_code" in office.post(address, json={"result": "reject", "note": "x"}).json["errors"]
    assert office.post(address, json={"result": "reject", "note": "x", "reason_code": "OUTSIDE_AREA"}).json["state"] == "rejected_formal"
    assert letters() == ["received.txt", "rejected.txt"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "x" * 100_000}, "title"),
        ({"surprise": 1}, "surprise"),
        ({"lines": []}, "lines"),
        ({"lines": [{"category": "materials", "text": "Zelt", "amount_cents": 1.5}]}, "lines"),
        ({"lines": [{"category": "materials", "text": "Zelt", "amount_cents": -5}]}, "lines"),
        ({"lines": [{"category": "materials", "text": "Zelt", "amount_cents": 150_000}]}, "lines"),
        ({"action_from": "31.12.2026"}, "action_from"),
        ({"is_privacy_accepted": False}, "is_privacy_accepted"),
        ({"themes": ["party"]}, "themes"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(app, here, changes, field):
    answer = program(app, here.people["applicant"]).post(f"{LIST}/submit", json=body(here) | changes)

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert field in answer.json["errors"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Application)) == 0


def test_a_stale_version_changes_nothing(app, here):
    client = program(app, here.people["applicant"])
    one = f"{LIST}/{client.post(LIST, json={'fund_year_id': str(here.fund_year_id)}).json['id']}"
    assert client.patch(one, json={"title": "Eins", "version": 1}).status_code == 200

    assert client.patch(one, json={"title": "Zwei", "version": 1}).json["code"] == "stale-version"
    assert client.get(one).json["title"] == "Eins"


def test_everybody_lists_what_they_may_read(app, here):
    client = program(app, here.people["applicant"])
    ids = {sent(here, client, title=f"Fest {number}") for number in range(3)}
    other = World(app)

    for handle, count in (("applicant", 3), ("q1", 3), ("district", 3), ("auditor", 3), ("j1", 0)):
        answer = program(app, here.people[handle]).get(LIST).json
        assert (answer["total"], len(answer["items"])) == (count, count), handle
    assert program(app, other.people["q1"]).get(LIST).json["total"] == 0
    assert program(app, other.people["q1"]).get(f"{LIST}/{ids.pop()}").status_code == 404
    page = client.get(f"{LIST}?per_page=2&page=2&search=fest").json
    assert (page["total"], len(page["items"])) == (3, 1)
    assert client.get(f"{LIST}?state=admitted").json["items"] == []
    assert client.get(f"{LIST}?per_page=1000").status_code == 422


def test_a_list_costs_two_questions_whatever_its_length(app, here):
    client = program(app, here.people["applicant"])
    counted = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *_arguments: counted.append(_arguments[2]))
    costs = []
    for _round in range(2):
        for number in range(3):
            sent(here, client, title=f"Fest {number}")
        counted.clear()
        client.get(f"{LIST}?per_page=3")
        costs.append(len(counted))
    assert costs[0] == costs[1] <= 5


def test_a_file_is_added_and_a_disguised_one_refused(app, here):
    client = program(app, here.people["applicant"])
    one = f"{LIST}/{client.post(LIST, json={'fund_year_id': str(here.fund_year_id)}).json['id']}/attachments"
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    picture.seek(0)

    file_id = client.post(one, data={"file": (picture, "plan.png"), "label": "Plan"}).json["id"]
    assert [file["label"] for file in client.get(one).json] == ["Plan"]
    assert client.get(f"/api/v1/attachments/{file_id}").mimetype == "image/png"
    refused = client.post(one, data={"file": (io.BytesIO(b"<html>"), "foto.jpg")})
    assert (refused.status_code, refused.json["code"]) == (415, "wrong-file-type")
    assert client.delete(f"/api/v1/attachments/{file_id}").status_code == 204
    assert client.get(one).json == []


def test_a_file_beyond_the_limit_is_refused(app, here):
    app.extensions["settings"] = replace(app.extensions["settings"], receipt_bytes_max=100_000)
    client = program(app, here.people["applicant"])
    one = f"{LIST}/{client.post(LIST, json={'fund_year_id': str(here.fund_year_id)}).json['id']}/attachments"

    huge = client.post(one, data={"file": (io.BytesIO(b"%PDF-1.7" + b"0" * 200_000), "plan.pdf")})

    assert (huge.status_code, huge.json["code"]) == (413, "file-too-large")
    assert client.get(one).json == []


def test_a_paper_form_belongs_to_nobody_with_an_account(app, here):
    office = program(app, here.people["q1"])
    data = {"fund_year_id": str(here.fund_year_id), "applicant_name": "Bo Papier"}
    application_id = office.post(f"{LIST}/on-behalf", json=data).json["id"]

    assert db.session.scalars(sa.select(Application.applicant_id)).one() is None
    assert office.get(f"{LIST}/{application_id}").json["state"] == ApplicationState.DRAFT
    assert program(app, here.people["applicant"]).post(f"{LIST}/on-behalf", json=data).status_code == 403
