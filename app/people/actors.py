"""Who acts: the person behind a session or an access token, with the roles they hold today."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from app.core.actor import NEEDS_SECOND_FACTOR, Actor, Grant
from app.core.clock import berlin_date
from app.people.models import AccessToken, Person, RoleGrant, SignInSession
from app.people.rules import without_second_factor
from app.shell.audit.mark import mark_of_role
from app.shell.database import db
from app.shell.looking import look
from app.shell.settings import Settings

_WHO = (
    Person.id,
    Person.salt,
    Person.name,
    Person.locale,
    RoleGrant.role,
    RoleGrant.area_id,
    RoleGrant.valid_from,
    RoleGrant.valid_to,
)


@look
def _by_session(token: Any, now: Any) -> Any:
    return (
        sa.select(*_WHO, SignInSession.second_factor_at, SignInSession.seen_at, mark_of_role(RoleGrant.area_id))
        .select_from(SignInSession)
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            SignInSession.token_hash == token,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            Person.erased_at.is_(None),
        )
    )


@look
def _by_access_token(token: Any, today: Any) -> Any:
    return (
        sa.select(*_WHO, AccessToken.scopes)
        .select_from(AccessToken)
        .join(Person, Person.id == AccessToken.person_id)
        .outerjoin(
            RoleGrant,
            sa.and_(
                RoleGrant.person_id == Person.id,
                sa.or_(RoleGrant.role.not_in(NEEDS_SECOND_FACTOR), RoleGrant.granted_at <= AccessToken.created_at),
            ),
        )
        .where(
            AccessToken.token_hash == token,
            AccessToken.revoked_at.is_(None),
            AccessToken.expires_on >= today,
            Person.erased_at.is_(None),
        )
    )


def digest(token: str) -> bytes:
    """Return what the database keeps of a secret token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True)
class FoundSession:
    """Who is signed in, when they were last seen, and the mark of all areas they have a role in, if any."""

    actor: Actor
    seen_at: datetime
    mark: str


def session_by_token(token: str, now: datetime) -> FoundSession | None:
    """Return who is signed in with this session token. One query.

    None when the session has ended, or nobody used it for longer than the settings let it idle.
    """
    rows = _by_session(token=digest(token), now=now)
    if not rows:
        return None
    held = _held(rows, berlin_date(now))
    if now - rows[0].seen_at > _may_idle(held):
        return None
    actor = _actor(rows[0], held, second_factor=rows[0].second_factor_at is not None)
    marks = {row.mark for row in rows if row.role is not None}
    return FoundSession(actor, rows[0].seen_at, " ".join(sorted(marks)))


def actor_by_session(token: str, now: datetime) -> Actor | None:
    """Return who is signed in with this session token; None when it has ended."""
    found = session_by_token(token, now)
    return found.actor if found else None


def _may_idle(held: Iterable[Grant]) -> timedelta:
    settings: Settings = current_app.extensions["settings"]
    in_office = any(grant.role in NEEDS_SECOND_FACTOR for grant in held)
    return timedelta(minutes=settings.office_idle_minutes if in_office else settings.idle_minutes)


def actor_by_access_token(token: str, now: datetime) -> Actor | None:
    """Return who holds this access token; None when it is unknown, revoked or expired. One query.

    Roles that need a second factor count only if they were given before the token was made: who has such a role
    has made the token with the second factor, and a token made without one does not grow with a later role.
    """
    today = berlin_date(now)
    rows = _by_access_token(token=digest(token), today=today)
    if not rows:
        return None
    return _actor(rows[0], _held(rows, today), second_factor=True, scopes=frozenset(rows[0].scopes))


def actor_of(person_id: UUID, now: datetime) -> Actor | None:
    """Return the actor for a person, as if fully signed in: for rehearsals, the command line and tests."""
    statement = sa.select(*_WHO).outerjoin(RoleGrant, RoleGrant.person_id == Person.id).where(Person.id == person_id)
    rows = db.session.execute(statement).all()
    return _actor(rows[0], _held(rows, berlin_date(now)), second_factor=True) if rows else None


def second_factor_is_required() -> bool:
    """Tell whether this service asks for second factors at all."""
    settings: Settings = current_app.extensions["settings"]
    return settings.second_factor_required


def _held(rows: Iterable[Any], today: date) -> tuple[Grant, ...]:
    """Return the roles somebody holds on a day, from rows with a role each or none."""
    grants = (Grant(row.role, row.area_id, row.valid_from, row.valid_to) for row in rows if row.role is not None)
    return tuple(grant for grant in grants if grant.holds(today))


def _actor(first: Any, grants: tuple[Grant, ...], *, second_factor: bool, scopes: frozenset[str] | None = None) -> Actor:
    if not second_factor and second_factor_is_required():
        grants = without_second_factor(grants)
    return Actor(
        person_id=first.id,
        grants=grants,
        salt=first.salt,
        name=first.name,
        locale=first.locale,
        second_factor=second_factor,
        scopes=scopes,
    )
