"""Letters of disbursement: who hears what by mail."""

from typing import Any

from app.proposals.letters import write_to_applicant
from app.proposals.models import Application
from app.shell.work import Work


def notify(work: Work, application: Application, letter: str, **facts: Any) -> None:
    """Send a letter of this slice to the applicant."""
    write_to_applicant(work, application, template=f"disbursement/mail/{letter}.txt", facts=facts)
