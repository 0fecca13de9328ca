"""Changing trials: ask for one, keep what the count gave, delete it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import current_app

from app.areas.queries import area
from app.bodies.models import JurySession
from app.bodies.rules import COMING, RUNNING
from app.core.policy import Action, Subject
from app.laboratory.models import Trial, TrialCount
from app.laboratory.queries import votes_of_session
from app.laboratory.rules import (
    TRIAL,
    NoElection,
    NothingCounted,
    SessionNotOver,
    TieChoice,
    TrialState,
    tie_text,
)
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import FileTooLarge, Sent, discard, received, store_bytes
from app.shell.work import Work
from app.voting.counting.broken import BrokenFile
from app.voting.counting.pb_rows import UTF8_MARK, check_bytes

PB = "text/plain; charset=utf-8"
JOB = "count-trial"


@dataclass(frozen=True, kw_only=True)
class TrialAsked(Event):
    """An office asked what other rules would give."""

    rules: tuple[str, ...]
    session_id: UUID | None
    file_hash: str


@dataclass(frozen=True, kw_only=True)
class TrialRead(Event):
    """The election was read and can be counted."""

    file_hash: str


@dataclass(frozen=True, kw_only=True)
class TrialCounted(Event):
    """One rule was counted, or could not be (then without a fingerprint)."""

    rule: str
    fingerprint: str | None
    file_hash: str
    winners: int


@dataclass(frozen=True, kw_only=True)
class TrialEnded(Event):
    """All rules are counted, or the election cannot be."""

    state: TrialState


@dataclass(frozen=True, kw_only=True)
class TrialRemoved(Event):
    """A trial and its files were deleted."""


def start_trial(
    work: Work,
    *,
    area_id: UUID,
    title: str,
    file: Sent,
    rules: Sequence[str],
    tie: TieChoice | None,
    seed: str = "",
) -> UUID:
    """Take an uploaded election and ask for its counts; raise NoElection, FileTooLarge or SeedNeeded.

    Whether every line can be counted the job finds out; here only what is plainly no election is refused.
    """
    work.require(Action.RUN_TRIAL, Subject("area", area_id, area_id))
    area(area_id)
    order = tie_text(tie, seed)
    upload = received(file)
    _check_election(upload.data)
    stored = store_bytes(work, upload.data, media_type=PB, name=upload.name or "wahl.pb", area_id=area_id)
    trial = _new(work, area_id, title or stored.name, rules, order)
    trial.file_id = stored.id
    return _ask(work, trial, stored.sha256)


def start_session_trial(
    work: Work, *, session_id: UUID, rules: Sequence[str], tie: TieChoice | None, seed: str = "", title: str = ""
) -> UUID:
    """Ask for counts of a session's votes; raise SessionNotOver, NothingCounted or SeedNeeded."""
    session = work.load(JurySession, session_id)
    work.require(Action.RUN_TRIAL, session)
    work.require(Action.READ_BALLOTS, session)
    order = tie_text(tie, seed)
    if session.state in (*RUNNING, *COMING):
        raise SessionNotOver
    if not votes_of_session(session_id)["ballots"]:
        raise NothingCounted
    trial = _new(work, session.area_id, title or session.title, rules, order)
    trial.session_id = session_id
    return _ask(work, trial, "")


def keep_election(work: Work, *, trial_id: UUID, election: Mapping[str, Any], document: bytes | None = None) -> UUID:
    """Keep what the count read: figures and projects, and the file where it was made of a session's votes."""
    trial = _running(work, trial_id)
    trial.election = dict(election)
    if document is not None and trial.file_id is None:
        trial.file_id = store_bytes(work, document, media_type=PB, name="wahl.pb", area_id=trial.area_id).id
    work.store()
    work.record(TrialRead(area_id=trial.area_id, subject_id=trial.id, file_hash=_hash_of(trial)))
    return trial.id


def keep_count(
    work: Work, *, trial_id: UUID, position: int, report: Mapping[str, Any], problem: Mapping[str, Any]
) -> UUID:
    """Keep what one rule gave, or why it cannot count these ballots."""
    trial = _running(work, trial_id)
    count = TrialCount(
        id=uuid4(),
        trial_id=trial.id,
        position=position,
        rule=trial.rules[position],
        fingerprint=report.get("fingerprint"),
        report=dict(report),
        problem=dict(problem),
        counted_at=work.now,
    )
    work.store(count)
    work.record(
        TrialCounted(
            area_id=trial.area_id,
            subject_id=trial.id,
            rule=count.rule,
            fingerprint=count.fingerprint,
            file_hash=_hash_of(trial),
            winners=len(report.get("winners", ())),
        )
    )
    return trial.id


def finish_trial(work: Work, *, trial_id: UUID, document: bytes) -> UUID:
    """End a trial that is counted, with its document (PDF)."""
    trial = _running(work, trial_id)
    name = f"Auswertung-{trial.asked_at:%Y-%m-%d}.pdf"
    stored = store_bytes(work, document, media_type="application/pdf", name=name, area_id=trial.area_id)
    trial.document_id = stored.id
    return _end(work, trial, "finish")


def fail_trial(work: Work, *, trial_id: UUID, problem: Mapping[str, Any]) -> UUID:
    """End a trial that cannot be counted; ``problem`` is a marked sentence with its facts and line."""
    trial = _running(work, trial_id)
    trial.problem = dict(problem)
    return _end(work, trial, "fail")


def remove_trial(work: Work, *, trial_id: UUID) -> UUID:
    """Delete a trial with its counts and files; a count under way finds nothing left and stops."""
    trial = work.load(Trial, trial_id)
    work.require(Action.RUN_TRIAL, trial)
    files = [work.load(StoredFile, file_id) for file_id in (trial.file_id, trial.document_id) if file_id]
    db.session.execute(sa.delete(TrialCount).where(TrialCount.trial_id == trial_id))
    db.session.delete(trial)
    work.store()
    for file in files:
        discard(work, file)
    work.record(TrialRemoved(area_id=trial.area_id, subject_id=trial_id))
    return trial_id


def _new(work: Work, area_id: UUID, title: str, rules: Sequence[str], tie: str) -> Trial:
    return Trial(
        id=uuid4(),
        area_id=area_id,
        asked_by_id=work.actor.person_id,
        title=title,
        rules=list(dict.fromkeys(rules)),
        tie=tie,
        state=TrialState.WAITING,
        asked_at=work.now,
    )


def _ask(work: Work, trial: Trial, file_hash: str) -> UUID:
    work.store(trial)
    work.record(
        TrialAsked(
            area_id=trial.area_id,
            subject_id=trial.id,
            rules=tuple(trial.rules),
            session_id=trial.session_id,
            file_hash=file_hash,
        )
    )
    work.afterwards(JOB, trial_id=str(trial.id))
    return trial.id


def _running(work: Work, trial_id: UUID) -> Trial:
    trial = work.load(Trial, trial_id)
    work.require(Action.RUN_TRIAL, trial)
    trial.state = TRIAL.after(trial.state, "count")
    return trial


def _end(work: Work, trial: Trial, step: str) -> UUID:
    trial.state = TRIAL.after(trial.state, step)
    trial.ended_at = work.now
    work.store()
    work.record(TrialEnded(area_id=trial.area_id, subject_id=trial.id, state=trial.state))
    return trial.id


def _hash_of(trial: Trial) -> str:
    return db.session.scalar(sa.select(StoredFile.sha256).where(StoredFile.id == trial.file_id)) or ""


def _check_election(data: bytes) -> None:
    most: int = current_app.extensions["settings"].receipt_bytes_max
    if len(data) > most:
        raise FileTooLarge(megabytes=most // (1024 * 1024))
    try:
        check_bytes(data)
    except BrokenFile as error:
        raise NoElection from error
    if not data.removeprefix(UTF8_MARK).startswith(b"META") or b"\nVOTES" not in data:
        raise NoElection
