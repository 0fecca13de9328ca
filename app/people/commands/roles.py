"""Roles: granting and ending them in an area, inviting people to take one."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from app.core.actor import Role
from app.core.clock import berlin_date
from app.core.policy import Action, Subject
from app.people.commands.accounts import add_person
from app.people.commands.signing_in import send_link
from app.people.models import Person, RoleGrant
from app.people.queries import grants_of, person_by_email
from app.people.rules import GIVEN_BY_OFFICE, ROLE_LABELS, LinkPurpose, check_free, check_role
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A person holds a role in an area, «Rolle erteilt»."""

    person_id: UUID
    granted: Role
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A role has a last day, «Rolle beendet»."""

    person_id: UUID
    ended: Role
    valid_to: date


def grant_role(
    work: Work,
    *,
    person_id: UUID,
    role: Role,
    area_id: UUID | None,
    valid_from: date,
    valid_to: date | None = None,
) -> UUID:
    """Give a person a role in an area for a time and return the grant's id.

    The office gives the roles of jury and applicants; whoever moves money or watches it is appointed by the
    administrator, so that no office can make its own second pair of eyes.
    """
    person = work.load(Person, person_id)

    _require(work, role, area_id)
    check_role(role, has_area=area_id is not None, valid_from=valid_from, valid_to=valid_to)
    held = [grant for grant in grants_of(person.id, role=role) if grant.area_id == area_id]
    check_free(held, valid_from=valid_from, valid_to=valid_to)

    grant = RoleGrant(
        id=uuid4(),
        person_id=person_id,
        role=role,
        area_id=area_id,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_at=work.now,
    )
    work.store(grant)

    work.record(
        RoleGranted(
            area_id=area_id,
            subject_id=grant.id,
            person_id=person_id,
            granted=role,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    )
    return grant.id


def end_role(work: Work, *, role_id: UUID, last_day: date | None = None) -> UUID:
    """End a role with its last day (yesterday unless said otherwise); what had not begun by then disappears."""
    grant = work.load(RoleGrant, role_id)

    _require(work, grant.role, grant.area_id)
    wanted = last_day or berlin_date(work.now) - timedelta(days=1)

    if grant.valid_from > wanted:
        db.session.delete(grant)
    else:
        grant.valid_to = wanted
    work.store()

    work.record(
        RoleEnded(
            area_id=grant.area_id,
            subject_id=grant.id,
            person_id=grant.person_id,
            ended=grant.role,
            valid_to=wanted,
        )
    )
    return grant.id


def invite_person(
    work: Work,
    *,
    area_id: UUID,
    area_name: str,
    email: str,
    name: str,
    role: Role,
    valid_from: date,
    valid_to: date | None = None,
) -> UUID:
    """Give somebody a role by their address, with a new account where there is none, and mail a link; return the person."""
    _require(work, role, area_id)
    known = person_by_email(email)

    person_id = known.id if known else add_person(work, name=name, email=email)
    grant_role(work, person_id=person_id, role=role, area_id=area_id, valid_from=valid_from, valid_to=valid_to)
    send_link(
        work,
        purpose=LinkPurpose.INVITATION,
        email=email,
        person_id=person_id,
        locale=known.locale if known else None,
        facts={"area_name": area_name, "role": ROLE_LABELS[role], "name": known.name if known else name},
    )
    return person_id


def _require(work: Work, role: Role, area_id: UUID | None) -> None:
    action = Action.INVITE_PERSON if role in GIVEN_BY_OFFICE else Action.GRANT_ROLE
    work.require(action, Subject("role_grant", None, area_id))
