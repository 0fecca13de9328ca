"""Random walks over the life of an application: the money always adds up, a refused step changes nothing.

Each run takes 80 lives; ``KIEZFONDS_TEST_WALKS=2000`` takes two thousand.
"""

import os
import random
from datetime import date, timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.allocation.commands import (
    accept_offer,
    close_vote,
    decline_offer,
    draw_agreement,
    sign_agreement_as_applicant,
    sign_agreement_for_qm,
)
from app.bodies.commands import close_session, open_session, plan_session, record_arrival
from app.bodies.models import AgendaItem
from app.bodies.rules import SessionKind
from app.core.clock import berlin_moment
from app.core.errors import DomainError
from app.disbursement.commands import (
    certify_arithmetical,
    certify_factual,
    order_payment,
    reject_payment,
    release_payment,
    request_payment,
    set_payee_account,
)
from app.disbursement.models import Payment
from app.disbursement.rules import PaymentKind
from app.ledger.checking import check
from app.ledger.queries import balances
from app.ledger.rules import PARTS, AccountKind
from app.proposals.commands import (
    answer_query,
    check_eligibility,
    resubmit_application,
    submit_whole,
    withdraw_application,
)
from app.proposals.models import Application
from app.settlement.commands import (
    add_receipt,
    book_repayment,
    cancel_paid_action,
    certify_settlement,
    close_account,
    order_settlement,
    recognise_receipt,
    save_report,
    submit_settlement,
    waive_interest,
)
from app.settlement.models import Receipt, RepaymentClaim, Settlement
from app.shell.audit.models import AuditEvent
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.voting.commands import cast_ballot, declare_conflict, open_motion, postpone_item
from app.voting.models import Motion
from app.voting.rules import Choice, ConflictKind
from tests.factories import World

WALKS, STEPS = int(os.environ.get("KIEZFONDS_TEST_WALKS", "80")), 45
IBAN = "DE02120300000000202051"


class Walker:
    """One application, taken anywhere its life allows, by people who may and people who may not."""

    def __init__(self, world, dice, day):
        self.world, self.dice, self.day = world, dice, day
        self.application_id = self.session_id = None

    def who(self, *likely):
        return self.dice.choice([*likely] * 6 + ["q1", "q2", "q3", "district", "applicant", "j1", "auditor"])

    def do(self, handle, command, **arguments):
        self.day += timedelta(days=self.dice.choice([0, 0, 0, 1, 5]))
        return self.world.do(handle, command, now=berlin_moment(self.day), **arguments)

    def one(self, column, *where):
        rows = db.session.scalars(sa.select(column).where(*where)).all()
        db.session.rollback()
        return self.dice.choice(rows) if rows else self.world.fund_id

    def plan(self):
        cents = self.dice.choice([1, 999, 10_000, 77_777, 136_363])
        begins = self.day + timedelta(days=self.dice.choice([60, 75]))
        return {
            "applicant_name": "Ada", "applicant_email": "ada@example.org", "applicant_kind": "resident", "title": "Fest", "summary": "Fest",
            "themes": ["community"], "own_share": "Aufbau", "action_from": begins, "action_to": begins,
            "lines": [{"category": "materials", "text": "Material", "amount_cents": cents}],
        }  # fmt: skip

    def application(self):
        row = db.session.get(Application, self.application_id)
        db.session.rollback()
        return row

    def payment(self):
        return self.one(Payment.id, Payment.application_id == self.application_id)

    def motion(self):
        return self.one(Motion.id, Motion.application_id == self.application_id)

    def item(self):
        return self.one(AgendaItem.id, AgendaItem.application_id == self.application_id)

    def steps(self):
        case = {"application_id": self.application_id}
        by_state = {
            "submitted": [lambda: self.do(self.who("q1"), check_eligibility, **case, note="ok",
                          result=self.dice.choice(["ok"] * 6 + ["query", "reject"]), reason_code=self.dice.choice([None, "OTHER"]))],
            "needs_info": [lambda: self.do(self.who("applicant"), answer_query, **case, text="So"),
                           lambda: self.do(self.who("applicant"), resubmit_application, **case, **self.plan())],
            "admitted": [self.evening],
            "scheduled": [self.vote, self.vote, lambda: self.do(self.who("q1"), postpone_item, agenda_item_id=self.item())],
            "offer_reduced": [lambda: self.do(self.who("applicant"), accept_offer, **case), lambda: self.do(self.who("applicant"), decline_offer, **case)],
            "awarded": [lambda: self.do(self.who("q1"), draw_agreement, **case), lambda: self.do(self.who("q1"), sign_agreement_for_qm, **case),
                        lambda: self.do(self.who("applicant"), sign_agreement_as_applicant, **case)],
            "agreed": [self.pay], "running": [self.pay, self.settle, self.settle], "awaiting_settlement": [self.settle], "overdue": [self.settle],
            "settlement_submitted": [self.review], "certified": [lambda: self.do(self.who("q2"), order_settlement, **case)],
            "second_payment_due": [self.pay, self.finish], "repayment_due": [self.repay, self.repay, self.finish], "repayment_late": [self.repay, self.finish],
            "cancelled": [self.repay, self.finish], "finalised": [self.finish],
        }  # fmt: skip
        anywhere = [
            lambda: self.do(self.who("applicant"), withdraw_application, **case),
            lambda: self.do(self.who("applicant"), cancel_paid_action, **case, reason="Regen"),
            lambda: self.do(self.who("q1"), request_payment, **case, kind=PaymentKind.ADVANCE, amount_cents=self.dice.choice([None, 1, 10**7])),
            lambda: self.do(self.who("q1"), order_payment, payment_id=self.payment()),
            lambda: self.do(self.who("q1"), close_account, **case),
            lambda: self.do(self.who("q1"), close_vote, motion_id=self.motion()),
            lambda: self.do(self.who("q1"), reject_payment, payment_id=self.payment(), reason="Irrtum"),
        ]
        own = by_state.get(self.application().state.value, [])
        return own * 12 + anywhere

    def evening(self):
        self.session_id = self.do("q1", plan_session, body_id=self.world.body_id, fund_year_id=self.world.fund_year_id, kind=SessionKind.MEETING,
                                  title="Sitzung", held_on=self.day, place="Büro", application_ids=[self.application_id])  # fmt: skip
        self.do("q1", open_session, session_id=self.session_id)
        for handle in self.dice.sample(sorted(self.world.seats), self.dice.choice([3, 4, 6, 7])):
            self.do("q1", record_arrival, session_id=self.session_id, seat_id=self.world.seats[handle])

    def vote(self):
        if self.dice.random() < 0.2:
            self.do("q1", declare_conflict, agenda_item_id=self.item(), seat_id=self.world.seats["j1"], kind=ConflictKind.OTHER)
        requested = self.application().requested_cents
        award = self.dice.choice([None, None, max(1, requested // 2), requested + 1])
        motion_id = self.do("q1", open_motion, agenda_item_id=self.item(), award_cents=award)
        for seat_id in self.world.seats.values():
            try:
                self.do("q1", cast_ballot, motion_id=motion_id, seat_id=seat_id, choice=self.dice.choice([Choice.YES] * 4 + list(Choice)))
            except DomainError:
                continue
        self.do("q1", close_vote, motion_id=motion_id)
        self.do("q1", close_session, session_id=self.session_id)

    def pay(self):
        case = {"application_id": self.application_id}
        step = self.dice.choice(["account", "request", "sign", "sign", "sign"])
        if step == "account":
            self.do(self.who("applicant"), set_payee_account, **case, holder="Ada", iban=IBAN)
        elif step == "request":
            self.do(self.who("q1"), request_payment, **case, kind=PaymentKind.ADVANCE)
        else:
            payment_id = self.payment()
            self.do(self.who("q1"), certify_factual, payment_id=payment_id)
            self.do(self.who("q1"), certify_arithmetical, payment_id=payment_id)
            self.do(self.who("q2"), order_payment, payment_id=payment_id)
            self.do(self.who("district"), release_payment, payment_id=payment_id, paid_on=self.day + timedelta(days=self.dice.choice([0, 0, 1])))

    def settle(self):
        case = {"application_id": self.application_id}
        row = self.application()
        self.day = max(self.day, row.action_to + timedelta(days=self.dice.choice([1, 27, 60])))
        for _ in range(self.dice.choice([0, 1, 3])):
            self.do("q1", add_receipt, **case, issued_on=row.action_from, payee="Laden", purpose="Material", category="materials",
                    amount_cents=self.dice.choice([1, 5_000, 80_000, 150_000]))  # fmt: skip
        self.do("q1", save_report, **case, report="Es war schön.", participants=20)
        self.do("q1", submit_settlement, **case)

    def review(self):
        receipts = db.session.execute(
            sa.select(Receipt.id, Receipt.amount_cents).join(Settlement, Settlement.id == Receipt.settlement_id)
            .where(Settlement.application_id == self.application_id)
        ).all()  # fmt: skip
        db.session.rollback()
        for receipt_id, cents in receipts:
            cut = self.dice.choice([0, 1, cents // 3, cents, cents + 1])
            cuts = [{"amount_cents": cut, "reason": "NOT_PURPOSE"}] if cut else []
            self.do(self.who("q1"), recognise_receipt, receipt_id=receipt_id, cuts=cuts)
        self.do(self.who("q1"), certify_settlement, application_id=self.application_id, note="Geprüft.")

    def repay(self):
        self.day += timedelta(days=self.dice.choice([0, 10, 40]))
        left = db.session.scalar(sa.select(RepaymentClaim.amount_cents - RepaymentClaim.repaid_cents).where(RepaymentClaim.application_id == self.application_id))
        db.session.rollback()
        cents = self.dice.choice([1, left or 1, left or 1, (left or 1) + 1])
        self.do(self.who("q1"), book_repayment, application_id=self.application_id, amount_cents=cents, received_on=self.day)

    def finish(self):
        if self.dice.random() < 0.3:
            self.do(self.who("q2"), waive_interest, application_id=self.application_id)
        self.do(self.who("q1"), close_account, application_id=self.application_id)


def trace(walker):
    """Return a figure that any change in the walk's rows would alter."""
    row = walker.application()
    events = db.session.scalar(sa.select(sa.func.max(AuditEvent.id)))
    payments = db.session.execute(sa.select(Payment.id, Payment.state, Payment.version).where(Payment.application_id == walker.application_id).order_by(Payment.id)).all()
    found = (events, row.version, row.state, row.requested_cents, row.paid_cents, payments, balances(walker.world.fund_year_id))
    db.session.rollback()
    return found


def adds_up(world, budget):
    parts = balances(world.fund_year_id)
    db.session.rollback()
    assert all(parts[kind] >= 0 for kind in PARTS), parts
    assert sum(parts[kind] for kind in PARTS) == -parts[AccountKind.BUDGET]
    assert -parts[AccountKind.BUDGET] <= budget


@pytest.fixture
def rich(app):
    """A world whose year has money for many walks."""
    return World(app, on=date(2026, 2, 2), rules={"fund.annual_budget_cents": 10**10, "photos.min": 0, "themes.required_min": 0})


def test_random_lives_keep_every_cent(rich):
    walks, ended = count(), []

    @settings(max_examples=WALKS, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(st.integers(0, 2**63))
    def walk(seed):
        dice = random.Random(seed)
        walker = Walker(rich, dice, rich.today)
        walker.application_id = walker.do("applicant", submit_whole, fund_year_id=rich.fund_year_id, **walker.plan())
        for _ in range(dice.choice([8, 20, STEPS])):
            before = trace(walker)
            step = dice.choice(walker.steps())
            done = db.session.scalar(sa.select(sa.func.max(AuditEvent.id)))
            db.session.rollback()
            try:
                step()
            except DomainError:
                after = trace(walker)
                if after[0] == done:
                    assert after == before
            adds_up(rich, 10**10)
        ended.append(walker.application().state.value)
        next(walks)

    walk()
    seal()

    assert next(walks) >= WALKS
    assert {"closed", "withdrawn"} <= set(ended)
    assert verify(berlin_moment(rich.today)).is_sound
    assert check().faults == ()
