"""Sending an application: the rules are asked, the year's next number becomes its file number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.core.clock import berlin_date
from app.core.policy import Action
from app.funds.models import Call, FundYear
from app.funds.queries import RulesInForce, rules_and_area
from app.funds.rules import FundYearState
from app.proposals.commands.drafts import own_draft
from app.proposals.letters import notify
from app.proposals.models import Application, ApplicationMessage, BudgetLine
from app.proposals.queries import fund_year_id_of
from app.proposals.rules import APPLICATION, check_plan, refuse_blocked, requested
from app.proposals.rules.sending import FundYearClosed, PrivacyNotAccepted, facts_of
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work
from app.shell.writing import Change

DETAILS = (
    "applicant_name", "applicant_email", "applicant_phone", "applicant_kind", "organisation", "title", "summary",
    "place", "themes", "own_share", "reasons", "other_funding", "own_funds_cents", "action_from", "action_to",
)  # fmt: skip
_take_number = Change(
    sa.update(FundYear)
    .where(FundYear.id == sa.bindparam("fund_year_id"))
    .values(next_number=FundYear.next_number + 1)
    .returning(
        FundYear.id,
        FundYear.fund_id,
        FundYear.area_id,
        FundYear.year,
        FundYear.state,
        (FundYear.next_number - 1).label("number"),
    )
)


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


def submit_application(
    work: Work,
    *,
    application_id: UUID,
    lines: Sequence[Mapping[str, Any]],
    version: int | None = None,
    is_privacy_accepted: bool = True,
    **details: Any,
) -> UUID:
    """Send a draft. Raise what the rules refuse (CapExceeded, LeadTimeTooShort, …), each at its field."""
    year = work.change(_take_number, fund_year_id=fund_year_id_of(application_id))
    application = work.load(Application, application_id)
    work.require(Action.EDIT_APPLICATION, application)
    work.check_version(application, version)
    if not is_privacy_accepted:
        raise PrivacyNotAccepted

    area = _send(work, application, year, lines, details)
    db.session.execute(sa.delete(BudgetLine).where(BudgetLine.application_id == application.id))
    _add_lines(work, application, lines)
    notify(work, application, "received", requested_cents=application.requested_cents, place=area.name)
    return application.id


def submit_whole(
    work: Work,
    *,
    fund_year_id: UUID,
    call_id: UUID | None = None,
    lines: Sequence[Mapping[str, Any]],
    is_privacy_accepted: bool = True,
    **details: Any,
) -> UUID:
    """Begin and send an application in one step."""
    year = work.change(_take_number, fund_year_id=fund_year_id)
    application = own_draft(work, year, call_id, email=details.get("applicant_email"))
    if not is_privacy_accepted:
        raise PrivacyNotAccepted

    area = _send(work, application, year, lines, details)
    work.add(Application, vars(application))
    _add_lines(work, application, lines)
    notify(work, application, "received", requested_cents=application.requested_cents, place=area.name)
    return application.id


def resubmit_application(
    work: Work,
    *,
    application_id: UUID,
    lines: Sequence[Mapping[str, Any]],
    version: int | None = None,
    is_privacy_accepted: bool = True,
    answer: str = "",
    **details: Any,
) -> UUID:
    """Send a corrected application; the rules of its first sending are asked again, on the day it was first sent."""
    year = work.load(FundYear, fund_year_id_of(application_id))
    application = work.load(Application, application_id)
    work.require(Action.EDIT_APPLICATION, application)
    work.check_version(application, version)
    if not is_privacy_accepted:
        raise PrivacyNotAccepted
    sent_on = berlin_date(application.submitted_at or work.now)
    rules, area = rules_and_area(year.id, sent_on)

    application.state = APPLICATION.after(application.state, "resubmit")
    _fill(application, details, _checked_cents(lines, details, rules, year=year, area=area, on=sent_on))
    db.session.execute(sa.delete(BudgetLine).where(BudgetLine.application_id == application.id))
    _add_lines(work, application, lines)
    if answer:
        work.store(_answer(work, application, answer))
    work.record(
        ApplicationResubmitted(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            requested_cents=application.requested_cents,
        )
    )
    return application.id


def _send(
    work: Work,
    application: Application,
    year: Any,
    lines: Sequence[Mapping[str, Any]],
    details: Mapping[str, Any],
) -> Any:
    """Ask the rules and give the application the number taken for it; return its area's name, code and last day."""
    if year.state is not FundYearState.OPEN:
        raise FundYearClosed
    today = berlin_date(work.now)
    rules, area = rules_and_area(year.id, today)
    _fill(application, details, _checked_cents(lines, details, rules, year=year, area=area, on=today))

    application.state = APPLICATION.after(application.state, "submit")
    application.call_id = _call_in_time(application.call_id, today)
    application.rule_book_id = rules.id
    application.number = year.number
    application.file_number = f"{area.code}-{year.year}-{application.number:03d}"
    application.submitted_at = application.privacy_accepted_at = work.now
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
    return area


def _call_in_time(call_id: UUID | None, today: date) -> UUID | None:
    """Return the call an application still reaches; one that comes later waits for a later session."""
    call = db.session.get(Call, call_id) if call_id else None
    return call.id if call is not None and today <= call.cut_off_on else None


def _checked_cents(
    lines: Sequence[Mapping[str, Any]],
    details: Mapping[str, Any],
    rules: RulesInForce,
    *,
    year: Any,
    area: Any,
    on: date,
) -> int:
    facts = facts_of({**details, "lines": lines}, year=year.year, area_ends_on=area.ends_on)
    refuse_blocked(check_plan(facts, rules.values, on))
    return requested(facts.lines, rules.values).requested.cents


def _fill(application: Application, details: Mapping[str, Any], requested_cents: int) -> None:
    for name in DETAILS:
        if details.get(name) is not None:
            setattr(application, name, details[name])
    application.requested_cents = requested_cents
    application.draft = {}
    application.due_on = None


def _add_lines(work: Work, application: Application, lines: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        {
            "id": uuid4(),
            "application_id": application.id,
            "position": position,
            "category": line["category"],
            "text": line["text"],
            "amount_cents": line["amount_cents"],
        }
        for position, line in enumerate(lines, start=1)
    ]
    work.add(BudgetLine, *rows)


def _answer(work: Work, application: Application, text: str) -> ApplicationMessage:
    return ApplicationMessage(
        id=uuid4(),
        application_id=application.id,
        written_by_id=work.actor.person_id,
        is_from_office=False,
        written_at=work.now,
        text=text,
    )
