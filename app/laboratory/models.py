"""Tables of the laboratory: trials and what each rule gave."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.policy import Subject
from app.laboratory.rules import TrialState
from app.shell.database import Base, new_id, one_of


class Trial(Base):
    """An election to be counted under several rules, «Auswertung».

    ``file_id`` is the election as a .pb file; a trial from a session has it once the count has begun. ``election`` is what the
    file says (figures, projects, warnings); ``problem`` a marked sentence with its facts and line when it cannot be counted.
    """

    __tablename__ = "trial"
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    session_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("jury_session.id"))
    title: Mapped[str] = mapped_column(sa.String(160))
    rules: Mapped[list[str]]
    tie: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[TrialState] = one_of(TrialState)
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    document_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    election: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("trial", self.id, self.area_id)


class TrialCount(Base):
    """What one rule gave, «Auszählung»: a report in plain values, or why the rule cannot count these ballots."""

    __tablename__ = "trial_count"
    __table_args__ = (sa.UniqueConstraint("trial_id", "position"),)
    id: Mapped[UUID] = new_id()
    trial_id: Mapped[UUID] = mapped_column(sa.ForeignKey("trial.id"))
    position: Mapped[int]
    rule: Mapped[str] = mapped_column(sa.String(60))
    fingerprint: Mapped[str | None] = mapped_column(sa.String(64))
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counted_at: Mapped[datetime]
