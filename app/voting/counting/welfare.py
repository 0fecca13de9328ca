"""Greatest welfare: of all sets of projects within the budget the one with the largest sum, proven, not approximated.

The projects are gone through by value per cost. Each step keeps the sets that may still lead to the best one: of two sets
the one that costs no more and is worth no less replaces the other, and a set leaves when even filling the rest of the
budget with fractions of the best projects left could not bring it up to the best set known (Dantzig's bound, rounded down
to a whole number). Of several best sets the cheapest wins, then the one the tie order prefers: where two sets differ, the
one that holds the best placed of the projects they do not share.

Sources: Nemhauser, Ullmann, "Discrete dynamic programming and capital allocation", Management Science 15 (1969); Dantzig,
"Discrete-variable extremum problems", Operations Research 5 (1957).
"""

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from app.core.words import N_
from app.voting.counting.broken import Refused
from app.voting.counting.election import Election
from app.voting.counting.measures import scores, unit, value
from app.voting.counting.outcome import Outcome, Purchase, Tie
from app.voting.counting.rules import Welfare
from app.voting.counting.ties import first

MOST_SETS = 2_000_000


class TooManySets(Refused):
    """The best set could not be proven with the time and memory a count may take: `MOST_SETS` sets compared."""


class _Item(NamedTuple):
    cost: int
    value: int
    bit: int


class _Set(NamedTuple):
    """Sets of equal cost and value: the preferred one as bits, and which bits all and which any of them have."""

    cost: int
    value: int
    chosen: int
    every: int
    some: int


def count(election: Election, rule: Welfare) -> Outcome:
    """Find the best set; `objective` is its value in votes (times currency) or points. Raises TooManySets, UnfitRule."""
    ranks = rule.tie.ranks(election)
    most = len(ranks) - 1
    found = scores(election, rule.measure)
    items: list[_Item] = []
    free: list[_Item] = []
    for project, score in enumerate(found):
        cost = election.projects[project].cost
        if score and cost <= election.budget:
            bit = 1 << (most - ranks[project])
            (items if cost else free).append(_Item(cost, value(score, cost, rule.measure), bit))
    best = _best(items, election.budget)
    chosen = best.chosen | sum(item.bit for item in free)
    by_rank = sorted(range(len(ranks)), key=ranks.__getitem__)
    winners = [project for project in by_rank if chosen >> (most - ranks[project]) & 1]
    open_bits = best.some & ~best.every
    tied = tuple(project for project in range(len(ranks)) if open_bits >> (most - ranks[project]) & 1)
    ties = (Tie(0, tied, first(tied, ranks)),) if tied else ()
    worth = sum(value(found[project], election.projects[project].cost, rule.measure) for project in winners)
    scale = unit(election, rule.measure) * (election.scale if rule.measure is rule.measure.VOTES_TIMES_COST else 1)
    return Outcome(election, rule, _purchases(election, winners), ties, objective=Fraction(worth, scale))


def _purchases(election: Election, winners: Iterable[int]) -> tuple[Purchase, ...]:
    remaining = election.budget
    purchases = []
    for project in winners:
        remaining -= election.projects[project].cost
        purchases.append(Purchase(project, remaining))
    return tuple(purchases)


def _best(items: list[_Item], budget: int) -> _Set:
    items = sorted(items, key=lambda item: (Fraction(-item.value, item.cost), item.cost, -item.bit))
    bound = _Bound(items)
    sets = [_Set(0, 0, 0, 0, 0)]
    best = bound.reached(sets, 0, budget)
    compared = 0
    for at, item in enumerate(items):
        sets = _merged(sets, [_with(found, item) for found in sets if found.cost + item.cost <= budget])
        best = max(best, bound.reached(sets, at + 1, budget))
        sets = bound.kept(sets, at + 1, budget=budget, best=best)
        compared += len(sets)
        if compared > MOST_SETS:
            raise TooManySets(N_("Es müssten mehr als %(most)s Auswahlen verglichen werden."), most=MOST_SETS)
    return sets[-1]


def _with(found: _Set, item: _Item) -> _Set:
    return _Set(
        found.cost + item.cost,
        found.value + item.value,
        found.chosen | item.bit,
        found.every | item.bit,
        found.some | item.bit,
    )


def _merged(left: list[_Set], right: list[_Set]) -> list[_Set]:
    """Bring both lists, ascending in cost and value, into one without sets that another beats."""
    kept: list[_Set] = []
    for found in sorted([*left, *right], key=lambda found: (found.cost, -found.value)):
        if kept and kept[-1].value >= found.value:
            if kept[-1][:2] == found[:2]:
                kept[-1] = _together(kept[-1], found)
            continue
        kept.append(found)
    return kept


def _together(one: _Set, other: _Set) -> _Set:
    return _Set(one.cost, one.value, max(one.chosen, other.chosen), one.every & other.every, one.some | other.some)


class _Bound:
    """What the projects left could add at most, and at least, to a set."""

    def __init__(self, items: list[_Item]) -> None:
        self._items = items
        self._costs = [0, *accumulate(item.cost for item in items)]
        self._values = [0, *accumulate(item.value for item in items)]

    def most(self, at: int, room: int) -> int:
        """Bound what items from `at` on add within `room`, rounded down."""
        split = bisect_right(self._costs, self._costs[at] + room) - 1
        whole = self._values[split] - self._values[at]
        if split == len(self._items):
            return whole
        rest = room - (self._costs[split] - self._costs[at])
        return whole + rest * self._items[split].value // self._items[split].cost

    def reached(self, sets: list[_Set], at: int, budget: int) -> int:
        """Find a value some set is sure to reach: add items from `at` on while they fit."""
        whole = (bisect_right(self._costs, self._costs[at] + budget - found.cost) - 1 for found in sets)
        return max(
            found.value + self._values[split] - self._values[at] for found, split in zip(sets, whole, strict=True)
        )

    def kept(self, sets: list[_Set], at: int, *, budget: int, best: int) -> list[_Set]:
        """Leave out the sets that cannot reach `best`."""
        return [found for found in sets if found.value + self.most(at, budget - found.cost) >= best]
