"""Looking at areas: which ones a person works in, which the public sees, who runs their office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.areas.models import Area, Carrier, CarrierAssignment
from app.areas.rules import AreaState
from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.policy import SCOPE_READ, Action, may, require
from app.people.queries import Holder, holders
from app.shell.database import db

INSIDERS = (Role.STAFF, Role.DISTRICT, Role.SENATE, Role.AUDITOR)
EDITORS = (Role.STAFF, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class CarrierTerm:
    """Who runs the office of an area, and when."""

    carrier_name: str
    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Tell whether this carrier runs the office on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def visible_areas(actor: Actor) -> list[Area]:
    """Return the areas whose internals the actor may read; the list twin of READ_AREA_INTERNALS."""
    if actor.scopes is not None and SCOPE_READ not in actor.scopes:
        return []
    return areas_held(actor, *INSIDERS)


def areas_held(actor: Actor, *roles: Role) -> list[Area]:
    """Return the areas in which the actor holds one of the roles, by name."""
    held = actor.areas(*roles)
    if not held:
        return []
    statement = sa.select(Area).order_by(Area.name).limit(200)
    if None not in held:
        statement = statement.where(Area.id.in_(held))
    return list(db.session.scalars(statement))


def public_areas() -> list[Area]:
    """Return the areas everybody may see: all that have begun, by name."""
    statement = sa.select(Area).where(Area.state != AreaState.PLANNED).order_by(Area.name).limit(200)
    return list(db.session.scalars(statement))


def area(area_id: UUID) -> Area:
    """Return an area by its id; raise NotFound."""
    found = db.session.get(Area, area_id)
    if found is None:
        raise NotFound
    return found


def area_by_slug(slug: str) -> Area:
    """Return an area by the name in its address; raise NotFound."""
    found = db.session.scalar(sa.select(Area).where(Area.slug == slug))
    if found is None:
        raise NotFound
    return found


def public_area(slug: str) -> Area:
    """Return an area everybody may see; raise NotFound."""
    found = area_by_slug(slug)
    if found.state is AreaState.PLANNED:
        raise NotFound
    return found


def area_for_editing(actor: Actor, slug: str) -> Area:
    """Return an area whose texts and people the actor looks after; raise NotFound or Forbidden."""
    found = area_by_slug(slug)
    require(actor, Action.EDIT_AREA, found.subject)
    return found


def area_names(area_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return names of areas by id."""
    statement = sa.select(Area.id, Area.name).where(Area.id.in_(list(area_ids)))
    return dict(iter(db.session.execute(statement)))


def people_of(actor: Actor, area_id: UUID) -> list[Holder]:
    """Return everyone with a role in the area, for its insiders and those who give roles; else NotFound or Forbidden."""
    subject = area(area_id).subject
    if not may(actor, Action.INVITE_PERSON, subject):
        require(actor, Action.READ_AREA_INTERNALS, subject)
    return holders(area_id)


def carriers(area_id: UUID) -> list[CarrierTerm]:
    """Return who ran the office of an area, the latest first."""
    statement = (
        sa.select(Carrier.name, CarrierAssignment.valid_from, CarrierAssignment.valid_to)
        .join(Carrier, Carrier.id == CarrierAssignment.carrier_id)
        .where(CarrierAssignment.area_id == area_id)
        .order_by(CarrierAssignment.valid_from.desc())
        .limit(100)
    )
    return [CarrierTerm(*row) for row in db.session.execute(statement)]


def carrier_on(area_id: UUID, day: date) -> str:
    """Return the name of the carrier on a day, or an empty string."""
    return next((term.carrier_name for term in carriers(area_id) if term.holds(day)), "")


def open_assignment_id(area_id: UUID) -> UUID | None:
    """Return the assignment without an end, if there is one."""
    statement = sa.select(CarrierAssignment.id).where(
        CarrierAssignment.area_id == area_id, CarrierAssignment.valid_to.is_(None)
    )
    return db.session.scalar(statement)


def carrier_by_name(name: str) -> Carrier | None:
    """Return a carrier by its name."""
    return db.session.scalar(sa.select(Carrier).where(Carrier.name == name))
