"""Motions: putting an item to the vote, counting it, postponing it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.bodies.commands import postpone
from app.bodies.models import AgendaItem, JurySession
from app.bodies.rules import AGENDA_ITEM, SESSION, SessionNotOpen, ensure_running
from app.core.clock import berlin_date
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action
from app.funds.queries import rules_of
from app.funds.rules import RuleValues
from app.proposals.models import Application
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work
from app.voting.models import Motion
from app.voting.queries.rolls import chairs, motion_id_of, place_of, roll_of
from app.voting.rules import (
    MOTION,
    Decision,
    MotionState,
    Outcome,
    as_record,
    attendance_of,
    chair_choice,
    decide,
    ensure_award,
    lot_seed,
    quorum,
    tally_of_roll,
    with_award,
)


@dataclass(frozen=True, kw_only=True)
class MotionOpened(Event):
    """An item is put to the vote under frozen rules, «Abstimmung eröffnet»."""

    agenda_item_id: UUID
    award_cents: int
    is_conditional: bool
    rule_book_id: UUID
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class MotionCounted(Event):
    """A vote is over; the line holds every figure of the count, «Abstimmung ausgezählt»."""

    outcome: Outcome
    yes: int
    no: int
    abstain: int
    needed: int
    base: int
    present: int
    recused: int
    quorum_needed: int
    award_cents: int
    fingerprint: str


def open_motion(
    work: Work, *, agenda_item_id: UUID, award_cents: int | None = None, reason: str = "", condition: str = ""
) -> UUID:
    """Put an item to the vote: the whole amount asked for, or less with a reason, perhaps under a condition.

    Raise SessionNotOpen, AwardAboveRequest or ReductionNotAllowed.
    """
    session_id, application_id = place_of(agenda_item_id)
    session = work.load(JurySession, session_id)
    item = work.load(AgendaItem, agenda_item_id)
    work.require(Action.RUN_SESSION, session)
    ensure_running(session.state)
    if session.rule_book_id is None:
        raise SessionNotOpen
    application = db.session.get(Application, application_id)
    if application is None:
        raise NotFound
    rules = rules_of(session.rule_book_id)
    award = Euro(application.requested_cents if award_cents is None else award_cents)
    ensure_award(award, requested=Euro(application.requested_cents), values=rules.values)

    _begin_voting(item)
    _note_quorum(session, agenda_item_id, rules.values)
    motion = Motion(
        id=uuid4(),
        area_id=session.area_id,
        agenda_item_id=agenda_item_id,
        application_id=application_id,
        rule_book_id=rules.id,
        fingerprint=rules.fingerprint,
        award_cents=award.cents,
        reason=reason,
        condition=condition,
        state=MotionState.OPEN,
        opened_at=work.now,
        decision={},
    )
    work.store(motion)

    work.record(
        MotionOpened(
            area_id=session.area_id,
            subject_id=motion.id,
            case_id=application_id,
            agenda_item_id=agenda_item_id,
            award_cents=award.cents,
            is_conditional=bool(condition),
            rule_book_id=rules.id,
            fingerprint=rules.fingerprint,
        )
    )
    return motion.id


def count_motion(work: Work, motion: Motion) -> Decision:
    """Close a motion and count it; the caller has locked the application and the motion and asked permission."""
    item = work.load(AgendaItem, motion.agenda_item_id)
    application = work.load(Application, motion.application_id)
    values = rules_of(motion.rule_book_id).values
    roll = roll_of(motion.agenda_item_id)

    motion.state = MOTION.after(motion.state, "close")
    decision = decide(
        tally_of_roll(roll),
        attendance_of(roll),
        values,
        chair_choice=chair_choice(roll, chairs(motion.area_id, berlin_date(work.now))),
        lot_seed=lot_seed(motion.id, motion.fingerprint),
    )
    decision = with_award(
        decision, award=Euro(motion.award_cents), requested=Euro(application.requested_cents), values=values
    )

    item.state = AGENDA_ITEM.after(item.state, "decide" if decision.is_quorate else "postpone")
    _keep(work, motion, decision)
    return decision


def postpone_item(work: Work, *, agenda_item_id: UUID) -> UUID:
    """Leave an item for another session; a vote that runs on it ends without a result."""
    session_id, application_id = place_of(agenda_item_id)
    application = work.load(Application, application_id)
    session = work.load(JurySession, session_id)
    motion_id = motion_id_of(agenda_item_id)
    motion = work.load(Motion, motion_id) if motion_id else None
    item = work.load(AgendaItem, agenda_item_id)
    work.require(Action.RUN_SESSION, session)

    if motion is not None:
        motion.state = MOTION.after(motion.state, "close")
        motion.closed_at = work.now
        motion.outcome = Outcome.POSTPONED
    postpone(work, item, application)
    return agenda_item_id


def _begin_voting(item: AgendaItem) -> None:
    for step in ("present", "settle_recusals"):
        if AGENDA_ITEM.allows(item.state, step):
            item.state = AGENDA_ITEM.after(item.state, step)
    item.state = AGENDA_ITEM.after(item.state, "open_voting")


def _note_quorum(session: JurySession, agenda_item_id: UUID, values: RuleValues) -> None:
    """Let the session say whether it was quorate when last an item was put to the vote."""
    reached = quorum(attendance_of(roll_of(agenda_item_id)), values).is_reached
    step = "find_quorum" if reached else "lose_quorum"
    if SESSION.allows(session.state, step):
        session.state = SESSION.after(session.state, step)


def _keep(work: Work, motion: Motion, decision: Decision) -> None:
    motion.closed_at = work.now
    motion.outcome = decision.outcome
    motion.yes, motion.no, motion.abstain = decision.tally.yes, decision.tally.no, decision.tally.abstain
    motion.decision = as_record(decision)
    work.store()
    work.record(
        MotionCounted(
            area_id=motion.area_id,
            subject_id=motion.id,
            case_id=motion.application_id,
            outcome=decision.outcome,
            yes=decision.tally.yes,
            no=decision.tally.no,
            abstain=decision.tally.abstain,
            needed=decision.needed,
            base=decision.base,
            present=decision.present,
            recused=decision.recused,
            quorum_needed=decision.quorum.needed,
            award_cents=motion.award_cents,
            fingerprint=motion.fingerprint,
        )
    )
