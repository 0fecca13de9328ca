"""Tables of settlement: report, receipts with cuts, final figures, repayment."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.policy import Subject
from app.settlement.rules import CutReason, InterestState, ReceiptState
from app.shell.database import Base, cents, new_id, one_of


class Settlement(Base):
    """The account of an action, «Abrechnung»; the figures are set when it is certified."""

    __tablename__ = "settlement"
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    applicant_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    report: Mapped[str] = mapped_column(sa.String(8000), default="")
    participants: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    certified_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    ordered_at: Mapped[datetime | None]
    ordered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    recognised_cents: Mapped[int | None] = mapped_column(sa.BigInteger())
    flat_rate_cents: Mapped[int | None] = mapped_column(sa.BigInteger())
    entitlement_cents: Mapped[int | None] = mapped_column(sa.BigInteger())
    balance_payment_cents: Mapped[int | None] = mapped_column(sa.BigInteger())
    repayment_cents: Mapped[int | None] = mapped_column(sa.BigInteger())
    check_note: Mapped[str] = mapped_column(sa.String(4000), default="")
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("settlement", self.id, self.area_id, self.applicant_id)


class Receipt(Base):
    """Proof of a payment to somebody, «Beleg»; ``is_on_paper`` when the office holds the paper and entered it."""

    __tablename__ = "receipt"
    __table_args__ = (
        sa.UniqueConstraint("settlement_id", "number"),
        sa.Index("ix_receipt_issued_on_amount_cents", "issued_on", "amount_cents"),
        sa.CheckConstraint("amount_cents > 0", "amount_positive"),
        sa.CheckConstraint(
            "recognised_cents IS NULL OR (recognised_cents >= 0 AND recognised_cents <= amount_cents)",
            "recognised_within",
        ),
    )
    id: Mapped[UUID] = new_id()
    settlement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("settlement.id"))
    number: Mapped[int]
    issued_on: Mapped[date]
    payee: Mapped[str] = mapped_column(sa.String(160))
    purpose: Mapped[str] = mapped_column(sa.String(200), default="")
    category: Mapped[str] = mapped_column(sa.String(20))
    amount_cents: Mapped[int] = cents()
    recognised_cents: Mapped[int | None] = mapped_column(sa.BigInteger())
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    is_on_paper: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ReceiptState] = one_of(ReceiptState)
    review_note: Mapped[str] = mapped_column(sa.String(1000), default="")
    reviewed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class ReceiptCut(Base):
    """A part of a receipt that is not recognised, with its reason, «Kürzung»."""

    __tablename__ = "receipt_cut"
    __table_args__ = (sa.CheckConstraint("amount_cents > 0", "amount_positive"),)
    id: Mapped[UUID] = new_id()
    receipt_id: Mapped[UUID] = mapped_column(sa.ForeignKey("receipt.id"), index=True)
    reason: Mapped[CutReason] = one_of(CutReason)
    amount_cents: Mapped[int] = cents()


class ReceiptMessage(Base):
    """A question about a receipt or the answer, «Rückfrage zum Beleg»."""

    __tablename__ = "receipt_message"
    id: Mapped[UUID] = new_id()
    receipt_id: Mapped[UUID] = mapped_column(sa.ForeignKey("receipt.id"), index=True)
    written_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    is_from_office: Mapped[bool]
    written_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(sa.String(2000))


class SettlementPhoto(Base):
    """A picture of the action, «Foto»."""

    __tablename__ = "settlement_photo"
    id: Mapped[UUID] = new_id()
    settlement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("settlement.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    caption: Mapped[str] = mapped_column(sa.String(200), default="")
    is_public: Mapped[bool] = mapped_column(default=False)


class RepaymentClaim(Base):
    """Money the applicant owes back, «Rückforderung»."""

    __tablename__ = "repayment_claim"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0 AND repaid_cents >= 0 AND repaid_cents <= amount_cents", "amounts"),
    )
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    amount_cents: Mapped[int] = cents()
    repaid_cents: Mapped[int] = cents(default=0)
    claimed_on: Mapped[date]
    due_on: Mapped[date]
    interest_cents: Mapped[int] = cents(default=0)
    interest_paid_cents: Mapped[int] = cents(default=0)
    interest_state: Mapped[InterestState] = one_of(InterestState)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class Repayment(Base):
    """Money that came back, «Erstattung»."""

    __tablename__ = "repayment"
    __table_args__ = (sa.CheckConstraint("amount_cents > 0 OR interest_cents > 0", "something"),)
    id: Mapped[UUID] = new_id()
    claim_id: Mapped[UUID] = mapped_column(sa.ForeignKey("repayment_claim.id"), index=True)
    amount_cents: Mapped[int] = cents()
    interest_cents: Mapped[int] = cents(default=0)
    received_on: Mapped[date]
    booked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))


class SettlementReminder(Base):
    """A reminder that was sent, «Erinnerung an die Abrechnung», so that none is sent twice."""

    __tablename__ = "settlement_reminder"
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
