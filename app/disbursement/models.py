"""Tables of disbursement: where money goes, payments, who signed which step, the release."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.policy import Subject
from app.disbursement.rules import PaymentKind, PaymentState, SignatureStep
from app.shell.database import Base, cents, new_id, one_of


class BankAccount:
    """An account at a bank: the IBAN is encrypted, four digits show which it is; a newer one replaces it."""

    holder: Mapped[str] = mapped_column(sa.String(70))
    iban_sealed: Mapped[bytes]
    iban_tail: Mapped[str] = mapped_column(sa.String(4))
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None]


class PayeeAccount(BankAccount, Base):
    """Where the money of an application goes, «Bankverbindung»."""

    __tablename__ = "payee_account"
    id: Mapped[UUID] = new_id()
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)


class Payment(Base):
    """Money on its way out, «Auszahlung»; ``payee_id`` is the person who receives it, if they have an account."""

    __tablename__ = "payment"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", "amount_positive"),
        sa.Index("ix_payment_area_id_state", "area_id", "state"),
    )
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"))
    payee_account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("payee_account.id"))
    payee_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    kind: Mapped[PaymentKind] = one_of(PaymentKind)
    amount_cents: Mapped[int] = cents()
    state: Mapped[PaymentState] = one_of(PaymentState)
    requested_at: Mapped[datetime]
    rejected_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view: a payment belongs to its payee."""
        return Subject("payment", self.id, self.area_id, self.payee_id)


class PaymentSignature(Base):
    """One person's signature on one step of a payment, «Feststellung, Anordnung», with the amount they saw."""

    __tablename__ = "payment_signature"
    __table_args__ = (sa.UniqueConstraint("payment_id", "step"),)
    id: Mapped[UUID] = new_id()
    payment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("payment.id"))
    step: Mapped[SignatureStep] = one_of(SignatureStep)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    amount_cents: Mapped[int] = cents()
    signed_at: Mapped[datetime]


class PaymentRelease(Base):
    """The money has left, «Auszahlung erfolgt»; the database checks the four eyes once more."""

    __tablename__ = "payment_release"
    payment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("payment.id"), primary_key=True)
    released_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    amount_cents: Mapped[int] = cents()
    paid_on: Mapped[date]
    released_at: Mapped[datetime]


class PayingAccount(BankAccount, Base):
    """From which account an area's money leaves, «Zahlungskonto»: the carrier's, so another carrier brings another."""

    __tablename__ = "paying_account"
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)


class BankFile(Base):
    """Ordered payments as one file for the bank, «Bankdatei»; its bytes are kept encrypted and never made twice."""

    __tablename__ = "bank_file"
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    paying_account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paying_account.id"))
    content_sealed: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    payments: Mapped[int]
    total_cents: Mapped[int] = cents()
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("bank_file", self.id, self.area_id)


class BankFileEntry(Base):
    """A payment in a bank file; the key lets it be in one only."""

    __tablename__ = "bank_file_entry"
    payment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("payment.id"), primary_key=True)
    bank_file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("bank_file.id"), index=True)
