"""Tables of bodies: juries with seats, their sessions, agenda and attendance."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.bodies.rules import (
    AgendaItemState,
    BodyKind,
    PresentAlready,
    SeatTaken,
    SessionKind,
    SessionState,
    TermReversed,
)
from app.core.policy import Subject
from app.shell.conflicts import refused_as
from app.shell.database import Base, new_id, one_of


class Body(Base):
    """A body that decides, «Gremium»: the jury of a fund."""

    __tablename__ = "body"
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    fund_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund.id"))
    kind: Mapped[BodyKind] = one_of(BodyKind)
    name: Mapped[str] = mapped_column(sa.String(120))

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("body", self.id, self.area_id)


class Seat(Base):
    """A numbered seat of a body, «Sitz»."""

    __tablename__ = "seat"
    __table_args__ = (sa.UniqueConstraint("body_id", "number"),)
    id: Mapped[UUID] = new_id()
    body_id: Mapped[UUID] = mapped_column(sa.ForeignKey("body.id"))
    number: Mapped[int]


class SeatHolding(Base):
    """Who holds a seat, and when, «Mitglied»; both dates inclusive."""

    __tablename__ = "seat_holding"
    __table_args__ = (
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "dates_in_order"),
        sa.Index(
            "ix_seat_holding_open",
            "seat_id",
            unique=True,
            info={"where": "valid_to IS NULL"},  # said in the dialects' words by migrations/env.py
        ),
    )
    id: Mapped[UUID] = new_id()
    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("seat.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class JurySession(Base):
    """A meeting of a body, «Sitzung»; ``rule_book_id`` is frozen when it opens."""

    __tablename__ = "jury_session"
    __table_args__ = (sa.Index("ix_jury_session_area_id_held_on", "area_id", "held_on"),)
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    body_id: Mapped[UUID] = mapped_column(sa.ForeignKey("body.id"))
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"))
    rule_book_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("rule_book.id"))
    kind: Mapped[SessionKind] = one_of(SessionKind)
    title: Mapped[str] = mapped_column(sa.String(160))
    held_on: Mapped[date]
    starts_at: Mapped[str] = mapped_column(sa.String(5), default="18:00")
    place: Mapped[str] = mapped_column(sa.String(160), default="")
    state: Mapped[SessionState] = one_of(SessionState)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("session", self.id, self.area_id)


class AgendaItem(Base):
    """One application on the agenda, «Tagesordnungspunkt»."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        sa.UniqueConstraint("session_id", "position"),
        sa.UniqueConstraint("session_id", "application_id"),
    )
    id: Mapped[UUID] = new_id()
    session_id: Mapped[UUID] = mapped_column(sa.ForeignKey("jury_session.id"))
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)
    position: Mapped[int]
    state: Mapped[AgendaItemState] = one_of(AgendaItemState)


class Attendance(Base):
    """A seat's presence from a moment, perhaps to a moment, «Anwesenheit»; coming back is a new row."""

    __tablename__ = "attendance"
    __table_args__ = (
        sa.CheckConstraint("left_at IS NULL OR left_at >= arrived_at", "moments_in_order"),
        sa.Index("ix_attendance_session_id_seat_id", "session_id", "seat_id"),
        sa.Index(
            "ix_attendance_there",
            "session_id",
            "seat_id",
            unique=True,
            info={"where": "left_at IS NULL"},  # said in the dialects' words by migrations/env.py
        ),
    )
    id: Mapped[UUID] = new_id()
    session_id: Mapped[UUID] = mapped_column(sa.ForeignKey("jury_session.id"))
    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("seat.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


refused_as(
    ck_seat_holding_dates_in_order=TermReversed,
    ix_seat_holding_open=SeatTaken,
    ix_attendance_there=PresentAlready,
)
