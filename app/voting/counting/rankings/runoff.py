"""Instant run-off: the project with the fewest ballots leaves, and its ballots go to their next choice.

A ballot counts for the best of its projects still in; when all of them have left, for none. It goes on until nobody is
left, which elects the same as stopping at a majority.
"""

from collections.abc import Iterable

from app.voting.counting.election import Election
from app.voting.counting.rankings.branches import refuse_above
from app.voting.counting.standing import Round


def all_last_leave(election: Election, projects: list[int]) -> list[Round]:
    """Let all who are tied last leave together; those of the last round win."""
    left, rounds = projects, []
    while left:
        counted = standing_with(election, left)
        fewest = min(counted.values())
        leaving = tuple(project for project in left if counted[project] == fewest)
        rounds.append(Round(counted, leaving))
        left = [project for project in left if project not in leaving]
    return rounds


def last_by_rank_leaves(election: Election, projects: list[int], ranks: list[int]) -> list[Round]:
    """Let one leave at a time, of those tied last the one the tie order puts last."""
    left, rounds = projects, []
    while left:
        counted = standing_with(election, left)
        leaving = min(left, key=lambda project: (counted[project], -ranks[project]))
        rounds.append(Round(counted, (leaving,)))
        left = [project for project in left if project != leaving]
    return rounds


def winners_of_every_branch(election: Election, projects: list[int]) -> tuple[int, ...]:
    """Find all who win when one of those tied last leaves, whichever it is; raises TooManyBranches."""
    branches = {frozenset(projects)}
    for _ in projects[1:]:
        branches = {left - {last} for left in branches for last in _last(election, left)}
        refuse_above(len(branches))
    return tuple(sorted(project for left in branches for project in left))


def standing_with(election: Election, left: Iterable[int]) -> dict[int, int]:
    """Count for each project still in the ballots that stand with it."""
    counted = dict.fromkeys(left, 0)
    for ballot, voters in election.ballots.items():
        best = next((project for project in ballot.choices if project in counted), None)
        if best is not None:
            counted[best] += voters
    return counted


def _last(election: Election, left: frozenset[int]) -> list[int]:
    counted = standing_with(election, left)
    fewest = min(counted.values())
    return [project for project in left if counted[project] == fewest]
