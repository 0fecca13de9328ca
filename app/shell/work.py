"""The one door for change: a transaction that asks permission, leaves an audit line and commits once.

``with acting(actor) as work:`` begins a transaction and takes the write lock; leaving writes the audit lines and
commits. It refuses to commit rows nobody asked permission for or nothing was recorded about. The tables of the
house itself (jobs, sign-in sessions, seals) are marked ``housekeeping`` and change through ``housekeeping()``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import event as sa_event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm.exc import StaleDataError

from app.core.actor import SYSTEM, Actor
from app.core.clock import utc_now
from app.core.errors import NotFound, StaleVersion
from app.core.policy import Action, HasSubject, Subject, require
from app.shell.audit.events import Event
from app.shell.audit.models import AuditEvent, written
from app.shell.conflicts import as_domain_error
from app.shell.database import Base, KiezSession, db, write_turn
from app.shell.jobs.outbox import Job, wake
from app.shell.writing import Change, Insert, new_rows

Row = TypeVar("Row", bound=Base)
_LINE = ("at", "tag", "area_id", "subject_id", "case_id", "line", "leaf_hash")
_add_lines = Insert(AuditEvent.__table__, _LINE)


class Unguarded(RuntimeError):
    """A programming fault: rows changed outside a work, without permission or without an event."""


class Work:
    """One change under way: who acts, when, and the verbs load, require, store, add, change, record, afterwards."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        """Begin with nothing asked, nothing recorded."""
        self.actor = actor
        self.now = now
        self.changed: set[str] = set()
        self._asked = False
        self._events: list[Event] = []
        self._jobs: list[dict[str, Any]] = []

    def load(self, kind: type[Row], key: Any) -> Row:
        """Return the row, locked until the end of the work; raise NotFound when there is none."""
        row = db.session.get(kind, key, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound
        return row

    def require(self, action: Action, subject: Subject | HasSubject) -> None:
        """Refuse unless the actor may do this; see ``core.policy``."""
        require(self.actor, action, subject if isinstance(subject, Subject) else subject.subject)
        self._asked = True

    def store(self, *rows: Base) -> None:
        """Add new rows and send all changes to the database, so that its guards speak now."""
        db.session.add_all(rows)
        db.session.flush()

    def add(self, kind: type[Base], *rows: Mapping[str, Any]) -> None:
        """Write new rows, each by the names of its attributes, at once: for those this change will not touch again."""
        if not rows:
            return
        insert = new_rows(kind)
        db.session.flush()  # whatever the new rows refer to
        _note(db.session(), insert.table)
        insert(rows)

    def change(self, change: Change, **values: Any) -> Any:
        """Change a row at once, which locks it, and return the columns asked for; raise NotFound when there is none."""
        _note(db.session(), change.table)
        row = next(iter(change(**values)), None)
        if row is None:
            raise NotFound
        return row

    def record(self, event: Event) -> None:
        """Note what happened; the audit line is written with the change."""
        self._events.append(event)

    def afterwards(self, name: str, **arguments: Any) -> None:
        """Ask for a job after the commit; its row is written with the change."""
        when = {"run_after": self.now, "created_at": self.now}
        self._jobs.append({"id": uuid4(), "name": name, "arguments": arguments, **when})

    def check_version(self, row: Any, version: int | None) -> None:
        """Refuse a change made from an old view of the row; without a version nothing is checked."""
        if version is not None and row.version != version:
            raise StaleVersion

    def finish(self) -> None:
        """Write audit lines and jobs; refuse what was not asked or not recorded."""
        db.session.flush()
        if self.changed and not (self._asked and any(event.is_reason for event in self._events)):
            raise Unguarded(f"changed {sorted(self.changed)}: asked={self._asked}, events={len(self._events)}")
        if self._events:
            _add_lines(*(written(event, actor=self.actor, at=self.now) for event in self._events))
        if self._jobs:
            new_rows(Job)(self._jobs)

    def job_ids(self) -> list[UUID]:
        """Return the ids of the jobs this work asked for."""
        return [job["id"] for job in self._jobs]


class Housekeeping(Work):
    """A change of the house's own tables, which needs no permission and leaves no line."""

    def finish(self) -> None:
        """Refuse when a table of the domain changed."""
        db.session.flush()
        if self.changed:
            raise Unguarded(f"housekeeping changed {sorted(self.changed)}")


@contextmanager
def acting(actor: Actor, *, now: datetime | None = None) -> Iterator[Work]:
    """Open the door for one change by this actor; leaving commits, an error leaves nothing behind."""
    work = Work(actor, now or utc_now())
    with _transaction(work):
        yield work
    wake(work.job_ids())


@contextmanager
def housekeeping(*, now: datetime | None = None) -> Iterator[Work]:
    """Open the door for a change of tables marked ``housekeeping``."""
    work = Housekeeping(SYSTEM, now or utc_now())
    with _transaction(work):
        yield work


@contextmanager
def _transaction(work: Work) -> Iterator[None]:
    session: Any = db.session()
    if "work" in session.info:
        raise Unguarded("a work is already open")
    session.close()  # ends the reading before; rows read so far keep their values but are not written
    with write_turn():
        session.info["work"] = work
        try:
            session.begin_change()
            yield
            work.finish()
            session.commit()
        except IntegrityError as error:
            session.rollback()
            raise as_domain_error(error) from error
        except StaleDataError as error:
            session.rollback()
            raise StaleVersion from error
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("work", None)
            session.changing = None


def _note(session: Any, table: sa.FromClause) -> None:
    work: Work | None = session.info.get("work")
    if work is None:
        raise Unguarded(f"{table} changed outside a work")
    if not table.info.get("housekeeping"):  # type: ignore[attr-defined]
        work.changed.add(str(table))


@sa_event.listens_for(KiezSession, "before_flush")
def _rows_change(session: Any, _context: Any, _instances: Any) -> None:
    for row in (*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))):
        _note(session, sa.inspect(row).mapper.local_table)


@sa_event.listens_for(KiezSession, "do_orm_execute")
def _statements_change(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _note(state.session, state.statement.table)  # type: ignore[attr-defined]
