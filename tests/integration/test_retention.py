"""How long what is kept: papers of a grant, receipts and bank files, and the papers of those who got nothing."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.core.clock import add_months, berlin_date, berlin_moment, utc_now
from app.core.errors import Forbidden
from app.disbursement.commands import make_bank_file, set_paying_account
from app.disbursement.models import BankFile
from app.disbursement.queries import exportable
from app.proposals.commands import add_attachment, remove_attachment, start_application, withdraw_application
from app.proposals.rules import ApplicationState
from app.settlement import commands
from app.settlement.models import Receipt, ReceiptMessage, SettlementPhoto
from app.settlement.retention import (
    cases_to_forget,
    cases_with_old_receipts,
    discard_old_receipts,
    discard_unused_files,
    empty_old_bank_files,
    forget_old_cases,
    keep_no_longer,
)
from app.settlement.rules import CaseUnfinished, StillKept
from app.shell.audit.models import AuditEvent
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import place
from app.shell.jobs.outbox import DAILY
from app.shell.jobs.running import run_due
from tests.awards import application, decided, ordered
from tests.clients import signed_in
from tests.evenings import admitted
from tests.paid_actions import PaidAction, picture

JUNE, JULY = date(2025, 6, 12), date(2025, 7, 18)
PAYING = "DE75 5121 0800 1245 1261 99"


def years_after(day, years):
    """Return the first day on which something kept for some years is kept no longer."""
    return add_months(day, 12 * years) + timedelta(days=1)


def all_of(model):
    db.session.rollback()
    return db.session.scalars(sa.select(model).execution_options(populate_existing=True)).all()


@pytest.fixture
def settled(app):
    """Return an action whose account, one receipt with a question, was closed on 18 July 2025."""
    action = PaidAction(award=1_100, advance=1_100)
    receipt_id = action.add(1, JUNE, 1_000, payee="Gärtnerin Rose Muster")
    action.report()
    action.submit()
    action.do(action.q1, JULY, commands.ask_about_receipt, receipt_id=receipt_id, text="Wofür?")
    action.do(action.applicant, JULY, commands.answer_about_receipt, receipt_id=receipt_id, text="Für meine Mutter.")
    action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id)
    action.finalise(JULY)
    action.do(action.q1, JULY, commands.close_account, application_id=action.id)
    return action


def test_receipts_outlive_the_papers_of_the_grant_and_go_after_eight_years(settled):
    forgotten, discarded = years_after(JULY, 5), years_after(JULY, 8)
    assert forget_old_cases(berlin_moment(forgotten)) == [settled.id]
    assert [message.text for message in all_of(ReceiptMessage)] == ["", ""]
    (receipt,) = all_of(Receipt)
    assert receipt.payee == "Gärtnerin Rose Muster"
    assert [stored.id for stored in all_of(StoredFile)] == [receipt.file_id]

    assert discard_old_receipts(berlin_moment(discarded - timedelta(days=1))) == []
    assert discard_old_receipts(berlin_moment(discarded)) == [settled.id]
    (receipt,) = all_of(Receipt)
    assert (receipt.payee, receipt.purpose, receipt.file_id) == ("", "", None)
    assert (receipt.amount_cents, receipt.recognised_cents) == (1_000, 1_000)
    assert all_of(StoredFile) == []
    assert discard_old_receipts(berlin_moment(discarded)) == []
    assert "receipts.discarded" in db.session.scalars(sa.select(AuditEvent.tag)).all()
    db.session.rollback()
    seal()
    assert verify(utc_now()).is_sound


def test_receipts_are_neither_discarded_early_nor_by_the_office(settled):
    with pytest.raises(StillKept) as refused:
        settled.do(None, JULY, commands.discard_receipts, application_id=settled.id)
    assert refused.value.facts["kept_until"] == date(2033, 7, 18)
    with pytest.raises(Forbidden):
        settled.do(settled.q1, JULY, commands.discard_receipts, application_id=settled.id)


def test_the_receipts_of_an_open_account_stay(app):
    action = PaidAction()
    action.add(1, JUNE, 1_000)
    assert cases_with_old_receipts(years_after(JULY, 30)) == []
    with pytest.raises(CaseUnfinished):
        action.do(None, JULY, commands.discard_receipts, application_id=action.id)


def test_the_rule_book_says_how_long_receipts_are_kept(app):
    action = PaidAction(award=1_100, advance=1_100, rules={"retention.years": {"grants": 2, "receipts": 3, "log": 10}})
    action.add(1, JUNE, 1_000)
    action.report()
    action.submit()
    for receipt in all_of(Receipt):
        action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt.id)
    action.finalise(JULY)
    action.do(action.q1, JULY, commands.close_account, application_id=action.id)
    assert cases_to_forget(years_after(JULY, 2)) == [action.id]
    assert cases_with_old_receipts(years_after(JULY, 3) - timedelta(days=1)) == []
    assert cases_with_old_receipts(years_after(JULY, 3)) == [action.id]


def test_who_got_no_money_is_forgotten_five_years_after_the_fund_year(world):
    rejected, withdrawn, running = decided(world, yes=0, no=7), admitted(world, title="Lesefest"), admitted(world, title="Chor")
    world.do("applicant", withdraw_application, application_id=withdrawn)
    day = date(world.today.year + 6, 1, 1)
    assert forget_old_cases(berlin_moment(day - timedelta(days=1))) == []
    assert set(forget_old_cases(berlin_moment(day))) == {rejected, withdrawn}
    for case, state in ((rejected, ApplicationState.REJECTED), (withdrawn, ApplicationState.WITHDRAWN)):
        row = application(case)
        assert (row.state, row.applicant_name, row.applicant_email, row.applicant_id) == (state, "", "", None)
        assert row.title
    assert application(running).applicant_id is not None
    assert forget_old_cases(berlin_moment(day)) == [], "nobody is left to forget"


def test_a_draft_nobody_sent_is_forgotten_too(world):
    draft = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    day = date(world.today.year + 6, 1, 1)
    assert cases_to_forget(day - timedelta(days=1)) == []
    assert forget_old_cases(berlin_moment(day)) == [draft]
    assert application(draft).applicant_id is None


def test_the_bytes_of_a_bank_file_go_with_the_receipts_and_its_sum_stays(world):
    world.do("q1", set_paying_account, area_id=world.area_id, holder="Träger", iban=PAYING)
    ordered(world)
    made = world.do("district", make_bank_file, area_id=world.area_id)
    day = years_after(world.today, 8)
    assert empty_old_bank_files(berlin_moment(day - timedelta(days=1))) == []
    assert empty_old_bank_files(berlin_moment(day)) == [made]
    (row,) = all_of(BankFile)
    assert (row.content_sealed, row.payments, row.total_cents) == (b"", 1, 15_400)
    assert exportable(world.area_id) == [], "its payments go into no second file"
    browser = signed_in(world.app, world.people["district"])
    assert "nicht mehr gespeichert" in browser.get(f"/bankdateien/{made}").text
    assert browser.post(f"/bankdateien/{made}").status_code == 302
    assert empty_old_bank_files(berlin_moment(day)) == []


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_replaced_picture_goes_at_once_before_the_account_is_sent_and_is_kept_as_received_after(app, is_sent):
    action = PaidAction()
    receipt_id = action.add(1, JUNE, 1_000)
    (first,) = [stored.id for stored in all_of(StoredFile)]
    if is_sent:
        action.report(photos=1)
        action.submit()
        action.do(action.q1, JULY, commands.ask_about_receipt, receipt_id=receipt_id, text="Unscharf.")
    action.do(action.applicant, JULY, commands.prove_receipt, receipt_id=receipt_id, file=picture((1, 1, 1)))
    assert (first in [stored.id for stored in all_of(StoredFile)]) == is_sent
    stored_on = berlin_date(utc_now() if not is_sent else next(row.stored_at for row in all_of(StoredFile) if row.id == first))
    assert discard_unused_files(berlin_moment(years_after(stored_on, 8) - timedelta(days=1))) == []
    assert discard_unused_files(berlin_moment(years_after(stored_on, 8))) == ([first] if is_sent else [])


def test_what_is_taken_out_before_it_is_sent_leaves_no_bytes(app):
    action = PaidAction()
    receipt_id = action.add(1, JUNE, 1_000)
    action.report(photos=1)
    (photo,) = all_of(SettlementPhoto)
    action.do(action.applicant, JULY, commands.remove_receipt, receipt_id=receipt_id)
    action.do(action.applicant, JULY, commands.remove_photo, photo_id=photo.id)
    assert all_of(StoredFile) == []
    run_due()
    assert list(place().digests()) == []


def test_an_attachment_taken_out_of_a_draft_leaves_nothing(world):
    draft = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    attachment = world.do("applicant", add_attachment, application_id=draft, file=picture())
    world.do("applicant", remove_attachment, attachment_id=attachment)
    assert all_of(StoredFile) == []


def test_the_round_of_every_night_forgets_discards_and_empties_nothing_young(settled):
    assert keep_no_longer in DAILY
    keep_no_longer()
    tags = set(db.session.scalars(sa.select(AuditEvent.tag)).all())
    assert not tags & {"case.anonymised", "receipts.discarded", "bank_file.emptied", "unused_file.discarded"}
