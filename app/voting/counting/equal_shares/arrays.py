"""The same profile as arrays: for each project the positions of its supporting groups, their voters and their gains."""

from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from app.voting.counting.election import Ballot, Election
from app.voting.counting.equal_shares.profile import Candidates, candidates_of
from app.voting.counting.rules import Satisfaction

EXACT_BITS = 53
Numbers = npt.NDArray[np.float64]
"""Whole numbers held in doubles, all sums below 2^53 and therefore exact in any order of addition."""
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Arrays:
    """Candidates with their supporters.

    For a project, `supporters[project]` are positions of groups, shape (k,), beside them `voters[project]`, and where
    voters gain differently `gains[project]` and `totals[project]` (voters times gain), else `gains` is None and `totals` is
    `voters`.
    """

    candidates: Candidates
    groups: int
    supporters: tuple[Places, ...]
    voters: tuple[Numbers, ...]
    gains: tuple[Numbers, ...] | None
    totals: tuple[Numbers, ...]


def arrays_of(election: Election, satisfaction: Satisfaction) -> Arrays:
    """Sort the choices of all ballots by project."""
    ballots = [ballot for ballot in election.ballots if ballot.choices]
    voters = np.fromiter((election.ballots[ballot] for ballot in ballots), np.float64, len(ballots))
    lengths = np.fromiter((len(ballot.choices) for ballot in ballots), np.intp, len(ballots))
    choices = np.fromiter(chain.from_iterable(ballot.choices for ballot in ballots), np.int32, int(lengths.sum()))
    groups = np.repeat(np.arange(len(ballots)), lengths)
    gains = _gains(ballots, lengths, satisfaction)
    named = np.bincount(choices, minlength=len(election.projects)) > 0
    if gains is not None and not gains.all():
        choices, groups, gains = choices[gains > 0], groups[gains > 0], gains[gains > 0]
    order = np.argsort(choices.astype(np.uint16) if len(election.projects) < 1 << 16 else choices, kind="stable")
    ends = np.cumsum(np.bincount(choices, minlength=len(election.projects)))[:-1]
    groups = groups[order]
    supporters = np.split(groups, ends)
    weights = np.split(voters[groups], ends)
    sorted_gains = np.split(gains[order], ends) if gains is not None else None
    totals = [held * gain for held, gain in zip(weights, sorted_gains, strict=True)] if sorted_gains else weights
    candidates = candidates_of(election, satisfaction, [int(total.sum()) for total in totals], named.tolist())
    return Arrays(
        candidates,
        len(ballots),
        tuple(supporters),
        tuple(weights),
        tuple(sorted_gains) if sorted_gains is not None else None,
        tuple(totals),
    )


def _gains(ballots: list[Ballot], lengths: Places, satisfaction: Satisfaction) -> Numbers | None:
    size = int(lengths.sum())
    if satisfaction is Satisfaction.POINTS:
        return np.fromiter(chain.from_iterable(ballot.points for ballot in ballots), np.float64, size)
    if satisfaction in {Satisfaction.BORDA, Satisfaction.BORDA_FROM_ONE}:
        behind = np.repeat(np.cumsum(lengths), lengths) - np.arange(size)
        return (behind - (satisfaction is Satisfaction.BORDA)).astype(np.float64)
    return None
