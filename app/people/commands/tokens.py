"""Access tokens for the API: made on the profile page, shown once, kept as a hash, with scope and end."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from app.core.clock import berlin_date
from app.core.policy import Action
from app.people.actors import digest
from app.people.models import AccessToken, Person
from app.people.queries import needs_second_factor
from app.people.rules import SecondFactorNeeded, check_expiry
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class AccessTokenCreated(Event):
    """A person has a new key for the API, «Zugriffsschlüssel angelegt»."""

    tag = "access_token.created"
    person_id: UUID
    scopes: list[str]
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class AccessTokenRevoked(Event):
    """A key no longer works, «Zugriffsschlüssel gesperrt»."""

    tag = "access_token.revoked"
    person_id: UUID


def create_access_token(
    work: Work, *, person_id: UUID, token: str, name: str, scopes: list[str], expires_on: date
) -> UUID:
    """Store the hash of a new token; roles that need a second factor need one for the token too."""
    person = work.load(Person, person_id)
    work.require(Action.EDIT_PROFILE, person)
    today = berlin_date(work.now)
    check_expiry(expires_on, today=today)
    if not (work.actor.is_system or work.actor.second_factor) and needs_second_factor(person_id, today):
        raise SecondFactorNeeded

    row = AccessToken(
        id=uuid4(),
        person_id=person_id,
        name=name,
        token_hash=digest(token),
        scopes=sorted(set(scopes)),
        created_at=work.now,
        expires_on=expires_on,
    )
    work.store(row)

    work.record(
        AccessTokenCreated(
            area_id=None, subject_id=row.id, person_id=person_id, scopes=row.scopes, expires_on=expires_on
        )
    )
    return row.id


def revoke_access_token(work: Work, *, token_id: UUID) -> UUID:
    """Let a token end now."""
    row = work.load(AccessToken, token_id)
    work.require(Action.EDIT_PROFILE, row)

    row.revoked_at = work.now
    work.store()

    work.record(AccessTokenRevoked(area_id=None, subject_id=row.id, person_id=row.person_id))
    return row.id
