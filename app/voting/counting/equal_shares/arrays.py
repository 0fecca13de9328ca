"""The same profile as arrays: for each project the positions of its supporting groups, their voters and their gains."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from operator import itemgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from app.voting.counting.columns import Columns, Places
from app.voting.counting.election import Election
from app.voting.counting.equal_shares.profile import Candidates, candidates_of
from app.voting.counting.rules import Satisfaction

EXACT_BITS = 53
Numbers = npt.NDArray[np.float64]
"""Whole numbers held in doubles, all sums below 2^53 and therefore exact in any order of addition."""
Adder = Callable[[Numbers], float]
_Number = TypeVar("_Number", np.float64, np.intp)
ALONE = 10_000
"""Up to so many numbers OpenBLAS multiplies in one thread; waking others takes longer than all of it."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """Candidates with their supporters.

    For a project, `supporters[project]` are positions of groups, shape (k,), beside them `voters[project]`, and where
    voters gain differently `gains[project]` and `totals[project]` (voters times gain), else `gains` is None and `totals` is
    `voters`. `held[project]` adds up what voters have, `gained[project]` what those marked by one gain.
    """

    candidates: Candidates
    groups: int
    supporters: tuple[Places, ...]
    voters: tuple[Numbers, ...]
    gains: tuple[Numbers, ...] | None
    totals: tuple[Numbers, ...]
    held: tuple[Adder, ...]
    gained: tuple[Adder, ...]


def arrays_of(election: Election, satisfaction: Satisfaction) -> Arrays:
    """Sort the choices of all ballots by project."""
    columns = Columns.of(election)
    choices, lengths, projects = columns.choices, columns.lengths, len(election.projects)
    groups = columns.owners()
    gains = _gains(election, lengths, satisfaction)
    if gains is not None and not gains.all():
        choices, groups, gains = choices[gains > 0], groups[gains > 0], gains[gains > 0]
    order = np.argsort(choices, kind="stable")
    ends = np.cumsum(np.bincount(choices, minlength=projects)).tolist()
    groups = groups[order]
    supporters = _parts(groups, ends)
    voters = _parts(columns.cast.astype(np.float64)[groups], ends)
    own = _parts(gains[order], ends) if gains is not None else None
    totals = tuple(map(np.multiply, voters, own)) if own is not None else voters
    sums = [int(gained.sum()) for gained in totals]
    candidates = candidates_of(election, satisfaction, sums)
    held = tuple(map(adding, voters))
    gained = tuple(map(adding, totals)) if own is not None else held
    return Arrays(candidates, len(columns), supporters, voters, own, totals, held, gained)


def total(voters: Numbers, each: Numbers) -> int:
    """Add up what voters have or gain: the exact sum of products of whole numbers."""
    if len(voters) <= ALONE:
        return int(voters.dot(each))
    parts = range(0, len(voters), ALONE)
    return sum(int(voters[start : start + ALONE].dot(each[start : start + ALONE])) for start in parts)


def adding(voters: Numbers) -> Adder:
    """Return what adds up like `total` for these voters, without asking each time how many they are."""
    return voters.dot if len(voters) <= ALONE else partial(total, voters)


def _parts(numbers: npt.NDArray[_Number], ends: list[int]) -> tuple[npt.NDArray[_Number], ...]:
    """Cut an array into one part for each project."""
    return tuple(numbers[start:end] for start, end in pairwise([0, *ends]))


def _gains(election: Election, lengths: Places, satisfaction: Satisfaction) -> Numbers | None:
    size = int(lengths.sum())
    if satisfaction is Satisfaction.POINTS:
        return np.fromiter(chain.from_iterable(map(itemgetter(1), election.ballots)), np.float64, size)
    if satisfaction in {Satisfaction.BORDA, Satisfaction.BORDA_FROM_ONE}:
        behind = np.repeat(np.cumsum(lengths), lengths) - np.arange(size)
        return (behind - (satisfaction is Satisfaction.BORDA)).astype(np.float64)
    return None
