"""Running jobs: lease a row, do it, mark it done; what fails is tried again later, what crashes is found again."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog

from app.core.clock import utc_now
from app.shell.database import db
from app.shell.jobs.outbox import JOBS, Job
from app.shell.work import housekeeping

LEASE = timedelta(minutes=5)
ATTEMPTS_MAX = 8
log = structlog.get_logger()


def run(job_id: UUID, now: datetime | None = None) -> bool:
    """Run one job if nobody else does; return whether it was run and went well."""
    leased = _lease(job_id, now or utc_now())
    if leased is None:
        return False
    name, arguments = leased
    try:
        JOBS[name](job_id, **arguments)
    except Exception as error:
        db.session.rollback()
        log.exception("job failed", job=name, job_id=str(job_id))
        _failed(job_id, error)
        return False
    with housekeeping() as work:
        work.load(Job, job_id).done_at = work.now
    return True


def run_due(limit: int = 500) -> int:
    """Run every job that waits, oldest first, and return how many went well."""
    due = sa.select(Job.id).where(*_waiting(utc_now())).order_by(Job.run_after).limit(limit)
    return sum(run(job_id) for job_id in db.session.scalars(due).all())


def _waiting(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    free = sa.or_(Job.leased_until.is_(None), Job.leased_until < now)
    return Job.done_at.is_(None), Job.failed_at.is_(None), Job.run_after <= now, free


def _lease(job_id: UUID, now: datetime) -> tuple[str, dict[str, object]] | None:
    with housekeeping(now=now) as work:
        found = db.session.scalar(sa.select(Job).where(Job.id == job_id, *_waiting(now)).with_for_update())
        if found is None:
            return None
        found.leased_until = work.now + LEASE
        found.attempts += 1
        return found.name, dict(found.arguments)


def _failed(job_id: UUID, error: Exception) -> None:
    with housekeeping() as work:
        row = work.load(Job, job_id)
        row.last_error = type(error).__name__
        row.leased_until = None
        row.run_after = work.now + timedelta(seconds=30 * 4 ** min(row.attempts, 6))
        if row.attempts >= ATTEMPTS_MAX:
            row.failed_at = work.now
