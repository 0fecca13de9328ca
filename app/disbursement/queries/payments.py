"""Looking at payments: those of an application, those that wait for somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.allocation.queries import AwardRow, award_of
from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action, Subject, may, require
from app.core.words import N_
from app.disbursement.models import BankFile, BankFileEntry, PayeeAccount, Payment, PaymentRelease, PaymentSignature
from app.disbursement.queries.accounts import AccountRow, account_of
from app.disbursement.rules import (
    STEP_AFTER,
    STOPPED,
    FileEmptied,
    PaymentKind,
    PaymentState,
    SignatureStep,
    advance_amount,
    is_due,
    obstacle,
)
from app.funds.queries import rules_of
from app.people.models import Person
from app.proposals.models import Application
from app.proposals.queries import application
from app.shell.database import db

HANDLERS = (Role.STAFF, Role.DISTRICT, Role.SENATE, Role.AUDITOR)
MOST = 100
ACTION_OF: Mapping[SignatureStep, Action] = {
    SignatureStep.CERTIFY_FACTUAL: Action.CERTIFY_PAYMENT,
    SignatureStep.CERTIFY_ARITHMETICAL: Action.CERTIFY_PAYMENT,
    SignatureStep.ORDER: Action.ORDER_PAYMENT,
    SignatureStep.RELEASE: Action.RELEASE_PAYMENT,
}
NO_RIGHT: Mapping[SignatureStep, str] = {
    SignatureStep.CERTIFY_FACTUAL: N_("Feststellen können nur Mitarbeitende des Quartiersbüros."),
    SignatureStep.CERTIFY_ARITHMETICAL: N_("Feststellen können nur Mitarbeitende des Quartiersbüros."),
    SignatureStep.ORDER: N_("Anordnen können nur Mitarbeitende des Quartiersbüros oder des Bezirks."),
    SignatureStep.RELEASE: N_("Auszahlen können nur Mitarbeitende des Quartiersbüros oder des Bezirks."),
}
NO_ACCOUNT = N_("Es fehlt noch die Bankverbindung.")
ENDED = N_("Diese Auszahlung ist abgeschlossen.")


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Who signed a step when."""

    step: SignatureStep
    person_id: UUID
    name: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment with its path; ``filed_at`` is when it went into a bank file, if it did."""

    id: UUID
    area_id: UUID
    application_id: UUID
    payee_id: UUID | None
    kind: PaymentKind
    amount_cents: int
    state: PaymentState
    requested_at: datetime
    rejected_reason: str
    holder: str | None
    iban_tail: str | None
    paid_on: date | None
    released_by: str | None
    file_number: str | None
    title: str
    has_account: bool
    bank_file_id: UUID | None
    filed_at: datetime | None
    filed_by: str | None
    signatures: dict[SignatureStep, SignatureRow] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """Return the policy's view: a payment belongs to its payee."""
        return Subject("payment", self.id, self.area_id, self.payee_id)

    @property
    def next_step(self) -> SignatureStep | None:
        """Return the step that is due, None when the path has ended."""
        return STEP_AFTER.get(self.state)

    @property
    def is_stopped(self) -> bool:
        """Tell whether the payment was sent back or taken out."""
        return self.state in STOPPED


@dataclass(frozen=True, slots=True)
class CaseView:
    """The payments of one application; ``advance`` is what may be asked for now, if anything."""

    row: Application
    award: AwardRow | None
    account: AccountRow | None
    payments: list[PaymentRow]
    advance: Euro
    may_have_advance: bool

    @property
    def left(self) -> Euro:
        """Return what is left of the award."""
        return Euro(self.row.awarded_cents - self.row.paid_cents)


def payments_of(application_id: UUID) -> list[PaymentRow]:
    """Return the payments of an application, oldest first; the caller has asked permission. Two queries."""
    return _rows(Payment.application_id == application_id)


def payment(actor: Actor, payment_id: UUID) -> PaymentRow:
    """Return a payment its reader may see."""
    rows = _rows(Payment.id == payment_id)
    if not rows:
        raise NotFound
    require(actor, Action.READ_PAYMENT, rows[0].subject)
    return rows[0]


def payments_in(bank_file_id: UUID) -> list[PaymentRow]:
    """Return the payments of a bank file, oldest first; the caller has asked permission. Two queries."""
    in_file = sa.select(BankFileEntry.payment_id).where(BankFileEntry.bank_file_id == bank_file_id)
    return _rows(Payment.id.in_(in_file))


def case_of(actor: Actor, application_id: UUID) -> CaseView:
    """Return the payments of an application for somebody who may read its money. At most six queries."""
    row = application(actor, application_id)
    require(actor, Action.READ_PAYMENT, row.subject)
    award, payments = award_of(application_id), payments_of(application_id)
    due, rules = Euro(0), rules_of(award.rule_book_id).values if award else None
    asked = any(one.kind is PaymentKind.ADVANCE and not one.is_stopped for one in payments)
    if award and rules and is_due(PaymentKind.ADVANCE, row.state) and not asked:
        due = advance_amount(Euro(award.amount_cents), rules)
    return CaseView(
        row=row,
        award=award,
        account=account_of(application_id),
        payments=payments,
        advance=due,
        may_have_advance=rules is None or rules.flag("advance.allowed"),
    )


def waiting_payments(actor: Actor, *, limit: int = MOST, offset: int = 0) -> list[PaymentRow]:
    """Return the payments under way in one's areas, oldest first. Two queries."""
    return _rows(*_waiting(actor), limit=limit, offset=offset)


def count_waiting(actor: Actor) -> int:
    """Return how many payments are under way in one's areas."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Payment).where(*_waiting(actor))) or 0


def why_not_take(actor: Actor, bank_file: BankFile, rows: Iterable[PaymentRow]) -> str:
    """Return the sentence that says why this person cannot take a bank file to the bank; empty when they can."""
    if not may(actor, Action.EXPORT_PAYMENTS, bank_file.subject):
        return NO_RIGHT[SignatureStep.RELEASE]
    if not bank_file.content_sealed:
        return FileEmptied.title
    for row in rows:
        signers = {one.step: one.person_id for one in row.signatures.values()}
        blocked = obstacle(SignatureStep.RELEASE, actor.person_id, signatures=signers, payee_id=row.payee_id)
        if blocked:
            return blocked
    return ""


def may_sign(actor: Actor, row: PaymentRow) -> bool:
    """Tell whether this person may take the step that is due: right, four eyes, account."""
    return not why_not_sign(actor, row)


def why_not_sign(actor: Actor, row: PaymentRow) -> str:
    """Return the sentence that says why this person cannot take the step that is due; empty when they can."""
    step = row.next_step
    if step is None:
        return ENDED
    signers = {one.step: one.person_id for one in row.signatures.values()}
    blocked = obstacle(step, actor.person_id, signatures=signers, payee_id=row.payee_id)
    if blocked is None and not may(actor, ACTION_OF[step], row.subject):
        blocked = NO_RIGHT[step]
    if blocked is None and not row.has_account:
        blocked = NO_ACCOUNT
    return blocked or ""


def _waiting(actor: Actor) -> list[sa.ColumnElement[bool]]:
    areas = actor.areas(*HANDLERS)
    under_way: list[sa.ColumnElement[bool]] = [Payment.state.in_(list(STEP_AFTER))]
    return under_way if None in areas else [*under_way, Payment.area_id.in_(areas)]


def _rows(*conditions: sa.ColumnElement[bool], limit: int = MOST, offset: int = 0) -> list[PaymentRow]:
    present, maker = sa.orm.aliased(PayeeAccount), sa.orm.aliased(Person)
    statement: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Payment.id, Payment.area_id, Payment.application_id, Payment.payee_id, Payment.kind, Payment.amount_cents,
            Payment.state, Payment.requested_at, Payment.rejected_reason, PayeeAccount.holder, PayeeAccount.iban_tail,
            PaymentRelease.paid_on, Person.name, Application.file_number, Application.title,
            sa.func.coalesce(PayeeAccount.id, present.id).is_not(None), BankFile.id, BankFile.made_at, maker.name,
        )
        .join(Application, Application.id == Payment.application_id)
        .outerjoin(PayeeAccount, PayeeAccount.id == Payment.payee_account_id)
        .outerjoin(present, sa.and_(present.application_id == Payment.application_id, present.replaced_at.is_(None)))
        .outerjoin(PaymentRelease, PaymentRelease.payment_id == Payment.id)
        .outerjoin(Person, Person.id == PaymentRelease.released_by_id)
        .outerjoin(BankFileEntry, BankFileEntry.payment_id == Payment.id)
        .outerjoin(BankFile, BankFile.id == BankFileEntry.bank_file_id)
        .outerjoin(maker, maker.id == BankFile.made_by_id)
        .where(*conditions)
        .order_by(Payment.requested_at, Payment.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    rows = [PaymentRow(*row) for row in db.session.execute(statement)]
    by_id = {row.id: row for row in rows}
    signed = (
        sa.select(
            PaymentSignature.payment_id,
            PaymentSignature.step,
            PaymentSignature.person_id,
            Person.name,
            PaymentSignature.signed_at,
        )
        .join(Person, Person.id == PaymentSignature.person_id)
        .where(PaymentSignature.payment_id.in_(list(by_id)))
    )
    for payment_id, step, person_id, name, signed_at in db.session.execute(signed):
        by_id[payment_id].signatures[step] = SignatureRow(step, person_id, name, signed_at)
    return rows
