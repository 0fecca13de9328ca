"""What every change of a payment shares: its rows in the order of locks, who signs, its money."""

from typing import TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.core.errors import NotFound, SignInNeeded
from app.disbursement.models import PayeeAccount, PayingAccount, Payment, PaymentSignature
from app.disbursement.rules import SignatureStep
from app.disbursement.vault import checked, sealed
from app.funds.models import FundYear
from app.ledger.commands import post
from app.ledger.rules import Moves
from app.shell.database import db
from app.shell.work import Work

Account = TypeVar("Account", PayeeAccount, PayingAccount)


def load_payment(work: Work, payment_id: UUID) -> Payment:
    """Return a payment, locked after its fund year."""
    year_id = db.session.scalar(sa.select(Payment.fund_year_id).where(Payment.id == payment_id))
    if year_id is None:
        raise NotFound
    work.load(FundYear, year_id)
    return work.load(Payment, payment_id)


def signer(work: Work) -> UUID:
    """Return the person who signs; only a person can."""
    if work.actor.person_id is None:
        raise SignInNeeded
    return work.actor.person_id


def signatures_of(payment_id: UUID) -> dict[SignatureStep, UUID]:
    """Return who signed which step so far."""
    rows = db.session.execute(
        sa.select(PaymentSignature.step, PaymentSignature.person_id).where(PaymentSignature.payment_id == payment_id)
    )
    return {row.step: row.person_id for row in rows}


def account_id_of(application_id: UUID) -> UUID | None:
    """Return the account an application's money goes to at present."""
    return db.session.scalar(
        sa.select(PayeeAccount.id).where(
            PayeeAccount.application_id == application_id, PayeeAccount.replaced_at.is_(None)
        )
    )


def book(work: Work, payment: Payment, moves: Moves, *, step: str) -> None:
    """Book a step of a payment, once."""
    post(
        work,
        moves,
        fund_year_id=payment.fund_year_id,
        cause=("payment", payment.id),
        step=step,
        case_id=payment.application_id,
    )


def replace_account(work: Work, kind: type[Account], *, holder: str, iban: str, **of: UUID) -> Account:
    """Store a checked bank account of an application or area in place of the present one, which stays on record."""
    number = checked(iban)
    for older in db.session.scalars(sa.select(kind).filter_by(**of, replaced_at=None)):
        older.replaced_at = work.now
    account = kind(
        id=uuid4(),
        **of,
        holder=holder,
        iban_sealed=sealed(number),
        iban_tail=number[-4:],
        set_at=work.now,
        set_by_id=work.actor.person_id,
    )
    work.store(account)
    return account
