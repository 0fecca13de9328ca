"""Tables of voting: motions with their frozen rules and result, recusals, ballots."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.policy import Subject
from app.shell.conflicts import refused_as
from app.shell.database import Base, cents, new_id, one_of
from app.voting.rules import AlreadyVoted, Choice, ConflictKind, DeclaredAlready, MotionState, Outcome


class Motion(Base):
    """The question put to the vote on one agenda item, «Abstimmung»; rules are frozen when it opens.

    ``condition`` is what has to be done before an award becomes binding, «Auflage», empty when there is nothing;
    ``decision`` keeps every figure of the count as computed at closing; the columns repeat what lists show.
    """

    __tablename__ = "motion"
    __table_args__ = (
        sa.CheckConstraint("award_cents > 0", "award_positive"),
        sa.Index("ix_motion_area_id_closed_at", "area_id", "closed_at", "id"),
    )
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    agenda_item_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agenda_item.id"), unique=True)
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)
    rule_book_id: Mapped[UUID] = mapped_column(sa.ForeignKey("rule_book.id"))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    award_cents: Mapped[int] = cents()
    reason: Mapped[str] = mapped_column(sa.String(2000), default="")
    condition: Mapped[str] = mapped_column(sa.String(2000), default="", server_default="")
    state: Mapped[MotionState] = one_of(MotionState)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = one_of(Outcome, nullable=True)
    yes: Mapped[int | None]
    no: Mapped[int | None]
    abstain: Mapped[int | None]
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("motion", self.id, self.area_id)


class Recusal(Base):
    """A seat that may not vote on an item because of bias, «Befangenheit»."""

    __tablename__ = "recusal"
    __table_args__ = (sa.UniqueConstraint("agenda_item_id", "seat_id"),)
    id: Mapped[UUID] = new_id()
    agenda_item_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agenda_item.id"))
    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("seat.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    kind: Mapped[ConflictKind] = one_of(ConflictKind)
    declared_at: Mapped[datetime]


class Ballot(Base):
    """One seat's vote on one motion, «Stimme»; cast once, never changed."""

    __tablename__ = "ballot"
    __table_args__ = (sa.UniqueConstraint("motion_id", "seat_id"),)
    id: Mapped[UUID] = new_id()
    motion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("motion.id"))
    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("seat.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    choice: Mapped[Choice] = one_of(Choice)
    cast_at: Mapped[datetime]


refused_as(uq_ballot_motion_id_seat_id=AlreadyVoted, uq_recusal_agenda_item_id_seat_id=DeclaredAlready)
