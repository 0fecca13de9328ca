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
from app.disbursement.models import (
    BankFile,
    BankFileEntry,
    PayeeAccount,
    PayingAccount,
    Payment,
    PaymentRelease,
    PaymentSignature,
)
from app.disbursement.rules import (
    STEP_AFTER,
    STOPPED,
    PaymentKind,
    PaymentState,
    SignatureStep,
    advance_amount,
    is_due,
    obstacle,
)
from app.disbursement.vault import opened
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
    """A payment with its path."""

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
class AccountRow:
    """Where the money of an application goes at present."""

    holder: str
    iban_tail: str


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


def account_of(application_id: UUID) -> AccountRow | None:
    """Return the account an application's money goes to, by its last four digits; the caller has asked permission."""
    statement = sa.select(PayeeAccount.holder, PayeeAccount.iban_tail).where(
        PayeeAccount.application_id == application_id, PayeeAccount.replaced_at.is_(None)
    )
    row = db.session.execute(statement).one_or_none()
    return AccountRow(*row) if row else None


def whole_iban(account_id: UUID) -> str:
    """Return a whole account number; only after ``commands.show_payee_account`` has noted who looks."""
    stored = db.session.scalar(sa.select(PayeeAccount.iban_sealed).where(PayeeAccount.id == account_id))
    if stored is None:
        raise NotFound
    return opened(stored)


def paying_account(area_id: UUID) -> PayingAccount | None:
    """Return the account an area's money leaves from at present; the caller has asked permission."""
    statement = sa.select(PayingAccount).where(PayingAccount.area_id == area_id, PayingAccount.replaced_at.is_(None))
    return db.session.scalar(statement)


def exportable(area_id: UUID) -> list[UUID]:
    """Return the ordered payments of an area that are in no bank file yet, oldest first."""
    statement = (
        sa.select(Payment.id)
        .outerjoin(BankFileEntry, BankFileEntry.payment_id == Payment.id)
        .where(
            Payment.area_id == area_id,
            Payment.state == PaymentState.ORDERED,
            Payment.payee_account_id.is_not(None),
            BankFileEntry.payment_id.is_(None),
        )
        .order_by(Payment.requested_at, Payment.id)
        .limit(MOST)
    )
    return list(db.session.scalars(statement))


def bank_file_of(actor: Actor, bank_file_id: UUID) -> BankFile:
    """Return a bank file the actor may take; raise NotFound or Forbidden."""
    row = db.session.get(BankFile, bank_file_id)
    if row is None:
        raise NotFound
    require(actor, Action.EXPORT_PAYMENTS, row.subject)
    return row


def bank_files_of(area_ids: Iterable[UUID]) -> list[BankFile]:
    """Return the latest bank files of areas, without their bytes; the caller has asked permission."""
    statement = sa.select(BankFile).options(sa.orm.defer(BankFile.content_sealed))
    return list(
        db.session.scalars(
            statement.where(BankFile.area_id.in_(list(area_ids))).order_by(BankFile.made_at.desc()).limit(10)
        )
    )


def _waiting(actor: Actor) -> list[sa.ColumnElement[bool]]:
    areas = actor.areas(*HANDLERS)
    under_way: list[sa.ColumnElement[bool]] = [Payment.state.in_(list(STEP_AFTER))]
    return under_way if None in areas else [*under_way, Payment.area_id.in_(areas)]


def _rows(*conditions: sa.ColumnElement[bool], limit: int = MOST, offset: int = 0) -> list[PaymentRow]:
    present = sa.orm.aliased(PayeeAccount)
    statement: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Payment.id, Payment.area_id, Payment.application_id, Payment.payee_id, Payment.kind, Payment.amount_cents,
            Payment.state, Payment.requested_at, Payment.rejected_reason, PayeeAccount.holder, PayeeAccount.iban_tail,
            PaymentRelease.paid_on, Person.name, Application.file_number, Application.title,
            sa.func.coalesce(PayeeAccount.id, present.id).is_not(None),
        )
        .join(Application, Application.id == Payment.application_id)
        .outerjoin(PayeeAccount, PayeeAccount.id == Payment.payee_account_id)
        .outerjoin(present, sa.and_(present.application_id == Payment.application_id, present.replaced_at.is_(None)))
        .outerjoin(PaymentRelease, PaymentRelease.payment_id == Payment.id)
        .outerjoin(Person, Person.id == PaymentRelease.released_by_id)
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
