"""Figures beside an outcome: who got nothing, what each category got, and whether a group was left out.

Extended justified representation in the strong form (EJR+) up to one project, for utilities that add up (Brill, Peters,
"Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023; for budgets Peters, Pierczyński, Skowron,
NeurIPS 2021): no group may exist whose members all support an unfunded project p and would, for the share of the budget
they are due, get more out of p than out of all winners and p once more. With n voters, budget B, U the utility of p to the
whole group, and u(i) what voter i has from the winners, a group is a violation if for each member i

    n * cost(p) * (u(i) + u(i, p)) <= B * U.

The worst group for a given largest u(i) + u(i, p) is everybody up to it, so sorting supporters by it and adding up is enough:
O(k log k) for k supporters, in whole numbers. Under Equal Shares no such group can exist: at the first moment when a member
no longer had the money for a proportional part of p, every unit of utility had cost the group no more than cost(p) / U.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from app.core.words import N_
from app.voting.counting.election import Election
from app.voting.counting.equal_shares.arrays import EXACT_BITS, Arrays, Numbers, arrays_of
from app.voting.counting.outcome import Outcome
from app.voting.counting.rules import Satisfaction, UnfitRule


@dataclass(frozen=True, slots=True)
class LeftOut:
    """«Übergangene Gruppe»: `voters` support an unfunded `project` and have at most `utility` each from winners and it."""

    project: int
    voters: int
    utility: int


@dataclass(frozen=True, slots=True)
class CategoryShare:
    """«Anteil eines Bereichs»: its shares of the votes and of the money spent, and how many of its projects won."""

    category: str
    votes: Fraction
    money: Fraction
    winners: int
    projects: int


def groups_left_out(outcome: Outcome, satisfaction: Satisfaction) -> tuple[LeftOut, ...]:
    """List, for each unfunded project that one exists for, the smallest group that violates EJR+ up to one project.

    Raises UnfitRule where utilities do not fit doubles as whole numbers.
    """
    arrays = arrays_of(outcome.election, satisfaction)
    won = {purchase.project for purchase in outcome.purchases}
    have = _utilities(arrays, won)
    found = (
        _left_out(arrays, have, project)
        for _, project in sorted(arrays.candidates.bounds, key=lambda bound: bound[1])
        if project not in won
    )
    return tuple(group for group in found if group)


def voters_with_nothing(outcome: Outcome) -> Fraction:
    """Tell the share of voters who named none of the winners, among all who voted; 0 if nobody did."""
    won = {purchase.project for purchase in outcome.purchases}
    ballots = outcome.election.ballots.items()
    without = sum(voters for ballot, voters in ballots if won.isdisjoint(ballot.choices))
    return Fraction(without, outcome.election.voters or 1)


def categories(outcome: Outcome) -> tuple[CategoryShare, ...]:
    """Compare each category's share of the votes with its share of the money; a project may bear several."""
    election, votes = outcome.election, outcome.election.votes()
    won = {purchase.project for purchase in outcome.purchases}
    return tuple(
        CategoryShare(
            category,
            Fraction(sum(votes[project] for project in members), sum(votes) or 1),
            Fraction(sum(election.projects[project].cost for project in members & won), outcome.total_cost or 1),
            len(members & won),
            len(members),
        )
        for category, members in _members(election)
    )


def _members(election: Election) -> Iterator[tuple[str, set[int]]]:
    for name in sorted({name for project in election.projects for name in project.categories}):
        yield name, {at for at, project in enumerate(election.projects) if name in project.categories}


def _utilities(arrays: Arrays, won: set[int]) -> Numbers:
    """Add up what each group of voters has from the winners, per voter."""
    most = max((int(gain.max(initial=1)) for gain in arrays.gains or ()), default=1)
    if most * sum(arrays.candidates.worth) >= 1 << EXACT_BITS:
        raise UnfitRule(N_("Beträge über 2^53 Einheiten werden nicht verglichen."))
    have: Numbers = np.zeros(arrays.groups)
    for project in won:
        gain = arrays.gains[project] if arrays.gains else 1.0
        have[arrays.supporters[project]] += gain * arrays.candidates.worth[project]
    return have


def _left_out(arrays: Arrays, have: Numbers, project: int) -> LeftOut | None:
    candidates = arrays.candidates
    gain = arrays.gains[project] if arrays.gains else np.ones(len(arrays.supporters[project]))
    reached = have[arrays.supporters[project]] + gain * candidates.worth[project]
    levels, inverse = np.unique(reached, return_inverse=True)
    gains = np.cumsum(np.bincount(inverse, weights=arrays.totals[project])).astype(np.int64).tolist()
    voters = np.cumsum(np.bincount(inverse, weights=arrays.voters[project])).astype(np.int64).tolist()
    asked, due = candidates.voters * candidates.costs[project], candidates.budget * candidates.worth[project]
    for level, gained, members in zip(map(int, levels.tolist()), gains, voters, strict=True):
        if asked * level <= due * gained:
            return LeftOut(project, members, level)
    return None
