"""Sequential Phragmén: money flows in evenly, and whoever supports a project together buys it as soon as they can.

All supporters of a bought project end on the same load, so after k purchases a voter's load is one of k + 1 values. A
voter therefore is a level (the last purchase that touched them), a project's next load follows from how many of its
supporters stand on which level, and nothing but whole numbers is ever added.

A load never falls, hence a project's next load never falls either: one worked out earlier is a lower bound, and only
projects whose bound does not exceed the best are looked at again. Bounds are doubles: dividing whole numbers rounds
correctly and so keeps their order; two bounds that differ decide, equal ones are compared exactly.

Source: Los, Christoff, Grossi, "Proportional Budget Allocations: Towards a Systematization", IJCAI 2022.
"""

from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd, inf
from operator import mul

import numpy as np

from app.voting.counting.columns import Columns
from app.voting.counting.election import Election
from app.voting.counting.outcome import Outcome, Purchase, Tie
from app.voting.counting.rules import Phragmen
from app.voting.counting.ties import first

ARRAYS_FROM = 600
"""Distinct ballots from which arrays beat lists."""


def count(election: Election, rule: Phragmen) -> Outcome:
    """Buy project after project; stop as soon as one of those tied for next would exceed the budget."""
    ranks = rule.tie.ranks(election)
    race = _Race(election)
    remaining = election.budget
    purchases: list[Purchase] = []
    ties: list[Tie] = []
    while tied := race.next():
        if any(election.projects[project].cost > remaining for project in tied):
            break
        chosen = first(tied, ranks)
        if len(tied) > 1:
            ties.append(Tie(len(purchases), tuple(sorted(tied)), chosen))
        remaining -= election.projects[chosen].cost
        purchases.append(Purchase(chosen, remaining, race.buy(chosen)))
    return Outcome(election, rule, tuple(purchases), tuple(ties))


class _Race:
    """Who can pay first: the loads in use, and for every project left a bound of the load its supporters would have.

    `loads` are whole numbers over `denominator`, one for each level; level 0 is no load at all.
    """

    def __init__(self, election: Election) -> None:
        self.costs = [project.cost for project in election.projects]
        levels = _ArrayLevels if len(election.ballots) >= ARRAYS_FROM else _ListLevels
        self.levels: _ArrayLevels | _ListLevels = levels(election)
        self.votes = self.levels.votes
        self.loads, self.denominator = [0], 1
        self.bounds = [
            (cost / votes, project)
            for project, (cost, votes) in enumerate(zip(self.costs, self.votes, strict=True))
            if votes and cost <= election.budget
        ]
        heapify(self.bounds)

    def next(self) -> list[int]:
        """List the projects whose supporters can pay first; all stay in the race, with what is now known of them."""
        looked_at: list[tuple[float, int]] = []
        tied: list[int] = []
        best, best_paid = inf, 0
        while self.bounds and self.bounds[0][0] <= best:
            project = heappop(self.bounds)[1]
            paid = self._paid(project)
            bound = paid / (self.votes[project] * self.denominator)
            looked_at.append((bound, project))
            if bound == best:
                behind = paid * self.votes[tied[0]] - best_paid * self.votes[project]
            else:
                behind = 1 if bound > best else -1
            if behind < 0:
                best, best_paid, tied = bound, paid, [project]
            elif behind == 0:
                tied.append(project)
        for known in looked_at:
            heappush(self.bounds, known)
        return tied

    def buy(self, project: int) -> Fraction:
        """Take a project out of the race, put its supporters on a level of their own and return their load."""
        load = Fraction(self._paid(project), self.votes[project] * self.denominator)
        grown = load.denominator // gcd(load.denominator, self.denominator)
        if grown > 1:
            self.loads = [carried * grown for carried in self.loads]
            self.denominator *= grown
        self.loads.append(load.numerator * (self.denominator // load.denominator))
        self.levels.lift(project, len(self.loads) - 1)
        self.bounds = [known for known in self.bounds if known[1] != project]
        heapify(self.bounds)
        return load

    def _paid(self, project: int) -> int:
        """Add up what the supporters of a project carry, and its cost, over the common denominator."""
        carried: int = sum(map(mul, self.levels.held(project), self.loads))
        return carried + self.costs[project] * self.denominator


class _ListLevels:
    """On which level the supporters of each project stand, kept by the standard library alone."""

    def __init__(self, election: Election) -> None:
        self.voters = list(election.ballots.values())
        self.level = [0] * len(self.voters)
        self.top = 0
        self.supporters: list[list[int]] = [[] for _ in election.projects]
        for index, ballot in enumerate(election.ballots):
            for project in ballot.choices:
                self.supporters[project].append(index)
        self.votes = [sum(map(self.voters.__getitem__, ballots)) for ballots in self.supporters]

    def held(self, project: int) -> list[int]:
        """Count a project's supporters by level."""
        held = [0] * (self.top + 1)
        for ballot in self.supporters[project]:
            held[self.level[ballot]] += self.voters[ballot]
        return held

    def lift(self, project: int, level: int) -> None:
        """Put all supporters of a project on one level."""
        self.top = level
        for ballot in self.supporters[project]:
            self.level[ballot] = level


class _ArrayLevels:
    """The same on arrays; sums of voters stay exact, as doubles hold every whole number below 2^53."""

    def __init__(self, election: Election) -> None:
        columns = Columns.of(election)
        ballots = columns.owners()[columns.by_project()]
        voters = columns.cast.astype(np.float64)
        ends = np.cumsum(np.bincount(columns.choices, minlength=len(election.projects)))[:-1]
        self.supporters = np.split(ballots, ends)
        self.voters = np.split(voters[ballots], ends)
        self.votes = [int(part.sum()) for part in self.voters]
        self.level = np.zeros(len(columns), np.int64)

    def held(self, project: int) -> list[int]:
        """Count a project's supporters by level; levels above the last one held are left out."""
        counted = np.bincount(self.level[self.supporters[project]], weights=self.voters[project])
        held: list[int] = counted.astype(np.int64).tolist()
        return held

    def lift(self, project: int, level: int) -> None:
        """Put all supporters of a project on one level."""
        self.level[self.supporters[project]] = level
