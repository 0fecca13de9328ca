"""The job that counts a trial: it starts the counter, keeps each line as it comes, and never waits longer than allowed.

The job may run twice: what is kept already is not counted again. A trial deleted meanwhile ends it.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Timer
from typing import Any
from uuid import UUID

from flask import current_app

from app.bodies.models import JurySession
from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.errors import NotFound, WrongState
from app.laboratory import commands
from app.laboratory.models import Trial
from app.laboratory.queries import available_before, counts_of, trials_before, votes_of_session
from app.laboratory.report import document_of
from app.laboratory.rules import BROKE_OFF, TOOK_TOO_LONG, TOOK_TOO_MUCH, TrialState
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import path_of
from app.shell.jobs.outbox import DAILY, job
from app.shell.settings import ROOT
from app.shell.work import acting

COUNTER = "app.laboratory.counter"
SECONDS_MOST = 240
"""Less than a job is leased for, so that no second one begins."""
OUT_OF_MEMORY = "MemoryError"


@job(commands.JOB)
def count_trial(_job_id: UUID, *, trial_id: str) -> None:
    """Count a trial under the rules that are not counted yet; whatever happens, the trial ends or is counted again."""
    trial = db.session.get(Trial, UUID(trial_id))
    if trial is None or trial.state is not TrialState.WAITING:
        return
    try:
        _count(trial)
    except (NotFound, WrongState):  # deleted, or ended by another worker
        db.session.rollback()


def _count(trial: Trial) -> None:
    problem: dict[str, Any] = {}
    try:
        with _order(trial) as order, _counter(order) as lines:
            for line in lines:
                problem = _keep(trial.id, line) or problem
    except FileNotFoundError:
        problem = {"text": BROKE_OFF, "facts": {}}
    if problem:
        with acting(SYSTEM) as work:
            commands.fail_trial(work, trial_id=trial.id, problem=problem)
        return
    db.session.expire_all()
    found = db.session.get(Trial, trial.id)
    if found is None:
        raise NotFound
    document = document_of(found, counts_of(found.id))
    with acting(SYSTEM) as work:
        commands.finish_trial(work, trial_id=trial.id, document=document)


@contextmanager
def _order(trial: Trial) -> Iterator[dict[str, Any]]:
    """Give what the counter needs to know; a file is lent to it for as long as it counts."""
    done = {count.position for count in counts_of(trial.id)}
    order: dict[str, Any] = {
        "tie": trial.tie,
        "rules": [[position, name] for position, name in enumerate(trial.rules) if position not in done],
    }
    if trial.session_id and not trial.file_id:
        session = db.session.get_one(JurySession, trial.session_id)
        order["session"] = {
            **votes_of_session(trial.session_id),
            "title": trial.title,
            "budget_cents": available_before(session),
        }
        yield order
    else:
        with path_of(db.session.get_one(StoredFile, trial.file_id)) as path:
            yield order | {"path": str(path)}


def _keep(trial_id: UUID, line: dict[str, Any]) -> dict[str, Any]:
    """Keep one line of the counter; return the problem when nothing can be counted."""
    if "election" in line:
        document = base64.b64decode(line["document"]) if line["document"] else None
        with acting(SYSTEM) as work:
            commands.keep_election(work, trial_id=trial_id, election=line["election"], document=document)
    elif "position" in line:
        with acting(SYSTEM) as work:
            commands.keep_count(
                work,
                trial_id=trial_id,
                position=line["position"],
                report=line.get("report", {}),
                problem=line.get("problem", {}),
            )
    else:
        return dict(line["problem"])
    return {}


@contextmanager
def _counter(order: dict[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
    """Start the counter and give its lines; the last one says so when it did not come to its end."""
    with subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", COUNTER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        encoding="utf-8",
        env={"OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"},
    ) as process:
        clock = Timer(SECONDS_MOST, process.kill)
        clock.start()
        try:
            yield _lines(process, order)
        finally:
            clock.cancel()
            process.kill()


def _lines(process: "subprocess.Popen[str]", order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
    if stdin is None or stdout is None or stderr is None:  # pragma: no cover - all three are pipes
        return
    stdin.write(json.dumps(order))
    stdin.close()
    for text in stdout:
        yield json.loads(text)
    said = stderr.read()
    if process.wait() != 0:
        current_app.logger.warning("counter ended with %s", process.returncode)
        yield {"problem": _why(process.returncode, said)}


def _why(code: int, said: str) -> dict[str, Any]:
    if code < 0:
        return {"text": TOOK_TOO_LONG, "facts": {"minutes": SECONDS_MOST // 60}}
    return {"text": TOOK_TOO_MUCH if OUT_OF_MEMORY in said else BROKE_OFF, "facts": {}}


def remove_old_trials() -> None:
    """Delete the trials that have been kept long enough, each a change of its own."""
    days: int = current_app.extensions["settings"].trial_days
    for trial_id in trials_before(utc_now() - timedelta(days=days)):
        with acting(SYSTEM) as work:
            commands.remove_trial(work, trial_id=trial_id)


if remove_old_trials not in DAILY:
    DAILY.append(remove_old_trials)
