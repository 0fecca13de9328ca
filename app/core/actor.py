"""Who acts: a frozen snapshot of a person, their roles and how they came in."""

import hmac
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is in an area, «Rolle»."""

    APPLICANT = "applicant"
    JUROR = "juror"
    CHAIR = "chair"
    STAFF = "staff"
    DISTRICT = "district"
    SENATE = "senate"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


SUPRA_AREA = frozenset({Role.SENATE, Role.AUDITOR, Role.ADMINISTRATOR})
NEEDS_SECOND_FACTOR = frozenset({Role.STAFF, Role.DISTRICT, Role.SENATE, Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in one area, from a day, perhaps to a day, both inclusive; without an area it holds in all."""

    role: Role
    area_id: UUID | None
    valid_from: date
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the role is held on this Berlin day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: a person (``person_id``), the system (``is_system``) or nobody signed in (neither).

    ``grants`` are only those that hold today; ``scopes`` limits an access token (None: no limit);
    ``salt`` makes the pseudonym of the audit log, and erasing it unties the log from the person.
    """

    person_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    salt: bytes = b""
    name: str = ""
    locale: str | None = None
    second_factor: bool = False
    scopes: frozenset[str] | None = None
    is_system: bool = False

    def has(self, role: Role, area_id: UUID | None) -> bool:
        """Tell whether the actor holds the role in that area."""
        return any(grant.role is role and grant.area_id in (None, area_id) for grant in self.grants)

    def areas(self, *roles: Role) -> frozenset[UUID | None]:
        """Return the areas in which the actor holds one of the roles; None among them means all."""
        return frozenset(grant.area_id for grant in self.grants if grant.role in roles)

    def role_in(self, area_id: UUID | None) -> str:
        """Return the strongest role held in the area, for the audit log."""
        if self.is_system:
            return "system"
        for role in reversed(Role):
            if self.has(role, area_id):
                return role.value
        return Role.APPLICANT.value if self.person_id else "public"

    def pseudonym(self, area_id: UUID | None) -> str:
        """Return the name under which this person acts in one area's log: 16 hex digits, unlinkable between areas."""
        if self.is_system:
            return "system"
        if self.person_id is None:
            return "public"
        return pseudonym_of(self.salt, area_id)


def pseudonym_of(salt: bytes, area_id: UUID | None) -> str:
    """Return the pseudonym that belongs to a person's salt and an area."""
    message = b"all" if area_id is None else area_id.bytes
    return hmac.digest(salt, message, "sha256").hex()[:16]


NOBODY = Actor()
SYSTEM = Actor(is_system=True, name="System")
