"""The project's own small elections with outcomes worked out by hand: ``tests/cases/elections/*.toml``."""

import tomllib
from fractions import Fraction
from pathlib import Path

from app.voting.counting.election import BallotKind, Election, election_of
from app.voting.counting.names import rule_named
from app.voting.counting.rules import Rule
from app.voting.counting.ties import tie_order

FOLDER = Path(__file__).parent / "cases" / "elections"


def own_elections(name: str) -> list[dict]:
    """Return every election of a file as a table; its title names it."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())["election"]


def election_from(entry: dict, kind: BallotKind) -> Election:
    """Build the election of a table, of the kind given unless it names one."""
    ballots = [ballot for line in entry["ballots"] for ballot in _ballots(line)]
    named = entry.get("projects", sorted({name for ballot in ballots for name in ballot}))
    costs = {name: Fraction(cost) for name, cost in entry.get("costs", dict.fromkeys(named, 1)).items()}
    return election_of(costs, Fraction(entry.get("budget", 0)), ballots, kind=BallotKind(entry.get("kind", kind)))


def rule_from(entry: dict, written: str) -> Rule:
    """Find a rule written as in the files, `copeland unranked=no-opinion`, with the tie order of the table."""
    name, *parameters = written.split()
    return rule_named(name, dict(words.split("=") for words in parameters), tie_order(entry.get("tie", "id")))


def _ballots(line: str) -> list:
    times, _, words = line.rpartition(":")
    names = words.split()
    points = {name: int(points) for name, points in (word.split("=") for word in names if "=" in word)}
    return [points or names] * int(times or 1)
