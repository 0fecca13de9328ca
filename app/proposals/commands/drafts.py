"""Drafts: begin an application, for oneself or from a paper form, and keep what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from app.core.clock import berlin_date
from app.core.policy import Action
from app.funds.models import Call, FundYear
from app.funds.rules import CallState, FundYearState
from app.proposals.letters import reader
from app.proposals.models import TITLE_LENGTH, Application
from app.proposals.rules import APPLICATION, ApplicationState
from app.proposals.rules.sending import CallNotOpen, FundYearClosed
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class ApplicationStarted(Event):
    """Somebody began an application."""

    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationSaved(Event):
    """A draft was saved."""

    step: int


def start_application(work: Work, *, fund_year_id: UUID, call_id: UUID | None = None) -> UUID:
    """Begin a draft that belongs to whoever acts; raise FundYearClosed or CallNotOpen."""
    application = own_draft(work, work.load(FundYear, fund_year_id), call_id)
    work.store(application)
    return application.id


def enter_application_for(
    work: Work, *, fund_year_id: UUID, call_id: UUID | None = None, applicant_name: str, applicant_email: str = ""
) -> UUID:
    """Begin a draft from a paper form, on behalf of somebody without an account."""
    application = _draft(work, work.load(FundYear, fund_year_id), call_id)
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
    if application.state is ApplicationState.DRAFT:
        application.title = str(values.get("title") or application.title)[:TITLE_LENGTH]
    work.store()
    work.record(
        ApplicationSaved(area_id=application.area_id, subject_id=application.id, case_id=application.id, step=step)
    )
    return application.id


def own_draft(work: Work, year: Any, call_id: UUID | None, *, email: str | None = None) -> Application:
    """Return a new draft in a fund year of whoever acts, not stored yet; permission is asked and its beginning recorded."""
    application = _draft(work, year, call_id)
    work.require(Action.START_APPLICATION, application)
    application.applicant_id = work.actor.person_id
    application.applicant_name = work.actor.name
    application.applicant_email = email or _address(work.actor.person_id)
    work.record(_started(application, on_behalf=False))
    return application


def _address(person_id: UUID | None) -> str:
    return next((found.email for found in reader(person_id=person_id)), None) or ""


def _draft(work: Work, year: Any, call_id: UUID | None) -> Application:
    if year.state is not FundYearState.OPEN:
        raise FundYearClosed
    if call_id is not None:
        _ensure_open(call_id, year, work)
    return Application(
        id=uuid4(),
        area_id=year.area_id,
        fund_year_id=year.id,
        call_id=call_id,
        state=ApplicationState.DRAFT,
        draft={},
        created_at=work.now,
    )


def _ensure_open(call_id: UUID, year: Any, work: Work) -> None:
    call = db.session.get(Call, call_id)
    today = berlin_date(work.now)
    if call is None or call.fund_year_id != year.id:
        raise CallNotOpen
    if call.state is not CallState.PUBLISHED or not call.opens_on <= today <= call.cut_off_on:
        raise CallNotOpen


def _started(application: Application, *, on_behalf: bool) -> Event:
    return ApplicationStarted(
        area_id=application.area_id, subject_id=application.id, case_id=application.id, on_behalf=on_behalf
    )
