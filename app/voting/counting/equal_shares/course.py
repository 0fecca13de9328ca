"""A course is one run of Equal Shares at a given share: the loop that all engines have in common.

Money is only ever spent, so the price of a project never falls: a bound worked out earlier still bounds it from below.
Projects wait in a heap by such stale bounds, and a round looks only at those that could still be the cheapest.

An engine is a `Purse`: it bounds prices and, where bounds overlap, compares the prices exactly. Every bound is a whole
number `low` or `high` with low <= price * 2^64 < high, so a project whose low is no less than another's high is strictly
dearer. Nothing is decided unless bounds are apart or exact prices were compared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import Protocol

from app.voting.counting.equal_shares.profile import Candidates
from app.voting.counting.outcome import Tie
from app.voting.counting.ties import first

Bounds = list[tuple[int, int]]
"""A heap of lower bounds, each with its project."""


class Purse(Protocol):
    """What the voters still have, and what projects would cost them now."""

    def low(self, project: int) -> int | None:
        """Bound the price from below; None if the supporters together cannot pay the project any more."""

    def high(self, project: int) -> int:
        """Bound the price from above, in the round in which it was bounded from below."""

    def exact(self, project: int) -> Fraction:
        """Work out the price per unit of utility, in the round in which it was bounded from below."""

    def buy(self, project: int) -> None:
        """Let the supporters pay, in the round in which the project was bounded from below."""

    def prices(self) -> list[Fraction]:
        """Tell the exact prices of what was bought, per unit of utility."""


@dataclass(frozen=True, slots=True)
class Course:
    """«Verlauf»: what was bought in which order at one share.

    `bounds` holds (low, high) of each price and `prices` works out the exact ones. `cost` is the sum of the costs; a course
    that passes the budget ends there. `apart` tells that a `beside` course was given and that every share from there to
    here takes the same order (see `add1`).
    """

    order: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    ties: tuple[Tie, ...]
    cost: int
    apart: bool
    prices: Callable[[], list[Fraction]]


@dataclass(frozen=True, slots=True)
class Beside:
    """A course at a smaller share to compare with; `only` asks for nothing but the comparison."""

    course: Course
    only: bool


def run(purse: Purse, candidates: Candidates, ranks: list[int], beside: Beside | None = None) -> Course | None:
    """Buy project after project; None if only the comparison was asked for and it failed."""
    shop = _Shop(purse, list(candidates.bounds), ranks)
    order: list[int] = []
    bounds: list[tuple[int, int]] = []
    ties: list[Tie] = []
    spent, apart = 0, beside is not None
    while spent <= candidates.budget and (best := shop.cheapest()):
        tied, chosen = best
        if beside and apart:
            apart = shop.agrees(chosen, beside.course, len(order))
        if beside and beside.only and not apart:
            return None
        if len(tied) > 1:
            ties.append(Tie(len(order), tuple(sorted(tied)), chosen))
        order.append(chosen)
        bounds.append(shop.take(chosen))
        spent += candidates.costs[chosen]
    if beside:
        apart = apart and len(order) == len(beside.course.order)
        if beside.only and not apart:
            return None
    return Course(tuple(order), tuple(bounds), tuple(ties), spent, apart, purse.prices)


class _Shop:
    """What can still be bought: a heap of stale bounds, and those `seen` in this round with fresh ones."""

    def __init__(self, purse: Purse, waiting: Bounds, ranks: list[int]) -> None:
        self._purse, self._waiting, self._ranks = purse, waiting, ranks
        self._seen: dict[int, int] = {}

    def cheapest(self) -> tuple[list[int], int] | None:
        """Find the projects tied for the smallest price and the one the order of ties chooses; None if none can be paid."""
        best, least = -1, 0
        while self._waiting and (not self._seen or self._waiting[0][0] <= least):
            if (found := self._look()) and (best < 0 or found[0] < least):
                least, best = found
        if best < 0:
            return None
        high = self._purse.high(best)
        while self._waiting and self._waiting[0][0] < high:
            self._look()
        if len(self._seen) == 1:
            return [best], best
        rivals = [project for project, low in self._seen.items() if low < high]
        if len(rivals) == 1:
            return rivals, best
        prices = {project: self._purse.exact(project) for project in rivals}
        smallest = min(prices.values())
        tied = [project for project, price in prices.items() if price == smallest]
        return tied, first(tied, self._ranks)

    def agrees(self, chosen: int, course: Course, position: int) -> bool:
        """Tell whether the chosen was chosen there too, and all others cost more here than it did there, or come behind it.

        Bounds are renewed as long as they leave that open.
        """
        if position >= len(course.order) or course.order[position] != chosen:
            return False
        low, high = course.bounds[position]
        doubtful = [project for project, bound in self._seen.items() if bound < high and project != chosen]
        while doubtful or (self._waiting and self._waiting[0][0] < high):
            if not doubtful:
                found = self._look()
                doubtful = [found[1]] if found and found[0] < high else []
                continue
            rival = doubtful.pop()
            if self._ranks[rival] < self._ranks[chosen] or self._purse.high(rival) <= low:
                return False
            if self._purse.exact(rival) < course.prices()[position]:
                return False
        return True

    def take(self, chosen: int) -> tuple[int, int]:
        """Buy the chosen one, put back all others seen, and tell the bounds of its price."""
        bounds = self._seen.pop(chosen), self._purse.high(chosen)
        self._purse.buy(chosen)
        for project, low in self._seen.items():
            heappush(self._waiting, (low, project))
        self._seen.clear()
        return bounds

    def _look(self) -> tuple[int, int] | None:
        """Renew the bound of the project with the smallest; who cannot be paid any more leaves for good."""
        project = heappop(self._waiting)[1]
        low = self._purse.low(project)
        if low is None:
            return None
        self._seen[project] = low
        return low, project
