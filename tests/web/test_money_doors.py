"""Awards and payments through both doors: what each may press, why not, and the same refusal as page and as problem."""

from uuid import UUID, uuid4

import pytest

from app.allocation.commands import draw_agreement, sign_agreement_for_qm
from app.disbursement.commands import order_payment, reject_payment
from app.disbursement.rules import PaymentState
from app.funds.commands import book_commitment
from app.proposals.rules import ApplicationState
from tests.awards import IBAN, agreed, application, certified, decided, money, ordered, payment, requested
from tests.clients import program, signed_in
from tests.evenings import Evening
from tests.factories import World

ELSEWHERE = {
    "desk.case": "/antraege/<uuid:application_id>",
    "desk.home": "/start",
    "portal.language": "/sprache/<code>",
}


@pytest.fixture
def town(app):
    """Return a neighbourhood whose pages may link to addresses of other floors."""
    for endpoint, address in ELSEWHERE.items():
        if endpoint not in app.view_functions:
            app.add_url_rule(address, endpoint, lambda **_: "")
    return World(app)


def page(world, handle):
    return signed_in(world.app, world.people[handle])


def api(world, handle, *scopes):
    return program(world.app, world.people[handle], *scopes)


def key():
    return {"Idempotency-Key": uuid4().hex}


def voted(world, **opening):
    evening = Evening(world)
    motion_id = evening.opens(**opening)
    evening.votes(motion_id, yes=7)
    return evening.applications[0], motion_id


def test_the_office_closes_a_vote_on_the_page(town):
    application_id, motion_id = voted(town)
    answer = page(town, "q1").post(f"/abstimmungen/{motion_id}/schliessen")
    assert (answer.status_code, "/sitzungen/" in answer.location) == (302, True)
    assert application(application_id).state is ApplicationState.AWARDED


def test_a_vote_without_money_is_refused_through_both_doors(town):
    application_id, motion_id = voted(town)
    town.do("q1", book_commitment, fund_year_id=town.fund_year_id, amount_cents=990_000, text="Vertrag")

    office = page(town, "q1")
    office.post(f"/abstimmungen/{motion_id}/schliessen")
    with office.session_transaction() as session:
        assert ("danger", "Im Fonds ist nicht mehr genug Geld frei.") in session["_flashes"]
    answer = api(town, "q1").post(f"/api/v1/motions/{motion_id}/close", headers=key())
    assert (answer.status_code, answer.json["code"], answer.json["available_cents"]) == (
        409,
        "not-enough-money",
        10_000,
    )
    assert application(application_id).state is ApplicationState.SCHEDULED


def test_closing_a_vote_by_program_needs_a_key_and_counts_once(town):
    _, motion_id = voted(town)
    office = api(town, "q1")
    assert office.post(f"/api/v1/motions/{motion_id}/close").status_code == 400
    same = key()
    first = office.post(f"/api/v1/motions/{motion_id}/close", headers=same)
    again = office.post(f"/api/v1/motions/{motion_id}/close", headers=same)
    assert first.json == again.json
    assert (first.json["outcome"], first.json["yes"], first.json["award_cents"]) == ("approved", 7, 22_000)
    assert money(town)["committed"] == 22_000


def test_an_offer_is_shown_with_its_reason_and_accepted(town):
    application_id = decided(town, award_cents=15_000, reason="Weniger Pflanzen.")
    applicant = page(town, "applicant")
    shown = applicant.get(f"/antraege/{application_id}/angebot").text
    for words in ("220,00", "150,00", "Weniger Pflanzen.", "Angebot annehmen", "7 Ja, 0 Nein"):
        assert words in shown
    assert "Antworten kann nur" in page(town, "q1").get(f"/antraege/{application_id}/angebot").text
    assert page(town, "j1").get(f"/antraege/{application_id}/angebot").status_code == 403

    assert applicant.post(f"/antraege/{application_id}/angebot/annehmen").status_code == 302
    assert application(application_id).awarded_cents == 15_000
    again = applicant.post(f"/antraege/{application_id}/angebot/ablehnen")
    assert (again.status_code, "im jetzigen Stand nicht möglich" in again.text) == (422, True)


def test_an_offer_is_declined_by_program(town):
    application_id = decided(town, award_cents=15_000)
    answer = api(town, "applicant").post(f"/api/v1/applications/{application_id}/offer/decline", headers=key())
    assert (answer.status_code, answer.json["state"]) == (200, "declined")
    refused = api(town, "q1").post(f"/api/v1/applications/{application_id}/offer/accept", headers=key())
    assert (refused.status_code, refused.json["code"]) == (403, "forbidden")


def test_the_agreement_is_drawn_signed_and_accepted_on_the_page(town):
    application_id = decided(town)
    address = f"/antraege/{application_id}/vereinbarung"
    office, applicant = page(town, "q1"), page(town, "applicant")
    assert "Das Büro schreibt die Vereinbarung" in applicant.get(address).text
    assert office.post(f"{address}/erstellen").status_code == 302
    assert office.post(f"{address}/erstellen").status_code == 422
    assert office.post(f"{address}/unterschreiben").status_code == 302

    without = applicant.post(address, data={})
    assert without.status_code == 422
    assert "Bitte bestätigen Sie das mit dem Häkchen." in without.text
    assert applicant.post(address, data={"is_accepted": "y"}).status_code == 302
    assert application(application_id).state is ApplicationState.AGREED
    assert "von beiden angenommen" in applicant.get(address).text


def test_a_signature_on_paper_is_noted_by_the_office(town):
    application_id = decided(town)
    town.do("q1", draw_agreement, application_id=application_id)
    town.do("q1", sign_agreement_for_qm, application_id=application_id)
    office = page(town, "q2")
    address = f"/antraege/{application_id}/vereinbarung"
    assert "unterschrieben auf Papier" in office.get(address).text
    assert office.post(address, data={"is_accepted": "y"}).status_code == 302
    assert "auf Papier, vermerkt von q2" in office.get(address).text


def test_the_document_is_given_to_those_who_may_read_it(town):
    application_id = decided(town)
    address = f"/antraege/{application_id}/vereinbarung.pdf"
    assert page(town, "applicant").get(address).status_code == 404
    town.do("q1", draw_agreement, application_id=application_id)
    answer = page(town, "applicant").get(address)
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert page(town, "j1").get(address).status_code == 403
    assert page(World(town.app), "q1").get(address).status_code == 404
    by_program = api(town, "q1").get(f"/api/v1/applications/{application_id}/agreement/document")
    assert by_program.data == answer.data


def test_the_agreement_by_program(town):
    application_id = decided(town)
    base = f"/api/v1/applications/{application_id}"
    office, applicant = api(town, "q1"), api(town, "applicant")
    assert office.get(f"{base}/agreement").status_code == 404
    assert office.get(f"{base}/award").json["amount_cents"] == 22_000
    assert office.post(f"{base}/agreement").status_code == 201
    assert office.post(f"{base}/agreement/sign").json["qm_signed_at"]
    refused = applicant.post(f"{base}/agreement/accept", json={"is_accepted": False})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["is_accepted"])
    assert applicant.post(f"{base}/agreement/accept", json={"is_accepted": True}).json["applicant_signed_at"]
    assert application(application_id).state is ApplicationState.AGREED


def test_a_payment_goes_its_way_on_the_pages(town):
    application_id = agreed(town)
    address = f"/antraege/{application_id}/zahlungen"
    applicant = page(town, "applicant")
    assert "Wohin soll das Geld gehen?" in applicant.get(address).text
    wrong = applicant.post(
        f"/antraege/{application_id}/bankverbindung", data={"holder": "Ada", "iban": "DE02 1203 0000 0000 2020 52"}
    )
    assert (wrong.status_code, "Diese IBAN stimmt nicht" in wrong.text) == (422, True)
    applicant.post(f"/antraege/{application_id}/bankverbindung", data={"holder": "Ada Muster", "iban": IBAN})
    assert "Vorschuss anfordern: 154,00" in applicant.get(address).text
    assert applicant.post(f"{address}/vorschuss").status_code == 302
    shown = applicant.get(address).text
    assert "Sie müssen nichts tun" in shown
    assert "2051" in shown
    assert "1203 0000" not in shown

    (payment_id,) = [
        UUID(row["id"]) for row in api(town, "q1").get(f"/api/v1/applications/{application_id}/payments").json["items"]
    ]
    q1, q2, district = page(town, "q1"), page(town, "q2"), page(town, "district")
    assert q1.post(f"/zahlungen/{payment_id}/sachlich", data={"amount_cents": "15400"}).status_code == 302
    assert q1.post(f"/zahlungen/{payment_id}/rechnerisch").status_code == 302
    assert "Sie haben diese Zahlung festgestellt" in q1.get(address).text
    assert q1.post(f"/zahlungen/{payment_id}/anordnung").status_code == 403
    assert q2.post(f"/zahlungen/{payment_id}/anordnung").status_code == 302
    assert "Sie haben diese Zahlung angeordnet" in q2.get(f"/zahlungen/{payment_id}/freigabe").text

    assert "Auszahlen: 154,00" in district.get("/buero/zahlungen").text
    assert "DE02 1203" not in district.get(f"/zahlungen/{payment_id}/freigabe").text
    assert "DE02 1203 0000 0000 2020 51" in district.post(f"/zahlungen/{payment_id}/kontonummer").text
    late = district.post(f"/zahlungen/{payment_id}/freigabe", data={"paid_on": "01.01.2020"})
    assert (late.status_code, "nicht vor der Anordnung liegen" in late.text) == (422, True)
    assert (
        district.post(f"/zahlungen/{payment_id}/freigabe", data={"paid_on": f"{town.today:%d.%m.%Y}"}).status_code
        == 302
    )
    assert payment(payment_id).state is PaymentState.PAID
    assert "q1" not in applicant.get(address).text.split("Weg der Zahlung")[1].split("Bankverbindung")[0]
    assert "Keine Auszahlung wartet auf Sie." in district.get("/buero/zahlungen").text


def test_a_payment_goes_its_way_by_program(town):
    application_id = agreed(town)
    base = f"/api/v1/applications/{application_id}"
    applicant, q1, q2, district = (api(town, handle) for handle in ("applicant", "q1", "q2", "district"))
    wrong = applicant.put(f"{base}/payee-account", json={"holder": "Ada", "iban": "DE1"})
    assert (wrong.status_code, wrong.json["code"], list(wrong.json["errors"])) == (422, "not-an-iban", ["iban"])
    assert applicant.put(f"{base}/payee-account", json={"holder": "Ada", "iban": IBAN}).json == {
        "holder": "Ada",
        "iban_tail": "2051",
    }
    asked = applicant.post(f"{base}/payments", json={"kind": "advance"}, headers=key())
    assert (asked.status_code, asked.json["amount_cents"]) == (201, 15_400)
    one = f"/api/v1/payments/{asked.json['id']}"
    assert q1.post(f"{one}/certify-factual", json={"amount_cents": 1}, headers=key()).json["code"] == "amount-changed"
    q1.post(f"{one}/certify-factual", json={"amount_cents": 15_400}, headers=key())
    q1.post(f"{one}/certify-arithmetical", json={}, headers=key())
    refused = q1.post(f"{one}/order", json={}, headers=key())
    assert (refused.status_code, refused.json["code"], refused.json["step"]) == (403, "four-eyes", "order")
    assert q2.post(f"{one}/order", json={}, headers=key()).json["state"] == "ordered"
    assert q2.post(f"{one}/payee-account").json["code"] == "four-eyes"
    assert district.post(f"{one}/payee-account").json["iban"] == IBAN.replace(" ", "")
    same = key()
    for _ in range(2):
        paid = district.post(f"{one}/release", json={"paid_on": town.today.isoformat()}, headers=same)
        assert (paid.status_code, paid.json["state"]) == (200, "paid")
    assert money(town)["paid"] == 15_400
    assert {one["name"] for one in applicant.get(one).json["signatures"]} == {None}
    assert [one["name"] for one in q1.get(one).json["signatures"]] == ["q1", "q1", "q2"]


@pytest.mark.parametrize(
    ("handle", "status"), [("q1", 403), ("q2", 403), ("applicant", 403), ("j1", 403), ("auditor", 403)]
)
def test_the_wrong_hands_release_nothing_through_either_door(town, handle, status):
    _, payment_id = ordered(town)
    day = town.today
    by_page = page(town, handle).post(f"/zahlungen/{payment_id}/freigabe", data={"paid_on": f"{day:%d.%m.%Y}"})
    by_program = api(town, handle).post(
        f"/api/v1/payments/{payment_id}/release", json={"paid_on": day.isoformat()}, headers=key()
    )
    assert (by_page.status_code, by_program.status_code) == (status, status)
    assert "paid" not in money(town)


def test_the_office_next_door_finds_no_page_of_a_payment(town):
    application_id, payment_id = requested(town)
    other = page(World(town.app), "q1")
    for address in (
        f"/antraege/{application_id}/zahlungen", f"/antraege/{application_id}/bankverbindung", f"/zahlungen/{payment_id}/freigabe",
        f"/zahlungen/{payment_id}/zurueckweisen", f"/antraege/{application_id}/vereinbarung", f"/antraege/{application_id}/angebot",
    ):  # fmt: skip
        assert other.get(address).status_code == 404, address
    assert "Hoffest" not in other.get("/buero/zahlungen").text


def test_a_double_click_on_booking_answers_twice_and_books_once(town):
    _, payment_id = ordered(town)
    district = page(town, "district")
    sent = {"paid_on": f"{town.today:%d.%m.%Y}", "idempotency_key": uuid4().hex}
    for _ in range(2):
        assert district.post(f"/zahlungen/{payment_id}/freigabe", data=sent).status_code == 302
    assert money(town)["paid"] == 15_400


def test_a_payment_is_sent_back_with_a_reason_and_asked_for_again(town):
    application_id, payment_id = certified(town)
    office = page(town, "q1")
    empty = office.post(f"/zahlungen/{payment_id}/zurueckweisen", data={"reason": ""})
    assert empty.status_code == 422
    assert office.post(f"/zahlungen/{payment_id}/zurueckweisen", data={"reason": "Falsches Konto."}).status_code == 302
    shown = page(town, "applicant").get(f"/antraege/{application_id}/zahlungen").text
    assert "Falsches Konto." in shown
    assert "Vorschuss anfordern" in shown
    gone = page(town, "district").get(f"/zahlungen/{payment_id}/zurueckweisen")
    assert "abgeschlossen" in gone.text


def test_a_payment_rejected_by_program(town):
    _, payment_id = certified(town)
    answer = api(town, "district").post(
        f"/api/v1/payments/{payment_id}/reject", json={"reason": "Konto"}, headers=key()
    )
    assert (answer.status_code, answer.json["state"], answer.json["rejected_reason"]) == (200, "rejected", "Konto")


def test_the_list_of_payments_says_what_waits_for_whom(town):
    _, payment_id = certified(town)
    assert "Wartet auf andere" in page(town, "q1").get("/buero/zahlungen").text
    shown = page(town, "q2").get("/buero/zahlungen").text
    assert "Auszahlung anordnen: 154,00" in shown
    assert page(town, "applicant").get("/buero/zahlungen").status_code == 404
    listed = api(town, "q2").get("/api/v1/payments").json
    assert (listed["total"], [row["id"] for row in listed["items"]]) == (1, [str(payment_id)])
    assert api(town, "applicant").get("/api/v1/payments").json["items"] == []
    town.do("q2", order_payment, payment_id=payment_id)
    town.do("q3", reject_payment, payment_id=payment_id, reason="x")
    assert api(town, "q2").get("/api/v1/payments").json["total"] == 0


def test_a_token_that_may_only_read_pays_nothing(town):
    _, payment_id = requested(town)
    reader = api(town, "q1", "read")
    assert reader.get(f"/api/v1/payments/{payment_id}").status_code == 200
    assert reader.post(f"/api/v1/payments/{payment_id}/certify-factual", json={}, headers=key()).status_code == 403


@pytest.mark.parametrize("field", ["amount_cents", "unknown"])
def test_a_program_cannot_say_how_much_is_paid(town, field):
    application_id = agreed(town)
    sent = {"kind": "advance", field: 1}
    answer = api(town, "q1").post(f"/api/v1/applications/{application_id}/payments", json=sent, headers=key())
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
