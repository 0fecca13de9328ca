"""What happens by itself when a day has passed: actions begin and end, accounts fall due, offers and queries lapse."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.allocation.commands import lapse_offer
from app.core.clock import berlin_date, due_on
from app.core.policy import Action
from app.funds.rules import settlement_due_on
from app.proposals.commands import advance
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.settlement.commands.case import load_with_year
from app.settlement.letters import notify
from app.settlement.models import SettlementReminder
from app.settlement.queries import rules_of_case
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work

State = ApplicationState


@dataclass(frozen=True, kw_only=True)
class ActionBegun(Event):
    """The first day of an action came."""


@dataclass(frozen=True, kw_only=True)
class ActionEnded(Event):
    """The last day of an action passed; the account is expected."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class SettlementFallenDue(Event):
    """The last day for the account passed."""

    tag = "settlement.fallen_due"
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class SettlementReminded(Event):
    """A reminder about the account was sent."""

    level: int


@dataclass(frozen=True, kw_only=True)
class RepaymentFallenLate(Event):
    """The last day to pay back passed; interest runs."""

    tag = "repayment.fallen_late"
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class QueryLapsed(Event):
    """A question of the office was not answered in time; the application lapsed."""


def meet_deadlines(work: Work, *, application_id: UUID) -> UUID:
    """Take every step whose day has passed for one application; doing it again changes nothing."""
    application = load_with_year(work, application_id)

    work.require(Action.RUN_DEADLINES, application)

    today = berlin_date(work.now)
    for state, step in _STEPS:
        if application.state is state:
            step(work, application, today)
            work.store(application)
    return application.id


def _begin(work: Work, application: Application, today: date) -> None:
    if application.action_from is not None and application.action_from <= today:
        advance(work, application, "start", due_on=application.due_on)
        _record(work, application, ActionBegun)


def _end(work: Work, application: Application, today: date) -> None:
    if application.action_to is not None and application.action_to < today:
        due = settlement_due_on(application.action_to, rules_of_case(application.id))
        advance(work, application, "end", due_on=due)
        _record(work, application, ActionEnded, due_on=due)
        notify(work, application, "expected", due_on=due)


def _fall_due(work: Work, application: Application, today: date) -> None:
    if _passed(application, today):
        advance(work, application, "overdue", due_on=application.due_on)
        _record(work, application, SettlementFallenDue, due_on=application.due_on)


def _remind(work: Work, application: Application, today: date) -> None:
    """Send the latest reminder whose day has come; those before it count as sent."""
    if application.due_on is None:
        return
    days_by_level = rules_of_case(application.id).table("settlement.reminder_days")
    sent = set(
        db.session.scalars(
            sa.select(SettlementReminder.level).where(SettlementReminder.application_id == application.id)
        )
    )
    fresh = [
        int(level)
        for level, days in days_by_level.items()
        if int(level) not in sent and due_on(application.due_on, max(days, 1)) <= today
    ]
    if not fresh:
        return
    work.store(*(SettlementReminder(application_id=application.id, level=level, sent_at=work.now) for level in fresh))
    advance(work, application, "remind", due_on=application.due_on)
    _record(work, application, SettlementReminded, level=max(fresh))
    notify(work, application, "reminder", level=max(fresh), due_on=application.due_on)


def _run_late(work: Work, application: Application, today: date) -> None:
    if _passed(application, today):
        advance(work, application, "late", due_on=application.due_on)
        _record(work, application, RepaymentFallenLate, due_on=application.due_on)
        notify(work, application, "late", due_on=application.due_on)


def _lapse_offer(work: Work, application: Application, _today: date) -> None:
    lapse_offer(work, application_id=application.id)


def _lapse_query(work: Work, application: Application, today: date) -> None:
    if _passed(application, today):
        advance(work, application, "lapse")
        _record(work, application, QueryLapsed)
        notify(work, application, "query_lapsed")


_STEPS = (
    (State.NEEDS_INFO, _lapse_query),
    (State.OFFER_REDUCED, _lapse_offer),
    (State.AWARDED_CONDITIONAL, _lapse_offer),
    (State.AGREED, _begin),
    (State.RUNNING, _end),
    (State.AWAITING_SETTLEMENT, _fall_due),
    (State.OVERDUE, _remind),
    (State.REPAYMENT_DUE, _run_late),
)


def _passed(application: Application, today: date) -> bool:
    return application.due_on is not None and application.due_on < today


def _record(work: Work, application: Application, kind: type[Event], **facts: object) -> None:
    work.record(kind(area_id=application.area_id, subject_id=application.id, case_id=application.id, **facts))
