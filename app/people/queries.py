"""Looking at people: who is behind a session or a token, and which roles hold today."""

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.core.actor import Actor, Grant
from app.core.clock import berlin_date
from app.people.models import AccessToken, Person, RoleGrant, SignInSession
from app.shell.database import db

_WHO = (Person.id, Person.salt, Person.name, Person.locale, RoleGrant.role, RoleGrant.area_id, RoleGrant.valid_from, RoleGrant.valid_to)


def digest(token: str) -> bytes:
    """Return what the database keeps of a secret token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


def actor_by_session(token: str, now: datetime) -> Actor | None:
    """Return who is signed in with this session token; None when it has ended. One query."""
    statement = (
        sa.select(*_WHO, SignInSession.second_factor_at)
        .select_from(SignInSession)
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            SignInSession.token_hash == digest(token),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            Person.erased_at.is_(None),
        )
    )
    rows = db.session.execute(statement).all()
    if not rows:
        return None
    return _actor(rows, berlin_date(now), second_factor=rows[0].second_factor_at is not None)


def actor_by_access_token(token: str, now: datetime) -> Actor | None:
    """Return who holds this access token; None when it is unknown, revoked or expired. One query."""
    today = berlin_date(now)
    statement = (
        sa.select(*_WHO, AccessToken.scopes)
        .select_from(AccessToken)
        .join(Person, Person.id == AccessToken.person_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            AccessToken.token_hash == digest(token),
            AccessToken.revoked_at.is_(None),
            AccessToken.expires_on >= today,
            Person.erased_at.is_(None),
        )
    )
    rows = db.session.execute(statement).all()
    if not rows:
        return None
    return _actor(rows, today, second_factor=True, scopes=frozenset(rows[0].scopes))


def actor_of(person_id: UUID, now: datetime) -> Actor | None:
    """Return the actor for a person, as if fully signed in: for rehearsals, the command line and tests."""
    statement = sa.select(*_WHO).outerjoin(RoleGrant, RoleGrant.person_id == Person.id).where(Person.id == person_id)
    rows = db.session.execute(statement).all()
    return _actor(rows, berlin_date(now), second_factor=True) if rows else None


def _actor(rows: Any, today: date, *, second_factor: bool, scopes: frozenset[str] | None = None) -> Actor:
    first = rows[0]
    grants = tuple(
        grant
        for row in rows
        if row.role is not None and (grant := Grant(row.role, row.area_id, row.valid_from, row.valid_to)).holds(today)
    )
    return Actor(
        person_id=first.id,
        grants=grants,
        salt=first.salt,
        name=first.name,
        locale=first.locale,
        second_factor=second_factor,
        scopes=scopes,
    )
