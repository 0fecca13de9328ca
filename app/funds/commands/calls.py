"""Calls: drafted, published, closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from app.core.policy import Action
from app.funds.models import Call, FundYear
from app.funds.rules import CALL, CallState, ensure_dates_in_order, ensure_open
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class CallCreated(Event):
    """A call was drafted, «Aufruf angelegt»."""

    fund_year_id: UUID
    cut_off_on: date


@dataclass(frozen=True, kw_only=True)
class CallEdited(Event):
    """A call was changed, «Aufruf geändert»; the facts name the fields."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CallPublished(Event):
    """Everybody may read the call and apply, «Aufruf veröffentlicht»."""

    opens_on: date
    cut_off_on: date


@dataclass(frozen=True, kw_only=True)
class CallClosed(Event):
    """Nobody may apply any more, «Aufruf geschlossen»."""


def create_call(
    work: Work,
    *,
    fund_year_id: UUID,
    title: str,
    opens_on: date,
    cut_off_on: date,
    session_on: date,
    text: str = "",
) -> UUID:
    """Draft a call of an open fund year and return its id."""
    year = work.load(FundYear, fund_year_id)
    work.require(Action.EDIT_CALL, year)
    ensure_open(year.state, year=year.year)
    ensure_dates_in_order(opens_on=opens_on, cut_off_on=cut_off_on, session_on=session_on)

    call = Call(
        id=uuid4(),
        fund_year_id=fund_year_id,
        area_id=year.area_id,
        title=title,
        text=text,
        opens_on=opens_on,
        cut_off_on=cut_off_on,
        session_on=session_on,
        state=CallState.DRAFT,
    )
    work.store(call)

    work.record(CallCreated(area_id=year.area_id, subject_id=call.id, fund_year_id=fund_year_id, cut_off_on=cut_off_on))
    return call.id


def edit_call(
    work: Work,
    *,
    call_id: UUID,
    title: str,
    opens_on: date,
    cut_off_on: date,
    session_on: date,
    text: str = "",
    version: int | None = None,
) -> UUID:
    """Change a call that is drafted or published, to give people more time for example."""
    call = work.load(Call, call_id)
    work.require(Action.EDIT_CALL, call)
    work.check_version(call, version)
    call.state = CALL.after(call.state, "edit")
    ensure_dates_in_order(opens_on=opens_on, cut_off_on=cut_off_on, session_on=session_on)
    wanted = {
        "title": title,
        "text": text,
        "opens_on": opens_on,
        "cut_off_on": cut_off_on,
        "session_on": session_on,
    }
    changed = tuple(name for name, value in wanted.items() if getattr(call, name) != value)

    for name in changed:
        setattr(call, name, wanted[name])
    work.store()

    work.record(CallEdited(area_id=call.area_id, subject_id=call_id, changed=changed))
    return call_id


def publish_call(work: Work, *, call_id: UUID) -> UUID:
    """Let everybody read the call; people may apply from its opening day on."""
    call = work.load(Call, call_id)
    work.require(Action.EDIT_CALL, call)

    call.state = CALL.after(call.state, "publish")
    work.store()

    work.record(
        CallPublished(area_id=call.area_id, subject_id=call_id, opens_on=call.opens_on, cut_off_on=call.cut_off_on)
    )
    return call_id


def close_call(work: Work, *, call_id: UUID) -> UUID:
    """Take no more applications under the call."""
    call = work.load(Call, call_id)
    work.require(Action.EDIT_CALL, call)

    call.state = CALL.after(call.state, "close")
    work.store()

    work.record(CallClosed(area_id=call.area_id, subject_id=call_id))
    return call_id
