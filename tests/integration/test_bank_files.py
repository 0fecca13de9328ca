"""Bank files: ordered payments as pain.001.001.09, each once for ever, taken only by who signed nothing."""

from datetime import date
from importlib.resources import files
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
import xmlschema
from sqlalchemy.exc import DBAPIError

from app.core.errors import Forbidden, NotFound
from app.disbursement.bank_file import SCHEMA, Transfer, bank_file, end_to_end_id
from app.disbursement.commands import make_bank_file, set_paying_account, take_bank_file
from app.disbursement.models import BankFile, PayingAccount
from app.disbursement.queries import bank_file_of, exportable
from app.disbursement.rules import FourEyes, NoPayingAccount, NothingToExport
from app.disbursement.vault import opened_bytes
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from tests.awards import ordered
from tests.clients import signed_in

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
