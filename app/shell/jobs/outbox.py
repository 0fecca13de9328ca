"""The outbox: jobs as rows, written in the same transaction as the decision that wants them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.shell.database import Base

Function = Callable[..., None]
JOBS: dict[str, Function] = {}
WAKERS: list[Callable[[UUID], None]] = []
DAILY: list[Callable[[], None]] = []


class Job(Base):
    """A job, «Auftrag»: what to do with which arguments, how often it was tried, when it was done."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_done_at_run_after", "done_at", "run_after"), {"info": {"housekeeping": True}})
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(sa.String(60))
    arguments: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    run_after: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(sa.String(500))


def job(name: str) -> Callable[[Function], Function]:
    """Register a function as the job of that name; it gets ``job_id`` and the arguments, and may run twice."""

    def register(function: Function) -> Function:
        JOBS[name] = function
        return function

    return register


def wake(job_ids: Iterable[UUID]) -> None:
    """Tell the worker, if one listens, that jobs are waiting; who is not told finds them by the timetable."""
    for job_id in job_ids:
        for waker in WAKERS:
            waker(job_id)
