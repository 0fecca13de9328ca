"""Changing areas: their texts, their life, who runs their office, and who is invited to work in them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from app.areas.models import Area, Carrier, CarrierAssignment
from app.areas.queries import carrier_by_name, open_assignment_id
from app.areas.rules import AREA, AreaState, end_before
from app.core.actor import Role
from app.core.policy import Action, Subject
from app.people import commands as people
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class AreaCreated(Event):
    """An area belongs to the programme, «Gebiet angelegt»."""

    code: str


@dataclass(frozen=True, kw_only=True)
class AreaEdited(Event):
    """The public texts of an area changed, «Gebiet geändert»; the facts name the fields."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class AreaStateChanged(Event):
    """An area took a step in its life, «Stand des Gebiets geändert»."""

    tag = "area.state_changed"
    before: AreaState
    after: AreaState


@dataclass(frozen=True, kw_only=True)
class CarrierAssigned(Event):
    """An organisation runs the office from a day on, «Träger beauftragt»."""

    carrier_id: UUID
    valid_from: date


def create_area(
    work: Work,
    *,
    name: str,
    slug: str,
    code: str,
    district_name: str,
    ends_on: date | None = None,
    introduction: str = "",
    contact: str = "",
    state: AreaState = AreaState.ACTIVE,
) -> UUID:
    """Create an area and return its id; it is active at once, or planned and hidden from the public."""
    work.require(Action.CREATE_AREA, Subject("area"))

    area = Area(
        id=uuid4(),
        name=name,
        slug=slug,
        code=code,
        district_name=district_name,
        ends_on=ends_on,
        introduction=introduction,
        contact=contact,
        state=state,
    )
    work.store(area)

    work.record(AreaCreated(area_id=area.id, subject_id=area.id, code=code))
    return area.id


def edit_area(work: Work, *, area_id: UUID, introduction: str, contact: str, version: int | None = None) -> UUID:
    """Change the texts the public reads about an area."""
    area = work.load(Area, area_id)
    work.require(Action.EDIT_AREA, area)
    work.check_version(area, version)

    wanted = {"introduction": introduction, "contact": contact}
    changed = [field for field, value in wanted.items() if getattr(area, field) != value]

    for field in changed:
        setattr(area, field, wanted[field])
    work.store()

    if changed:
        work.record(AreaEdited(area_id=area_id, subject_id=area_id, changed=changed))
    return area_id


def change_area_state(work: Work, *, area_id: UUID, step: str) -> UUID:
    """Take a step in the life of an area: activate, begin_transition, close, archive."""
    area = work.load(Area, area_id)
    work.require(Action.CREATE_AREA, area)
    before = area.state

    area.state = AREA.after(before, step)
    work.store()

    work.record(AreaStateChanged(area_id=area_id, subject_id=area_id, before=before, after=area.state))
    return area_id


def assign_carrier(work: Work, *, area_id: UUID, carrier_name: str, valid_from: date) -> UUID:
    """Let an organisation run the office from a day on; the one before ends the day before. Return the assignment."""
    area = work.load(Area, area_id)
    work.require(Action.CREATE_AREA, area)
    present_id = open_assignment_id(area_id)
    present = work.load(CarrierAssignment, present_id) if present_id else None
    last_day = end_before(present.valid_from if present else None, valid_from=valid_from)

    carrier = carrier_by_name(carrier_name) or Carrier(id=uuid4(), name=carrier_name)
    if present is not None:
        present.valid_to = last_day
    work.store(carrier)
    assignment = CarrierAssignment(id=uuid4(), area_id=area_id, carrier_id=carrier.id, valid_from=valid_from)
    work.store(assignment)

    work.record(
        CarrierAssigned(area_id=area_id, subject_id=assignment.id, carrier_id=carrier.id, valid_from=valid_from)
    )
    return assignment.id


def invite_to_area(
    work: Work,
    *,
    area_id: UUID,
    email: str,
    name: str,
    role: Role,
    valid_from: date,
    valid_to: date | None = None,
) -> UUID:
    """Invite somebody by mail to take a role in the area and return the person."""
    area = work.load(Area, area_id)
    work.require(Action.INVITE_PERSON, area)

    return people.invite_person(
        work,
        area_id=area_id,
        area_name=area.name,
        email=email,
        name=name,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
    )
