"""Killed hard while it votes and pays: afterwards everything acknowledged is there, once, and the books and the log are sound."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from app.core.clock import utc_now
from app.ledger.checking import check
from app.people.models import Person
from app.shell.audit.models import AuditEvent
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.shell.jobs.outbox import Job
from app.shell.jobs.running import LEASE, run, run_due

KILLS = int(os.environ.get("KIEZFONDS_TEST_KILLS", "6"))
SCRIPT = Path(__file__).parents[1] / "busy.py"


def count(model, *where):
    found = db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where))
    db.session.rollback()
    return found


def test_a_hard_kill_loses_nothing_acknowledged_and_does_nothing_twice(app):
    dice, acknowledged = random.Random(7), []
    environment = {**os.environ, "KIEZFONDS_INSTANCE": str(app.extensions["settings"].instance), "KIEZFONDS_LOG_LEVEL": "ERROR"}
    for kill in range(KILLS):
        process = subprocess.Popen([sys.executable, SCRIPT, str(kill)], stdout=subprocess.PIPE, env=environment, cwd=SCRIPT.parents[1])
        assert process.stdout.readline().strip() == b"ready"
        time.sleep(dice.uniform(0.05, 0.8))
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.decode().split() for line in process.stdout.read().split(b"\n")[:-1] if line]
        process.stdout.close()
        process.wait()

        assert check().faults == ()
        seal()
        assert verify(utc_now()).is_sound
        db.session.rollback()

    assert acknowledged
    for tag, subject in acknowledged:
        events = count(AuditEvent, AuditEvent.tag == tag, AuditEvent.subject_id == UUID(subject))
        assert events == 1, (tag, subject)
    while run_due():
        pass
    for job_id in db.session.scalars(sa.select(Job.id).where(Job.done_at.is_(None))).all():
        assert run(job_id, utc_now() + 2 * LEASE), "what was under way is done once its lease has ended"
    db.session.rollback()
    assert count(Job, Job.done_at.is_(None)) == 0
    letters = list((app.extensions["settings"].instance / "mail").glob("*.eml"))
    assert len(letters) == count(Job, Job.name == "send-mail")
    assert count(Person) >= 1
