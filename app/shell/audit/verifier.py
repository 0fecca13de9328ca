"""Verification: recompute every line, every place and every root, and name the first that does not fit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.shell.audit.merkle import EMPTY_ROOT, Frontier, leaf_hash
from app.shell.audit.models import AuditEvent, AuditPending, AuditPlace, AuditRoot
from app.shell.database import db

UNSEALED_AT_MOST = timedelta(hours=1)
CHUNK = 2000
_LINE = (AuditEvent.id, AuditEvent.line, AuditEvent.leaf_hash, AuditEvent.tag, AuditEvent.at)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is stored."""

    id: int
    data: bytes
    leaf_hash: bytes
    tag: str
    at: datetime


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
    """Recompute the whole log; reads only, in chunks."""
    roots = {row.size: row.root for row in db.session.execute(sa.select(AuditRoot.size, AuditRoot.root))}
    frontier = Frontier()
    faults: list[str] = []
    for position, event in _sealed():
        if position != frontier.size:
            faults.append(f"position {frontier.size}: no line has this place")
            break
        if fault := _fault(event):
            faults.append(f"position {position}, line {event.id}: {fault}")
        frontier.append(leaf_hash(event.data))
        if frontier.size in roots and roots[frontier.size] != frontier.root():
            faults.append(
                f"position {position}, line {event.id}: the stored root over {frontier.size} lines does not fit"
            )
            break
    last = max(roots, default=0)
    if not faults and last != frontier.size:
        faults.append(f"position {frontier.size}: the newest root speaks of {last} lines, found {frontier.size}")
    pending = list(_pending())
    faults.extend(_pending_faults(pending, now))
    faults.extend(_lost())
    return Report(frontier.size, len(pending), frontier.root() if frontier.size else EMPTY_ROOT, tuple(faults))


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
            yield row.position, Line(row.id, row.line, row.leaf_hash, row.tag, row.at)
        start = rows[-1].position


def _pending() -> Iterator[Line]:
    waiting = sa.select(*_LINE).join(AuditPending, AuditPending.event_id == AuditEvent.id).order_by(AuditEvent.id)
    for row in db.session.execute(waiting):
        yield Line(row.id, row.line, row.leaf_hash, row.tag, row.at)


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
        fits = said["tag"] == event.tag and datetime.fromisoformat(said["at"]) == event.at
    except (ValueError, KeyError, TypeError):
        return "the line cannot be read"
    return "" if fits else "the columns do not fit the line"
