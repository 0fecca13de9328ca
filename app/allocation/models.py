"""Tables of allocation: awards and agreements."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.allocation.rules import AwardState
from app.core.policy import Subject
from app.shell.database import Base, cents, new_id, one_of


class Award(Base):
    """Money promised to an application by a decision, «Bewilligung»; pins the rules it was made under."""

    __tablename__ = "award"
    __table_args__ = (sa.CheckConstraint("amount_cents > 0", "amount_positive"),)
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"), index=True)
    motion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("motion.id"), unique=True)
    rule_book_id: Mapped[UUID] = mapped_column(sa.ForeignKey("rule_book.id"))
    amount_cents: Mapped[int] = cents()
    state: Mapped[AwardState] = one_of(AwardState)
    answer_by: Mapped[date | None]
    decided_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class Agreement(Base):
    """What office and applicant sign, «Vereinbarung»; the PDF's bytes are kept as signed."""

    __tablename__ = "agreement"
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    award_id: Mapped[UUID] = mapped_column(sa.ForeignKey("award.id"), unique=True)
    applicant_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    document_hash: Mapped[str] = mapped_column(sa.String(64))
    terms: Mapped[str] = mapped_column(sa.Text())
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    drawn_at: Mapped[datetime]
    qm_signed_at: Mapped[datetime | None]
    qm_signed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    applicant_signed_at: Mapped[datetime | None]
    applicant_signed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("agreement", self.id, self.area_id, self.applicant_id)
