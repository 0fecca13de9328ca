"""The bell of a process that only serves: it rings for a worker elsewhere, and loads the queue when the first job waits."""

from uuid import UUID

from flask import Flask, current_app
from werkzeug.utils import import_string

from app.shell.jobs.outbox import WAKERS, wake
from app.shell.settings import Settings


def ring_from(app: Flask) -> None:
    """Let this process ring for a worker elsewhere; the queue is opened when its first job waits."""

    def first(job_id: UUID) -> None:
        if is_ours(app.extensions["settings"]):
            import_string("app.shell.jobs.worker:queue")(app)
            wake([job_id])

    WAKERS[:] = [first]


def is_ours(settings: Settings) -> bool:
    """Tell whether the present job lies in the database of these settings, and not in a rehearsal's."""
    present: Settings = current_app.extensions["settings"]
    return present.database_url == settings.database_url
