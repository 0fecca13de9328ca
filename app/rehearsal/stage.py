"""The stage of a rehearsal: who is there, what exists so far, what time it is, and acting as somebody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.actor import SYSTEM, Actor
from app.core.clock import berlin_date, berlin_moment
from app.core.errors import NotFound
from app.people.actors import actor_of
from app.shell.work import acting

TICK = timedelta(seconds=1)
HOUSE = ""  # the handle of nobody in particular: the house itself acts


@dataclass(slots=True)
class Stage:
    """Everything a rehearsal has set up, by the handles of its file; ``now`` is its clock.

    ``names`` are what people are called, ``roles`` those of the file, ``seats`` the jury seats by their holder, ``agendas`` the applications of a
    session in their order, ``present`` who is in the room, ``calls`` the open call by fund year. ``paying_office`` releases payments, «Zahlstelle».
    """

    area_id: UUID
    fund_id: UUID
    fund_year_id: UUID
    body_id: UUID
    now: datetime
    people: dict[str, UUID] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    seats: dict[str, UUID] = field(default_factory=dict)
    applications: dict[str, UUID] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, UUID] = field(default_factory=dict)
    agendas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    present: dict[str, frozenset[str]] = field(default_factory=dict)
    receipts: dict[tuple[str, int], UUID] = field(default_factory=dict)
    calls: dict[UUID, UUID] = field(default_factory=dict)
    paying_office: str = ""
    before_acting: Callable[[], None] = lambda: None

    @property
    def today(self) -> date:
        """Return the Berlin day on stage."""
        return berlin_date(self.now)

    def at(self, moment: datetime) -> None:
        """Let it be that moment; on the same day never earlier than the last act."""
        self.now = max(moment, self.now) if berlin_date(moment) == self.today else moment

    def at_least(self, day: date) -> None:
        """Let it be that Berlin day, unless it already is that day or later."""
        if self.today < day:
            self.at(berlin_moment(day))

    def act(self, who: str, command: Callable[..., Any], /, **arguments: Any) -> Any:
        """Run one command as this person, in a work of its own, a second after the last."""
        self.before_acting()
        self.now += TICK
        with acting(self.actor(who), now=self.now) as work:
            return command(work, **arguments)

    def actor(self, who: str) -> Actor:
        """Return who acts, with the roles that hold now."""
        if who == HOUSE:
            return SYSTEM
        found = actor_of(self.people[who], self.now)
        if found is None:
            raise LookupError(who)
        return found

    def name(self, who: str) -> str:
        """Return what somebody is called, for forms and bank accounts."""
        return self.names.get(who, who)

    def case(self, arguments: Mapping[str, Any]) -> UUID:
        """Return the id of a step's application; raise NotFound when its submission was refused."""
        found = self.applications.get(arguments["application"])
        if found is None:
            raise NotFound
        return found

    def session_id(self, arguments: Mapping[str, Any]) -> UUID:
        """Return the id of a step's session; raise NotFound when it was never opened."""
        found = self.sessions.get(arguments["session"])
        if found is None:
            raise NotFound
        return found

    def owner(self, arguments: Mapping[str, Any]) -> str:
        """Return who submitted a step's application."""
        self.case(arguments)
        return self.owners[arguments["application"]]

    def first(self, role: str, *, but: tuple[str, ...] = ()) -> str:
        """Return the first person with that role, leaving out some; empty when there is none."""
        return next((handle for handle, held in self.roles.items() if held == role and handle not in but), "")

    def session_of(self, application: str) -> str:
        """Return the latest session with that application on its agenda; empty when there is none."""
        return next((handle for handle, agenda in reversed(self.agendas.items()) if application in agenda), "")

    def subject_of(self, arguments: Mapping[str, Any]) -> str:
        """Return the application a step is about: its own, or the first of its session."""
        if "application" in arguments:
            return str(arguments["application"])
        agenda = self.agendas.get(arguments.get("session", ""), ())
        return agenda[0] if agenda else ""
