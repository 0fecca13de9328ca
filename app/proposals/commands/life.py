"""Steps in an application's life that any floor may take, and taking it back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.policy import Action
from app.proposals.models import Application
from app.proposals.rules import APPLICATION
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The applicant took the application back."""


def advance(_work: Work, application: Application, step: str, *, due_on: date | None = None) -> None:
    """Take a step in an application's life for a command of any floor, which has asked permission and records it."""
    application.state = APPLICATION.after(application.state, step)
    application.due_on = due_on


def withdraw_application(work: Work, *, application_id: UUID) -> UUID:
    """Take an application back before it is decided."""
    application = work.load(Application, application_id)
    work.require(Action.WITHDRAW_APPLICATION, application)

    advance(work, application, "withdraw")
    work.store()
    work.record(ApplicationWithdrawn(area_id=application.area_id, subject_id=application.id, case_id=application.id))
    return application.id
