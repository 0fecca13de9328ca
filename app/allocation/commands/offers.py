"""What becomes of an award that waits: a reduced one is answered, a condition is met, or the money is given back."""

from dataclasses import dataclass
from uuid import UUID

from app.allocation.commands.awards import load_award, move
from app.allocation.letters import notify
from app.allocation.models import Award
from app.allocation.rules import AWARD, ensure_in_time
from app.core.clock import berlin_date
from app.core.policy import Action
from app.ledger.rules import AccountKind
from app.proposals.commands import advance
from app.proposals.models import Application
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Event):
    """The applicant takes a reduced award."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Event):
    """The applicant does not take a reduced or conditional award."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class ConditionMet(Event):
    """The office found the condition of an award met, «Auflage erfüllt»."""

    tag = "condition.met"
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(Event):
    """An award that waited was not answered, or its condition not met, in time; its money is free again."""

    amount_cents: int


def accept_offer(work: Work, *, application_id: UUID) -> UUID:
    """Take a reduced award: what was reserved is committed. Raise OfferExpired after the last day to answer."""
    application, award = load_award(work, application_id)
    work.require(Action.ANSWER_OFFER, application)

    _commit(work, application, award, step="accept_offer")
    _record(work, award, OfferAccepted)
    return award.id


def meet_condition(work: Work, *, application_id: UUID) -> UUID:
    """Find the condition of an award met: what was reserved is committed. Raise OfferExpired after its last day."""
    application, award = load_award(work, application_id)
    work.require(Action.MEET_CONDITION, application)

    _commit(work, application, award, step="meet_condition")
    _record(work, award, ConditionMet)
    notify(work, application, "condition_met", award=award.amount_cents)
    return award.id


def decline_offer(work: Work, *, application_id: UUID) -> UUID:
    """Refuse a reduced or conditional award: what was reserved is available again."""
    application, award = load_award(work, application_id)
    work.require(Action.ANSWER_OFFER, application)

    _release(work, application, award)
    _record(work, award, OfferDeclined)
    return award.id


def lapse_offer(work: Work, *, application_id: UUID) -> UUID:
    """Release an award whose last day has passed without an answer; before that nothing happens."""
    application, award = load_award(work, application_id)
    work.require(Action.RUN_DEADLINES, application)
    if award.answer_by is None or award.answer_by >= berlin_date(work.now):
        return award.id

    _release(work, application, award)
    _record(work, award, OfferLapsed)
    notify(work, application, "offer_lapsed")
    return award.id


def _commit(work: Work, application: Application, award: Award, *, step: str) -> None:
    award.state = AWARD.after(award.state, "accept")
    ensure_in_time(award.answer_by, today=berlin_date(work.now))
    advance(work, application, step)
    move(work, award, source=AccountKind.RESERVED, target=AccountKind.COMMITTED, step="accept")
    application.awarded_cents = award.amount_cents
    work.store()


def _release(work: Work, application: Application, award: Award) -> None:
    award.state = AWARD.after(award.state, "decline")
    advance(work, application, "decline_offer")
    move(work, award, source=AccountKind.RESERVED, target=AccountKind.AVAILABLE, step="release")
    work.store()


def _record(work: Work, award: Award, kind: type[OfferAccepted | OfferDeclined | ConditionMet | OfferLapsed]) -> None:
    work.record(
        kind(area_id=award.area_id, subject_id=award.id, case_id=award.application_id, amount_cents=award.amount_cents)
    )
