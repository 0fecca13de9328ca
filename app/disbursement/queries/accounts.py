"""Looking at bank accounts: where an application's money goes, from which account an area pays."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.core.errors import NotFound
from app.disbursement.models import PayeeAccount, PayingAccount
from app.disbursement.vault import opened
from app.shell.database import db


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Where the money of an application goes at present."""

    holder: str
    iban_tail: str


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
