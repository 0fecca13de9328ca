"""The agreement: drawn by the office, signed by both sides, its bytes kept as signed."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.allocation.commands.awards import load_award
from app.allocation.letters import notify
from app.allocation.letters.document import agreement_pdf
from app.allocation.models import Agreement
from app.allocation.rules import AwardState, DrawnAlready, NoAgreement, SignedAlready
from app.allocation.terms import contents_of, terms_of
from app.areas.queries import area, carrier_on
from app.core.clock import berlin_date
from app.core.policy import Action
from app.funds.queries import rules_of
from app.proposals.commands import advance
from app.proposals.models import Application
from app.proposals.queries import allowance_cents, lines_of
from app.proposals.rules import APPLICATION
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.files.kinds import PDF
from app.shell.files.store import store_bytes
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class AgreementDrawn(Event):
    """The agreement is ready to be signed."""

    document_hash: str


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    """One side signed."""

    side: str
    document_hash: str


def draw_agreement(work: Work, *, application_id: UUID) -> UUID:
    """Write the agreement from the award and the rules it was made under; its words are fixed from now on."""
    application, award = load_award(work, application_id)
    work.require(Action.DRAW_AGREEMENT, application)
    if award.state is not AwardState.BINDING:
        raise NoAgreement
    if _agreement_id(application_id) is not None:
        raise DrawnAlready
    today, rules, lines = berlin_date(work.now), rules_of(award.rule_book_id), lines_of(application_id)
    terms = terms_of(application, award, rules)
    contents = contents_of(
        application,
        award,
        terms=terms,
        lines=[(line.text, line.amount_cents) for line in lines],
        allowance_cents=allowance_cents(lines, rules),
        area_name=area(application.area_id).name,
        carrier_name=carrier_on(application.area_id, today),
        on=today,
    )

    document = store_bytes(
        work,
        agreement_pdf(contents, drawn_at=work.now),
        media_type=PDF,
        name=f"Vereinbarung-{application.file_number}.pdf",
        area_id=application.area_id,
    )
    agreement = Agreement(
        id=uuid4(),
        area_id=application.area_id,
        application_id=application.id,
        award_id=award.id,
        applicant_id=application.applicant_id,
        document_hash=document.sha256,
        file_id=document.id,
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


def _agreement_id(application_id: UUID) -> UUID | None:
    return db.session.scalar(sa.select(Agreement.id).where(Agreement.application_id == application_id))


def _load_agreement(work: Work, application_id: UUID) -> tuple[Application, Agreement]:
    application = work.load(Application, application_id)
    found = _agreement_id(application_id)
    if found is None:
        work.require(Action.READ_APPLICATION, application)
        raise NoAgreement
    return application, work.load(Agreement, found)


def _signed(work: Work, application: Application, agreement: Agreement, *, side: str) -> UUID:
    APPLICATION.after(application.state, "agree")  # what was called off is not signed any more
    if agreement.qm_signed_at and agreement.applicant_signed_at:
        advance(work, application, "agree")
        notify(work, application, "agreed")
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
