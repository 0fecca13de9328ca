"""Calls end by themselves: the daily round closes every call whose cut-off day has passed."""

from datetime import datetime
from uuid import UUID

import structlog

from app.core.actor import SYSTEM
from app.core.clock import berlin_date, utc_now
from app.core.errors import DomainError
from app.funds.commands import close_call
from app.funds.queries import calls_past_cut_off
from app.shell.jobs.outbox import DAILY
from app.shell.work import acting

log = structlog.get_logger()


def close_calls() -> None:
    """Close for today."""
    close_calls_past_cut_off()


def close_calls_past_cut_off(now: datetime | None = None) -> list[UUID]:
    """Close every published call after the end of its cut-off day, each a change of its own; return those closed."""
    moment = now or utc_now()
    closed = []
    for call_id in calls_past_cut_off(berlin_date(moment)):
        try:
            with acting(SYSTEM, now=moment) as work:
                closed.append(close_call(work, call_id=call_id))
        except DomainError as error:  # the office was faster, the others still wait
            log.warning("call not closed", call_id=str(call_id), error=error.code())
    return closed


if close_calls not in DAILY:
    DAILY.append(close_calls)
