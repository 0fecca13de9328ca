"""Changing awards: carry out a decision, answer an offer, draw and sign the agreement, cancel the action."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.allocation.models import Agreement, Award
from app.allocation.rules import (
    AWARD,
    AlreadyPaid,
    AwardState,
    NoAgreement,
    SignedAlready,
    ensure_affordable,
)
from app.allocation.terms import terms_of
from app.core.clock import berlin_date
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action
from app.funds.models import FundYear
from app.funds.queries import rules_of
from app.funds.rules import offer_due_on
from app.ledger.commands import post
from app.ledger.queries import balances
from app.ledger.rules import AccountKind, transfer
from app.people.models import Person
from app.proposals.commands import advance
from app.proposals.models import Application
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work
from app.voting.commands import count_motion
from app.voting.models import Motion
from app.voting.rules import Decision, Outcome

STEP_OF = {
    Outcome.APPROVED: "approve",
    Outcome.APPROVED_REDUCED: "approve_reduced",
    Outcome.REJECTED: "reject",
    Outcome.NO_QUORUM: "postpone",
    Outcome.POSTPONED: "postpone",
    Outcome.STRAW_POLL: "postpone",
}


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


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Event):
    """The applicant takes a reduced award."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Event):
    """The applicant does not take a reduced award."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class AgreementDrawn(Event):
    """The agreement is ready to be signed."""

    document_hash: str


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    """One side signed."""

    side: str
    document_hash: str


@dataclass(frozen=True, kw_only=True)
class ActionCancelled(Event):
    """The action does not take place."""

    released_cents: int


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
    due = _carry_out(work, decision, motion, application, year)

    advance(work, application, STEP_OF[decision.outcome], due_on=due)
    if decision.outcome in (Outcome.APPROVED, Outcome.APPROVED_REDUCED, Outcome.REJECTED):
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
    notify(work, application, "decision", outcome=decision.outcome.value, award=motion.award_cents, reason=motion.reason)
    return motion.id


def accept_offer(work: Work, *, application_id: UUID) -> UUID:
    """Take a reduced award: what was reserved is committed."""
    application, award = _load_award(work, application_id)
    work.require(Action.ANSWER_OFFER, application)

    award.state = AWARD.after(award.state, "accept")
    advance(work, application, "accept_offer")
    _move(work, award, source=AccountKind.RESERVED, target=AccountKind.COMMITTED, step="accept")
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
    application, award = _load_award(work, application_id)
    work.require(Action.ANSWER_OFFER, application)

    return lapse_offer(work, application, award)


def lapse_offer(work: Work, application: Application, award: Award) -> UUID:
    """Release an offer that was declined or not answered in time; the caller has asked permission."""
    award.state = AWARD.after(award.state, "decline")
    advance(work, application, "decline_offer")
    _move(work, award, source=AccountKind.RESERVED, target=AccountKind.AVAILABLE, step="release")
    work.store()
    work.record(
        OfferDeclined(
            area_id=award.area_id, subject_id=award.id, case_id=application.id, amount_cents=award.amount_cents
        )
    )
    return award.id


def draw_agreement(work: Work, *, application_id: UUID) -> UUID:
    """Write the agreement from the award and the rules it was made under; its words are fixed from now on."""
    application, award = _load_award(work, application_id)
    work.require(Action.DRAW_AGREEMENT, application)
    if award.state is not AwardState.BINDING:
        raise NoAgreement
    terms = terms_of(application, award, rules_of(award.rule_book_id))

    agreement = Agreement(
        id=uuid4(),
        area_id=application.area_id,
        application_id=application.id,
        award_id=award.id,
        applicant_id=application.applicant_id,
        document_hash=hashlib.sha256(terms.encode()).hexdigest(),
        terms=terms,
        drawn_at=work.now,
    )
    work.store(agreement)
    work.record(
        AgreementDrawn(
            area_id=agreement.area_id,
            subject_id=agreement.id,
            case_id=application.id,
            document_hash=agreement.document_hash,
        )
    )
    notify(work, application, "agreement")
    return agreement.id


def sign_agreement_for_qm(work: Work, *, application_id: UUID) -> UUID:
    """Sign for the office."""
    application, agreement = _load_agreement(work, application_id)
    work.require(Action.SIGN_AGREEMENT_FOR_QM, agreement)
    if agreement.qm_signed_at is not None:
        raise SignedAlready

    agreement.qm_signed_at, agreement.qm_signed_by_id = work.now, work.actor.person_id
    return _signed(work, application, agreement, side="qm")


def sign_agreement_as_applicant(work: Work, *, application_id: UUID) -> UUID:
    """Accept as the applicant; the office may note a signature on paper."""
    application, agreement = _load_agreement(work, application_id)
    work.require(Action.SIGN_AGREEMENT_AS_APPLICANT, agreement)
    if agreement.applicant_signed_at is not None:
        raise SignedAlready

    agreement.applicant_signed_at, agreement.applicant_signed_by_id = work.now, work.actor.person_id
    return _signed(work, application, agreement, side="applicant")


def cancel_action(work: Work, *, application_id: UUID, reason: str) -> UUID:  # noqa: ARG001 - kept by the caller's letter
    """Cancel an action nothing was paid for; the award is available again. Raise AlreadyPaid otherwise."""
    application, award = _load_award(work, application_id)
    work.require(Action.CANCEL_ACTION, application)
    if application.paid_cents:
        raise AlreadyPaid

    advance(work, application, "cancel")
    award.state = AWARD.after(award.state, "cancel")
    _move(work, award, source=AccountKind.COMMITTED, target=AccountKind.AVAILABLE, step="cancel")
    work.store()
    work.record(
        ActionCancelled(
            area_id=award.area_id,
            subject_id=application.id,
            case_id=application.id,
            released_cents=award.amount_cents,
        )
    )
    return application.id


def notify(work: Work, application: Application, letter: str, **facts: Any) -> None:
    """Write to the applicant after the commit."""
    person = db.session.get(Person, application.applicant_id) if application.applicant_id else None
    address = (person.email if person else application.applicant_email) or ""
    plain = {"title": application.title, "file_number": application.file_number, "application_id": str(application.id)}
    work.afterwards(
        "send-mail",
        to=address,
        template=f"allocation/mail/{letter}.txt",
        facts={**plain, **facts},
        locale=(person.locale if person else None) or "de",
    )


def _carry_out(
    work: Work, decision: Decision, motion: Motion, application: Application, year: FundYear
) -> date | None:
    if not decision.is_adopted:
        return None
    amount = Euro(motion.award_cents)
    ensure_affordable(amount, available=Euro(balances(year.id)[AccountKind.AVAILABLE]))
    is_offer = decision.outcome is Outcome.APPROVED_REDUCED
    due = offer_due_on(berlin_date(work.now), rules_of(motion.rule_book_id).values) if is_offer else None
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
    _move(work, award, source=AccountKind.AVAILABLE, target=target, step=step)
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


def _move(work: Work, award: Award, *, source: AccountKind, target: AccountKind, step: str) -> None:
    moves = transfer(award.amount_cents, source=source, target=target)
    post(
        work,
        moves,
        fund_year_id=award.fund_year_id,
        cause=("award", award.id),
        step=step,
        case_id=award.application_id,
    )


def _load_award(work: Work, application_id: UUID) -> tuple[Application, Award]:
    found = db.session.execute(
        sa.select(Award.id, Award.fund_year_id).where(Award.application_id == application_id)
    ).one_or_none()
    if found is None:
        work.require(Action.READ_APPLICATION, work.load(Application, application_id))
        raise NoAgreement
    work.load(FundYear, found.fund_year_id)
    return work.load(Application, application_id), work.load(Award, found.id)


def _load_agreement(work: Work, application_id: UUID) -> tuple[Application, Agreement]:
    application = work.load(Application, application_id)
    found = db.session.scalar(sa.select(Agreement.id).where(Agreement.application_id == application_id))
    if found is None:
        work.require(Action.READ_APPLICATION, application)
        raise NoAgreement
    return application, work.load(Agreement, found)


def _signed(work: Work, application: Application, agreement: Agreement, *, side: str) -> UUID:
    if agreement.qm_signed_at and agreement.applicant_signed_at:
        advance(work, application, "agree")
    work.store()
    work.record(
        AgreementSigned(
            area_id=agreement.area_id,
            subject_id=agreement.id,
            case_id=application.id,
            side=side,
            document_hash=agreement.document_hash,
        )
    )
    return agreement.id


