"""What becomes of a decision: award, offer, rejection; the agreement; calling it off."""

import email
import hashlib
from datetime import timedelta
from email import policy

import pikepdf
import pytest
import sqlalchemy as sa

from app.allocation.commands import (
    accept_offer,
    cancel_action,
    close_vote,
    decline_offer,
    draw_agreement,
    sign_agreement_as_applicant,
    sign_agreement_for_qm,
)
from app.allocation.models import Agreement, Award
from app.allocation.queries import agreement_file, agreement_of, award_of
from app.allocation.rules import (
    AlreadyPaid,
    AwardState,
    DrawnAlready,
    NoAgreement,
    NotEnoughMoney,
    OfferExpired,
    SignedAlready,
)
from app.core.actor import Role
from app.core.clock import berlin_moment
from app.core.errors import Forbidden, NotFound, WrongState
from app.disbursement.commands import release_payment
from app.funds.commands import book_commitment
from app.proposals.rules import ApplicationState
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.files.store import open_file
from app.shell.jobs.outbox import Job
from app.shell.mail import send_mail
from tests.awards import agreed, application, decided, money, ordered
from tests.evenings import Evening
from tests.factories import World

BUDGET = 1_000_000
ASKED = 22_000


def letters():
    return [
        job.arguments
        for job in db.session.scalars(sa.select(Job).where(Job.name == "send-mail").order_by(Job.created_at))
    ]


def sent(app, letter):
    """Return the text of a letter as it goes out."""
    folder = app.extensions["settings"].instance / "mail"
    before = set(folder.glob("*.eml")) if folder.exists() else set()
    job_id = db.session.scalar(sa.select(Job.id).where(Job.name == "send-mail").limit(1))
    (folder / f"{job_id}.eml").unlink(missing_ok=True)
    before.discard(folder / f"{job_id}.eml")
    send_mail(job_id, **letter)
    (path,) = set(folder.glob("*.eml")) - before
    return email.message_from_bytes(path.read_bytes(), policy=policy.default).get_content()


def test_a_full_award_commits_the_money_at_once(world):
    application_id = decided(world)

    row = application(application_id)
    assert (row.state, row.awarded_cents, row.decided_on) == (ApplicationState.AWARDED, ASKED, world.today)
    assert money(world) == {"available": BUDGET - ASKED, "committed": ASKED}
    assert award_of(application_id).rule_book_id == world.rule_book_id


def test_the_notice_tells_the_arithmetic(world):
    application_id = decided(world, yes=5, no=1, abstain=1)

    letter = letters()[-1]
    assert letter["template"] == "allocation/mail/decision.txt"
    text = sent(world.app, letter)
    assert "Bewilligt sind 220,00" in text
    assert "5 Ja, 1 Nein, 1 Enthaltung." in text
    assert f"/antraege/{application_id}" in text


def test_a_rejection_says_why(world):
    application_id = decided(world, yes=1, no=6, reason="Passt nicht zum Aufruf.")

    assert application(application_id).state is ApplicationState.REJECTED
    assert money(world) == {"available": BUDGET}
    assert award_of(application_id) is None
    text = sent(world.app, letters()[-1])
    assert "nicht zugestimmt" in text
    assert "Passt nicht zum Aufruf." in text
    assert "1 Ja, 6 Nein" in text


def test_without_a_quorum_nothing_is_decided(world):
    evening = Evening(world, present=3)
    world.do("q1", close_vote, motion_id=evening.opens())

    row = application(evening.applications[0])
    assert (row.state, row.decided_on) == (ApplicationState.ADMITTED, None)
    assert money(world) == {"available": BUDGET}


def test_a_vote_is_closed_once(world):
    evening = Evening(world)
    motion_id = evening.opens()
    evening.votes(motion_id, yes=7)
    world.do("q1", close_vote, motion_id=motion_id)
    with pytest.raises(WrongState):
        world.do("q1", close_vote, motion_id=motion_id)
    assert money(world)["committed"] == ASKED


def test_an_award_above_what_is_left_is_refused_and_leaves_the_vote_open(world):
    evening = Evening(world)
    motion_id = evening.opens()
    evening.votes(motion_id, yes=7)
    world.do("q1", book_commitment, fund_year_id=world.fund_year_id, amount_cents=BUDGET - ASKED + 1, text="Vertrag")
    events = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))

    with pytest.raises(NotEnoughMoney) as refused:
        world.do("q1", close_vote, motion_id=motion_id)

    assert (refused.value.status, refused.value.code()) == (409, "not-enough-money")
    assert application(evening.applications[0]).state is ApplicationState.SCHEDULED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == events


@pytest.mark.parametrize("handle", ["applicant", "j1", "district"])
def test_only_office_and_chair_close_a_vote(world, handle):
    evening = Evening(world)
    motion_id = evening.opens()
    with pytest.raises((Forbidden, NotFound)):
        world.do(handle, close_vote, motion_id=motion_id)


def test_a_reduced_award_is_an_offer_that_reserves(world):
    application_id = decided(world, award_cents=15_000, reason="Weniger Pflanzen.")

    row = application(application_id)
    assert (row.state, row.awarded_cents) == (ApplicationState.OFFER_REDUCED, 0)
    assert row.due_on == award_of(application_id).answer_by == world.today + timedelta(days=14)
    assert money(world) == {"available": BUDGET - 15_000, "reserved": 15_000}


def test_an_accepted_offer_commits_what_was_reserved(world):
    application_id = decided(world, award_cents=15_000)
    world.do("applicant", accept_offer, application_id=application_id)

    row = application(application_id)
    assert (row.state, row.awarded_cents) == (ApplicationState.AWARDED, 15_000)
    assert money(world) == {"available": BUDGET - 15_000, "committed": 15_000}
    with pytest.raises(WrongState):
        world.do("applicant", decline_offer, application_id=application_id)


def test_a_declined_offer_is_free_again(world):
    application_id = decided(world, award_cents=15_000)
    world.do("applicant", decline_offer, application_id=application_id)

    assert application(application_id).state is ApplicationState.DECLINED
    assert award_of(application_id).state is AwardState.DECLINED
    assert money(world) == {"available": BUDGET}


def test_an_offer_is_accepted_to_the_end_of_its_last_day(world):
    application_id = decided(world, award_cents=15_000)
    day_after = berlin_moment(world.today + timedelta(days=15))
    with pytest.raises(OfferExpired):
        world.do("applicant", accept_offer, now=day_after, application_id=application_id)
    world.do(
        "applicant", accept_offer, now=berlin_moment(world.today + timedelta(days=14)), application_id=application_id
    )


def test_only_the_applicant_answers_an_offer(world):
    application_id = decided(world, award_cents=15_000)
    with pytest.raises(Forbidden):
        world.do("q1", accept_offer, application_id=application_id)


def test_the_agreement_is_a_tagged_document_whose_bytes_are_kept(world):
    application_id = decided(world)
    world.do("q1", draw_agreement, application_id=application_id)

    stored = agreement_file(world.actor("applicant"), application_id)
    with open_file(stored) as file:
        data = file.read()
    assert hashlib.sha256(data).hexdigest() == agreement_of(application_id).document_hash == stored.sha256
    with pikepdf.open(agreement_bytes := open_file(stored)) as document:
        assert str(document.Root.Lang).startswith("de")
        assert bool(document.Root.MarkInfo.Marked)
        assert b"pdfuaid:part>1<" in document.Root.Metadata.read_bytes()
        assert "Vereinbarung" in str(document.docinfo.Title)
    agreement_bytes.close()
    world.do("q2", sign_agreement_for_qm, application_id=application_id)
    assert agreement_of(application_id).document_hash == stored.sha256


def test_the_agreement_names_its_rules_and_is_drawn_once(world):
    application_id = decided(world)
    world.do("q1", draw_agreement, application_id=application_id)
    assert "Regelwerk in Version 1" in agreement_of(application_id).terms
    assert letters()[-1]["template"] == "allocation/mail/agreement.txt"
    with pytest.raises(DrawnAlready):
        world.do("q2", draw_agreement, application_id=application_id)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Agreement)) == 1


def test_an_open_offer_has_no_agreement(world):
    application_id = decided(world, award_cents=15_000)
    with pytest.raises(NoAgreement):
        world.do("q1", draw_agreement, application_id=application_id)


def test_a_rejected_application_has_no_agreement(world):
    application_id = decided(world, yes=0, no=7)
    with pytest.raises(NoAgreement):
        world.do("q1", draw_agreement, application_id=application_id)
    with pytest.raises(NoAgreement):
        world.do("q1", sign_agreement_for_qm, application_id=application_id)


@pytest.mark.parametrize("first", ["office", "applicant"])
def test_both_signatures_make_it_agreed_in_either_order(world, first):
    application_id = decided(world)
    world.do("q1", draw_agreement, application_id=application_id)
    steps = [("q1", sign_agreement_for_qm), ("applicant", sign_agreement_as_applicant)]
    for handle, command in steps if first == "office" else reversed(steps):
        assert application(application_id).state is ApplicationState.AWARDED
        world.do(handle, command, application_id=application_id)
        with pytest.raises(SignedAlready):
            world.do(handle, command, application_id=application_id)

    assert application(application_id).state is ApplicationState.AGREED
    assert letters()[-1]["template"] == "allocation/mail/agreed.txt"
    assert "/zahlungen" in sent(world.app, letters()[-1])


def test_the_applicant_does_not_sign_for_the_office(world):
    application_id = decided(world)
    world.do("q1", draw_agreement, application_id=application_id)
    with pytest.raises(Forbidden):
        world.do("applicant", sign_agreement_for_qm, application_id=application_id)


def test_what_was_called_off_is_not_signed_any_more(world):
    application_id = decided(world)
    world.do("q1", draw_agreement, application_id=application_id)
    world.do("applicant", cancel_action, application_id=application_id, reason="Krank.")
    with pytest.raises(WrongState):
        world.do("q1", sign_agreement_for_qm, application_id=application_id)


def test_calling_off_before_any_payment_frees_the_money(world):
    application_id = agreed(world)
    world.do("applicant", cancel_action, application_id=application_id, reason="Krank.")

    assert application(application_id).state is ApplicationState.CANCELLED
    assert award_of(application_id).state is AwardState.CANCELLED
    assert money(world) == {"available": BUDGET}
    assert "Krank." in sent(world.app, letters()[-1])


def test_calling_off_after_a_payment_is_a_matter_of_settlement(world):
    application_id, payment_id = ordered(world)
    world.do("district", release_payment, payment_id=payment_id, paid_on=world.today)
    with pytest.raises(AlreadyPaid):
        world.do("q1", cancel_action, application_id=application_id, reason="Krank.")


def test_the_office_next_door_sees_no_award(world):
    application_id = decided(world)
    other = World(world.app)
    with pytest.raises(NotFound):
        other.do("q1", draw_agreement, application_id=application_id)
    assert world.people["q1"] != other.people["q1"]
    assert Role.STAFF in {grant.role for grant in other.actor("q1").grants}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Award)) == 1
