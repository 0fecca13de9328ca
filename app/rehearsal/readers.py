"""Reading single values of a rehearsal file: each reader returns a plain value or says why it does not fit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from app.core.clock import BERLIN, berlin_moment
from app.core.money import LARGEST_CENTS
from app.core.words import N_

NOT_A_TEXT = N_("Hier wird ein Text erwartet.")
NOT_A_NUMBER = N_("Hier wird eine ganze Zahl erwartet, zum Beispiel 149_996.")
OUT_OF_RANGE = N_("Diese Zahl ist zu klein oder zu groß.")
NOT_A_FLAG = N_("Hier wird true oder false erwartet.")
NOT_A_DAY = N_("Hier wird ein Datum erwartet, zum Beispiel 2025-05-06, ohne Anführungszeichen.")
NOT_A_LIST = N_("Hier wird eine Liste erwartet.")
NOT_A_TABLE = N_("Hier wird eine Tabelle erwartet, zum Beispiel { a = 1 }.")
NOT_A_CHOICE = N_("Erlaubt sind: %(allowed)s.")
UNKNOWN_KEY = N_("Diesen Schlüssel gibt es hier nicht. Erlaubt sind: %(allowed)s.")
MISSING_KEY = N_("Diese Angabe fehlt.")
EMPTY = N_("Hier darf nichts Leeres stehen.")
UNKNOWN_PERSON = N_("„%(handle)s“ steht nicht unter [people].")
NO_SEAT = N_("„%(handle)s“ hat keinen Sitz in der Jury.")
TOO_FEW_SEATS = N_("Die Jury hat %(seats)s Sitze, hier stehen %(members)s Mitglieder.")
UNKNOWN_APPLICATION = N_("Den Antrag „%(handle)s“ hat bis hierher niemand eingereicht.")
UNKNOWN_SESSION = N_("Die Sitzung „%(handle)s“ ist bis hierher nicht eröffnet.")
NOT_YET = N_("Das kann die Probe noch nicht.")

LONGEST_TEXT = 8000


class Unfit(Exception):
    """A value does not fit; ``path`` leads to it from the step, as keys and list positions."""

    def __init__(self, reason: str, *, path: tuple[str | int, ...] = (), **facts: Any) -> None:
        """Keep the sentence, its facts and the way to the value."""
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.facts = facts

    def below(self, key: str | int) -> "Unfit":
        """Return the same fault seen from one level up."""
        return Unfit(self.reason, path=(key, *self.path), **self.facts)


@dataclass(slots=True)
class Names:
    """The handles known so far: people with their roles, applications and sessions by the order of the steps."""

    people: Mapping[str, str]
    applications: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)


Reader = Callable[[Any, Names], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of a table may hold, and whether it must be there."""

    read: Reader
    required: bool = True


def text(value: Any, _names: Names) -> str:
    """Read a text that is not empty."""
    if not isinstance(value, str):
        raise Unfit(NOT_A_TEXT)
    if not value.strip() or len(value) > LONGEST_TEXT:
        raise Unfit(EMPTY if not value.strip() else OUT_OF_RANGE)
    return value


def number(least: int, most: int = LARGEST_CENTS) -> Reader:
    """Return a reader of whole numbers within bounds; true and false are no numbers."""

    def read(value: Any, _names: Names) -> int:
        if type(value) is not int:
            raise Unfit(NOT_A_NUMBER)
        if not least <= value <= most:
            raise Unfit(OUT_OF_RANGE)
        return value

    return read


def flag(value: Any, _names: Names) -> bool:
    """Read true or false."""
    if type(value) is not bool:
        raise Unfit(NOT_A_FLAG)
    return value


def day(value: Any, _names: Names) -> date:
    """Read a calendar day."""
    if type(value) is not date:
        raise Unfit(NOT_A_DAY)
    return value


def moment(value: Any, _names: Names) -> datetime:
    """Read a Berlin day (its noon) or a local date-time as an aware moment."""
    if type(value) is date:
        return berlin_moment(value)
    if not isinstance(value, datetime):
        raise Unfit(NOT_A_DAY)
    if value.tzinfo is None:
        return berlin_moment(value.date(), value.time())
    local = value.astimezone(BERLIN)
    return berlin_moment(local.date(), time(local.hour, local.minute, local.second))


def one_of(values: Iterable[str]) -> Reader:
    """Return a reader of one of these codes."""
    allowed = [str(value) for value in values]

    def read(value: Any, _names: Names) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise Unfit(NOT_A_CHOICE, allowed=", ".join(allowed))
        return value

    return read


def only(value: Any) -> Reader:
    """Return a reader for a key of which this version knows one value."""

    def read(found: Any, _names: Names) -> Any:
        if found != value:
            raise Unfit(NOT_YET)
        return found

    return read


def person(value: Any, names: Names) -> str:
    """Read the handle of a person."""
    handle = text(value, names)
    if handle not in names.people:
        raise Unfit(UNKNOWN_PERSON, handle=handle)
    return handle


def application(value: Any, names: Names) -> str:
    """Read the handle of an application that was submitted before."""
    handle = text(value, names)
    if handle not in names.applications:
        raise Unfit(UNKNOWN_APPLICATION, handle=handle)
    return handle


def session(value: Any, names: Names) -> str:
    """Read the handle of a session that was opened before."""
    handle = text(value, names)
    if handle not in names.sessions:
        raise Unfit(UNKNOWN_SESSION, handle=handle)
    return handle


def new_application(value: Any, names: Names) -> str:
    """Read the handle of an application and know it from here on."""
    handle = text(value, names)
    names.applications.add(handle)
    return handle


def new_session(value: Any, names: Names) -> str:
    """Read the handle of a session and know it from here on."""
    handle = text(value, names)
    names.sessions.add(handle)
    return handle


def many(read_one: Reader, *, least: int = 0, most: int = 200) -> Reader:
    """Return a reader of lists."""

    def read(value: Any, names: Names) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Unfit(NOT_A_LIST)
        if not least <= len(value) <= most:
            raise Unfit(EMPTY if len(value) < least else OUT_OF_RANGE)
        return tuple(_at(index, read_one, one, names) for index, one in enumerate(value))

    return read


def by_person(read_one: Reader, *, who: Reader = person) -> Reader:
    """Return a reader of tables from a person's handle to a value."""

    def read(value: Any, names: Names) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit(NOT_A_TABLE)
        return {_at(key, who, key, names): _at(key, read_one, one, names) for key, one in value.items()}

    return read


def table(keys: Mapping[str, Key]) -> Reader:
    """Return a reader of tables with these keys and no others."""

    def read(value: Any, names: Names) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit(NOT_A_TABLE)
        for key in value:
            if key not in keys:
                raise Unfit(UNKNOWN_KEY, path=(key,), allowed=", ".join(keys))
        for key, wanted in keys.items():
            if wanted.required and key not in value:
                raise Unfit(MISSING_KEY, path=(key,))
        return {key: _at(key, keys[key].read, one, names) for key, one in value.items()}

    return read


def _at(key: str | int, read_one: Reader, value: Any, names: Names) -> Any:
    try:
        return read_one(value, names)
    except Unfit as unfit:
        raise unfit.below(key) from None
