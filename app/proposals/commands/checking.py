"""The office's check of eligibility, its queries and the answers to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from app.core.clock import berlin_date
from app.core.policy import Action
from app.funds.models import FundYear
from app.funds.queries import rules_on
from app.proposals.commands.life import advance
from app.proposals.letters import notify
from app.proposals.models import Application, ApplicationMessage, EligibilityCheck
from app.proposals.queries import lines_of
from app.proposals.rules import REJECTION_REASONS, ApplicationState, RejectionReason
from app.proposals.rules.sending import LinesNotEligible, NoteNeeded, ReasonNeeded, UnsentChanges
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work

CHECK_STEPS = {"ok": "check_ok", "query": "check_query", "reject": "check_reject"}


@dataclass(frozen=True, kw_only=True)
class EligibilityChecked(Event):
    """The office checked whether the application may be funded."""

    result: str
    reason_code: str | None
    state: ApplicationState


@dataclass(frozen=True, kw_only=True)
class QueryAnswered(Event):
    """The applicant answered the office."""


def check_eligibility(
    work: Work,
    *,
    application_id: UUID,
    result: str,
    reason_code: str | None = None,
    tasks: Mapping[str, Any] | Sequence[str] | None = None,
    eligible_lines: Sequence[int] | None = None,
    note: str = "",
    message: str = "",
    version: int | None = None,
) -> UUID:
    """Check whether an application may be funded («Förderfähigkeit»): ``ok``, ``query`` or ``reject``, with a note.

    ``eligible_lines`` are positions in the plan; all must be among them to admit. ``message`` is what the applicant
    reads: the question (the note where nothing else is said) or a word about the rejection.
    """
    application = work.load(Application, application_id)
    work.require(Action.CHECK_ELIGIBILITY, application)
    work.check_version(application, version)
    if not note.strip():
        raise NoteNeeded
    if result == "reject" and not reason_code:
        raise ReasonNeeded
    if result == "ok" and eligible_lines is not None:
        _ensure_all_eligible(application_id, eligible_lines)
    year = db.session.get_one(FundYear, application.fund_year_id)
    answer_on = berlin_date(work.now) + timedelta(
        days=rules_on(year.fund_id, berlin_date(work.now)).values.integer("query.answer_days")
    )

    advance(work, application, CHECK_STEPS[result], due_on=answer_on if result == "query" else None)
    check = EligibilityCheck(
        id=uuid4(),
        application_id=application.id,
        checked_by_id=work.actor.person_id,
        checked_at=work.now,
        result=result,
        reason_code=reason_code if result == "reject" else None,
        tasks={"done": list(tasks or ()), "eligible_lines": list(eligible_lines or ())},
        note=note,
    )
    work.store(check)
    _tell(
        work,
        application,
        result=result,
        reason_code=reason_code,
        text=message.strip() or _spoken(result, reason_code, note),
    )
    work.record(
        EligibilityChecked(
            area_id=application.area_id,
            subject_id=check.id,
            case_id=application.id,
            result=result,
            reason_code=check.reason_code,
            state=application.state,
        )
    )
    return check.id


def answer_query(work: Work, *, application_id: UUID, text: str) -> UUID:
    """Answer the office's query; the application is checked again. Raise UnsentChanges when a correction is half done."""
    application = work.load(Application, application_id)
    work.require(Action.EDIT_APPLICATION, application)
    if application.draft:
        raise UnsentChanges

    advance(work, application, "resubmit")
    message = _message(work, application, text, is_from_office=False)
    work.store(message)
    work.record(QueryAnswered(area_id=application.area_id, subject_id=message.id, case_id=application.id))
    return message.id


def _spoken(result: str, reason_code: str | None, note: str) -> str:
    """Return the note where the applicant must read it: as the question, or where no code says the reason."""
    return note if result == "query" or reason_code == RejectionReason.OTHER else ""


def _tell(work: Work, application: Application, *, result: str, reason_code: str | None, text: str) -> None:
    if result == "query":
        work.store(_message(work, application, text, is_from_office=True))
        notify(work, application, "query", text=text, due_on=application.due_on)
    if result == "reject":
        reason = REJECTION_REASONS[RejectionReason(reason_code or RejectionReason.OTHER)]
        notify(work, application, "rejected", reason=reason, text=text)


def _ensure_all_eligible(application_id: UUID, eligible_lines: Sequence[int]) -> None:
    refused = [line.text for line in lines_of(application_id) if line.position not in eligible_lines]
    if refused:
        raise LinesNotEligible(line=refused[0])


def _message(work: Work, application: Application, text: str, *, is_from_office: bool) -> ApplicationMessage:
    return ApplicationMessage(
        id=uuid4(),
        application_id=application.id,
        written_by_id=work.actor.person_id,
        is_from_office=is_from_office,
        written_at=work.now,
        text=text,
    )
