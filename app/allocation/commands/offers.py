"""Answering an offer: a reduced award becomes binding or is given back."""

from dataclasses import dataclass
from uuid import UUID

from app.allocation.commands.awards import load_award, move
from app.allocation.rules import AWARD, ensure_in_time
from app.core.clock import berlin_date
from app.core.policy import Action
from app.ledger.rules import AccountKind
from app.proposals.commands import advance
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Event):
    """The applicant takes a reduced award."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Event):
    """The applicant does not take a reduced award."""

    amount_cents: int


def accept_offer(work: Work, *, application_id: UUID) -> UUID:
    """Take a reduced award: what was reserved is committed. Raise OfferExpired after the last day to answer."""
    application, award = load_award(work, application_id)
    work.require(Action.ANSWER_OFFER, application)

    award.state = AWARD.after(award.state, "accept")
    ensure_in_time(award.answer_by, today=berlin_date(work.now))
    advance(work, application, "accept_offer")
    move(work, award, source=AccountKind.RESERVED, target=AccountKind.COMMITTED, step="accept")
    application.awarded_cents = award.amount_cents
    work.store()
    work.record(
        OfferAccepted(
            area_id=award.area_id, subject_id=award.id, case_id=application.id, amount_cents=award.amount_cents
        )
    )
    return award.id


def decline_offer(work: Work, *, application_id: UUID) -> UUID:
    """Refuse a reduced award: what was reserved is available again."""
    application, award = load_award(work, application_id)
    work.require(Action.ANSWER_OFFER, application)

    award.state = AWARD.after(award.state, "decline")
    advance(work, application, "decline_offer")
    move(work, award, source=AccountKind.RESERVED, target=AccountKind.AVAILABLE, step="release")
    work.store()
    work.record(
        OfferDeclined(
            area_id=award.area_id, subject_id=award.id, case_id=application.id, amount_cents=award.amount_cents
        )
    )
    return award.id
