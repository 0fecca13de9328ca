"""The outbox: what was decided with a change is done once, even when a worker dies in between."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.policy import Action, Subject
from app.shell.database import db
from app.shell.jobs.outbox import JOBS, Job, job
from app.shell.jobs.running import run, run_due
from app.shell.work import acting
from tests.integration.test_work import AreaTouched, area


@pytest.fixture
def done():
    """A job that notes what it did."""
    calls = []
    job("note")(lambda job_id, **arguments: calls.append(arguments))
    yield calls
    del JOBS["note"]


def ask(name="note", **arguments):
    with acting(SYSTEM) as work:
        work.require(Action.CREATE_AREA, Subject("area"))
        row = area()
        work.store(row)
        work.record(AreaTouched(area_id=row.id, subject_id=row.id, number=1))
        work.afterwards(name, **arguments)
    return work.job_ids()[0]


def test_a_job_is_done_once(any_app, done):
    job_id = ask(number=7)

    assert run_due() == 1
    assert run_due() == 0
    assert not run(job_id)
    assert done == [{"number": 7}]


def test_what_waits_is_done_by_a_command(app, done):
    ask(number=7)
    first, second = (app.test_cli_runner().invoke(args=["jobs", "run"]) for _ in range(2))

    assert (first.output, second.output) == ("Jobs done: 1\n", "Jobs done: 0\n")
    assert done == [{"number": 7}]


def test_a_job_whose_worker_died_is_found_again_after_its_lease(any_app, done):
    job_id = ask(number=7)
    db.session.rollback()
    with pytest.raises(KeyboardInterrupt):
        job("note")(_die)
        run(job_id)
    job("note")(lambda job_id, **arguments: done.append(arguments))

    assert run_due() == 0, "the lease still holds"
    assert run(job_id, utc_now() + timedelta(minutes=6))
    assert done == [{"number": 7}]


def _die(_job_id, **_arguments):
    raise KeyboardInterrupt


def test_a_failed_job_is_kept_with_its_reason_and_tried_later(any_app):
    job("fail")(_fail)
    job_id = ask("fail")

    assert run_due() == 0
    row = db.session.get(Job, job_id)
    assert (row.attempts, row.last_error, row.done_at) == (1, "ZeroDivisionError", None)
    assert row.run_after > utc_now()


def _fail(_job_id):
    return 1 / 0


def test_mail_without_a_server_is_written_into_the_instance_folder(app):
    with acting(SYSTEM) as work:
        work.require(Action.CREATE_AREA, Subject("area"))
        row = area()
        work.store(row)
        work.record(AreaTouched(area_id=row.id, subject_id=row.id, number=1))
        work.afterwards("send-mail", to="leser@example.org", template="errors/plain.txt", facts={"title": "Guten Tag"})
    run_due()

    (letter,) = (app.extensions["settings"].instance / "mail").glob("*.eml")
    text = letter.read_text()
    assert "To: leser@example.org" in text
    assert "Subject: Guten Tag" in text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.done_at.is_not(None))) == 1
