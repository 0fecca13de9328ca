"""The certified engine counts in a grid of whole numbers with a proven bound, and asks for exact prices where it must.

Money is laid on a grid of 2^-places units, fine enough for all money together to stay below 2^53 grid steps. A double holds
every whole number up to 2^53, so sums, differences and minima of such numbers are exact, in whatever order numpy or BLAS
adds them, fused or not; nothing here rounds unless it says so. `error` bounds, in grid steps, the sum over all voters of how
far the money in the grid is from the true money. Two statements make everything else follow.

1. With payments p(x) = sum over supporters of min(money, x * gain), at any price x the grid's p differs from the true p by
   at most `error`, since a minimum moves no further than the money in it. So for a cost C:  p(x) + error <= C  proves that
   the true price is at least x, and  p(x) - error >= C  that it is at most x; the same with all money instead of p(x)
   decides whether supporters can pay.

2. A purchase does not enlarge the bound, except by what its price was rounded. The exact purchase takes money m to the
   positive part of m - x(m) * gain, where x(m) solves p(x) = C; more money never leads to less (x falls as m grows), and
   the sum of the money falls by exactly C. A map that keeps order and changes the sum by a constant brings no two points
   further apart in the sum of distances (Crandall and Tartar 1980): with h the larger of f and g in each place, T h is no
   less than T f and T g, so |T f - T g| <= (T h - T f) + (T h - T g), and in the sum that is 2h - f - g = |f - g|. Paying
   at a whole x instead of x(m) moves all in one direction, by |C - p(x)| in the sum. Hence error' = error + |C - p(x)|.

The bound therefore grows with the number of voters (at most one grid step a voter and purchase; the share itself is rounded
once, by less than a step a voter), not with the number of additions, and does not blow up from round to round. Where two
prices, or a cost and the money behind it, are nearer than the bound, the `Ledger` compares them exactly and the run goes on.

A price is found by Newton's method on the concave p: each tangent's root lies at or below the true root, from wherever it
starts, and a whole x with 0 <= C - p(x) < slope is kept. Where p(x) is what the tangent before foretold, that is a tangent
at x, too: nobody who was rich pays less than in full.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from app.voting.counting.equal_shares.arrays import EXACT_BITS, Arrays, Numbers
from app.voting.counting.equal_shares.ledger import Ledger, Price, Sight
from app.voting.counting.equal_shares.profile import SHIFT, Candidates

TRIES = 3
NOTHING = np.zeros(())


def places_for(candidates: Candidates, share: Fraction) -> int:
    """Choose how fine the grid is for a share; negative where the amounts are too large for doubles."""
    return EXACT_BITS - ceil(share * candidates.voters).bit_length()


@dataclass(slots=True)
class _Look:
    """What is known of a project in this round.

    `money` is that of its supporters, `behind` of all of them together. At `price` per gain `short` is missing to the cost, and one
    step more brings `slope` more. The true price is at most `reach` off.
    """

    money: Numbers
    left: Numbers
    behind: int
    price: int
    short: int
    slope: int
    reach: int | None = None


class CertifiedPurse:
    """What each group has, in steps of the grid."""

    def __init__(self, arrays: Arrays, share: Fraction) -> None:
        """Give everybody the share, in units."""
        self._arrays, self._share = arrays, share
        self._supporters, self._gains, self._worth = arrays.supporters, arrays.gains, arrays.candidates.worth
        self._held, self._gained = arrays.held, arrays.gained
        self._places = places_for(arrays.candidates, share)
        self._costs = [cost << self._places for cost in arrays.candidates.costs]
        held = share * 2**self._places
        self._money: Numbers = np.full(arrays.groups, float(int(held)))
        self._error = 0 if held.denominator == 1 else arrays.candidates.voters
        self._looks: dict[int, _Look] = {}
        self._exact: dict[int, Price] = {}
        self._known: dict[int, int] = {}
        self._bought: list[Sight] = []
        self._book: Ledger | None = None

    def low(self, project: int) -> int | None:
        """Bound the price by the smallest the error allows; exactly where it is in doubt whether supporters can pay."""
        cost = self._costs[project]
        money = self._money.take(self._supporters[project])
        behind = int(self._held[project](money))
        if behind + self._error < cost:
            return None
        if behind - self._error <= cost:
            return self._low_exactly(project, money, behind)
        look = self._looks[project] = self._solve(project, money, behind)
        self._known[project] = look.price
        return self._bound(project, look.price + (-self._error // look.slope))

    def high(self, project: int) -> int:
        """Bound the price by a larger one at which supporters provably pay the cost; exactly where none is found."""
        look = self._looks[project]
        if project not in self._exact and look.reach is not None:
            return self._bound(project, look.price + look.reach) + 1
        if project not in self._exact:
            reach = (self._error + look.short) // look.slope + 1
            for _ in range(TRIES):
                kept = int(self._held[project](self._left(project, look.money, look.price + reach)))
                if look.behind - kept - self._error >= self._costs[project]:
                    look.reach = reach
                    return self._bound(project, look.price + reach) + 1
                reach *= 16
            self._settle(project)
        return self._exact[project].low(self._worth[project]) + 1

    def exact(self, project: int) -> Fraction:
        """Ask the ledger for the price."""
        self.high(project)
        self._settle(project)
        return self._exact[project].over(self._worth[project])

    def buy(self, project: int) -> None:
        """Let supporters pay a whole price per gain and add to the error what that is off the cost."""
        look = self._looks[project]
        self._money[self._supporters[project]] = look.left
        self._bought.append(Sight(project, look.price, look.reach))
        self._error += abs(look.short)
        self._looks.clear()
        self._exact.clear()

    def prices(self) -> list[Fraction]:
        """Work out the exact prices of what was bought."""
        return self._ledger().prices

    def sights(self) -> list[Sight]:
        """Tell what the grid knew of each purchase, for a ledger that follows."""
        return self._bought

    def _bound(self, project: int, price: int) -> int:
        return (price << (SHIFT - self._places)) // self._worth[project]

    def _solve(self, project: int, money: Numbers, behind: int) -> _Look:
        cost = self._costs[project]
        price = self._known.get(project) or cost // self._arrays.candidates.gains[project]
        held, gained, missing = self._held[project], self._gained[project], cost - behind
        gains = self._gains[project] if self._gains else None
        slope, rest = 0, None
        while True:
            left = money - (float(price) if gains is None else gains * float(price))
            np.maximum(left, NOTHING, out=left)
            short = missing + int(held(left))
            if short != rest:  # else all who were rich pay in full, so the tangent is the same
                slope = int(gained(np.sign(left)))
            if 0 <= short < slope:
                return _Look(money, left, behind, price, short, slope)
            step, rest = divmod(short, slope)
            price += step

    def _left(self, project: int, money: Numbers, price: int) -> Numbers:
        """Tell what supporters keep when each pays `price` per gain."""
        asked = float(price)
        left = money - (self._gains[project] * asked if self._gains else asked)
        return np.maximum(left, NOTHING, out=left)

    def _low_exactly(self, project: int, money: Numbers, behind: int) -> int | None:
        price = self._ledger().price(Sight(project, 0, None))
        if price is None:
            return None
        self._exact[project] = price
        whole = (price.rest << self._places) // (price.gains * price.unit)
        left = self._left(project, money, whole)
        short = self._costs[project] - behind
        short += int(self._held[project](left))
        self._looks[project] = _Look(money, left, behind, whole, short, 1)
        return price.low(self._worth[project])

    def _settle(self, project: int) -> None:
        if project in self._exact:
            return
        look = self._looks[project]
        price = self._ledger().price(Sight(project, look.price, look.reach))
        assert price is not None, "supporters who can pay have a price"
        self._exact[project] = price

    def _ledger(self) -> Ledger:
        """Bring the ledger up to the purchases made."""
        if self._book is None:
            self._book = Ledger(self._arrays, self._share, self._places)
        for sight in self._bought[len(self._book.prices) :]:
            self._book.buy(sight)
        return self._book
