"""Settlement through both doors: the applicant's phone, the office's desk, programs; refusals at their fields."""

import io
from datetime import date

import pytest
import sqlalchemy as sa
from PIL import Image

from app.proposals.rules import ApplicationState
from app.settlement import commands
from app.settlement.models import Receipt, SettlementPhoto
from app.settlement.queries import claim_of
from app.shell.database import db
from tests.clients import program, signed_in
from tests.paid_actions import PaidAction

JUNE = date(2025, 6, 12)
JULY = date(2025, 7, 18)
ELSEWHERE = {
    "portal.language": "/sprache/<code>",
    "desk.case": "/antraege/<uuid:application_id>",
    "disbursement.payments": "/antraege/<uuid:application_id>/zahlungen",
    "proposals.mine": "/antraege",
}


@pytest.fixture
def house(app):
    """Return the application with the addresses its pages link to."""
    for endpoint, address in ELSEWHERE.items():
        if endpoint not in app.view_functions:
            app.add_url_rule(address, endpoint, lambda **_: "")
    return app


def jpeg(colour=(10, 200, 30)):
    data = io.BytesIO()
    Image.new("RGB", (90, 120), colour).save(data, "JPEG")
    data.seek(0)
    return data


def typed(**changed):
    return {
        "amount_cents": "312,80",
        "issued_on": "12.06.2025",
        "payee": "Gartencenter",
        "category": "materials",
        **changed,
    }


def with_receipt(cents=31_280, **options):
    action = PaidAction(**options)
    receipt_id = action.add(1, JUNE, cents)
    action.report()
    action.submit()
    return action, receipt_id


def test_an_applicant_settles_on_the_phone(house):
    action = PaidAction()
    phone = signed_in(house, action.applicant)
    home = f"/antraege/{action.id}/abrechnung"
    assert "Erst, wenn alles da ist." in phone.get(home).text

    sent = phone.post(f"{home}/belege/neu", data={**typed(), "file": (jpeg(), "beleg.jpg"), "idempotency_key": "a"})
    again = phone.post(f"{home}/belege/neu", data={**typed(), "file": (jpeg(), "beleg.jpg"), "idempotency_key": "a"})
    assert (sent.status_code, again.status_code) == (302, 302)
    assert phone.post(f"{home}/bericht", data={"report": "Schön.", "participants": "80"}).status_code == 302
    assert phone.post(f"{home}/fotos", data={"file": (jpeg(), "fest.jpg"), "caption": "Hof"}).status_code == 302

    page = phone.get(home).text
    assert page.count("Beleg 1") == 1
    assert "Beleg 2" not in page
    assert phone.post(f"{home}/absenden").status_code == 302
    assert action.fresh().state is ApplicationState.SETTLEMENT_SUBMITTED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_cents", "1e3"),
        ("amount_cents", "-5"),
        ("amount_cents", "1.234,567"),
        ("amount_cents", "0"),
        ("issued_on", "31.02.2025"),
        ("payee", "x" * 100_000),
        ("category", "beer"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(house, field, value):
    action = PaidAction()
    phone = signed_in(house, action.applicant)
    answer = phone.post(f"/antraege/{action.id}/abrechnung/belege/neu", data=typed(**{field: value}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Gartencenter" in answer.text or field == "payee"


def test_a_web_page_named_jpg_is_refused_at_its_field_in_both_doors(house):
    action = PaidAction()
    phone = signed_in(house, action.applicant)
    fake = (io.BytesIO(b"<html><script>alert(1)</script></html>"), "beleg.jpg")
    answer = phone.post(f"/antraege/{action.id}/abrechnung/belege/neu", data={**typed(), "file": fake})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text

    receipt_id = action.add(1, JUNE, 100, file=False)
    tool = program(house, action.applicant)
    fake = (io.BytesIO(b"<html></html>"), "beleg.jpg")
    answer = tool.post(f"/api/v1/receipts/{receipt_id}/file", data={"file": fake})
    assert (answer.status_code, answer.json["code"]) == (415, "wrong-file-type")


def test_a_picture_is_served_in_a_sandbox_and_only_to_readers(house):
    action, receipt_id = with_receipt()
    answer = signed_in(house, action.q1).get(f"/belege/{receipt_id}/datei")
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()

    stranger = PaidAction(code="NK")
    assert signed_in(house, stranger.q1).get(f"/belege/{receipt_id}/datei").status_code == 404
    assert signed_in(house, stranger.applicant).get(f"/belege/{receipt_id}").status_code == 404
    assert signed_in(house, stranger.q1).get(f"/antraege/{action.id}/abrechnung").status_code == 404


def test_the_office_cuts_a_receipt_and_a_second_person_orders(house):
    action, receipt_id = with_receipt()
    first, second = signed_in(house, action.q1), signed_in(house, action.q2)
    cuts = {"cuts-0-amount_cents": "25,00", "cuts-0-reason": "NOT_PURPOSE", "note": "Gutschein"}
    assert "Entscheidung" in first.get(f"/belege/{receipt_id}").text
    assert first.post(f"/belege/{receipt_id}/anerkennen", data=cuts).status_code == 302

    home = f"/antraege/{action.id}/abrechnung"
    assert first.post(f"{home}/pruefen", data={"note": ""}).status_code == 422
    assert first.post(f"{home}/pruefen", data={"note": "Alles geprüft."}).status_code == 302
    assert "Anordnen muss sie eine andere Person" in first.get(home).text
    assert first.post(f"{home}/anordnen").status_code == 403
    assert second.post(f"{home}/anordnen").status_code == 302
    assert action.fresh().state is ApplicationState.REPAYMENT_DUE

    money = {"amount_cents": "733,39", "received_on": "01.08.2025"}
    assert claim_of(action.id).amount_cents == 73_339
    assert (
        second.post(f"/antraege/{action.id}/rueckzahlung", data={**money, "amount_cents": "9.999"}).status_code == 422
    )
    assert second.post(f"/antraege/{action.id}/rueckzahlung", data=money).status_code == 302
    assert second.post(f"{home}/abschliessen").status_code == 302
    assert "Fertig" in second.get(home).text


def test_cuts_above_the_receipt_are_refused_in_both_doors(house):
    action, receipt_id = with_receipt(1_000)
    data = {"cuts-0-amount_cents": "10,01", "cuts-0-reason": "TIP"}
    answer = signed_in(house, action.q1).post(f"/belege/{receipt_id}/anerkennen", data=data)
    assert answer.status_code == 422
    assert "höher als der Beleg" in answer.text

    body = {"cuts": [{"amount_cents": 1_001, "reason": "TIP"}]}
    tool = program(house, action.q1)
    answer = tool.post(f"/api/v1/receipts/{receipt_id}/recognise", json=body, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json["code"]) == (422, "cuts-exceed-receipt")
    assert "cuts" in answer.json["errors"]


def test_more_rows_for_cuts_need_no_script(house):
    action, receipt_id = with_receipt()
    browser = signed_in(house, action.q1)
    page = browser.post(f"/belege/{receipt_id}/anerkennen", data={"cuts-0-amount_cents": "1,00", "next": "more"}).text
    assert 'name="cuts-4-amount_cents"' in page
    assert 'value="1,00"' in page


def test_question_and_answer_go_back_and_forth(house):
    action, receipt_id = with_receipt()
    office, phone = signed_in(house, action.q1), signed_in(house, action.applicant)
    assert office.post(f"/belege/{receipt_id}/rueckfrage", data={"text": "Wofür?"}).status_code == 302
    assert "Wofür?" in phone.get(f"/belege/{receipt_id}").text
    assert "Beleg 1 beantworten" in phone.get(f"/antraege/{action.id}/abrechnung").text
    answer = phone.post(f"/belege/{receipt_id}/antwort", data={"text": "Erde.", "file": (jpeg((1, 1, 1)), "neu.jpg")})
    assert answer.status_code == 302
    assert "Erde." in office.get(f"/belege/{receipt_id}").text


def test_a_program_settles_an_action(house):
    action = PaidAction()
    tool, office, other = program(house, action.applicant), program(house, action.q1), program(house, action.q2)
    base = f"/api/v1/applications/{action.id}"
    receipt = {"issued_on": "2025-06-12", "payee": "Laden", "category": "materials", "amount_cents": 136_360}
    created = tool.post(f"{base}/receipts", json=receipt)
    assert created.status_code == 201
    receipt_id = created.json["id"]
    assert tool.post(f"/api/v1/receipts/{receipt_id}/file", data={"file": (jpeg(), "a.jpg")}).status_code == 200
    assert tool.put(f"{base}/settlement/report", json={"report": "Schön."}).status_code == 200
    photo = {"file": (jpeg(), "b.jpg"), "caption": "Hof"}
    assert tool.post(f"{base}/settlement/photos", data=photo).status_code == 201
    assert tool.post(f"{base}/settlement/submit").json["state"] == "settlement_submitted"

    key = {"Idempotency-Key": "1"}
    assert office.post(f"/api/v1/receipts/{receipt_id}/recognise", json={}).status_code == 400
    assert office.post(f"/api/v1/receipts/{receipt_id}/recognise", json={}, headers=key).status_code == 200
    key = {"Idempotency-Key": "2"}
    assert office.post(f"{base}/settlement/certify", json={"note": "Gut."}, headers=key).status_code == 200
    refused = office.post(f"{base}/settlement/order", headers={"Idempotency-Key": "3"})
    assert (refused.status_code, refused.json["code"]) == (403, "four-eyes")
    done = other.post(f"{base}/settlement/order", headers={"Idempotency-Key": "4"})
    assert (done.json["state"], done.json["figures"]["balance_payment_cents"]) == ("second_payment_due", 44_999)


def test_an_unknown_field_is_refused_by_name(house):
    action = PaidAction()
    body = {"issued_on": "2025-06-12", "payee": "L", "category": "fee", "amount_cents": 1, "extra": 1}
    answer = program(house, action.applicant).post(f"/api/v1/applications/{action.id}/receipts", json=body)
    assert answer.status_code == 422
    assert "extra" in answer.json["errors"]


def test_a_stale_page_changes_no_receipt(house):
    action = PaidAction()
    receipt_id = action.add(1, JUNE, 1_000)
    phone = signed_in(house, action.applicant)
    assert phone.post(f"/belege/{receipt_id}/aendern", data=typed(version="1")).status_code == 302
    assert phone.post(f"/belege/{receipt_id}/aendern", data=typed(version="1")).status_code == 422


def test_an_action_is_called_off_on_its_page(house):
    action = PaidAction()
    browser = signed_in(house, action.q1)
    assert "1.049,97" in browser.get(f"/antraege/{action.id}/absagen").text
    assert browser.post(f"/antraege/{action.id}/absagen", data={"reason": "Regen"}).status_code == 302
    assert claim_of(action.id).amount_cents == 104_997


def test_the_list_of_the_office_shows_what_waits(house):
    action, _ = with_receipt()
    assert action.application.title in signed_in(house, action.q1).get("/buero/abrechnungen").text
    empty = signed_in(house, PaidAction(code="NK").q1).get("/buero/abrechnungen").text
    assert "wartet keine Abrechnung" in empty


def test_the_page_costs_the_same_few_queries_for_two_and_for_twenty_receipts(house):
    counts = []
    for code, many in (("A2", 2), ("A20", 20)):
        action = PaidAction(code=code)
        for number in range(many):
            action.add(number + 1, JUNE, 100 + number)
        phone = signed_in(house, action.applicant)
        phone.get(f"/antraege/{action.id}/abrechnung")
        seen = []
        note = lambda *args: seen.append(args[2])  # noqa: E731, B023
        sa.event.listen(db.engine, "before_cursor_execute", note)
        assert phone.get(f"/antraege/{action.id}/abrechnung").status_code == 200
        sa.event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len([statement for statement in seen if statement.lstrip().upper().startswith("SELECT")]))
    assert counts[0] == counts[1] <= 12


def test_the_command_door_knows_every_command():
    assert {"add_receipt", "order_settlement", "cancel_paid_action"} <= set(commands.__all__)


def test_an_account_with_nothing_open_tells_the_office_that_it_can_be_closed(house):
    action, receipt_id = with_receipt(1_000, award=1_100, advance=1_100)
    action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id)
    action.finalise(JULY)
    home = f"/antraege/{action.id}/abrechnung"
    office = signed_in(house, action.q1)
    assert "Das Konto kann geschlossen werden" in office.get(home).text
    assert "Im Moment ist nichts zu tun" in signed_in(house, action.applicant).get(home).text
    assert office.post(f"{home}/abschliessen").status_code == 302
    assert "Das Konto kann geschlossen werden" not in office.get(home).text


def test_receipts_and_photos_are_taken_out_until_the_settlement_is_sent(house):
    action = PaidAction()
    phone = signed_in(house, action.applicant)
    home = f"/antraege/{action.id}/abrechnung"
    phone.post(f"{home}/belege/neu", data={**typed(), "file": (jpeg(), "beleg.jpg")})
    phone.post(f"{home}/belege/neu", data={**typed(payee="Irrtum"), "file": (jpeg((1, 2, 3)), "falsch.jpg")})
    for colour in ((5, 5, 5), (9, 9, 9)):
        phone.post(f"{home}/fotos", data={"file": (jpeg(colour), "fest.jpg"), "caption": "Hof"})
    wrong, right = (db.session.scalar(sa.select(Receipt.id).where(Receipt.payee == payee)) for payee in ("Irrtum", "Gartencenter"))
    spare, kept = db.session.scalars(sa.select(SettlementPhoto.id))
    db.session.rollback()

    assert phone.post(f"/belege/{wrong}/entfernen").location == home
    assert phone.post(f"/abrechnung/fotos/{spare}/entfernen").location == home
    page = phone.get(home).text
    assert "Gartencenter" in page
    assert "Irrtum" not in page
    assert str(spare) not in page

    phone.post(f"{home}/bericht", data={"report": "Schön.", "participants": "80"})
    assert phone.post(f"{home}/absenden").status_code == 302
    for address in (f"/belege/{right}/entfernen", f"/abrechnung/fotos/{kept}/entfernen"):
        assert phone.post(address).status_code == 422
    assert db.session.get(Receipt, right) is not None
    assert db.session.get(SettlementPhoto, kept) is not None
