"""The worker: a huey queue that says which outbox row waits, and the timetable that finds rows left behind.

The queue is only a doorbell: if it is lost, the timetable still finds every row. By default it is a small SQLite
file and the consumer lives in the serving process; several machines share a Redis queue by setting.
"""

import sqlite3
from collections.abc import Callable
from uuid import UUID

import structlog
from flask import Flask
from huey import Huey, RedisHuey, crontab
from huey.consumer import Consumer
from huey.storage import SqliteStorage
from werkzeug.utils import import_string

from app.shell.audit.sealer import seal
from app.shell.jobs.bell import is_ours
from app.shell.jobs.outbox import DAILY, WAKERS
from app.shell.jobs.running import run, run_due
from app.shell.settings import Settings

log = structlog.get_logger()
LONGEST_PAUSE = (
    1.0  # seconds between two looks into an empty queue; whoever waits for a sign-in link looks at the clock
)


class Bell(SqliteStorage):  # type: ignore[misc]
    """A queue in a file that waits for no disk: the rows are the jobs, and the timetable finds what a power cut silenced."""

    def _create_connection(self) -> sqlite3.Connection:
        """Open the file; it stays whole, its last rings may be lost."""
        connection: sqlite3.Connection = super()._create_connection()
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection


class EmbeddedConsumer(Consumer):  # type: ignore[misc]
    """A consumer inside another process, whose signals it leaves alone."""

    def _set_signal_handlers(self) -> None:
        """Leave the signals of the process as they are."""


def queue(app: Flask) -> Huey:
    """Return the queue of the settings, with the timetable: every minute rows left behind and seals, daily deadlines."""
    settings: Settings = app.extensions["settings"]
    huey, faults = _storage(settings)

    @huey.task()  # type: ignore[untyped-decorator]
    def run_job(job_id: str) -> None:
        with app.app_context():
            run(UUID(job_id))

    @huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with app.app_context():
            run_due()
            seal()

    for function in DAILY:  # each a task of its own: one that fails holds up no other
        name = f"{function.__module__}.{function.__name__}"
        huey.periodic_task(crontab(minute="10", hour="2"), name=name)(_inside(app, function))

    def ring(job_id: UUID) -> None:
        if not is_ours(settings):
            return
        try:
            run_job(str(job_id))
        except faults as error:  # the row is there, the timetable finds it
            log.warning("no bell", job_id=str(job_id), error=type(error).__name__)

    WAKERS[:] = [ring]
    return huey


def start_embedded(app: Flask) -> EmbeddedConsumer:
    """Start a worker inside this process and return it; ``stop(graceful=True)`` ends it."""
    consumer = EmbeddedConsumer(
        queue(app), workers=2, max_delay=LONGEST_PAUSE, check_worker_health=False
    )  # a long job holds up no mail
    consumer.start()
    return consumer


def run_worker(app: Flask) -> None:
    """Work until told to stop."""
    Consumer(queue(app), workers=2, max_delay=LONGEST_PAUSE).run()


def _inside(app: Flask, function: Callable[[], None]) -> Callable[[], None]:
    """Return the function as it runs inside the application."""

    def run_inside() -> None:
        with app.app_context():
            function()

    return run_inside


def _storage(settings: Settings) -> tuple[Huey, type[Exception]]:
    """Return the queue, and what it raises when it cannot be reached; nobody waits long for a Redis that is away."""
    if settings.jobs_url.startswith("redis"):
        pool, fault = import_string("redis:ConnectionPool"), import_string("redis.exceptions:RedisError")
        reach = pool.from_url(settings.jobs_url, socket_connect_timeout=2, socket_timeout=5)
        return RedisHuey("kiezfonds", connection_pool=reach, results=False), fault
    return Huey(
        "kiezfonds", storage_class=Bell, filename=str(settings.instance / "queue.db"), results=False
    ), sqlite3.Error
