"""Looking at people: their rows, their roles, their tokens and the browsers they are signed in with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.core.actor import NEEDS_SECOND_FACTOR, Grant, Role
from app.people.actors import digest, second_factor_is_required
from app.people.models import AccessToken, Person, RoleGrant, SignInLink, SignInSession
from app.shell.database import db

_AREA = sa.table("area", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("slug"))  # the floor above, read only


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
