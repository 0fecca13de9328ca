"""Receipts on their way: what may come in, what is asked, what the office may cut, what looks like a duplicate."""

import io
from datetime import date

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from app.core.errors import DomainError, Forbidden, StaleVersion, WrongState
from app.proposals.rules import ApplicationState
from app.settlement import commands
from app.settlement.models import Receipt, Settlement
from app.settlement.queries import overview_of, receipts_of
from app.settlement.rules import (
    AccountLocked,
    CutNeedsNote,
    CutsExceedReceipt,
    DayInFuture,
    PhotosMissing,
    ReasonNotInForce,
    ReceiptPictureMissing,
    ReceiptState,
    ReportMissing,
)
from app.shell.database import db
from app.shell.jobs.outbox import Job
from tests.paid_actions import PaidAction, picture

JUNE = date(2025, 6, 12)
JULY = date(2025, 7, 18)


def fields(**changed):
    return {"issued_on": JUNE, "payee": "Laden", "category": "materials", "amount_cents": 1_000, **changed}


def sent(action, *cents):
    ids = [action.add(number, JUNE, amount) for number, amount in enumerate(cents, 1)]
    action.report()
    action.submit()
    return ids


def receipts(action):
    db.session.rollback()
    db.session.expire_all()
    settlement_id = db.session.scalar(sa.select(Settlement.id).where(Settlement.application_id == action.id))
    return receipts_of(settlement_id, action.area.id)


def test_receipts_are_numbered_in_the_order_they_come_in(app):
    action = PaidAction()
    for number in (1, 2, 3):
        action.add(number, JUNE, 100 * number)
    assert [(found.number, found.amount_cents) for found in receipts(action)] == [(1, 100), (2, 200), (3, 300)]


def test_a_receipt_of_tomorrow_is_refused(app):
    action = PaidAction()
    with pytest.raises(DayInFuture):
        action.add(1, date(2025, 7, 13), 100)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<html><script>alert(1)</script></html>", "beleg.jpg", "image/jpeg"),
        (b"\xff\xd8\xff\xe0 not really a picture", "beleg.jpg", "image/jpeg"),
        (b"%PDF-1.7 broken", "beleg.pdf", "application/pdf"),
        (b"GIF89a<script>", "beleg.png", "image/png"),
        (b"", "leer.png", "image/png"),
    ],
)
def test_a_disguised_file_changes_nothing(app, data, name, kind):
    action = PaidAction()
    file = FileStorage(io.BytesIO(data), filename=name, content_type=kind)
    with pytest.raises(DomainError) as refusal:
        action.do(action.applicant, JULY, commands.add_receipt, application_id=action.id, file=file, **fields())
    assert refusal.value.field == "file"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Receipt)) == 0


def test_an_account_lacks_report_photo_and_pictures_until_they_are_there(app):
    action = PaidAction()
    with pytest.raises(ReportMissing):
        action.submit()
    action.report(photos=0)
    with pytest.raises(PhotosMissing):
        action.submit()
    action.report(photos=1)
    action.add(1, JUNE, 100, file=False)
    with pytest.raises(ReceiptPictureMissing):
        action.submit()


def test_the_office_may_enter_a_receipt_it_holds_on_paper(app):
    action = PaidAction()
    action.add(1, JUNE, 100, by=action.q1, file=False)
    action.report()
    action.submit()
    assert receipts(action)[0].is_on_paper


def test_an_account_sent_before_its_action_began_takes_all_steps(app):
    action = PaidAction(state=ApplicationState.AGREED)
    sent(action, 100)
    assert action.fresh().state is ApplicationState.SETTLEMENT_SUBMITTED


def test_what_is_with_the_office_is_not_changed_unless_it_asked(app):
    action = PaidAction()
    first, second = sent(action, 1_000, 2_000)
    with pytest.raises(AccountLocked):
        action.do(action.applicant, JULY, commands.change_receipt, receipt_id=first, **fields())
    with pytest.raises(AccountLocked):
        action.add(3, JUNE, 100)

    action.do(action.q1, JULY, commands.ask_about_receipt, receipt_id=first, text="Was ist das?")
    assert action.fresh().state is ApplicationState.SETTLEMENT_QUERY
    action.do(action.applicant, JULY, commands.change_receipt, receipt_id=first, **fields(amount_cents=900))
    with pytest.raises(AccountLocked):
        action.do(action.applicant, JULY, commands.change_receipt, receipt_id=second, **fields())

    action.do(action.applicant, JULY, commands.answer_about_receipt, receipt_id=first, text="Erde.", file=picture())
    assert action.fresh().state is ApplicationState.SETTLEMENT_SUBMITTED
    assert [said.text for said in receipts(action)[0].messages] == ["Was ist das?", "Erde."]


def test_the_last_of_two_answers_gives_the_account_back(app):
    action = PaidAction()
    first, second = sent(action, 1_000, 2_000)
    for receipt_id in (first, second):
        action.do(action.q1, JULY, commands.ask_about_receipt, receipt_id=receipt_id, text="Wofür?")
    action.do(action.applicant, JULY, commands.answer_about_receipt, receipt_id=first, text="Erde.")
    assert action.fresh().state is ApplicationState.SETTLEMENT_QUERY
    action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=second)
    assert action.fresh().state is ApplicationState.SETTLEMENT_SUBMITTED


def test_a_question_is_mailed(app):
    action = PaidAction()
    (receipt_id,) = sent(action, 1_000)
    action.do(action.q1, JULY, commands.ask_about_receipt, receipt_id=receipt_id, text="Was ist das?")
    mails = db.session.scalars(sa.select(Job.arguments).where(Job.name == "send-mail")).all()
    assert [mail["template"] for mail in mails] == ["settlement/mail/question.txt"]


def test_cuts_never_exceed_the_receipt_and_leave_it_as_it_was(app):
    action = PaidAction()
    (receipt_id,) = sent(action, 1_000)
    cuts = [{"amount_cents": 600, "reason": "ALCOHOL"}, {"amount_cents": 401, "reason": "TIP"}]
    with pytest.raises(CutsExceedReceipt):
        action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id, cuts=cuts)
    assert (receipts(action)[0].state, receipts(action)[0].cuts) == (ReceiptState.UPLOADED, ())


def test_a_receipt_may_be_decided_again_until_the_account_is_certified(app):
    action = PaidAction()
    (receipt_id,) = sent(action, 1_000)
    cut = [{"amount_cents": 1_000, "reason": "TIP"}]
    action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id, cuts=cut)
    assert (receipts(action)[0].state, action.fresh().recognised_cents) == (ReceiptState.REJECTED, 0)
    action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id)
    assert (receipts(action)[0].cuts, action.fresh().recognised_cents) == ((), 1_000)

    action.do(action.q1, JULY, commands.certify_settlement, application_id=action.id, note="Gut.")
    with pytest.raises(WrongState):
        action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id, cuts=cut)


def test_a_reason_the_rules_do_not_know_is_refused(app):
    action = PaidAction(rules={"alcohol.eligible": True})
    (receipt_id,) = sent(action, 1_000)
    cut = [{"amount_cents": 100, "reason": "ALCOHOL"}]
    with pytest.raises(ReasonNotInForce):
        action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id, cuts=cut)


def test_another_reason_needs_a_word_of_explanation(app):
    action = PaidAction()
    (receipt_id,) = sent(action, 1_000)
    cut = [{"amount_cents": 100, "reason": "OTHER"}]
    with pytest.raises(CutNeedsNote):
        action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id, cuts=cut)
    action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id, cuts=cut, note="Gutschein")


def test_a_decision_from_a_stale_page_is_refused(app):
    action = PaidAction()
    (receipt_id,) = sent(action, 1_000)
    action.do(action.q1, JULY, commands.recognise_receipt, receipt_id=receipt_id, version=1)
    with pytest.raises(StaleVersion):
        action.do(action.q2, JULY, commands.recognise_receipt, receipt_id=receipt_id, version=1)


def test_the_applicant_recognises_nothing(app):
    action = PaidAction()
    (receipt_id,) = sent(action, 1_000)
    with pytest.raises(Forbidden):
        action.do(action.applicant, JULY, commands.recognise_receipt, receipt_id=receipt_id)


def test_the_same_picture_and_the_same_facts_look_like_duplicates(app):
    action = PaidAction()
    add = {"application_id": action.id, "issued_on": JUNE, "category": "materials"}
    for cents, payee, colour in ((100, "A", 1), (200, "B", 1), (300, "C", 2), (300, "c", 3), (400, "D", 4)):
        file = picture((colour, 0, 0))
        action.do(action.applicant, JULY, commands.add_receipt, amount_cents=cents, payee=payee, file=file, **add)

    twins = {found.number: [twin.rsplit(" ", 1)[1] for twin in found.twins] for found in receipts(action)}
    assert twins == {1: ["2"], 2: ["1"], 3: ["4"], 4: ["3"], 5: []}


def test_the_running_figures_know_received_spent_and_left(app):
    action = PaidAction()
    action.add(1, JUNE, 50_000)
    actor_view = action.do(action.applicant, JULY, lambda work: overview_of(work.actor, action.id))
    assert (actor_view.spent.cents, actor_view.left.cents) == (55_000, 49_997)
    assert [(shift.category, shift.difference.cents) for shift in actor_view.shifts] == [
        ("materials", -55_000),
        ("fee", -25_000),
        ("food", -6_360),
    ]


def test_a_receipt_may_be_taken_out_before_sending(app):
    action = PaidAction()
    receipt_id = action.add(1, JUNE, 1_000)
    action.do(action.applicant, JULY, commands.remove_receipt, receipt_id=receipt_id)
    assert receipts(action) == []
