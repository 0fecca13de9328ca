"""Bank files: ordered payments as pain.001.001.09, each once for ever, taken only by who signed nothing."""

from datetime import date, timedelta
from importlib.resources import files
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
import xmlschema
from sqlalchemy.exc import DBAPIError

from app.core.errors import Forbidden, NotFound
from app.disbursement.bank_file import SCHEMA, Transfer, bank_file, end_to_end_id
from app.disbursement.commands import make_bank_file, reject_payment, set_paying_account, take_bank_file
from app.disbursement.models import BankFile, PayingAccount
from app.disbursement.queries import bank_file_of, exportable
from app.disbursement.rules import FourEyes, NoPayingAccount, NothingToExport, PaymentState
from app.disbursement.vault import opened_bytes
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from tests.awards import ordered, payment
from tests.clients import program, signed_in

PAYING = "DE75 5121 0800 1245 1261 99"
SPACE = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}
ADVANCE = 15_400


def banks_schema():
    return xmlschema.XMLSchema(str(files("sepaxml") / "schemas" / f"{SCHEMA}.xsd"))


def said(data, path):
    return [node.text for node in ET.fromstring(data).findall(f".//{path}", SPACE)]


@pytest.fixture
def due(world):
    """Return an ordered payment of an area whose paying account is known."""
    world.do("q1", set_paying_account, area_id=world.area_id, holder="Träger gGmbH", iban=PAYING)
    return ordered(world)[1]


def test_the_file_is_what_the_banks_schema_wants(world, due):
    made = world.do("district", make_bank_file, area_id=world.area_id)
    row = bank_file_of(world.actor("district"), made)
    data = opened_bytes(row.content_sealed)
    banks_schema().validate(data.decode())
    assert said(data, "p:CdtTrfTxInf/p:Amt/p:InstdAmt") == ["154.00"]
    assert said(data, "p:CdtTrfTxInf/p:PmtId/p:EndToEndId") == [end_to_end_id(due)]
    assert said(data, "p:DbtrAcct/p:Id/p:IBAN") == [PAYING.replace(" ", "")]
    assert said(data, "p:Dbtr/p:Nm") == ["Träger gGmbH"]
    assert (row.payments, row.total_cents) == (1, ADVANCE)


def test_a_payment_is_in_one_file_only(world, due):
    world.do("district", make_bank_file, area_id=world.area_id)
    db.session.rollback()
    assert exportable(world.area_id) == []
    with pytest.raises(NothingToExport):
        world.do("district", make_bank_file, area_id=world.area_id)


def test_the_database_itself_never_lets_a_payment_out_of_its_file(world, due):
    world.do("district", make_bank_file, area_id=world.area_id)
    db.session.rollback()
    with db.engine.connect() as connection, pytest.raises(DBAPIError, match="append_only"):
        connection.exec_driver_sql("DELETE FROM bank_file_entry")


@pytest.mark.parametrize("who", ["q1", "q2"])
def test_who_certified_or_ordered_neither_makes_nor_takes_the_file(world, due, who):
    with pytest.raises(NothingToExport):
        world.do(who, make_bank_file, area_id=world.area_id)
    made = world.do("district", make_bank_file, area_id=world.area_id)
    with pytest.raises(FourEyes):
        world.do(who, take_bank_file, bank_file_id=made)


def test_without_a_paying_account_there_is_no_file(world):
    ordered(world)
    with pytest.raises(NoPayingAccount):
        world.do("district", make_bank_file, area_id=world.area_id)
    with pytest.raises(Forbidden):
        world.do("applicant", set_paying_account, area_id=world.area_id, holder="Ich", iban=PAYING)
    with pytest.raises((Forbidden, NotFound)):
        world.do("auditor", make_bank_file, area_id=world.area_id)


def test_a_new_paying_account_replaces_the_old_one_which_stays_on_record(world):
    for holder in ("Alter Träger e. V.", "Neuer Träger gGmbH"):
        world.do("q1", set_paying_account, area_id=world.area_id, holder=holder, iban=PAYING)
    rows = db.session.scalars(sa.select(PayingAccount).order_by(PayingAccount.set_at)).all()
    assert [row.replaced_at is None for row in rows] == [False, True]
    assert all(PAYING.replace(" ", "").encode() not in row.iban_sealed for row in rows)


def test_making_and_taking_the_file_leave_lines_without_account_numbers(world, due):
    browser = signed_in(world.app, world.people["district"])
    assert browser.post(f"/buero/bankdateien/{world.area_id}").status_code == 302
    made = db.session.scalar(sa.select(BankFile.id))
    answer = browser.post(f"/bankdateien/{made}")
    assert answer.mimetype == "application/xml"
    banks_schema().validate(answer.get_data(as_text=True))
    lines = db.session.execute(
        sa.select(AuditEvent.tag, AuditEvent.line).where(AuditEvent.tag.like("bank_file.%")).order_by(AuditEvent.id)
    ).all()
    assert [line.tag for line in lines] == ["bank_file.made", "bank_file.taken"]
    assert not any(PAYING.replace(" ", "").encode() in line.line for line in lines)


def test_names_keep_their_umlauts_and_lose_what_banks_do_not_take():
    transfer = Transfer(
        uuid4(), "Günel Şahin & Söhne <b>", "DE02120300000000202051", 1, "MK-1 \N{EURO SIGN} \N{WHITE SMILING FACE}"
    )
    data = bank_file(holder="Träger", iban=PAYING.replace(" ", ""), transfers=[transfer], execute_on=date(2026, 5, 4))
    banks_schema().validate(data.decode())
    assert said(data, "p:Cdtr/p:Nm") == ["Günel Şahin & Söhne b"]
    assert said(data, "p:RmtInf/p:Ustrd") == ["MK-1"]


def test_the_payment_page_says_in_which_file_the_payment_stands(world, due):
    made = world.do("district", make_bank_file, area_id=world.area_id)
    case_id = payment(due).application_id
    shown = signed_in(world.app, world.people["q1"]).get(f"/antraege/{case_id}/zahlungen").text
    assert "In einer Bankdatei" in shown
    assert f"/bankdateien/{made}" in shown
    applicant = signed_in(world.app, world.people["applicant"])
    seen = applicant.get(f"/antraege/{case_id}/zahlungen").text
    assert "In einer Bankdatei" in seen
    assert "/bankdateien/" not in seen
    assert applicant.get(f"/bankdateien/{made}").status_code == 403


def test_the_page_of_a_file_names_its_payments_and_says_who_may_take_it(world, due):
    made = world.do("district", make_bank_file, area_id=world.area_id)
    address = f"/bankdateien/{made}"
    shown = signed_in(world.app, world.people["district"]).get(address).text
    assert "154,00" in shown
    assert "nur einmal" in shown
    assert "Sie haben diese Zahlung festgestellt" in signed_in(world.app, world.people["q1"]).get(address).text
    auditor = signed_in(world.app, world.people["auditor"])
    assert "Auszahlen können nur" in auditor.get(address).text
    assert auditor.post(address).status_code == 403
    listed = program(world.app, world.people["auditor"], "read").get(f"/api/v1/bank-files/{made}").json
    assert [(one["id"], one["bank_file_id"]) for one in listed["items"]] == [(str(due), str(made))]


def test_whoever_releases_a_payment_in_a_file_is_told_not_to_transfer_it_again(world, due):
    release = f"/zahlungen/{due}/freigabe"
    district = signed_in(world.app, world.people["district"])
    assert "Ganze IBAN zeigen" in district.get(release).text
    world.do("district", make_bank_file, area_id=world.area_id)
    shown = district.get(release).text
    assert "nicht noch einmal von Hand" in shown
    assert "Ganze IBAN zeigen" not in shown


def test_what_stands_in_a_file_goes_back_only_when_the_bank_has_stopped_it(world, due):
    world.do("district", make_bank_file, area_id=world.area_id)
    office, address = signed_in(world.app, world.people["q3"]), f"/zahlungen/{due}/zurueckweisen"
    assert "Die Bank kann diese Auszahlung schon haben" in office.get(address).text
    without = office.post(address, data={"reason": "Konto"})
    assert (without.status_code, "An welchem Tag hat die Bank bestätigt" in without.text) == (422, True)
    for day in (world.today - timedelta(days=1), world.today + timedelta(days=1)):
        refused = program(world.app, world.people["q3"]).post(
            f"/api/v1/payments/{due}/reject",
            json={"reason": "Konto", "stopped_on": day.isoformat()},
            headers={"Idempotency-Key": day.isoformat()},
        )
        assert (refused.status_code, refused.json["code"], list(refused.json["errors"])) == (
            422, "stopped-out-of-time", ["stopped_on"],
        )  # fmt: skip
    assert payment(due).state is PaymentState.ORDERED

    sent = {"reason": "Konto", "stopped_on": f"{world.today:%d.%m.%Y}"}
    assert office.post(address, data=sent).status_code == 302
    assert payment(due).state is PaymentState.REJECTED
    tags = db.session.scalars(sa.select(AuditEvent.tag).where(AuditEvent.subject_id == due)).all()
    assert "transfer.stopped" in tags


def test_what_stands_in_no_file_goes_back_without_asking_the_bank(world, due):
    page = signed_in(world.app, world.people["q3"]).get(f"/zahlungen/{due}/zurueckweisen").text
    assert "An welchem Tag hat die Bank" not in page
    world.do("q3", reject_payment, payment_id=due, reason="Konto")
    assert payment(due).state is PaymentState.REJECTED


def test_the_office_names_the_account_and_the_district_makes_the_file_on_pages(world):
    office, district = (signed_in(world.app, world.people[handle]) for handle in ("q1", "district"))
    ordered(world)
    assert district.post(f"/buero/bankdateien/{world.area_id}").location == "/buero/zahlungen"
    with district.session_transaction() as session:
        ((kind, _why),) = session["_flashes"]
    assert kind == "danger"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(BankFile)) == 0

    address = f"/buero/zahlungskonto/{world.area_id}"
    wrong = office.post(address, data={"holder": "Träger gGmbH", "iban": "DE75 5121 0800 1245 1261 98"})
    assert wrong.status_code == 422
    assert 'id="iban-error"' in wrong.text
    assert db.session.scalar(sa.select(PayingAccount)) is None
    assert office.post(address, data={"holder": "Träger gGmbH", "iban": PAYING}).location == "/buero/zahlungen"
    shown = office.get(address).text
    assert "Träger gGmbH" in shown
    assert PAYING.replace(" ", "") not in shown.replace(" ", "")

    district.post(f"/buero/bankdateien/{world.area_id}")
    (made,) = db.session.scalars(sa.select(BankFile.id))
    assert f"/bankdateien/{made}" in district.get("/buero/zahlungen").text
