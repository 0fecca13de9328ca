"""The methods that look at ranks alone: plurality, Borda, Bucklin."""

from fractions import Fraction

from app.voting.counting.election import Election
from app.voting.counting.ranking_rules import BordaPoints


def plurality(election: Election) -> list[Fraction]:
    """Count first choices."""
    return [Fraction(voters) for voters in _first_ranks(election, 1)]


def borda(election: Election, points: BordaPoints) -> list[Fraction]:
    """Add points by rank; see BordaPoints for what a ballot of k ranks gives where m projects stand."""
    size = len(election.projects)
    totals = [Fraction(0)] * size
    for ballot, voters in election.ballots.items():
        ranked = len(ballot.choices)
        first = {BordaPoints.BALLOT: ranked - 1, BordaPoints.BALLOT_FROM_ONE: ranked}.get(points, size - 1)
        for rank, project in enumerate(ballot.choices):
            totals[project] += (first - rank) * voters
        if points is BordaPoints.SHARED and ranked < size:
            share = Fraction(size - ranked - 1, 2) * voters
            for project in set(range(size)).difference(ballot.choices):
                totals[project] += share
    return totals


def bucklin(election: Election) -> list[tuple[int, int]]:
    """Find for each project the depth at which more than half of the voters rank it, and less how many do so there.

    The smaller pair is the better one: less depth, then more voters. A project that never gets beyond half stands at the
    greatest depth.
    """
    deepest = max((len(ballot.choices) for ballot in election.ballots), default=0)
    reached: dict[int, tuple[int, int]] = {}
    for depth in range(1, deepest + 1):
        for project, voters in enumerate(_first_ranks(election, depth)):
            if 2 * voters > election.voters or depth == deepest:
                reached.setdefault(project, (depth, -voters))
    return [reached[project] for project in range(len(election.projects))]


def _first_ranks(election: Election, depth: int) -> list[int]:
    counted = [0] * len(election.projects)
    for ballot, voters in election.ballots.items():
        for project in ballot.choices[:depth]:
            counted[project] += voters
    return counted
