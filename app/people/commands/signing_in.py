"""Signing in and out: sessions as rows, one-time links by mail, accounts that begin with a link."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from app.core.clock import berlin_date
from app.core.errors import InvalidInput, NotFound
from app.core.policy import Action, Subject
from app.core.words import N_
from app.people.actors import digest
from app.people.commands.accounts import PasswordChanged, add_person, end_others
from app.people.models import Person, SignInLink, SignInSession
from app.people.queries import needs_second_factor, person_by_email
from app.people.rules import HOME, LINK_LIFE, NEXT_LENGTH, LinkPurpose, LinkSpent, link_token
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.settings import Settings
from app.shell.work import Work

SESSION_LIFE = timedelta(days=30)
OFFICE_SESSION_LIFE = timedelta(hours=12)
KEPT_AFTER_END = timedelta(days=30)
NAME_NEEDED = N_("Bitte geben Sie Ihren Namen ein.")


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A person has signed in, «angemeldet»."""

    tag = "person.signed_in"
    way: str
    second_factor: bool


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """A person has signed out, here or everywhere, «abgemeldet»."""

    tag = "person.signed_out"
    everywhere: bool


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Event):
    """A person has another address, «E-Mail-Adresse geändert»; the facts name neither."""


def request_link(
    work: Work, *, purpose: LinkPurpose, email: str, next_url: str = "", locale: str | None = None
) -> None:
    """Mail a one-time link; an address without an account gets one too, so the answer tells nobody anything."""
    person = person_by_email(email)

    send_link(
        work,
        purpose=purpose,
        email=email,
        person_id=person.id if person else None,
        next_url=next_url,
        locale=(person.locale if person else None) or locale,
        facts={},
    )


def send_link(
    work: Work,
    *,
    purpose: LinkPurpose,
    email: str,
    person_id: UUID | None,
    facts: dict[str, Any],
    next_url: str = "",
    locale: str | None = None,
) -> None:
    """Store a one-time link and ask for its mail; the secret is made again when the mail is written."""
    nonce = make_link(work, purpose=purpose, email=email, person_id=person_id, next_url=next_url)
    work.afterwards(
        "send-link",
        nonce=nonce,
        to=email.strip().lower(),
        purpose=purpose.value,
        expires_at=(work.now + LINK_LIFE[purpose]).isoformat(),
        locale=locale or "de",
        facts={**facts, "is_known": person_id is not None},
    )


def make_link(work: Work, *, purpose: LinkPurpose, email: str, person_id: UUID | None, next_url: str = "") -> str:
    """Store a one-time link and return its nonce; with the secret key it gives the link's secret."""
    nonce = secrets.token_hex(16)
    settings: Settings = current_app.extensions["settings"]
    link = SignInLink(
        token_hash=digest(link_token(settings.secret_key, nonce)),
        purpose=purpose.value,
        email=email.strip().lower(),
        person_id=person_id,
        next_url=next_url[:NEXT_LENGTH] if next_url and next_url != HOME else None,
        created_at=work.now,
        expires_at=work.now + LINK_LIFE[purpose],
    )
    work.store(link)
    return nonce


def use_link(work: Work, *, token: str, name: str = "") -> UUID:
    """Use a link to come in and return the person; whoever has no account yet gets one with this name."""
    link = _usable(work, token, LinkPurpose.SIGN_IN, LinkPurpose.INVITATION)
    work.require(Action.SIGN_IN, Subject("person"))
    person_id = link.person_id or getattr(person_by_email(link.email), "id", None)
    if person_id is None and not name:
        raise InvalidInput({"name": [NAME_NEEDED]})

    link.used_at = work.now
    work.store()
    return person_id or add_person(work, name=name, email=link.email)


def reset_password(work: Work, *, token: str, password_hash: str) -> UUID:
    """Use a link to set a new password and sign out every browser; return the person."""
    link = _usable(work, token, LinkPurpose.PASSWORD)
    if link.person_id is None:
        raise LinkSpent
    person = work.load(Person, link.person_id)
    work.require(Action.SIGN_IN, person)

    link.used_at = work.now
    person.password_hash = password_hash
    end_others(work, person.id)
    work.store()

    work.record(PasswordChanged(area_id=None, subject_id=person.id))
    return person.id


def start_session(
    work: Work, *, person_id: UUID, token: str, way: str = "password", second_factor_at: datetime | None = None
) -> UUID:
    """Open a signed-in session for the browser that holds this token: half a day in the office, else a month."""
    person = work.load(Person, person_id)
    work.require(Action.SIGN_IN, person)
    if person.erased_at is not None:
        raise NotFound
    in_office = needs_second_factor(person_id, berlin_date(work.now))

    work.store(
        SignInSession(
            token_hash=digest(token),
            person_id=person_id,
            started_at=work.now,
            seen_at=work.now,
            expires_at=work.now + (OFFICE_SESSION_LIFE if in_office else SESSION_LIFE),
            second_factor_at=second_factor_at,
        )
    )

    work.record(SignedIn(area_id=None, subject_id=person_id, way=way, second_factor=second_factor_at is not None))
    return person_id


def note_seen(work: Work, *, token: str) -> None:
    """Note that the browser that holds this token is in use; part of the house's own bookkeeping."""
    work.load(SignInSession, digest(token)).seen_at = work.now


def end_session(work: Work, *, token: str) -> UUID:
    """Sign out the browser that holds this token, and with it every copy of its cookie."""
    found = work.load(SignInSession, digest(token))
    work.require(Action.EDIT_PROFILE, Subject("person", found.person_id, None, found.person_id))

    found.ended_at = work.now
    work.store()

    work.record(SignedOut(area_id=None, subject_id=found.person_id, everywhere=False))
    return found.person_id


def end_all_sessions(work: Work, *, person_id: UUID) -> UUID:
    """Sign a person out of every browser."""
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)

    end_others(work, person_id)

    work.record(SignedOut(area_id=None, subject_id=person_id, everywhere=True))
    return person_id


def forget_ended(work: Work) -> None:
    """Delete links and sessions that ended a month ago; part of the daily housekeeping."""
    limit = work.now - KEPT_AFTER_END
    for kind in (SignInLink, SignInSession):
        db.session.execute(sa.delete(kind).where(kind.expires_at < limit).execution_options(synchronize_session=False))


def request_new_email(work: Work, *, person_id: UUID, email: str) -> UUID:
    """Mail a link to a new address; the old one holds until the link is used. Nobody learns whose address it is."""
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)

    facts = {"name": person.name}
    send_link(work, purpose=LinkPurpose.EMAIL, email=email, person_id=person_id, facts=facts, locale=person.locale)
    return person_id


def change_email(work: Work, *, token: str) -> UUID:
    """Use the link from the new address: it is the person's from now on, and the old one hears of it.

    Raise EmailTaken when somebody else has that address.
    """
    link = _usable(work, token, LinkPurpose.EMAIL)
    if link.person_id is None:
        raise LinkSpent
    person = work.load(Person, link.person_id)
    work.require(Action.EDIT_PROFILE, person)
    before = person.email

    link.used_at = work.now
    person.email = link.email
    work.store()

    work.record(EmailChanged(area_id=None, subject_id=person.id))
    if before:
        facts = {"name": person.name}
        template = "people/mail/email_changed.txt"
        work.afterwards("send-mail", to=before, template=template, facts=facts, locale=person.locale or "de")
    return person.id


def _usable(work: Work, token: str, *purposes: LinkPurpose) -> SignInLink:
    try:
        link = work.load(SignInLink, digest(token))
    except NotFound as error:
        raise LinkSpent from error
    if link.used_at is not None or link.expires_at <= work.now or link.purpose not in purposes:
        raise LinkSpent
    return link
