"""Accounts: creating a person, changing name, phone, language and password."""

import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.core.policy import Action, Subject
from app.people.actors import digest
from app.people.models import Person, SignInSession
from app.people.passwords import hashed
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class PersonCreated(Event):
    """A person has an account, «Konto angelegt»."""


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A person changed what the service knows about them, «Profil geändert»; the facts name the fields only."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person has a new password, «Passwort geändert»; every other browser was signed out."""


def create_person(
    work: Work,
    *,
    name: str,
    email: str | None = None,
    password: str | None = None,
    locale: str | None = None,
    password_hash: str | None = None,
) -> UUID:
    """Create an account for a person and return its id; ``password_hash`` instead of ``password`` where it is known."""
    work.require(Action.INVITE_PERSON, Subject("person"))

    return add_person(
        work,
        name=name,
        email=email,
        locale=locale,
        password_hash=hashed(password) if password else password_hash,
    )


def add_person(
    work: Work, *, name: str, email: str | None, locale: str | None = None, password_hash: str | None = None
) -> UUID:
    """Store a person; the caller has asked permission."""
    person = Person(
        id=uuid4(),
        email=email.strip().lower() if email else None,
        name=name.strip(),
        locale=locale or None,
        password_hash=password_hash,
        recovery_hashes=[],
        salt=secrets.token_bytes(32),
        created_at=work.now,
    )
    work.store(person)
    work.record(PersonCreated(area_id=None, subject_id=person.id))
    return person.id


def change_profile(
    work: Work, *, person_id: UUID, name: str, phone: str = "", locale: str = "", version: int | None = None
) -> UUID:
    """Change a person's name, phone and language."""
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)
    work.check_version(person, version)

    wanted = {"name": name, "phone": phone or None, "locale": locale or None}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]

    for field in changed:
        setattr(person, field, wanted[field])
    work.store()

    if changed:
        work.record(ProfileChanged(area_id=None, subject_id=person_id, changed=changed))
    return person_id


def set_password(work: Work, *, person_id: UUID, password_hash: str, keep_token: str = "") -> UUID:
    """Store a new password hash and end every session but the one of ``keep_token``.

    The caller has checked the present password, where there is one, and the strength of the new one.
    """
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)

    person.password_hash = password_hash
    end_others(work, person_id, keep_token=keep_token)
    work.store()

    work.record(PasswordChanged(area_id=None, subject_id=person_id))
    return person_id


def end_others(work: Work, person_id: UUID, *, keep_token: str = "") -> None:
    """End a person's sessions in every browser but one; the caller has asked permission."""
    db.session.execute(
        sa.update(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            SignInSession.token_hash != digest(keep_token),
        )
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
