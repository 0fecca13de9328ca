"""The daily round: finds cases whose day has passed and lets each take its step, every case a change of its own."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
import structlog

from app.core.actor import SYSTEM
from app.core.clock import berlin_date, utc_now
from app.core.errors import DomainError
from app.proposals.models import Application
from app.proposals.rules import ApplicationState as State
from app.settlement.commands.lapsing import meet_deadlines
from app.shell.database import db
from app.shell.jobs.outbox import DAILY, job
from app.shell.work import acting

log = structlog.get_logger()


@job("deadlines")
def deadlines(_job_id: UUID) -> None:
    """Run the round as a job."""
    daily_round()


def daily_round() -> None:
    """Run the round for today."""
    run_deadlines()


def run_deadlines(now: datetime | None = None) -> int:
    """Let every case take the steps whose day has passed and return how many cases were looked at; harmless twice."""
    moment = now or utc_now()
    cases = cases_due(berlin_date(moment))
    for application_id in cases:
        try:
            with acting(SYSTEM, now=moment) as work:
                meet_deadlines(work, application_id=application_id)
        except DomainError as error:  # one case that is stuck must not stop the others
            log.warning("deadline refused", application_id=str(application_id), error=error.code())
    return len(cases)


def cases_due(today: date) -> list[UUID]:
    """Return the applications with a day that has passed."""
    waits = (
        State.AWAITING_SETTLEMENT,
        State.OVERDUE,
        State.REPAYMENT_DUE,
        State.NEEDS_INFO,
        State.OFFER_REDUCED,
        State.AWARDED_CONDITIONAL,
    )
    statement = sa.select(Application.id).where(
        sa.or_(
            sa.and_(Application.state == State.AGREED, Application.action_from <= today),
            sa.and_(Application.state == State.RUNNING, Application.action_to < today),
            sa.and_(Application.state.in_(waits), Application.due_on < today),
        )
    )
    return list(db.session.scalars(statement.order_by(Application.due_on, Application.id)))


if daily_round not in DAILY:
    DAILY.append(daily_round)
