"""Verification: recompute every line, every place and every root, and name the first that does not fit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.shell.audit.events import plain
from app.shell.audit.merkle import EMPTY_ROOT, Frontier, leaf_hash
from app.shell.audit.models import AuditEvent, AuditPending, AuditPlace, AuditRoot
from app.shell.audit.sealer import LogSealed
from app.shell.database import db, look_steadily
from app.shell.stored import misspelt

UNSEALED_AT_MOST = timedelta(hours=1)
CHUNK = 2000
_LINE = (
    AuditEvent.id,
    AuditEvent.line,
    AuditEvent.leaf_hash,
    AuditEvent.tag,
    AuditEvent.at,
    AuditEvent.area_id,
    AuditEvent.subject_id,
    AuditEvent.case_id,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is stored."""

    id: int
    data: bytes
    leaf_hash: bytes
    tag: str
    at: datetime
    area_id: UUID | None
    subject_id: UUID
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class Report:
    """What verification found: sealed lines, lines still waiting, the root, and the faults in the order of the log."""

    size: int
    pending: int
    root: bytes
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.faults


def verify(now: datetime) -> Report:
    """Recompute the whole log; reads only, in chunks.

    Values that cannot be read as written are named first and alone: nothing can be recomputed with them.
    """
    look_steadily()
    if unreadable := tuple(misspelt(AuditEvent, AuditPending, AuditPlace, AuditRoot)):
        return Report(0, 0, EMPTY_ROOT, unreadable)
    frontier = Frontier()
    faults = list(_tree_faults(frontier))
    pending = list(_pending())
    faults.extend(_pending_faults(pending, now))
    faults.extend(_lost())
    return Report(frontier.size, len(pending), frontier.root(), tuple(faults))


def _tree_faults(frontier: Frontier) -> Iterator[str]:
    """Grow the tree line by line and compare it with every stored root; stop where it leaves what was stored."""
    columns = (AuditRoot.size, AuditRoot.root, AuditRoot.frontier, AuditRoot.sealed_at)
    roots = {row.size: row for row in db.session.execute(sa.select(*columns))}
    for position, event in _sealed():
        if position != frontier.size:
            yield f"position {frontier.size}: no line has this place"
            return
        if fault := _fault(event):
            yield f"position {position}, line {event.id}: {fault}"
        frontier.append(leaf_hash(event.data))
        if fault := _root_fault(roots.pop(frontier.size, None), event, frontier):
            yield f"position {position}, line {event.id}: {fault}"
            return
    for size in sorted(roots):
        yield f"position {frontier.size}: a root speaks of {size} lines, found {frontier.size}"


def _root_fault(stored: Any, event: Line, frontier: Frontier) -> str:
    """Compare the root stored over the lines so far, if there is one, with the tree and the line that closed it."""
    if (stored is None) != (event.tag != LogSealed.tag):
        return f"a batch ends here or a root over {frontier.size} lines is stored, but not both"
    if stored is None:
        return ""
    fits = (stored.root, stored.frontier, stored.sealed_at) == (frontier.root(), frontier.to_bytes(), event.at)
    return "" if fits else f"the stored root over {frontier.size} lines does not fit"


def _sealed() -> Iterator[tuple[int, Line]]:
    start = -1
    while True:
        rows = db.session.execute(
            sa.select(AuditPlace.position, *_LINE)
            .join(AuditEvent, AuditEvent.id == AuditPlace.event_id)
            .where(AuditPlace.position > start)
            .order_by(AuditPlace.position)
            .limit(CHUNK)
        ).all()
        if not rows:
            return
        for row in rows:
            yield row.position, Line(*row[1:])
        start = rows[-1].position


def _pending() -> Iterator[Line]:
    waiting = sa.select(*_LINE).join(AuditPending, AuditPending.event_id == AuditEvent.id).order_by(AuditEvent.id)
    for row in db.session.execute(waiting):
        yield Line(*row)


def _pending_faults(lines: list[Line], now: datetime) -> Iterator[str]:
    for event in lines:
        if fault := _fault(event):
            yield f"unsealed line {event.id}: {fault}"
        if now - event.at > UNSEALED_AT_MOST:
            yield f"unsealed line {event.id}: written at {event.at.isoformat()}, still without a place"


def _lost() -> Iterator[str]:
    lost = (
        sa.select(AuditEvent.id)
        .outerjoin(AuditPlace, AuditPlace.event_id == AuditEvent.id)
        .outerjoin(AuditPending, AuditPending.event_id == AuditEvent.id)
        .where(AuditPlace.event_id.is_(None), AuditPending.event_id.is_(None))
        .order_by(AuditEvent.id)
        .limit(10)
    )
    for (event_id,) in db.session.execute(lost):
        yield f"line {event_id}: neither sealed nor waiting to be sealed"


def _fault(event: Line) -> str:
    if leaf_hash(event.data) != event.leaf_hash:
        return "the bytes of the line do not fit its hash"
    try:
        said = json.loads(event.data)
        fits = (said["tag"], said["area"], said["subject"], said["case"]) == (
            event.tag,
            *map(plain, (event.area_id, event.subject_id, event.case_id)),
        ) and datetime.fromisoformat(said["at"]) == event.at
    except (ValueError, KeyError, TypeError):
        return "the line cannot be read"
    return "" if fits else "the columns do not fit the line"
