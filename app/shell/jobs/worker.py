"""The worker: a huey queue that says which outbox row waits, and the timetable that finds rows left behind.

The queue is only a doorbell: if it is lost, the timetable still finds every row. By default it is a small SQLite
file and the consumer lives in the serving process; several machines share a Redis queue by setting.
"""

from typing import Any
from uuid import UUID

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from app.shell.audit.sealer import seal
from app.shell.jobs.outbox import DAILY, WAKERS
from app.shell.jobs.running import run, run_due
from app.shell.settings import Settings


class EmbeddedConsumer(Consumer):  # type: ignore[misc]
    """A consumer inside another process, whose signals it leaves alone."""

    def _set_signal_handlers(self) -> None:
        """Leave the signals of the process as they are."""


def queue(app: Flask) -> Huey:
    """Return the queue of the settings, with the timetable: every minute rows left behind and seals, daily deadlines."""
    settings: Settings = app.extensions["settings"]
    huey = _storage(settings)

    @huey.task()  # type: ignore[untyped-decorator]
    def run_job(job_id: str) -> None:
        with app.app_context():
            run(UUID(job_id))

    @huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with app.app_context():
            run_due()
            seal()

    @huey.periodic_task(crontab(minute="10", hour="2"))  # type: ignore[untyped-decorator]
    def daily() -> None:
        with app.app_context():
            for function in DAILY:
                function()

    WAKERS[:] = [lambda job_id: run_job(str(job_id))]
    return huey


def start_embedded(app: Flask) -> EmbeddedConsumer:
    """Start a worker inside this process and return it; ``stop(graceful=True)`` ends it."""
    consumer = EmbeddedConsumer(queue(app), workers=1, check_worker_health=False)
    consumer.start()
    return consumer


def run_worker(app: Flask) -> None:
    """Work until told to stop."""
    Consumer(queue(app), workers=2).run()


def _storage(settings: Settings) -> Any:
    if settings.jobs_url.startswith("redis"):
        return RedisHuey("kiezfonds", url=settings.jobs_url, results=False)
    return SqliteHuey("kiezfonds", filename=str(settings.instance / "queue.db"), results=False)
