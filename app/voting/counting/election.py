"""An election is projects, a budget and ballots, all in whole numbers."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import lcm
from typing import NamedTuple


class BallotKind(StrEnum):
    """«Art des Stimmzettels»: the vote types of the PaBuLib format."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"


class Ballot(NamedTuple):
    """«Stimmzettel»: what a voter chose, as positions in `Election.projects`.

    `choices` ascend, save on an ordinal ballot, where the best comes first. `points` run beside `choices` on cumulative
    and scoring ballots and are empty on the others.
    """

    choices: tuple[int, ...]
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """«Vorhaben»: something that can be funded, `cost` in units of the election."""

    id: str
    cost: int
    name: str = ""
    categories: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


class Tallied(Mapping[Ballot, int]):
    """Distinct ballots with the number of voters who cast each, which know their sums without being made one by one."""

    @property
    @abstractmethod
    def voters(self) -> int:
        """Count the ballots cast."""

    @property
    @abstractmethod
    def votes(self) -> tuple[int, ...]:
        """Count for each project the ballots that name it."""


@dataclass(frozen=True)
class Election:
    """«Wahl»: `budget` and costs in whole units, `scale` of them to one of the currency; points likewise.

    Projects ascend by identifier (Unicode code points), so that a position is also the rank under the tie order `id`.
    `ballots` maps each distinct ballot to the number of voters who cast it; empty ballots count as voters.
    """

    projects: tuple[Project, ...]
    budget: int
    kind: BallotKind
    ballots: Mapping[Ballot, int]
    scale: int = 1
    points_scale: int = 1

    @property
    def voters(self) -> int:
        """Count the ballots cast, empty ones included."""
        return self.ballots.voters if isinstance(self.ballots, Tallied) else sum(self.ballots.values())

    def money(self, units: int | Fraction) -> Fraction:
        """Turn units into the currency of the file."""
        return Fraction(units) / self.scale

    def votes(self) -> list[int]:
        """Count for each project the ballots that name it."""
        return list(self._votes)

    def points(self) -> list[int]:
        """Add for each project the points it was given, in units of `points_scale`."""
        totals = [0] * len(self.projects)
        for ballot, voters in self.ballots.items():
            for project, points in zip(ballot.choices, ballot.points, strict=True):
                totals[project] += points * voters
        return totals

    def borda(self) -> list[int]:
        """Add Borda points: a ballot of k ranks gives k - 1 to its first and 0 to its last."""
        totals = [0] * len(self.projects)
        for ballot, voters in self.ballots.items():
            for rank, project in enumerate(ballot.choices, start=1):
                totals[project] += (len(ballot.choices) - rank) * voters
        return totals

    @cached_property
    def _votes(self) -> tuple[int, ...]:
        if isinstance(self.ballots, Tallied):
            return self.ballots.votes
        totals = [0] * len(self.projects)
        once = chain.from_iterable(ballot.choices for ballot, voters in self.ballots.items() if voters == 1)
        for project, voters in Counter(once).items():
            totals[project] = voters
        for ballot, voters in self.ballots.items():
            if voters > 1:
                for project in ballot.choices:
                    totals[project] += voters
        return tuple(totals)


def whole(amounts: Iterable[Fraction]) -> int:
    """Find the smallest scale at which every amount is a whole number of units."""
    return lcm(*(amount.denominator for amount in amounts))


def election_of(
    costs: Mapping[str, int | Fraction],
    budget: int | Fraction,
    ballots: Iterable[Iterable[str] | Mapping[str, int]],
    *,
    kind: BallotKind = BallotKind.APPROVAL,
) -> Election:
    """Build an election from identifiers, for tests and small counts.

    `costs` and `budget` are in the currency; a ballot is the identifiers it names (best first where `kind` is ordinal), or
    identifiers with points.
    """
    scale = whole([Fraction(budget), *map(Fraction, costs.values())])
    projects = tuple(Project(name, int(Fraction(costs[name]) * scale)) for name in sorted(costs))
    position = {project.id: index for index, project in enumerate(projects)}
    grouped: dict[Ballot, int] = {}
    for named in ballots:
        ballot = _ballot(named, position, kind)
        grouped[ballot] = grouped.get(ballot, 0) + 1
    return Election(projects, int(Fraction(budget) * scale), kind, grouped, scale)


def _ballot(named: Iterable[str] | Mapping[str, int], position: Mapping[str, int], kind: BallotKind) -> Ballot:
    if isinstance(named, Mapping):
        given = sorted((position[name], points) for name, points in named.items())
        return Ballot(tuple(project for project, _ in given), tuple(points for _, points in given))
    choices = [position[name] for name in dict.fromkeys(named)]
    return Ballot(tuple(choices if kind is BallotKind.ORDINAL else sorted(choices)))
