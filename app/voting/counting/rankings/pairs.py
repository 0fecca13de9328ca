"""Pairs: who is preferred to whom by how many voters, and the strongest chains of such victories."""

from itertools import combinations

import numpy as np

from app.voting.counting.election import Election
from app.voting.counting.ranking_rules import Ranked, Strength, Unranked

Matrix = list[list[int]]
"""A number for each ordered pair of projects, by position."""


def preferences(election: Election, unranked: Unranked) -> Matrix:
    """Count for each pair (a, b) the voters who prefer a to b.

    Nobody prefers anything by leaving both out; a ranked project is preferred to an unranked one unless the rule says
    that leaving out is no opinion.
    """
    size = len(election.projects)
    before = [[0] * size for _ in range(size)]
    for ballot, voters in election.ballots.items():
        for better, worse in combinations(ballot.choices, 2):
            before[better][worse] += voters
    if unranked is Unranked.NO_OPINION:
        return before
    named = election.votes()
    return [[named[a] - before[b][a] if a != b else 0 for b in range(size)] for a in range(size)]


def victories(preferred: Matrix, rule: Ranked) -> Matrix:
    """Measure for each pair (a, b) how strongly a beats b; 0 where it does not."""
    size = range(len(preferred))

    def strength(a: int, b: int) -> int:
        margin = preferred[a][b] - preferred[b][a]
        if margin <= 0:
            return 0
        return margin if rule.strength is Strength.MARGIN else preferred[a][b]

    return [[strength(a, b) for b in size] for a in size]


def chains(beats: Matrix) -> Matrix:
    """Find for each pair the strongest chain of victories from a to b: as strong as its weakest link, 0 if there is none."""
    strongest = np.array(beats, np.int64)
    for between in range(len(beats)):
        np.maximum(strongest, np.minimum(strongest[:, between : between + 1], strongest[between]), out=strongest)
    found: Matrix = strongest.tolist()
    return found
