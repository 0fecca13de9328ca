"""A rehearsal file, «Probe», read into frozen values; every fault names its line and key."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.core.clock import berlin_date
from app.core.errors import InvalidInput
from app.core.words import N_
from app.funds.rules import PARAMETERS, RuleValues
from app.rehearsal import readers
from app.rehearsal.grammar import SEATED, role, step_table
from app.rehearsal.readers import Key, Names, Unfit

NOT_READABLE = N_("Die Datei lässt sich nicht lesen.")
NOT_TOML = N_("Das ist kein gültiges TOML: %(fault)s")
NOT_IN_ORDER = N_("Dieser Schritt liegt vor dem Schritt davor.")
NO_STEPS = N_("Die Datei hat keinen Schritt [[step]].")
LARGEST_FILE = 1_000_000
_COMMON = frozenset({"on", "do", "by", "refused", "expect"})


class Unreadable(Exception):
    """The file cannot be played: where and why."""

    def __init__(self, reason: str, *, line: int, key: str = "", **facts: Any) -> None:
        """Keep the sentence with its facts, the line (from 1) and the key."""
        super().__init__(f"{line}: {key}: {reason}")
        self.reason = reason
        self.line = line
        self.key = key
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Step:
    """One step, «Schritt»: when, what, by whom, with which arguments, and what must hold afterwards."""

    number: int
    on: datetime
    verb: str
    by: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    refused: str | bool = False
    expect: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0

    @property
    def day(self) -> date:
        """Return the Berlin day of the step."""
        return berlin_date(self.on)


@dataclass(frozen=True, slots=True)
class Script:
    """A whole rehearsal: the area, its rules, the people by handle with their roles, the steps in order."""

    title: str
    area_name: str
    area_ends_on: date | None
    rules: RuleValues
    people: Mapping[str, str]
    steps: tuple[Step, ...]


def read(path: Path) -> Script:
    """Read a file; raise Unreadable."""
    try:
        data = path.read_bytes()
        source = data[:LARGEST_FILE].decode()
    except (OSError, UnicodeDecodeError):
        raise Unreadable(NOT_READABLE, line=1) from None
    return read_text(source)


def read_text(source: str) -> Script:
    """Read a rehearsal from its text; raise Unreadable."""
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else source.count("\n") + 1
        raise Unreadable(NOT_TOML, line=line, fault=str(error)) from None
    return _Reading(source, content).script()


class _Reading:
    """One file being read, with its lines at hand for the faults."""

    def __init__(self, source: str, content: dict[str, Any]) -> None:
        self.lines = source.splitlines()
        self.content = content
        self.step_starts = [i for i, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*step\s*\]\]", line)]

    def script(self) -> Script:
        nobody = Names({})
        top = {
            "title": Key(readers.text),
            "area": Key(readers.table({"name": Key(readers.text), "ends_on": Key(readers.day, required=False)})),
            "rules": Key(_anything, required=False),
            "people": Key(_table_of_roles),
            "step": Key(_steps),
        }
        try:
            head = readers.table(top)(self.content, nobody)
        except Unfit as unfit:
            raise self._fault(unfit, 0, (*self.step_starts, len(self.lines))[0]) from None
        rules = self._rules()
        self._ensure_seats(head["people"], rules)
        return Script(
            title=head["title"],
            area_name=head["area"]["name"],
            area_ends_on=head["area"].get("ends_on"),
            rules=rules,
            people=head["people"],
            steps=self._steps(Names(head["people"])),
        )

    def _rules(self) -> RuleValues:
        try:
            return RuleValues.from_overrides(_flat(self.content.get("rules", {})))
        except InvalidInput as refusal:
            key, reasons = next(iter(refusal.errors.items()))
            start = self._find(re.compile(r"\s*\[\s*rules\s*\]"), 0, len(self.lines)) or 0
            line = self._line_of((key,), start, len(self.lines))
            raise Unreadable(str(reasons[0]), line=line, key=key) from None

    def _ensure_seats(self, people: Mapping[str, str], rules: RuleValues) -> None:
        members = sum(role in SEATED for role in people.values())
        seats = rules.integer("jury.seats")
        if members > seats:
            line = self._line_of(("people",), 0, len(self.lines))
            raise Unreadable(readers.TOO_FEW_SEATS, line=line, key="people", seats=seats, members=members)

    def _steps(self, names: Names) -> tuple[Step, ...]:
        steps: list[Step] = []
        for index, content in enumerate(self.content["step"]):
            start, end = self._range(index)
            try:
                step = _step(content, names, number=index + 1, line=start + 1)
                _ensure_in_order(step, steps)
            except Unfit as unfit:
                raise self._fault(unfit, start, end) from None
            steps.append(step)
        return tuple(steps)

    def _range(self, index: int) -> tuple[int, int]:
        if index >= len(self.step_starts):
            return 0, len(self.lines)
        ends = [*self.step_starts[1:], len(self.lines)]
        return self.step_starts[index], ends[index]

    def _fault(self, unfit: Unfit, start: int, end: int) -> Unreadable:
        words = [str(part + 1) if isinstance(part, int) else part for part in unfit.path]
        line = self._line_of(unfit.path, start, end)
        return Unreadable(unfit.reason, line=line, key=".".join(words), **unfit.facts)

    def _line_of(self, path: tuple[str | int, ...], start: int, end: int) -> int:
        here = start
        for part in path:
            if isinstance(part, int):
                here = self._nth_table(part, here, end)
                continue
            written = re.compile(rf'(?:^|[\[{{,\s])"?{re.escape(part)}"?\s*(?:=|\])')
            here = self._find(written, here, end) or here
        return here + 1

    def _find(self, pattern: re.Pattern[str], start: int, end: int) -> int | None:
        return next((i for i in range(start, end) if pattern.search(self.lines[i].partition(" #")[0])), None)

    def _nth_table(self, position: int, start: int, end: int) -> int:
        tables = [i for i in range(start + 1, end) if self.lines[i].lstrip().startswith("{")]
        return tables[position] if position < len(tables) else start


def _step(content: Any, names: Names, *, number: int, line: int) -> Step:
    if not isinstance(content, dict):
        raise Unfit(readers.NOT_A_TABLE, path=("step",))
    if "do" not in content:
        raise Unfit(readers.MISSING_KEY, path=("do",))
    try:
        keys = step_table(content["do"], names)
    except Unfit as unfit:
        raise unfit.below("do") from None
    found = readers.table(keys)(content, names)
    return Step(
        number=number,
        on=found["on"],
        verb=found["do"],
        by=found.get("by", ""),
        arguments={key: value for key, value in found.items() if key not in _COMMON},
        refused=found.get("refused", False),
        expect=found.get("expect", {}),
        line=line,
    )


def _ensure_in_order(step: Step, before: list[Step]) -> None:
    if before and step.on < before[-1].on:
        raise Unfit(NOT_IN_ORDER, path=("on",))


def _anything(value: Any, _names: Names) -> Any:
    if not isinstance(value, dict):
        raise Unfit(readers.NOT_A_TABLE)
    return value


def _table_of_roles(value: Any, names: Names) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Unfit(readers.NOT_A_TABLE)
    found = {}
    for handle, one in value.items():
        try:
            found[handle] = role(one, names)
        except Unfit as unfit:
            raise unfit.below(handle) from None
    return found


def _steps(value: Any, _names: Names) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Unfit(NO_STEPS)
    return value


def _flat(rules: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return rules by full key; ``jury.seats = 5`` without quotes is the same as with them."""
    flat: dict[str, Any] = {}
    for part, value in rules.items():
        key = prefix + part
        if isinstance(value, dict) and key not in PARAMETERS:
            flat |= _flat(value, key + ".")
        else:
            flat[key] = value
    return flat
