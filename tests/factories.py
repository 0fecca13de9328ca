"""A small world for tests, made through the commands; what matters to a test stands in the test."""

from contextlib import contextmanager
from copy import copy
from datetime import date
from uuid import uuid4

import factory

from app.areas.commands import create_area
from app.bodies.commands import create_body, fill_seat
from app.bodies.queries import seats_of
from app.bodies.rules import BodyKind
from app.core.actor import SYSTEM, Role
from app.core.clock import berlin_date, utc_now
from app.funds.commands import create_fund, open_fund_year, publish_rule_book
from app.funds.models import FundKind
from app.people.actors import actor_of
from app.people.commands import create_person, grant_role
from app.shell.work import acting


class PersonFactory(factory.DictFactory):
    """Name and mail of a person."""

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")


class PlanFactory(factory.DictFactory):
    """A whole application as it is sent, 100.00 EUR of material, far enough ahead."""

    title = factory.Sequence(lambda n: f"Hoffest {n}")
    summary = "Ein Fest für alle im Hof."
    lines = factory.LazyFunction(lambda: [{"category": "materials", "text": "Material", "amount_cents": 10_000}])


class World:
    """A neighbourhood with fund, year, rules, office q1 q2 q3, district, jury of seven and an applicant."""

    RULES = {"quorum.rule": "number", "quorum.number": 4, "majority.rule": "of_members", "jury.seats": 7}

    def __init__(self, app, *, rules=None, year=None, on=None):
        self.app = app
        self.now = utc_now()
        self.today = on or berlin_date(self.now)
        since = date(2020, 1, 1)
        number = uuid4().hex[:4]
        with acting(SYSTEM) as work:
            self.area_id = create_area(work, name=f"Kiez {number}", slug=f"kiez-{number}", code=number.upper(), district_name="Mitte")
            self.slug = f"kiez-{number}"
        self.people = {}
        for handle, role in (("q1", Role.STAFF), ("q2", Role.STAFF), ("q3", Role.STAFF), ("district", Role.DISTRICT),
                             ("auditor", Role.AUDITOR), ("applicant", Role.APPLICANT), *((f"j{n}", Role.JUROR) for n in range(1, 8))):  # fmt: skip
            self.add(handle, role, since)
        with acting(SYSTEM) as work:
            self.fund_id = create_fund(work, area_id=self.area_id, kind=FundKind.ACTION_FUND, name="Aktionsfonds")
            self.rule_book_id = publish_rule_book(work, fund_id=self.fund_id, valid_from=since, overrides={**self.RULES, **(rules or {})})
            self.fund_year_id = open_fund_year(work, fund_id=self.fund_id, year=year or self.today.year)
            self.body_id = create_body(work, area_id=self.area_id, fund_id=self.fund_id, kind=BodyKind.JURY, name="Jury", seats=7)
        with acting(SYSTEM) as work:
            self.seats = {}
            for number, seat in enumerate(seats_of(self.body_id, self.today), start=1):
                fill_seat(work, seat_id=seat.id, person_id=self.people[f"j{number}"], valid_from=since)
                self.seats[f"j{number}"] = seat.id

    def elsewhere(self, app):
        """Return the same world in an application on a copy of its database."""
        other = copy(self)
        other.app, other.people, other.seats = app, dict(self.people), dict(self.seats)
        other.now = utc_now()
        other.today = berlin_date(other.now)
        return other

    def add(self, handle, role=None, since=date(2020, 1, 1)):
        """Add a person with a role in this area."""
        person = PersonFactory()
        with acting(SYSTEM) as work:
            self.people[handle] = create_person(work, name=handle, email=f"{uuid4().hex[:8]}-{person['email']}", password="geheim-und-lang")
        if role:
            with acting(SYSTEM) as work:
                grant_role(work, person_id=self.people[handle], role=role, area_id=None if role is Role.AUDITOR else self.area_id, valid_from=since)
        return self.people[handle]

    def actor(self, handle):
        """Return who acts as this handle."""
        return SYSTEM if handle == "system" else actor_of(self.people[handle], self.now)

    @contextmanager
    def acting(self, handle, now=None):
        """Open the door for change as this handle."""
        actor = self.actor(handle)
        with acting(actor, now=now) as work:
            yield work

    def do(self, handle, command, /, now=None, **arguments):
        """Run one command as this handle and return its result."""
        with self.acting(handle, now) as work:
            return command(work, **arguments)
