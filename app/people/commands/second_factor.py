"""The second factor: codes by the clock (TOTP, RFC 6238) from a phone, and recovery codes for the day it is lost."""

import hmac
from dataclasses import dataclass
from uuid import UUID

import pyotp
from cryptography.fernet import Fernet
from flask import current_app

from app.core.policy import Action
from app.people.actors import digest
from app.people.models import Person, SignInSession
from app.people.rules import TOTP_SECONDS, SecondFactorExists, WrongCode, recovery_code_of
from app.shell.audit.events import Event
from app.shell.settings import Settings
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class SecondFactorConfirmed(Event):
    """A person has set up the second factor, «zweiter Faktor eingerichtet»."""

    tag = "second_factor.confirmed"


@dataclass(frozen=True, kw_only=True)
class SecondFactorBegun(Event):
    """A person begins to set up the second factor; it does not count yet."""

    tag = "second_factor.begun"


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """A person no longer has a second factor, «zweiter Faktor entfernt»."""

    tag = "second_factor.removed"


@dataclass(frozen=True, kw_only=True)
class SecondFactorChecked(Event):
    """A code was right; ``recovery`` tells that a recovery code was used up."""

    tag = "second_factor.checked"
    recovery: bool


def begin_second_factor(work: Work, *, person_id: UUID) -> UUID:
    """Make a new secret, which counts once a code from it was typed."""
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)
    if person.totp_confirmed_at is not None:
        raise SecondFactorExists

    person.totp_secret = _box().encrypt(pyotp.random_base32().encode())
    person.totp_last_step = None
    work.store()

    work.record(SecondFactorBegun(area_id=None, subject_id=person_id))
    return person_id


def confirm_second_factor(
    work: Work, *, person_id: UUID, code: str, recovery_hashes: list[str], token: str = ""
) -> UUID:
    """Let the second factor count from now on, for the browser of ``token`` at once, and keep recovery codes hashed."""
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)
    if person.totp_confirmed_at is not None:
        raise SecondFactorExists

    _accept_totp(work, person, code)
    person.totp_confirmed_at = work.now
    person.recovery_hashes = recovery_hashes
    if token:
        work.load(SignInSession, digest(token)).second_factor_at = work.now
    work.store()

    work.record(SecondFactorConfirmed(area_id=None, subject_id=person_id))
    return person_id


def check_second_factor(work: Work, *, person_id: UUID, code: str) -> UUID:
    """Accept a code from the phone or a recovery code, each once; raise WrongCode."""
    person = work.load(Person, person_id)
    work.require(Action.SIGN_IN, person)

    is_recovery = _accept(work, person, code)
    work.store()

    work.record(SecondFactorChecked(area_id=None, subject_id=person_id, recovery=is_recovery))
    return person_id


def remove_second_factor(work: Work, *, person_id: UUID, code: str | None = None) -> UUID:
    """Remove the second factor: the person with a valid code, an operator without."""
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)
    if not work.actor.is_system:
        _accept(work, person, code or "")

    person.totp_secret = person.totp_confirmed_at = person.totp_last_step = None
    person.recovery_hashes = []
    work.store()

    work.record(SecondFactorRemoved(area_id=None, subject_id=person_id))
    return person_id


def readable_secret(person: Person) -> str:
    """Return the secret that the phone needs, while it is being set up."""
    if person.totp_secret is None or person.totp_confirmed_at is not None:
        return ""
    return _box().decrypt(person.totp_secret).decode()


def recovery_hash(code: str) -> str:
    """Return what is stored of a recovery code; its 80 random bits need no slow hash."""
    return digest(recovery_code_of(code)).hex()


def _accept(work: Work, person: Person, code: str) -> bool:
    """Use up a code; tell whether it was a recovery code."""
    hashed = recovery_hash(code)
    if hashed in person.recovery_hashes:
        person.recovery_hashes = [kept for kept in person.recovery_hashes if kept != hashed]
        return True
    _accept_totp(work, person, code)
    return False


def _accept_totp(work: Work, person: Person, code: str) -> None:
    """Accept a code of this half minute or its neighbours, never one of a step that was used."""
    if person.totp_secret is None:
        raise WrongCode
    typed = "".join(code.split())
    generator = pyotp.HOTP(_box().decrypt(person.totp_secret).decode())
    step = int(work.now.timestamp()) // TOTP_SECONDS
    used = -1 if person.totp_last_step is None else person.totp_last_step
    for candidate in range(max(step - 1, used + 1), step + 2):
        if hmac.compare_digest(generator.at(candidate).encode(), typed.encode()):
            person.totp_last_step = candidate
            return
    raise WrongCode


def _box() -> Fernet:
    settings: Settings = current_app.extensions["settings"]
    return Fernet(settings.field_key.encode())
