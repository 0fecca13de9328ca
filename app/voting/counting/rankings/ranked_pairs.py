"""Ranked pairs: victories are locked in from the strongest down, unless they would close a circle.

Source: Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987).
"""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from app.voting.counting.rankings.branches import refuse_above
from app.voting.counting.rankings.pairs import Matrix
from app.voting.counting.rankings.pairwise import Places, split_cycle

Pair = tuple[int, int]
Locked = tuple[int, ...]
"""For each project the set of those it stands above, directly or through others, as bits."""


def in_tie_order(projects: list[int], beats: Matrix, ranks: list[int]) -> Places:
    """Lock equally strong victories in tie order: of the better placed victor, over the worse placed loser first."""
    locked: Locked = (0,) * len(beats)
    for one, other in sorted(
        _pairs(projects, beats), key=lambda pair: (-_of(beats, pair), ranks[pair[0]], -ranks[pair[1]])
    ):
        locked = _lock(locked, one, other) if _free(locked, one, other) else locked
    left = sorted(projects, key=ranks.__getitem__)
    order: Places = []
    while left:
        top = next(one for one in left if not any(_above(locked, other, one) for other in left))
        order.append([top])
        left.remove(top)
    return order


def in_every_order(projects: list[int], beats: Matrix) -> tuple[int, ...]:
    """Find all who win when equally strong victories are locked in one order or another; raises TooManyBranches.

    Nobody wins whom split cycle defeats, so the others need not be tried.
    """
    pairs = sorted(_pairs(projects, beats), key=lambda pair: -_of(beats, pair))
    groups = [list(group) for _, group in groupby(pairs, key=lambda pair: _of(beats, pair))]
    return tuple(one for one in split_cycle(projects, beats)[0] if _can_win(one, groups, len(beats)))


def _can_win(one: int, groups: list[list[Pair]], size: int) -> bool:
    """Look for an order of locking in which nobody comes to stand above a project.

    What an order decides is only which of equal victories stand: each is taken in or left out in turn, and one left out
    must be refused in the end because of those taken in.
    """
    branches = [_Branch(0, (0,) * size, (), ())]
    seen: set[tuple[int, Locked]] = set()
    tried = 0
    while branches:
        at, locked, open_pairs, left_out = branches.pop()
        if not open_pairs and not left_out:
            if at == len(groups):
                return True
            if (at, locked) in seen:
                continue
            seen.add((at, locked))
            open_pairs = tuple(pair for pair in groups[at] if pair[1] != one)
            left_out = tuple(pair for pair in groups[at] if pair[1] == one)
            at += 1
        branches += _following(_Branch(at, locked, open_pairs, left_out), one)
        tried += 1
        refuse_above(tried)
    return False


def _following(branch: "_Branch", one: int) -> list["_Branch"]:
    """Take in what closes no circle anyway, then decide one pair either way; nothing where one left out would stand."""
    at, locked, open_pairs, left_out = branch
    open_pairs, left_out = _undecided(locked, open_pairs), _undecided(locked, left_out)
    together = _lock_all(locked, open_pairs)
    if any(_free(together, *pair) for pair in left_out):
        return []
    safe = [pair for pair in open_pairs if _free(together, *pair)]
    if safe:
        locked = _lock_all(locked, safe)
        return [_Branch(at, locked, _undecided(locked, open_pairs), _undecided(locked, left_out))]
    if not open_pairs:
        return [] if left_out else [_Branch(at, locked, (), ())]
    pair, *others = sorted(open_pairs, key=lambda pair: not (pair[0] == one or _above(locked, one, pair[0])))
    taken = _lock(locked, *pair)
    return [
        _Branch(at, locked, tuple(others), (*left_out, pair)),
        _Branch(at, taken, _undecided(taken, tuple(others)), _undecided(taken, left_out)),
    ]


class _Branch(NamedTuple):
    """The victories locked before group `at`, and of the group before it those still open and those left out so far."""

    at: int
    locked: Locked
    open_pairs: tuple[Pair, ...]
    left_out: tuple[Pair, ...]


def _undecided(locked: Locked, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if _free(locked, *pair) and not _above(locked, *pair))


def _lock_all(locked: Locked, pairs: Iterable[Pair]) -> Locked:
    for pair in pairs:
        locked = _lock(locked, *pair)
    return locked


def _pairs(projects: list[int], beats: Matrix) -> list[Pair]:
    return [(one, other) for one in projects for other in projects if beats[one][other]]


def _of(beats: Matrix, pair: Pair) -> int:
    return beats[pair[0]][pair[1]]


def _above(locked: Locked, one: int, other: int) -> bool:
    return bool(locked[one] >> other & 1)


def _free(locked: Locked, one: int, other: int) -> bool:
    return not _above(locked, other, one)


def _lock(locked: Locked, one: int, other: int) -> Locked:
    """Set one above another and above all that stand below that one; the same for those already above it."""
    below = locked[other] | 1 << other
    return tuple(under | below if index == one or under >> one & 1 else under for index, under in enumerate(locked))
