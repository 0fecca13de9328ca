"""Looking at people: who is behind a session or a token, and which roles hold today."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from app.core.actor import NEEDS_SECOND_FACTOR, Actor, Grant, Role
from app.core.clock import berlin_date
from app.people.models import AccessToken, Person, RoleGrant, SignInLink, SignInSession
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

_AREA = sa.table("area", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("slug"))  # the floor above, read only


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


def person(person_id: UUID) -> Person | None:
    """Return a person's row to look at."""
    return db.session.get(Person, person_id)


def person_by_email(email: str) -> Person | None:
    """Return whoever has this address, unless erased."""
    return db.session.scalar(sa.select(Person).where(Person.email == email.strip().lower(), Person.erased_at.is_(None)))


def link_by_token(token: str, now: datetime) -> SignInLink | None:
    """Return the link while it can still be used."""
    statement = sa.select(SignInLink).where(
        SignInLink.token_hash == digest(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now
    )
    return db.session.scalar(statement)


def needs_second_factor(person_id: UUID, today: date) -> bool:
    """Tell whether the person holds a role that only counts with a second factor."""
    statement = (
        sa.select(RoleGrant.id)
        .where(
            RoleGrant.person_id == person_id,
            RoleGrant.role.in_(NEEDS_SECOND_FACTOR),
            RoleGrant.valid_from <= today,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
        )
        .limit(1)
    )
    return second_factor_is_required() and db.session.scalar(statement) is not None


def second_factor_is_required() -> bool:
    """Tell whether this service asks for second factors at all."""
    settings: Settings = current_app.extensions["settings"]
    return settings.second_factor_required


def grants_of(person_id: UUID, *, role: Role | None = None) -> list[Grant]:
    """Return every role a person has, had or will have."""
    statement = sa.select(RoleGrant.role, RoleGrant.area_id, RoleGrant.valid_from, RoleGrant.valid_to).where(
        RoleGrant.person_id == person_id
    )
    if role is not None:
        statement = statement.where(RoleGrant.role == role)
    return [Grant(*row) for row in db.session.execute(statement.order_by(RoleGrant.valid_from))]


@dataclass(frozen=True, slots=True)
class Holder:
    """One role of one person in an area, for the list of people."""

    role_id: UUID
    person_id: UUID
    name: str
    email: str | None
    role: Role
    valid_from: date
    valid_to: date | None
    has_second_factor: bool

    def holds(self, on: date) -> bool:
        """Tell whether the role is held on this day."""
        return Grant(self.role, None, self.valid_from, self.valid_to).holds(on)


def holders(area_id: UUID, *, limit: int = 500) -> list[Holder]:
    """Return the roles in an area, the latest first; the caller has asked permission."""
    statement = (
        sa.select(
            RoleGrant.id,
            Person.id,
            Person.name,
            Person.email,
            RoleGrant.role,
            RoleGrant.valid_from,
            RoleGrant.valid_to,
            Person.totp_confirmed_at.is_not(None),
        )
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.area_id == area_id)
        .order_by(RoleGrant.role, Person.name, RoleGrant.valid_from.desc())
        .limit(limit)
    )
    return [Holder(*row) for row in db.session.execute(statement)]


def grant_area_id(role_id: UUID) -> UUID | None:
    """Return the area of a role, or None when there is no such role."""
    return db.session.scalar(sa.select(RoleGrant.area_id).where(RoleGrant.id == role_id))


def names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people by id; the caller has asked permission."""
    statement = sa.select(Person.id, Person.name).where(Person.id.in_(list(person_ids)))
    return dict(iter(db.session.execute(statement)))


def insiders(area_id: UUID) -> list[tuple[UUID, str, bytes]]:
    """Return id, name and salt of everyone who ever held a role in the area, to tell whose pseudonym is whose."""
    statement = (
        sa.select(Person.id, Person.name, Person.salt)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(sa.or_(RoleGrant.area_id == area_id, RoleGrant.area_id.is_(None)))
        .distinct()
    )
    return [(found, name, salt) for found, name, salt in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role as its holder sees it."""

    role: Role
    area_name: str | None
    area_id: UUID | None
    valid_from: date
    valid_to: date | None


def roles_of(person_id: UUID, today: date) -> list[OwnRole]:
    """Return a person's present and coming roles with the names of their areas."""
    statement = (
        sa.select(RoleGrant.role, _AREA.c.name, RoleGrant.area_id, RoleGrant.valid_from, RoleGrant.valid_to)
        .outerjoin(_AREA, _AREA.c.id == RoleGrant.area_id)
        .where(RoleGrant.person_id == person_id, sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today))
        .order_by(RoleGrant.valid_from)
        .limit(100)
    )
    return [OwnRole(*row) for row in db.session.execute(statement)]


def area_id_by_slug(slug: str) -> UUID | None:
    """Return the id of an area for the command line, which names areas by their address."""
    found: UUID | None = db.session.scalar(sa.select(_AREA.c.id).where(_AREA.c.slug == slug))
    return found


def tokens_of(person_id: UUID) -> list[AccessToken]:
    """Return a person's access tokens that are not revoked, newest first."""
    statement = (
        sa.select(AccessToken)
        .where(AccessToken.person_id == person_id, AccessToken.revoked_at.is_(None))
        .order_by(AccessToken.created_at.desc())
        .limit(50)
    )
    return list(db.session.scalars(statement))


def open_sessions(person_id: UUID, now: datetime) -> int:
    """Return in how many browsers a person is signed in."""
    statement = sa.select(sa.func.count()).where(
        SignInSession.person_id == person_id, SignInSession.ended_at.is_(None), SignInSession.expires_at > now
    )
    return db.session.scalar(statement) or 0


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
