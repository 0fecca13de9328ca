"""Playing a rehearsal step by step: what happened, what was refused, which expectations hold."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.errors import DomainError
from app.rehearsal.acts import ACTS
from app.rehearsal.figures import found_after
from app.rehearsal.scratch import Shadow, content
from app.rehearsal.script import Script, Step
from app.rehearsal.stage import Stage
from app.settlement.deadlines import run_deadlines
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.doors.words import sentence

STANDING = ("state", "available_cents", "reserved_cents", "committed_cents", "spent_cents")
REFUSED = "refused"
UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation against what was found; ``expected`` None for a refusal nobody expected."""

    key: str
    expected: Any
    found: Any

    @property
    def holds(self) -> bool:
        """Tell whether they agree; an expectation of true is met by any refusal."""
        if self.key == REFUSED and self.expected is True:
            return self.found is not None
        found = self.found.isoformat() if isinstance(self.found, date) else self.found
        expected = self.expected.isoformat() if isinstance(self.expected, date) else self.expected
        return bool(found == expected)


@dataclass(frozen=True, slots=True)
class Played:
    """A step as it went: the refusal's code and sentence if there was one, audit tags, figures, checks."""

    step: Step
    refusal: str | None
    reason: str
    events: tuple[str, ...]
    standing: dict[str, Any]
    figures: dict[str, Any]
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Tell whether every check of the step holds."""
        return all(check.holds for check in self.checks)


def play(script: Script, stage: Stage, tell: Callable[[Played], None] = lambda _: None) -> list[Played]:
    """Play the steps in order and tell of each; stop at the first that is refused and should not be."""
    done: list[Played] = []
    for step in script.steps:
        stage.at(step.on)
        run_deadlines(stage.now)
        done.append(_play_refused(stage, step) if step.refused else _play(stage, step))
        tell(done[-1])
        if done[-1].refusal is not None and not step.refused:
            break
    return done


def _play(stage: Stage, step: Step) -> Played:
    last = _last_event()
    try:
        ACTS[step.verb](stage, step.by, step.arguments)
    except DomainError as refusal:
        return _told(stage, step, last, refusal, Check(REFUSED, None, refusal.code()))
    return _told(stage, step, last, None)


def _play_refused(stage: Stage, step: Step) -> Played:
    """Play a step that must be refused; what it had done before the refusal is taken back as a whole."""
    shadow, memory, last = Shadow(), _remembered(stage), _last_event()
    before: dict[str, Any] = {}

    def look() -> None:
        before.clear()
        before.update(content())

    stage.before_acting = look
    try:
        ACTS[step.verb](stage, step.by, step.arguments)
    except DomainError as refusal:
        db.session.rollback()
        after = content()
        changed = sorted(name for name, rows in after.items() if before and before[name] != rows)
        shadow.restore()
        _remember(stage, memory)
        checks = (Check(REFUSED, step.refused, refusal.code()), Check(UNCHANGED, [], changed))
        return _told(stage, step, last, refusal, *checks)
    finally:
        shadow.forget()
        stage.before_acting = _nothing
    return _told(stage, step, last, None, Check(REFUSED, step.refused, None))


def _told(stage: Stage, step: Step, last: int, refusal: DomainError | None, *checks: Check) -> Played:
    wanted = () if refusal is not None and not step.refused else tuple(step.expect)
    found = found_after(stage, step.arguments, wanted + tuple(key for key in STANDING if key not in wanted))
    vote = found_after(stage, step.arguments, ("outcome", "yes", "no", "abstain", "needed"))
    tags = sa.select(AuditEvent.tag).where(AuditEvent.id > last).order_by(AuditEvent.id)
    events = tuple(db.session.scalars(tags))
    db.session.rollback()
    return Played(
        step=step,
        refusal=refusal.code() if refusal else None,
        reason=sentence(refusal) if refusal else "",
        events=events,
        standing={key: found[key] for key in STANDING},
        figures=vote,
        checks=(*checks, *(Check(key, step.expect[key], found[key]) for key in wanted)),
    )


def _last_event() -> int:
    last = db.session.scalar(sa.select(sa.func.max(AuditEvent.id)))
    db.session.rollback()
    return last or 0


def _remembered(stage: Stage) -> dict[str, Any]:
    return {field.name: copy.copy(getattr(stage, field.name)) for field in fields(stage)}


def _remember(stage: Stage, memory: dict[str, Any]) -> None:
    for name, value in memory.items():
        setattr(stage, name, value)


def _nothing() -> None:
    """Look at nothing."""
