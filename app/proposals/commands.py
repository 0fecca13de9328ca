"""Changing applications: start, save, send, check, ask, answer, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.areas.models import Area
from app.core.clock import berlin_date
from app.core.money import Euro
from app.core.policy import Action
from app.funds.models import FundYear
from app.funds.queries import RulesInForce, rules_on
from app.funds.rules import FundYearState
from app.proposals.models import Application, ApplicationMessage, BudgetLine, EligibilityCheck
from app.proposals.rules import (
    APPLICATION,
    ApplicationFacts,
    ApplicationState,
    Category,
    CostLine,
    check_plan,
    refuse_blocked,
    requested,
)
from app.proposals.rules.sending import FundYearClosed, NoteNeeded, PrivacyNotAccepted, ReasonNeeded
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work

DETAILS = (
    "applicant_name", "applicant_email", "applicant_phone", "applicant_kind", "organisation", "title", "summary",
    "place", "themes", "own_share", "reasons", "other_funding", "action_from", "action_to",
)  # fmt: skip
CHECK_STEPS = {"ok": "check_ok", "query": "check_query", "reject": "check_reject"}


@dataclass(frozen=True, kw_only=True)
class ApplicationStarted(Event):
    """Somebody began an application."""

    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationSaved(Event):
    """A draft was saved."""

    step: int


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    """An application was sent."""

    file_number: str
    requested_cents: int
    rule_book_id: UUID
    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationResubmitted(Event):
    """A corrected application was sent."""

    requested_cents: int


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The applicant took the application back."""


@dataclass(frozen=True, kw_only=True)
class EligibilityChecked(Event):
    """The office checked whether the application may be funded."""

    result: str
    reason_code: str | None
    state: ApplicationState


@dataclass(frozen=True, kw_only=True)
class QueryAnswered(Event):
    """The applicant answered the office."""


def start_application(work: Work, *, fund_year_id: UUID, call_id: UUID | None = None) -> UUID:
    """Begin a draft that belongs to whoever acts."""
    application = _draft(work, fund_year_id, call_id)
    work.require(Action.START_APPLICATION, application)

    application.applicant_id = work.actor.person_id
    application.applicant_name = work.actor.name
    work.store(application)
    work.record(_started(application, on_behalf=False))
    return application.id


def enter_application_for(
    work: Work, *, fund_year_id: UUID, call_id: UUID | None = None, applicant_name: str, applicant_email: str = ""
) -> UUID:
    """Begin a draft from a paper form, on behalf of somebody without an account."""
    application = _draft(work, fund_year_id, call_id)
    work.require(Action.ENTER_APPLICATION_FOR, application)

    application.entered_by_id = work.actor.person_id
    application.applicant_name, application.applicant_email = applicant_name, applicant_email
    work.store(application)
    work.record(_started(application, on_behalf=True))
    return application.id


def save_step(
    work: Work, *, application_id: UUID, step: int, values: Mapping[str, Any], version: int | None = None
) -> UUID:
    """Keep what was typed in one step of the form, valid or not, until it is sent."""
    application = work.load(Application, application_id)
    work.require(Action.EDIT_APPLICATION, application)
    work.check_version(application, version)
    APPLICATION.after(application.state, "submit" if application.state is ApplicationState.DRAFT else "resubmit")

    application.draft = {**application.draft, **values}
    application.title = str(values.get("title") or application.title)[:120]
    work.store()
    work.record(
        ApplicationSaved(area_id=application.area_id, subject_id=application.id, case_id=application.id, step=step)
    )
    return application.id


def submit_whole(
    work: Work, *, fund_year_id: UUID, call_id: UUID | None = None, lines: Sequence[Mapping[str, Any]], **details: Any
) -> UUID:
    """Begin and send an application in one step."""
    year = work.load(FundYear, fund_year_id)
    application_id = start_application(work, fund_year_id=year.id, call_id=call_id)
    return submit_application(work, application_id=application_id, lines=lines, **details)


def submit_application(
    work: Work, *, application_id: UUID, lines: Sequence[Mapping[str, Any]], version: int | None = None, **details: Any
) -> UUID:
    """Send an application: rules are checked, the year's next number becomes its file number.

    Raise what the rules refuse (CapExceeded, LeadTimeTooShort, …), each at its field.
    """
    fund_year_id = _year_of(application_id)
    year = work.load(FundYear, fund_year_id)
    application = work.load(Application, application_id)
    area = work.load(Area, application.area_id)
    work.require(Action.EDIT_APPLICATION, application)
    work.check_version(application, version)
    if year.state is not FundYearState.OPEN:
        raise FundYearClosed
    if not details.pop("is_privacy_accepted", details.pop("is_private_accepted", True)):
        raise PrivacyNotAccepted
    rules = rules_on(year.fund_id, berlin_date(work.now))
    plan = _checked_plan(lines, details, rules, year=year, area=area, on=berlin_date(work.now))

    application.state = APPLICATION.after(application.state, "submit")
    _fill(work, application, details, lines, requested_cents=plan)
    application.rule_book_id = rules.id
    application.number, year.next_number = year.next_number, year.next_number + 1
    application.file_number = f"{area.code}-{year.year}-{application.number:03d}"
    application.submitted_at = work.now
    application.privacy_accepted_at = work.now
    application.due_on = None
    work.store()
    work.record(
        ApplicationSubmitted(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            file_number=application.file_number,
            requested_cents=application.requested_cents,
            rule_book_id=rules.id,
            on_behalf=application.entered_by_id is not None,
        )
    )
    return application.id


def resubmit_application(
    work: Work, *, application_id: UUID, lines: Sequence[Mapping[str, Any]], version: int | None = None, **details: Any
) -> UUID:
    """Send a corrected application; the rules of its first sending are asked again, on the day it was first sent."""
    year = work.load(FundYear, _year_of(application_id))
    application = work.load(Application, application_id)
    area = work.load(Area, application.area_id)
    work.require(Action.EDIT_APPLICATION, application)
    work.check_version(application, version)
    details.pop("is_privacy_accepted", details.pop("is_private_accepted", None))
    sent_on = berlin_date(application.submitted_at or work.now)
    rules = rules_on(year.fund_id, sent_on)
    plan = _checked_plan(lines, details, rules, year=year, area=area, on=sent_on)

    application.state = APPLICATION.after(application.state, "resubmit")
    _fill(work, application, details, lines, requested_cents=plan)
    application.due_on = None
    work.store()
    work.record(
        ApplicationResubmitted(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            requested_cents=application.requested_cents,
        )
    )
    return application.id


def withdraw_application(work: Work, *, application_id: UUID) -> UUID:
    """Take an application back before it is decided."""
    application = work.load(Application, application_id)
    work.require(Action.WITHDRAW_APPLICATION, application)

    advance(work, application, "withdraw")
    work.store()
    work.record(ApplicationWithdrawn(area_id=application.area_id, subject_id=application.id, case_id=application.id))
    return application.id


def check_eligibility(
    work: Work,
    *,
    application_id: UUID,
    result: str,
    reason_code: str | None = None,
    tasks: Mapping[str, Any] | None = None,
    note: str = "",
) -> UUID:
    """Check whether an application may be funded («Förderfähigkeit»): ``ok``, ``query`` or ``reject``, with a note."""
    application = work.load(Application, application_id)
    work.require(Action.CHECK_ELIGIBILITY, application)
    if not note.strip():
        raise NoteNeeded
    if result == "reject" and not reason_code:
        raise ReasonNeeded
    year = db.session.get_one(FundYear, application.fund_year_id)
    today = berlin_date(work.now)
    answer_days = rules_on(year.fund_id, today).values.integer("query.answer_days")

    advance(
        work, application, CHECK_STEPS[result], due_on=today + timedelta(days=answer_days) if result == "query" else None
    )
    check = EligibilityCheck(
        id=uuid4(),
        application_id=application.id,
        checked_by_id=work.actor.person_id,
        checked_at=work.now,
        result=result,
        reason_code=reason_code,
        tasks=dict(tasks or {}),
        note=note,
    )
    work.store(check)
    if result == "query":
        work.store(_message(work, application, note, is_from_office=True))
    work.record(
        EligibilityChecked(
            area_id=application.area_id,
            subject_id=check.id,
            case_id=application.id,
            result=result,
            reason_code=reason_code,
            state=application.state,
        )
    )
    return check.id


def answer_query(work: Work, *, application_id: UUID, text: str) -> UUID:
    """Answer the office's query; the application is checked again."""
    application = work.load(Application, application_id)
    work.require(Action.EDIT_APPLICATION, application)

    advance(work, application, "resubmit")
    message = _message(work, application, text, is_from_office=False)
    work.store(message)
    work.record(QueryAnswered(area_id=application.area_id, subject_id=message.id, case_id=application.id))
    return message.id


def advance(_work: Work, application: Application, step: str, *, due_on: date | None = None) -> None:
    """Take a step in an application's life for a command of any floor, which has asked permission and records it."""
    application.state = APPLICATION.after(application.state, step)
    application.due_on = due_on


def _year_of(application_id: UUID) -> UUID | None:
    return db.session.scalar(sa.select(Application.fund_year_id).where(Application.id == application_id))


def _draft(work: Work, fund_year_id: UUID, call_id: UUID | None) -> Application:
    year = work.load(FundYear, fund_year_id)
    return Application(
        id=uuid4(),
        area_id=year.area_id,
        fund_year_id=year.id,
        call_id=call_id,
        state=ApplicationState.DRAFT,
        created_at=work.now,
    )


def _started(application: Application, *, on_behalf: bool) -> Event:
    return ApplicationStarted(
        area_id=application.area_id, subject_id=application.id, case_id=application.id, on_behalf=on_behalf
    )


def _message(work: Work, application: Application, text: str, *, is_from_office: bool) -> ApplicationMessage:
    return ApplicationMessage(
        id=uuid4(),
        application_id=application.id,
        written_by_id=work.actor.person_id,
        is_from_office=is_from_office,
        written_at=work.now,
        text=text,
    )


def _checked_plan(
    lines: Sequence[Mapping[str, Any]],
    details: Mapping[str, Any],
    rules: RulesInForce,
    *,
    year: FundYear,
    area: Area,
    on: date,
) -> int:
    costs = tuple(
        CostLine(Category(line["category"]), line["text"], Euro(line["amount_cents"]), details.get("reasons", ""))
        for line in lines
    )
    facts = ApplicationFacts(
        lines=costs,
        action_from=details["action_from"],
        action_to=details["action_to"],
        applicant_kind=details.get("applicant_kind", "resident"),
        themes=tuple(details.get("themes", ())),
        own_share=details.get("own_share", ""),
        year_ends_on=date(year.year, 12, 31),
        area_ends_on=area.ends_on,
    )
    refuse_blocked(check_plan(facts, rules.values, on))
    return requested(costs, rules.values).requested.cents


def _fill(
    work: Work,
    application: Application,
    details: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    *,
    requested_cents: int,
) -> None:
    for name in DETAILS:
        if name in details:
            setattr(application, name, details[name])
    application.requested_cents = requested_cents
    application.draft = {}
    db.session.execute(sa.delete(BudgetLine).where(BudgetLine.application_id == application.id))
    work.store(
        *(
            BudgetLine(
                id=uuid4(),
                application_id=application.id,
                position=position,
                category=line["category"],
                text=line["text"],
                amount_cents=line["amount_cents"],
            )
            for position, line in enumerate(lines, start=1)
        )
    )


