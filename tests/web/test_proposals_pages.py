"""The pages of applications: applying in four steps, the office's list and check, files and answers."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
import sqlalchemy as sa
from PIL import Image

from app.core.clock import berlin_date, utc_now
from app.people.models import Person
from app.proposals.commands import check_eligibility, submit_whole
from app.proposals.models import Application, Attachment, BudgetLine, EligibilityCheck
from app.proposals.rules import ApplicationState
from app.proposals.schemas import TASKS
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.files.models import StoredFile
from tests.clients import signed_in
from tests.factories import World

STATE = ApplicationState
WHO = {"applicant_name": "Ada Muster", "applicant_email": "ada@example.org", "applicant_kind": "resident", "applicant_phone": "", "organisation": ""}
COSTS = {"lines-0-category": "materials", "lines-0-text": "Pflanzen", "lines-0-amount_cents": "120,50", "reasons": "", "own_funds_cents": "", "other_funding": ""}


@pytest.fixture
def open_app(app):
    """Return the application with stand-ins for pages of higher floors that may not be there yet."""
    for rule, endpoint in (("/sprache/<code>", "portal.language"), ("/antraege/<uuid:application_id>", "desk.case"), ("/start", "desk.home")):
        if endpoint not in app.view_functions:
            app.add_url_rule(rule, endpoint, lambda **_values: "")
    return app


@pytest.fixture
def here(open_app):
    return World(open_app, year=(utc_now() + timedelta(days=60)).year)


def idea(here, **changes):
    begins = (here.today + timedelta(days=60)).strftime("%d.%m.%Y")
    return {"title": "Hoffest", "summary": "Ein Fest.", "place": "Hof", "action_from": begins, "action_to": begins, "themes": ["community"], "own_share": "Aufbau"} | changes


def draft(browser, here):
    """Begin an application and return the address of its steps without the number."""
    answer = browser.post("/antraege/neu", data={"fund_year_id": str(here.fund_year_id)})
    assert answer.status_code == 302, answer.text
    return answer.location.removesuffix("1")


def filled(browser, here, **changes):
    steps = draft(browser, here)
    for number, values in ((1, WHO), (2, idea(here, **changes)), (3, COSTS)):
        assert browser.post(f"{steps}{number}", data=values).location == f"{steps}{number + 1}"
    return steps


def sent(here, **changes):
    begins = here.today + timedelta(days=60)
    details = {"title": "Hoffest", "summary": "Ein Fest.", "action_from": begins, "action_to": begins, "themes": ["community"], "own_share": "Aufbau"} | changes
    return here.do(
        "applicant", submit_whole, fund_year_id=here.fund_year_id, lines=[{"category": "materials", "text": "Pflanzen", "amount_cents": 12_050}], **details
    )


def only():
    return db.session.scalars(sa.select(Application)).one()


def photo(kind="JPEG", size=(40, 30)):
    data = io.BytesIO()
    Image.new("RGB", size, (10, 120, 40)).save(data, kind)
    data.seek(0)
    return data


def version_in(page):
    return re.search(r'name="version"[^>]*value="(\d+)"', page)[1]


def test_an_application_is_written_in_four_steps_and_gets_a_file_number(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    steps = filled(browser, here)
    page = browser.get(f"{steps}4").text
    assert "132,55" in page
    assert browser.post(f"{steps}4", data={"version": version_in(page)}).status_code == 422

    answer = browser.post(f"{steps}4", data={"is_privacy_accepted": "y", "version": version_in(page)})

    row = only()
    assert answer.location == f"/antraege/{row.id}/gesendet"
    assert row.file_number in browser.get(answer.location).text
    assert (row.state, row.requested_cents, row.number, row.draft) == (STATE.SUBMITTED, 13_255, 1, {})
    assert [line.amount_cents for line in db.session.scalars(sa.select(BudgetLine))] == [12_050]
    assert row.file_number in browser.get(f"/antraege/{row.id}/druck").text
    assert browser.get(f"{steps}2").status_code == 302


def test_a_step_is_found_again_on_another_device_as_it_was_typed(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    steps = draft(browser, here)

    answer = browser.post(f"{steps}3", data=COSTS | {"lines-0-amount_cents": "viel Geld", "action": "later"})

    assert answer.location == "/antraege"
    other = signed_in(open_app, here.people["applicant"])
    assert "Weiter ausfüllen" in other.get("/antraege").text
    assert 'value="viel Geld"' in other.get(f"{steps}3").text
    assert "error-summary" in other.get(f"{steps}3?pruefen=1").text


def test_a_step_has_its_tick_when_nothing_in_it_is_missing(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    steps = draft(browser, here)

    def ticked(number):
        return re.findall(r'class="step step--(done|todo|current)', browser.get(f"{steps}{number}").text)

    assert ticked(4) == ["todo", "todo", "todo", "current"]
    browser.post(f"{steps}2", data=idea(here))
    assert ticked(1) == ["current", "done", "todo", "todo"]
    assert ticked(3) == ["todo", "done", "current", "todo"]
    browser.post(f"{steps}2", data=idea(here, title=""))
    assert ticked(4) == ["todo", "todo", "todo", "current"]


def test_what_is_missing_is_said_at_its_field_and_still_kept(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    steps = draft(browser, here)

    answer = browser.post(f"{steps}2", data=idea(here, title=""))

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert "Ein Fest." in browser.get(f"{steps}2").text
    last = browser.get(f"{steps}4")
    assert last.status_code == 200
    assert f"{steps}2?pruefen=1" in last.text
    assert browser.post(f"{steps}4", data={"is_privacy_accepted": "y"}).status_code == 422


@pytest.mark.parametrize("action", ["next", "later"])
def test_a_text_beyond_every_limit_is_refused_at_its_field_and_not_kept(open_app, here, action):
    browser = signed_in(open_app, here.people["applicant"])
    steps = draft(browser, here)

    answer = browser.post(f"{steps}2", data=idea(here, title="x" * 100_000) | {"action": action})

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert only().draft == {}


@pytest.mark.parametrize("amount", ["1e3", "-5", "1.234,567", "0", "", "99999999999999"])
def test_an_amount_that_is_none_is_refused_at_its_field(open_app, here, amount):
    browser = signed_in(open_app, here.people["applicant"])
    steps = draft(browser, here)

    answer = browser.post(f"{steps}3", data=COSTS | {"lines-0-amount_cents": amount})

    assert answer.status_code == 422
    assert 'id="lines-0-amount_cents-error"' in answer.text


def test_cost_lines_come_and_go_without_javascript(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    steps = draft(browser, here)

    more = browser.post(f"{steps}3", data=COSTS | {"action": "add"}).text
    assert 'name="lines-1-amount_cents"' in more
    two = COSTS | {"lines-1-category": "food", "lines-1-text": "Suppe", "lines-1-amount_cents": "30"}
    assert "165,55" in browser.post(f"{steps}3", data=two | {"action": "count"}).text
    fewer = browser.post(f"{steps}3", data=two | {"action": "remove-0"}).text
    assert 'value="Suppe"' in fewer
    assert "Pflanzen" not in fewer
    assert only().draft == {}


def test_the_live_total_is_computed_by_the_server(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    steps = draft(browser, here)
    address = steps.replace("schritt/", "summe")

    assert "132,55" in browser.post(address, data=COSTS).text
    assert "nicht lesbar" in browser.post(address, data=COSTS | {"lines-0-amount_cents": "abc"}).text
    assert "Das ist zu viel" in browser.post(address, data=COSTS | {"lines-0-amount_cents": "1.400"}).text


def test_a_rule_that_blocks_is_named_and_stops_the_sending(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    tomorrow = (here.today + timedelta(days=1)).isoformat()
    steps = filled(browser, here, action_from=tomorrow, action_to=tomorrow)

    page = browser.get(f"{steps}4").text
    assert "Vorlauf vor der Aktion" in page
    assert 'name="is_privacy_accepted"' not in page
    answer = browser.post(f"{steps}4", data={"is_privacy_accepted": "y"})
    assert answer.status_code == 422
    assert only().state is STATE.DRAFT


def test_a_page_seen_before_a_change_sends_nothing(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    steps = filled(browser, here)
    seen = version_in(browser.get(f"{steps}4").text)
    browser.post(f"{steps}2", data=idea(here, title="Neuer Titel"))

    answer = browser.post(f"{steps}4", data={"is_privacy_accepted": "y", "version": seen})

    assert "Inzwischen hat jemand anderes das geändert" in answer.text
    assert only().state is STATE.DRAFT


def test_the_office_enters_a_paper_form_and_it_is_logged_as_such(open_app, here):
    browser = signed_in(open_app, here.people["q1"])
    answer = browser.post("/buero/antraege/neu", data={"fund_year_id": str(here.fund_year_id), "applicant_name": "Bo Papier", "applicant_email": ""})
    steps = answer.location.removesuffix("1")
    assert "Antrag auf Papier" in browser.get(f"{steps}1").text
    assert "Noch nicht fertig eingegeben" in browser.get("/buero/antraege").text
    for number, values in ((1, WHO), (2, idea(here)), (3, COSTS)):
        browser.post(f"{steps}{number}", data=values)

    browser.post(f"{steps}4", data={"is_privacy_accepted": "y"})

    row = only()
    assert (row.state, row.applicant_id, row.entered_by_id) == (STATE.SUBMITTED, None, here.people["q1"])
    lines = [event.line for event in db.session.scalars(sa.select(AuditEvent).where(AuditEvent.tag == "application.submitted"))]
    assert b'"on_behalf":true' in lines[0]
    assert signed_in(open_app, here.people["applicant"]).post("/buero/antraege/neu", data={}).status_code in {403, 404, 422}


def test_the_office_admits_with_every_point_checked(open_app, here):
    application_id = sent(here)
    browser = signed_in(open_app, here.people["q1"])
    page = browser.get(f"/antraege/{application_id}/pruefung")
    assert "Pflanzen (Material und Miete), 120,50" in page.text.replace("\xa0", " ")
    whole = {"result": "ok", "tasks": list(TASKS), "eligible_lines": ["1"], "note": "Alles geprüft.", "message": "", "reason_code": ""}

    for missing, field in (({"tasks": list(TASKS)[:2]}, "tasks"), ({"eligible_lines": []}, "eligible_lines"), ({"note": ""}, "note")):
        answer = browser.post(f"/antraege/{application_id}/pruefung", data=whole | missing)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EligibilityCheck)) == 0
    assert browser.post(f"/antraege/{application_id}/pruefung", data=whole).status_code == 302
    assert only().state is STATE.ADMITTED
    assert "wartet gerade nicht" in browser.get(f"/antraege/{application_id}/pruefung").text


def test_a_question_is_answered_with_a_corrected_application(open_app, here):
    application_id = sent(here)
    office = signed_in(open_app, here.people["q1"])
    query = {"result": "query", "note": "Ort fehlt.", "message": "Wo findet das Fest statt?", "reason_code": ""}
    assert office.post(f"/antraege/{application_id}/pruefung", data=query | {"message": ""}).status_code == 422
    assert office.post(f"/antraege/{application_id}/pruefung", data=query).status_code == 302
    browser = signed_in(open_app, here.people["applicant"])
    assert "Wo findet das Fest statt?" in browser.get(f"/antraege/{application_id}/antwort").text
    steps = f"/antraege/{application_id}/schritt/"
    assert browser.post(f"{steps}2", data=idea(here, place="Im Hof")).location == f"{steps}3"
    assert "noch nicht abgesendet" in browser.post(f"/antraege/{application_id}/antwort", data={"text": "Im Hof."}).text

    answer = browser.post(f"{steps}4", data={"is_privacy_accepted": "y", "answer": "Ort ergänzt."})

    row = only()
    assert answer.location == f"/antraege/{application_id}"
    assert (row.state, row.place, row.requested_cents, row.due_on) == (STATE.SUBMITTED, "Im Hof", 13_255, None)
    assert "Ort ergänzt." in office.get(f"/antraege/{application_id}/pruefung").text


def test_a_question_may_be_answered_in_words_alone(open_app, here):
    application_id = sent(here)
    here.do("q1", check_eligibility, application_id=application_id, result="query", note="Wo?")
    browser = signed_in(open_app, here.people["applicant"])

    assert browser.post(f"/antraege/{application_id}/antwort", data={"text": ""}).status_code == 422
    assert browser.post(f"/antraege/{application_id}/antwort", data={"text": "Im Hof."}).status_code == 302
    assert only().state is STATE.SUBMITTED


def test_nobody_checks_their_own_application(open_app, here):
    application_id = sent(here)
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(sa.update(Application).values(applicant_id=here.people["q1"]))
        connection.commit()
    browser = signed_in(open_app, here.people["q1"])

    assert "Ihr eigener Antrag" in browser.get(f"/antraege/{application_id}/pruefung").text
    assert browser.post(f"/antraege/{application_id}/pruefung", data={"result": "reject", "reason_code": "OTHER", "note": "x"}).status_code == 403


def test_an_application_is_withdrawn_after_a_second_question(open_app, here):
    application_id = sent(here)
    browser = signed_in(open_app, here.people["applicant"])

    assert "nicht zurücknehmen" in browser.get(f"/antraege/{application_id}/zurueckziehen").text
    assert browser.post(f"/antraege/{application_id}/zurueckziehen").status_code == 302
    assert only().state is STATE.WITHDRAWN
    assert browser.post(f"/antraege/{application_id}/zurueckziehen").status_code == 422


def test_a_photo_is_added_without_its_hidden_data_and_taken_out_again(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    address = draft(browser, here).replace("schritt/", "anlagen")
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N"}
    exif[0x010F] = "Geheimkamera"
    Image.new("RGB", (40, 30)).save(data, "JPEG", exif=exif)
    data.seek(0)

    assert 'accept="application/pdf,image/jpeg,image/png,image/webp"' in browser.get(address).text
    assert browser.post(address, data={"file": (data, "hof.jpg"), "label": ""}).status_code == 302
    attachment_id = db.session.scalars(sa.select(Attachment.id)).one()
    answer = browser.get(f"{address}/{attachment_id}")
    assert b"Geheimkamera" not in answer.data
    assert answer.mimetype == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert signed_in(open_app, here.people["j1"]).get(f"{address}/{attachment_id}").status_code in {403, 404}
    assert browser.post(f"/anlagen/{attachment_id}/entfernen").status_code == 302
    assert browser.get(f"{address}/{attachment_id}").status_code == 404


def test_a_pdf_comes_as_a_download_without_scripts(open_app, here):
    browser = signed_in(open_app, here.people["applicant"])
    address = draft(browser, here).replace("schritt/", "anlagen")
    data = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(data)
    data.seek(0)

    assert browser.post(address, data={"file": (data, "plan.pdf"), "label": "Plan"}).status_code == 302
    answer = browser.get(f"{address}/{db.session.scalars(sa.select(Attachment.id)).one()}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"JavaScript" not in answer.data


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"\xff\xd8\xff\xe0broken", b"", b"%PDF-1.7 broken"])
def test_a_disguised_or_broken_file_is_refused_at_its_field(open_app, here, content):
    browser = signed_in(open_app, here.people["applicant"])
    address = draft(browser, here).replace("schritt/", "anlagen")

    answer = browser.post(address, data={"file": (io.BytesIO(content), "foto.jpg"), "label": ""})

    assert answer.status_code in {413, 415, 422}
    assert 'id="file-error"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0


def test_the_list_finds_narrows_and_turns_pages(open_app, here):
    ids = [sent(here, title=f"Hoffest {number}") for number in range(22)]
    here.do("q1", check_eligibility, application_id=ids[0], result="ok", note="gut")
    browser = signed_in(open_app, here.people["q1"])

    first = browser.get("/buero/antraege")
    assert "22 Anträge" in first.text
    assert "Seite 1 von 2" in first.text
    assert "Hoffest 1<" in browser.get("/buero/antraege?seite=2").text
    assert "1 Antrag<" in browser.get("/buero/antraege?stand=admitted").text
    assert "Hoffest 21" in browser.get("/buero/antraege?suche=fest 21").text
    assert "Dazu gibt es keinen Antrag" in browser.get("/buero/antraege?suche=%25").text
    assert browser.get("/buero/antraege", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert signed_in(open_app, here.people["applicant"]).get("/buero/antraege").status_code == 403


def test_a_stranger_meets_no_application(open_app, here):
    application_id = sent(here)
    other = World(open_app)
    for handle in ("q1", "applicant", "j1"):
        browser = signed_in(open_app, other.people[handle])
        for path in ("schritt/1", "schritt/4", "gesendet", "druck", "antwort", "zurueckziehen", "pruefung", "anlagen"):
            assert browser.get(f"/antraege/{application_id}/{path}").status_code == 404, path


def test_someone_erased_leaves_a_letterless_application(open_app, here):
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(sa.update(Person).where(Person.id == here.people["applicant"]).values(email=None))
        connection.commit()
    assert sent(here)
    assert berlin_date(only().submitted_at) == here.today
