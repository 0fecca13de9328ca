"""Sealing: give each pending line its place in the one Merkle tree and store the new root.

The last line of each batch says that it was sealed, and when: so the moment beside a root is part of the tree.
"""

from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa

from app.core.actor import SYSTEM
from app.shell.audit.events import Event
from app.shell.audit.merkle import EMPTY_ROOT, Frontier
from app.shell.audit.models import AuditEvent, AuditPending, AuditPlace, AuditRoot, written
from app.shell.database import db
from app.shell.work import Work, housekeeping

BATCH = 5000
LOCK = 732_604_051


@dataclass(frozen=True, kw_only=True)
class LogSealed(Event):
    """A batch of lines got its places; ``size`` counts all lines of the tree, this one included."""

    size: int


def seal() -> int:
    """Seal all pending lines, batch by batch, and return how many there were."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


def head() -> AuditRoot | None:
    """Return the newest root; None before the first sealing."""
    return db.session.scalar(sa.select(AuditRoot).order_by(AuditRoot.size.desc()).limit(1))


def _seal_batch() -> int:
    with housekeeping() as work:
        if db.engine.dialect.name == "postgresql":
            db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        lines = db.session.execute(
            sa.select(AuditEvent.id, AuditEvent.leaf_hash)
            .join(AuditPending, AuditPending.event_id == AuditEvent.id)
            .order_by(AuditEvent.id)
            .limit(BATCH)
        ).all()
        if lines:
            _append(work, [(event_id, leaf) for event_id, leaf in lines])
    return len(lines)


def _append(work: Work, lines: list[tuple[int, bytes]]) -> None:
    newest = head()
    frontier = Frontier() if newest is None else Frontier.from_bytes(newest.size, newest.frontier)
    event = LogSealed(area_id=None, subject_id=uuid4(), size=frontier.size + len(lines) + 1)
    closing = AuditEvent(**written(event, actor=SYSTEM, at=work.now))
    work.store(closing)
    places = []
    for event_id, leaf in (*lines, (closing.id, closing.leaf_hash)):
        places.append({"position": frontier.size, "event_id": event_id})
        frontier.append(leaf)
    db.session.execute(sa.insert(AuditPlace), places)
    placed = [place["event_id"] for place in places]
    db.session.execute(sa.delete(AuditPending).where(AuditPending.event_id.in_(placed)))
    work.store(
        AuditRoot(size=frontier.size, root=frontier.root(), frontier=frontier.to_bytes(), sealed_at=work.now),
    )


__all__ = ["EMPTY_ROOT", "head", "seal"]
