"""Tables of the audit log: lines and their places are never changed; the pending table is a worklist."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.shell.audit.events import Event, line
from app.shell.audit.merkle import leaf_hash
from app.shell.database import Base

HOUSEKEEPING = {"info": {"housekeeping": True}}
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class AuditEvent(Base):
    """One line of the log, «Protokollzeile»; ``line`` are the bytes that count, the columns help to find it."""

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.Index("ix_audit_event_area_id_id", "area_id", "id"),
        sa.Index("ix_audit_event_case_id", "case_id"),
        sa.Index("ix_audit_event_subject_id", "subject_id"),
        HOUSEKEEPING,
    )
    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    at: Mapped[datetime]
    tag: Mapped[str] = mapped_column(sa.String(60))
    area_id: Mapped[UUID | None]
    subject_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    line: Mapped[bytes]
    leaf_hash: Mapped[bytes]


class AuditPending(Base):
    """A line that has no place in the tree yet: the database notes it with the line, sealing removes it."""

    __tablename__ = "audit_pending"
    __table_args__ = HOUSEKEEPING
    event_id: Mapped[int] = mapped_column(
        BIG_ID, sa.ForeignKey("audit_event.id"), primary_key=True, autoincrement=False
    )


class AuditPlace(Base):
    """The place of a line in the tree, counted from 0 without gaps."""

    __tablename__ = "audit_place"
    __table_args__ = HOUSEKEEPING
    position: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("audit_event.id"), unique=True)


class AuditRoot(Base):
    """The root of the tree over the first ``size`` lines, with the frontier needed to go on."""

    __tablename__ = "audit_root"
    __table_args__ = HOUSEKEEPING
    size: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=False)
    root: Mapped[bytes]
    frontier: Mapped[bytes]
    sealed_at: Mapped[datetime]


def written(event: Event, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the columns of an event's line."""
    data = line(event, actor=actor, at=at)
    return {
        "at": at,
        "tag": event.tag,
        "area_id": event.area_id,
        "subject_id": event.subject_id,
        "case_id": event.case_id,
        "line": data,
        "leaf_hash": leaf_hash(data),
    }
