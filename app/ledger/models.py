"""Tables of the ledger: journals of balanced entries on accounts; the database itself refuses what must never be.

A journal commits only when it has a posting (deferred foreign key), a posting only when its entries sum to zero
(trigger); the balance of an account is kept by trigger and never falls below its floor (CHECK). Nothing is updated
or deleted, except the balance by its trigger.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.rules import AccountKind, AlreadyBooked, OverdrawnAccount
from app.shell.conflicts import refused_as
from app.shell.database import Base, cents, new_id, one_of


class Account(Base):
    """One account of one fund year, «Konto»; ``floor_cents`` is the least it may hold (None: no limit)."""

    __tablename__ = "ledger_account"
    __table_args__ = (sa.UniqueConstraint("fund_year_id", "kind"),)
    id: Mapped[UUID] = new_id()
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"))
    kind: Mapped[AccountKind] = one_of(AccountKind)
    floor_cents: Mapped[int | None] = mapped_column(sa.BigInteger())


class Balance(Base):
    """What an account holds, «Saldo»; written by the database alone."""

    __tablename__ = "ledger_balance"
    __table_args__ = (sa.CheckConstraint("floor_cents IS NULL OR cents >= floor_cents", "floor"),)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger_account.id"), primary_key=True)
    floor_cents: Mapped[int | None] = mapped_column(sa.BigInteger())
    cents: Mapped[int] = cents(default=0)


class Journal(Base):
    """One booking with its cause, «Buchung»: a cause is booked once."""

    __tablename__ = "ledger_journal"
    __table_args__ = (
        sa.UniqueConstraint("cause_kind", "cause_id", "step"),
        sa.ForeignKeyConstraint(
            ["id"],
            ["ledger_posting.journal_id"],
            name="fk_ledger_journal_posted",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        sa.Index("ix_ledger_journal_fund_year_id_booked_at", "fund_year_id", "booked_at"),
    )
    id: Mapped[UUID] = new_id()
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"))
    cause_kind: Mapped[str] = mapped_column(sa.String(40))
    cause_id: Mapped[UUID]
    step: Mapped[str] = mapped_column(sa.String(40))
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    booked_at: Mapped[datetime]


class Entry(Base):
    """A signed amount on one account, «Buchungszeile»."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        sa.CheckConstraint("cents <> 0", "not_zero"),
        sa.UniqueConstraint("journal_id", "account_id"),
    )
    id: Mapped[UUID] = new_id()
    journal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger_journal.id"))
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger_account.id"), index=True)
    cents: Mapped[int] = cents()


class Posting(Base):
    """The seal of a balanced journal, «Buchungsabschluss»."""

    __tablename__ = "ledger_posting"
    journal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger_journal.id"), primary_key=True)


refused_as(
    uq_ledger_journal_cause_kind_cause_id_step=AlreadyBooked,
    ck_ledger_balance_floor=OverdrawnAccount,
)
