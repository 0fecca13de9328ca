"""Letters of applications: who hears what by mail, in the outbox of the same change."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.money import Euro
from app.people.models import Person
from app.proposals.models import Application
from app.shell.database import db
from app.shell.work import Work


def notify(work: Work, application: Application, letter: str, **facts: Any) -> None:
    """Write to the applicant, in their language; without an address nothing is sent."""
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
        template=f"proposals/mail/{letter}.txt",
        facts={
            "title": application.title,
            "file_number": application.file_number or "",
            "path": f"/antraege/{application.id}",
            **{name.removesuffix("_cents"): _plain(name, value) for name, value in facts.items()},
        },
    )


def _plain(name: str, value: Any) -> Any:
    if name.endswith("_cents"):
        return str(Euro(value))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return value
