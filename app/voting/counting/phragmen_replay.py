"""A replay of Phragmén's purchases tells up to which cost each loser would have won.

A project that is not bought does not influence what is. In a round where the winner's supporters end on load L, a project
of cost c with v supporters who carry K together would come first if (K + c) / v < L; it then wins if it fits what is left,
and ends the count if it does not. Both ask for less as c falls, so each round has one largest cost.
"""

from fractions import Fraction
from math import ceil, lcm
from operator import mul

import numpy as np

from app.voting.counting.changed import stands_before
from app.voting.counting.election import Election
from app.voting.counting.equal_shares.arrays import arrays_of
from app.voting.counting.outcome import Outcome
from app.voting.counting.rules import Satisfaction


def highest_costs(outcome: Outcome) -> dict[int, int]:
    """Find for every loser with votes, by position, the largest cost in units at which it wins; 0 where there is none."""
    election, tie = outcome.election, outcome.rule.tie
    loads = _Loads(election)
    won = [purchase.project for purchase in outcome.purchases]
    losers = [project for project, votes in enumerate(loads.votes) if votes and project not in won]
    costs = dict.fromkeys(losers, 0)
    remaining = election.budget
    for purchase in outcome.purchases:
        load = purchase.price or Fraction(0)
        for project in losers:
            cost = min(remaining, loads.highest(project, load))
            tied = cost > costs[project] and loads.after(project, cost) == load
            if tied and not stands_before(election, tie, project, cost=cost, rival=purchase.project):
                cost -= 1
            costs[project] = max(costs[project], cost)
        loads.lift(purchase.project, load)
        remaining = purchase.remaining
    candidates = [project for project in losers if election.projects[project].cost <= election.budget]
    ends = {project: loads.after(project, election.projects[project].cost) for project in candidates}
    for project in losers:
        others = [load for other, load in ends.items() if other != project]
        cost = min(remaining, loads.below(project, min(others))) if others else remaining
        costs[project] = max(costs[project], cost)
    return costs


class _Loads:
    """What voters carry: each stands on the level of the last purchase they supported, level 0 being none.

    The loads of all levels are whole numbers over one common denominator.
    """

    def __init__(self, election: Election) -> None:
        arrays = arrays_of(election, Satisfaction.CARDINALITY)
        self._supporters, self._voters = arrays.supporters, arrays.voters
        self.votes = [int(voters.sum()) for voters in self._voters]
        self._level = np.zeros(arrays.groups, np.intp)
        self._loads = [0]
        self._denominator = 1

    def after(self, project: int, cost: int) -> Fraction:
        """Tell the load of its supporters once they have bought a project at a cost."""
        return (self._carried(project) + cost) / self.votes[project]

    def highest(self, project: int, load: Fraction) -> int:
        """Find the largest cost that brings supporters to no more than a load; negative where they carry more already."""
        return int((load * self.votes[project] - self._carried(project)) // 1)

    def below(self, project: int, load: Fraction) -> int:
        """Find the largest cost that brings supporters to less than a load."""
        return ceil(load * self.votes[project] - self._carried(project)) - 1

    def lift(self, project: int, load: Fraction) -> None:
        """Put the supporters of a project on a load of their own."""
        common = lcm(self._denominator, load.denominator)
        self._loads = [each * (common // self._denominator) for each in self._loads]
        self._loads.append(load.numerator * (common // load.denominator))
        self._denominator = common
        self._level[self._supporters[project]] = len(self._loads) - 1

    def _carried(self, project: int) -> Fraction:
        held = np.bincount(self._level[self._supporters[project]], weights=self._voters[project])
        return Fraction(sum(map(mul, self._loads, map(int, held.tolist()))), self._denominator)
