"""Bodies and their seats: creating a jury, giving a seat to a member, ending a membership."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from app.areas.queries import area
from app.bodies.models import Body, Seat, SeatHolding
from app.bodies.queries.seats import holding_on, is_staff, terms_of_person, terms_of_seat
from app.bodies.rules import BodyKind, SeatEmpty, StaffHoldNoSeat, Term, ensure_free, ensure_term
from app.core.actor import Role
from app.core.clock import berlin_date
from app.core.errors import NotFound
from app.core.policy import Action, Subject
from app.funds.models import Fund
from app.people import commands as people
from app.people.models import Person
from app.people.queries import grants_of, person_by_email
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class BodyCreated(Event):
    """A body exists, «Gremium eingerichtet»."""

    kind: BodyKind
    seats: int


@dataclass(frozen=True, kw_only=True)
class SeatFilled(Event):
    """A member holds a seat, «Sitz besetzt»."""

    seat: int
    person_id: UUID
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class SeatVacated(Event):
    """A membership has a last day, «Sitz frei»."""

    seat: int
    person_id: UUID
    last_day: date


def create_body(work: Work, *, area_id: UUID, fund_id: UUID, kind: BodyKind, name: str, seats: int) -> UUID:
    """Create a body with numbered seats, all empty, and return its id."""
    fund = db.session.get(Fund, fund_id)
    work.require(Action.EDIT_BODY, Subject("body", None, area_id))
    if fund is None or fund.area_id != area_id:
        raise NotFound

    body = Body(id=uuid4(), area_id=area_id, fund_id=fund_id, kind=kind, name=name)
    work.store(body)
    work.store(*(Seat(id=uuid4(), body_id=body.id, number=number) for number in range(1, seats + 1)))

    work.record(BodyCreated(area_id=area_id, subject_id=body.id, kind=kind, seats=seats))
    return body.id


def fill_seat(work: Work, *, seat_id: UUID, person_id: UUID, valid_from: date, valid_to: date | None = None) -> UUID:
    """Give a seat to a person for a time and return the holding's id.

    Raise SeatTaken, SeatedAlready, StaffHoldNoSeat or TermReversed.
    """
    seat, body = _load(work, seat_id)
    work.require(Action.EDIT_BODY, body)
    if db.session.get(Person, person_id) is None:
        raise NotFound
    term = Term(valid_from, valid_to)
    ensure_term(term)
    ensure_free(term, of_seat=terms_of_seat(seat_id), of_person=terms_of_person(person_id, body.id))
    if is_staff(person_id, body.area_id, max(valid_from, berlin_date(work.now))):
        raise StaffHoldNoSeat

    holding = SeatHolding(id=uuid4(), seat_id=seat_id, person_id=person_id, valid_from=valid_from, valid_to=valid_to)
    work.store(holding)

    work.record(
        SeatFilled(
            area_id=body.area_id,
            subject_id=seat_id,
            seat=seat.number,
            person_id=person_id,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    )
    return holding.id


def invite_member(
    work: Work, *, seat_id: UUID, name: str, email: str, valid_from: date, valid_to: date | None = None
) -> UUID:
    """Give a seat to somebody by their address, with an account and the role of the jury where they have none yet."""
    seat, body = _load(work, seat_id)
    work.require(Action.EDIT_BODY, body)

    known = person_by_email(email)
    if known is not None and any(
        grant.area_id == body.area_id and Term(grant.valid_from, grant.valid_to).overlaps(Term(valid_from, valid_to))
        for grant in grants_of(known.id, role=Role.JUROR)
    ):
        person_id = known.id
    else:
        person_id = people.invite_person(
            work,
            area_id=body.area_id,
            area_name=area(body.area_id).name,
            email=email,
            name=name,
            role=Role.JUROR,
            valid_from=valid_from,
            valid_to=valid_to,
        )

    fill_seat(work, seat_id=seat.id, person_id=person_id, valid_from=valid_from, valid_to=valid_to)
    return person_id


def vacate_seat(work: Work, *, seat_id: UUID, last_day: date | None = None) -> UUID:
    """End the membership that holds the seat today with its last day (yesterday unless said otherwise)."""
    seat, body = _load(work, seat_id)
    work.require(Action.EDIT_BODY, body)
    today = berlin_date(work.now)
    held = holding_on(seat_id, max(today, last_day or today))
    if held is None:
        raise SeatEmpty

    wanted = last_day or today - timedelta(days=1)
    holding = work.load(SeatHolding, held)
    if holding.valid_from > wanted:
        db.session.delete(holding)
    else:
        holding.valid_to = wanted
    work.store()

    work.record(
        SeatVacated(
            area_id=body.area_id,
            subject_id=seat_id,
            seat=seat.number,
            person_id=holding.person_id,
            last_day=wanted,
        )
    )
    return seat_id


def _load(work: Work, seat_id: UUID) -> tuple[Seat, Body]:
    seat = work.load(Seat, seat_id)
    return seat, work.load(Body, seat.body_id)
