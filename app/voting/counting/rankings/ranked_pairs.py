"""Ranked pairs: victories are locked in from the strongest down, unless they would close a circle.

Source: Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987).
"""

from itertools import groupby

from app.voting.counting.rankings.branches import refuse_above
from app.voting.counting.rankings.pairs import Matrix, chains
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

    Circles close only among projects that all reach each other, so those some project reaches one-sidedly can be left
    aside; and nobody wins whom split cycle defeats. A branch is left where all who may still win are known to win.
    """
    top = _top(projects, beats)
    hopeful = split_cycle(top, beats)[0]
    pairs = sorted(_pairs(top, beats), key=lambda pair: -_of(beats, pair))
    groups = [list(group) for _, group in groupby(pairs, key=lambda pair: _of(beats, pair))]
    winners: set[int] = set()
    branches = [(0, (0,) * len(beats))]
    seen = set(branches)
    while branches:
        at, state = branches.pop()
        on_top = {one for one in hopeful if not any(_above(state, other, one) for other in top)}
        if on_top <= winners:
            continue
        if at == len(groups):
            winners |= on_top
            continue
        following = {(at, after) for after in _after(state, groups[at])} or {(at + 1, state)}
        branches += following - seen
        seen |= following
        refuse_above(len(seen))
    return tuple(sorted(winners))


def _after(state: Locked, equal: list[Pair]) -> list[Locked]:
    """Lock what closes no circle in any order, or else each of the others in turn; nothing where all have been decided."""
    free = [pair for pair in equal if _free(state, *pair) and not _above(state, *pair)]
    together = _lock_all(state, free)
    safe = [pair for pair in free if not _above(together, pair[1], pair[0])]
    return [_lock_all(state, chosen) for chosen in ([safe] if safe else [[pair] for pair in free])]


def _top(projects: list[int], beats: Matrix) -> list[int]:
    """Keep the projects that reach by victories whoever reaches them."""
    chain = chains(beats)
    return [one for one in projects if all(chain[one][other] or not chain[other][one] for other in projects)]


def _lock_all(locked: Locked, pairs: list[Pair]) -> Locked:
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
