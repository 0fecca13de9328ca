"""The worker in a process of its own: what one process decides another does, over a file or over Redis."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.core.actor import NOBODY
from app.factory import create_app
from app.people.commands import request_link
from app.people.rules import LinkPurpose
from app.shell.database import db
from app.shell.jobs import outbox
from app.shell.jobs.bell import ring_from
from app.shell.jobs.outbox import Job
from app.shell.jobs.worker import queue
from app.shell.settings import ROOT
from app.shell.work import acting
from tests.server import PATIENCE, listens, until

REDIS = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(
    REDIS is None or importlib.util.find_spec("redis") is None, reason="no redis-server, or no Python package redis, on this machine"
)


@pytest.fixture(autouse=True)
def bells():
    """Leave the bells of the house as they were."""
    before = outbox.WAKERS[:]
    yield
    outbox.WAKERS[:] = before


@pytest.fixture
def redis(tmp_path):
    """Start a Redis of our own and return its process and address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    until(lambda: listens(port))
    yield process, f"redis://127.0.0.1:{port}/0"
    process.kill()
    process.wait()


@contextmanager
def worker(app, **environment):
    """Run ``flask worker`` on the database of an application; it ends when it is told to."""
    settings = app.extensions["settings"]
    own = {
        **os.environ,
        "KIEZFONDS_INSTANCE": str(settings.instance),
        "KIEZFONDS_DATABASE_URL": settings.database_url,
        "KIEZFONDS_LOG_LEVEL": "ERROR",
        **environment,
    }
    process = subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "worker"], env=own, cwd=ROOT)
    try:
        yield
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0, "it ends in peace when it is told to"
    finally:
        process.kill()
        process.wait()


def ask_for_a_link(email):
    with acting(NOBODY) as work:
        request_link(work, purpose=LinkPurpose.SIGN_IN, email=email, next_url="", locale="de")
    return work.job_ids()[0]


def mailed(app, job_id):
    return (app.extensions["settings"].instance / "mail" / f"{job_id}.eml").exists()


def test_a_mail_one_process_decided_on_is_written_by_the_worker_beside_it(any_app):
    ring_from(any_app)
    with worker(any_app):
        job_id = ask_for_a_link("eins@beispiel.de")
        until(lambda: mailed(any_app, job_id))
    db.session.rollback()
    assert db.session.get(Job, job_id).done_at


def test_a_rehearsals_jobs_never_ring_in_the_house(app, tmp_path):
    ring_from(app)
    other = create_app(replace(app.extensions["settings"], database_url=f"sqlite:///{tmp_path / 'other.db'}"))
    with other.app_context():
        outbox.wake([])
        for bell in outbox.WAKERS:
            bell(None)
    assert not (app.extensions["settings"].instance / "queue.db").exists()
    ask_for_a_link("zwei@beispiel.de")
    assert (app.extensions["settings"].instance / "queue.db").exists()


def test_every_daily_round_is_a_task_of_its_own(app):
    names = {task.__name__ for task in queue(app)._registry._periodic_tasks}
    assert {f"{function.__module__}.{function.__name__}" for function in outbox.DAILY} <= names


@needs_redis
def test_over_redis_the_worker_hears_and_without_it_nothing_is_lost(app, redis):
    server, url = redis
    shared = create_app(replace(app.extensions["settings"], jobs_url=url))
    with shared.app_context():
        ring_from(shared)
        with worker(shared, KIEZFONDS_JOBS_URL=url):
            job_id = ask_for_a_link("drei@beispiel.de")
            until(lambda: mailed(shared, job_id))
        server.kill()
        server.wait()
        left = ask_for_a_link("vier@beispiel.de")
        db.session.rollback()
        assert db.session.get(Job, left).done_at is None


@needs_redis
def test_over_redis_attempts_are_counted_for_all_and_without_it_for_each(app, redis):
    server, url = redis
    settings = replace(app.extensions["settings"], rate_limit_url=url, rate_limits_on=True)
    first, second = create_app(settings), create_app(settings)
    for one in (first, second):
        one.config["WTF_CSRF_ENABLED"] = False
    sent = {"password-email": "ada@beispiel.de", "password-password": "falsch"}
    answers = [one.test_client().post("/anmelden", data=sent).status_code for one in (first, second) * 6]
    assert answers[:10] == [422] * 10
    assert answers[10:] == [429, 429]
    server.kill()
    server.wait()
    alone = [first.test_client().post("/anmelden", data=sent).status_code for _attempt in range(12)]
    assert alone == [422] * 10 + [429] * 2
