"""Carrying out what a body decided: award, offer, rejection, another session."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.allocation.commands.awards import move
from app.allocation.letters import notify
from app.allocation.models import Award
from app.allocation.rules import AwardState, ensure_affordable
from app.core.clock import berlin_date
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action
from app.funds.models import FundYear
from app.funds.queries import rules_of
from app.funds.rules import ensure_open, offer_due_on
from app.ledger.queries import balances
from app.ledger.rules import AccountKind
from app.proposals.commands import advance
from app.proposals.models import Application
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work
from app.voting.commands import count_motion
from app.voting.models import Motion
from app.voting.rules import Decision, Outcome, explain

STEP_OF = {
    Outcome.APPROVED: "approve",
    Outcome.APPROVED_REDUCED: "approve_reduced",
    Outcome.REJECTED: "reject",
    Outcome.NO_QUORUM: "postpone",
    Outcome.POSTPONED: "postpone",
    Outcome.STRAW_POLL: "postpone",
}
CONDITIONAL = "approve_conditional"
FINAL = frozenset({Outcome.APPROVED, Outcome.APPROVED_REDUCED, Outcome.REJECTED})


@dataclass(frozen=True, kw_only=True)
class AwardMade(Event):
    """Money was promised, or offered when it is less than asked for."""

    amount_cents: int
    state: AwardState
    motion_id: UUID
    rule_book_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(Event):
    """The body's decision was carried out."""

    outcome: Outcome
    motion_id: UUID


def close_vote(work: Work, *, motion_id: UUID) -> UUID:
    """Count a motion and carry out what was decided: award, offer, rejection or another session.

    Raise NotEnoughMoney when the fund year no longer holds the award; the vote then stays open.
    """
    year_id = db.session.scalar(
        sa.select(Application.fund_year_id)
        .join(Motion, Motion.application_id == Application.id)
        .where(Motion.id == motion_id)
    )
    if year_id is None:
        raise NotFound
    year = work.load(FundYear, year_id)
    motion = work.load(Motion, motion_id)
    work.require(Action.RUN_SESSION, motion)
    application = work.load(Application, motion.application_id)

    decision = count_motion(work, motion)
    due = _promise(work, motion, application, year, outcome=decision.outcome) if decision.is_adopted else None
    is_conditional = decision.is_adopted and bool(motion.condition)

    advance(work, application, CONDITIONAL if is_conditional else STEP_OF[decision.outcome], due_on=due)
    if decision.outcome in FINAL:
        application.decided_on = berlin_date(work.now)
    work.store()
    work.record(
        ApplicationDecided(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            outcome=decision.outcome,
            motion_id=motion.id,
        )
    )
    _notify(work, application, motion, decision, due)
    return motion.id


def _promise(work: Work, motion: Motion, application: Application, year: FundYear, *, outcome: Outcome) -> date | None:
    """Make the award; one that still waits only reserves and has a last day, which is returned."""
    amount = Euro(motion.award_cents)
    ensure_open(year.state, year=year.year)
    ensure_affordable(amount, available=Euro(balances(year.id)[AccountKind.AVAILABLE]))
    due = _answer_by(work, motion, application, outcome)
    is_offer = due is not None
    award = Award(
        id=uuid4(),
        area_id=application.area_id,
        application_id=application.id,
        fund_year_id=year.id,
        motion_id=motion.id,
        rule_book_id=motion.rule_book_id,
        amount_cents=amount.cents,
        state=AwardState.OFFERED if is_offer else AwardState.BINDING,
        answer_by=due,
        decided_at=work.now,
    )
    work.store(award)
    target, step = (AccountKind.RESERVED, "reserve") if is_offer else (AccountKind.COMMITTED, "commit")
    move(work, award, source=AccountKind.AVAILABLE, target=target, step=step)
    application.awarded_cents = 0 if is_offer else amount.cents
    work.record(
        AwardMade(
            area_id=award.area_id,
            subject_id=award.id,
            case_id=application.id,
            amount_cents=award.amount_cents,
            state=award.state,
            motion_id=motion.id,
            rule_book_id=motion.rule_book_id,
        )
    )
    return due


def _answer_by(work: Work, motion: Motion, application: Application, outcome: Outcome) -> date | None:
    """Return until when an award waits: for its days to answer, a condition at least until the action begins [I]."""
    if not motion.condition and outcome is not Outcome.APPROVED_REDUCED:
        return None
    due = offer_due_on(berlin_date(work.now), rules_of(motion.rule_book_id).values)
    return max(due, application.action_from or due) if motion.condition else due


def _notify(work: Work, application: Application, motion: Motion, decision: Decision, due: date | None) -> None:
    """Tell the applicant the decision with its reason and its arithmetic."""
    notify(
        work,
        application,
        "decision",
        outcome=decision.outcome.value,
        condition=motion.condition,
        award=motion.award_cents,
        requested=application.requested_cents,
        reason=motion.reason,
        arithmetic=[[sentence.text, dict(sentence.facts)] for sentence in explain(decision)],
        answer_by=due,
    )
