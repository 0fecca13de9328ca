"""Letters of allocation: who hears what by mail, in the outbox of the same change."""

from typing import Any

import sqlalchemy as sa

from app.people.models import Person
from app.proposals.models import Application
from app.shell.database import db
from app.shell.work import Work


def notify(work: Work, application: Application, letter: str, **facts: Any) -> None:
    """Write to the applicant after the commit, in their language; without an address nothing is sent."""
    person = db.session.execute(
        sa.select(Person.email, Person.locale).where(Person.id == application.applicant_id)
    ).one_or_none()
    address = application.applicant_email or (person.email if person else None)
    if not address:
        return
    work.afterwards(
        "send-mail",
        to=address,
        locale=(person.locale if person else None) or "de",
        template=f"allocation/mail/{letter}.txt",
        facts={
            "title": application.title,
            "file_number": application.file_number or "",
            "application_id": str(application.id),
            **facts,
        },
    )
