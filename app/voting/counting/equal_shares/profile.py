"""A profile is an election as Equal Shares sees it: who gains how much from which project, in whole numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.voting.counting.election import Ballot, Election
from app.voting.counting.rules import Satisfaction

SHIFT = 64
"""Bounds of prices are whole numbers of 2^-64."""


class Supporter(NamedTuple):
    """A group of `voters` with the same ballot, each gaining `gain` from the project."""

    group: int
    voters: int
    gain: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is for sale.

    The utility of a project to a supporter is its `worth` (the cost, or 1) times the gain of the supporter (1, or the points
    given). `costs`, `worth` and `gains` (of all voters together) run over all projects of the election. `bounds` holds,
    ascending, a lower bound of the price of each project that can be bought at all: its price when nobody is short of money.
    `free` projects cost nothing and somebody gains by them.
    """

    voters: int
    budget: int
    costs: tuple[int, ...]
    worth: tuple[int, ...]
    gains: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    free: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Candidates with their supporters, in plain lists; `groups` counts the distinct ballots."""

    candidates: Candidates
    groups: int
    supporters: tuple[tuple[Supporter, ...], ...]


def profile_of(election: Election, satisfaction: Satisfaction) -> Profile:
    """List the supporters of each project."""
    supporters: list[list[Supporter]] = [[] for _ in election.projects]
    for group, (ballot, voters) in enumerate(election.ballots.items()):
        for project, gain in _gains(ballot, satisfaction):
            if gain:
                supporters[project].append(Supporter(group, voters, gain))
    gains = [sum(who.voters * who.gain for who in support) for support in supporters]
    candidates = candidates_of(election, satisfaction, gains)
    return Profile(candidates, len(election.ballots), tuple(map(tuple, supporters)))


def candidates_of(election: Election, satisfaction: Satisfaction, gains: list[int]) -> Candidates:
    """Set out what is for sale."""
    costs = tuple(project.cost for project in election.projects)
    worth = costs if satisfaction is Satisfaction.COST else (1,) * len(costs)
    bounds = sorted(
        ((cost << SHIFT) // (gained * worth[project]), project)
        for project, (cost, gained) in enumerate(zip(costs, gains, strict=True))
        if cost and gained
    )
    free = tuple(project for project, cost in enumerate(costs) if not cost and gains[project])
    return Candidates(election.voters, election.budget, costs, worth, tuple(gains), tuple(bounds), free)


def _gains(ballot: Ballot, satisfaction: Satisfaction) -> Iterator[tuple[int, int]]:
    match satisfaction:
        case Satisfaction.POINTS:
            return zip(ballot.choices, ballot.points, strict=True)
        case Satisfaction.BORDA:
            return zip(ballot.choices, range(len(ballot.choices) - 1, -1, -1), strict=True)
        case Satisfaction.BORDA_FROM_ONE:
            return zip(ballot.choices, range(len(ballot.choices), 0, -1), strict=True)
        case _:
            return ((project, 1) for project in ballot.choices)
