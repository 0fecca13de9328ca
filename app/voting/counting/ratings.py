"""Ratings: how often a project was given which score or grade."""

from collections.abc import Iterator

from app.voting.counting.election import Election
from app.voting.counting.ranking_rules import Missing

Ratings = list[tuple[int, int]]
"""Scores in ascending order, each with the number of voters who gave it."""


def ratings(election: Election, missing: Missing) -> list[Ratings]:
    """Count the scores of each project; a missing one is none, or a zero, as the rule says."""
    given: list[dict[int, int]] = [{} for _ in election.projects]
    for ballot, voters in election.ballots.items():
        for project, score in zip(ballot.choices, ballot.points, strict=True):
            given[project][score] = given[project].get(score, 0) + voters
    if missing is Missing.ZERO:
        everybody = election.voters
        for scores in given:
            scores[0] = scores.get(0, 0) + everybody - sum(scores.values())
    return [sorted((score, voters) for score, voters in scores.items() if voters) for scores in given]


def number(rated: Ratings) -> int:
    """Count the ratings."""
    return sum(voters for _, voters in rated)


def at(rated: Ratings, place: int) -> int:
    """Name the score at a place of the ascending row of all ratings, 0 being the first."""
    passed = 0
    for score, voters in rated:
        passed += voters
        if place < passed:
            return score
    raise IndexError(place)


def between(rated: Ratings, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Keep the ratings from one place of the ascending row up to and without another."""
    passed = 0
    for score, voters in rated:
        kept = min(passed + voters, end) - max(passed, start)
        passed += voters
        if kept > 0:
            yield score, kept
