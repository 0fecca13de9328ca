"""Letters to applicants: who hears what by mail, in the outbox of the same change."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.money import Euro
from app.people.models import Person
from app.proposals.models import Application
from app.shell.looking import look
from app.shell.work import Work


@look
def reader(person_id: Any) -> Any:
    """Return a person's address and language, if there is such a person."""
    return sa.select(Person.email, Person.locale).where(Person.id == person_id)


def write_to_applicant(work: Work, application: Application, *, template: str, facts: dict[str, Any]) -> None:
    """Write to the applicant after the commit, in their language; without an address nothing is sent.

    The letter knows title, file number, id and address of the application besides its facts; days come as ISO text,
    amounts as whole cents, and the letter writes both as its reader is used to.
    """
    address: str | None = application.applicant_email
    language = work.actor.locale
    if not address or work.actor.person_id != application.applicant_id:
        person = next(iter(reader(person_id=application.applicant_id)), None)
        address = address or (person.email if person else None)
        language = person.locale if person else None
    if not address:
        return
    work.afterwards(
        "send-mail",
        to=address,
        locale=language or "de",
        template=template,
        facts={
            "title": application.title,
            "file_number": application.file_number or "",
            "application_id": str(application.id),
            "path": f"/antraege/{application.id}",
            **{name: _plain(value) for name, value in facts.items()},
        },
    )


def notify(work: Work, application: Application, letter: str, **facts: Any) -> None:
    """Send a letter of this slice; facts in cents lose their unit and become amounts."""
    amounts = {
        name.removesuffix("_cents"): Euro(value) if name.endswith("_cents") else value for name, value in facts.items()
    }
    write_to_applicant(work, application, template=f"proposals/mail/{letter}.txt", facts=amounts)


def _plain(value: Any) -> Any:
    if isinstance(value, Euro):
        return value.cents
    if isinstance(value, date):
        return value.isoformat()
    return value
