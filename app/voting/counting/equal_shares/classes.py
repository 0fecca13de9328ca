"""The class engine keeps voters with the same exact money in one class, its money a whole number over one denominator.

A project costs one `bincount` over its supporters and sums over the classes met, whatever the number of voters; a purchase
moves only classes of its supporters.

Floats only propose. The class money rounded to a double (relative error 2^-53) and sums of k non-negative products of two
such numbers, in whatever order `dot` adds them, are within (k + 4) * 2^-52 of the true value, relative to it: each product
carries at most three roundings and each of at most k - 1 additions one more, and (1 + 2^-53)^(k + 2) < 1 + (k + 4) * 2^-52
for every k an array can have. A set of classes proposed to pay all they have is accepted only if none of them keeps
anything at the exact price that follows; then that price is no larger than the true one, and the exact search for further
classes that pay all starts from it.
"""

from fractions import Fraction
from math import gcd
from operator import mul
from typing import NamedTuple

import numpy as np

from app.voting.counting.columns import Places
from app.voting.counting.equal_shares.arrays import Arrays, Numbers
from app.voting.counting.equal_shares.ledger import Price

ROUNDS = 50


class _Held(NamedTuple):
    """Classes that support a project: `voters` in each, their `gain`, and their money as doubles; all of shape (k,)."""

    classes: Places
    voters: Numbers
    gains: Numbers
    money: Numbers


class ClassesPurse:
    """Which class each group is in, and what each class has: `money[class] / unit` units."""

    def __init__(self, arrays: Arrays, share: Fraction) -> None:
        """Give everybody the share, in units."""
        self._arrays = arrays
        self._classes = np.zeros(arrays.groups, np.intp)
        self._money = [share.numerator]
        self._unit = share.denominator
        self._rounded: Numbers = np.array([float(share)])
        self._now: dict[int, Price] = {}
        self._prices: list[Fraction] = []

    def low(self, project: int) -> int | None:
        """Work out the price and round it down."""
        price = self._price(project)
        if price is None:
            return None
        self._now[project] = price
        return price.low(self._arrays.candidates.worth[project])

    def high(self, project: int) -> int:
        """Round the price up."""
        return self._now[project].low(self._arrays.candidates.worth[project]) + 1

    def exact(self, project: int) -> Fraction:
        """Tell the price."""
        return self._now[project].over(self._arrays.candidates.worth[project])

    def buy(self, project: int) -> None:
        """Move the supporters to the classes of what they keep, and number the classes in use anew."""
        price = self._now[project]
        self._prices.append(self.exact(project))
        self._now.clear()
        common = gcd(price.rest, price.gains)
        grown, asked = price.gains // common, price.rest // common
        gains = self._arrays.gains[project] if self._arrays.gains else None
        supporters = self._arrays.supporters[project]
        moved = np.zeros(self._arrays.groups, np.intp)
        moved[supporters] = 1 if gains is None else gains.astype(np.intp)
        most = int(moved.max()) + 1
        used, self._classes = np.unique(self._classes * most + moved, return_inverse=True)
        self._unit *= grown
        left = [max(0, self._money[name // most] * grown - asked * (name % most)) for name in used.tolist()]
        self._money = sorted(set(left))
        place = {money: position for position, money in enumerate(self._money)}
        self._classes = np.array([place[money] for money in left], np.intp)[self._classes]
        self._rounded = np.array([money / self._unit for money in self._money])

    def prices(self) -> list[Fraction]:
        """Tell the prices of what was bought."""
        return self._prices

    def _price(self, project: int) -> Price | None:
        held = self._held(project)
        cost = self._arrays.candidates.costs[project]
        doubt = (len(held.voters) + 4) * 2.0**-52
        near = float(held.voters.dot(held.money))
        if near * (1 + 2 * doubt) < cost:
            return None
        if near * (1 - 2 * doubt) <= cost and self._sum(held, slice(None)) < cost * self._unit:
            return None
        return self._exact(held, cost, _proposed(held, cost, 1 - 2 * doubt))

    def _held(self, project: int) -> _Held:
        classes, voters = self._classes[self._arrays.supporters[project]], self._arrays.voters[project]
        if self._arrays.gains is None:
            counted = np.bincount(classes, weights=voters).astype(np.float64)
            present = np.flatnonzero(counted)
            return _Held(present, counted[present], np.ones(len(present)), self._rounded[present])
        gains = self._arrays.gains[project].astype(np.intp)
        most = int(gains.max()) + 1
        names, inverse = np.unique(classes * most + gains, return_inverse=True)
        present = names // most
        counted = np.bincount(inverse, weights=voters).astype(np.float64)
        return _Held(present, counted, (names % most) * 1.0, self._rounded[present])

    def _sum(self, held: _Held, chosen: slice | Places) -> int:
        """Add up the exact money of classes, over the common denominator."""
        money = [self._money[name] for name in held.classes[chosen].tolist()]
        return sum(map(mul, money, held.voters[chosen].astype(np.int64).tolist()))

    def _exact(self, held: _Held, cost: int, poor: Places) -> Price:
        """Take classes that pay all they have out, beginning with those proposed, until all others can pay the price."""
        rest = cost * self._unit - self._sum(held, poor)
        rich = np.ones(len(held.classes), bool)
        rich[poor] = False
        gained = int(held.voters[rich].dot(held.gains[rich]))
        if len(self._short(held, poor, rest, gained)) < len(poor):
            rest, rich[:] = cost * self._unit, True
            gained = int(held.voters.dot(held.gains))
        while len(more := self._short(held, np.flatnonzero(rich), rest, gained)):
            rest -= self._sum(held, more)
            gained -= int(held.voters[more].dot(held.gains[more]))
            rich[more] = False
        return Price(rest, gained, self._unit)

    def _short(self, held: _Held, members: Places, rest: int, gained: int) -> Places:
        """Choose the members that have less than what they would pay."""
        classes, gains = held.classes[members].tolist(), held.gains[members].astype(np.int64).tolist()
        pairs = zip(classes, gains, strict=True)
        return members[[self._money[name] * gained < rest * gain for name, gain in pairs]]


def _proposed(held: _Held, cost: int, trust: float) -> Places:
    """Guess which classes pay all they have: those clearly below a price found in floats."""
    gains, rest, rich = float(held.voters.dot(held.gains)), float(cost), np.ones(len(held.voters), bool)
    for _ in range(ROUNDS):
        keep = held.money * gains >= rest * held.gains
        if not keep.any() or (keep == rich).all():
            break
        rich = keep
        gains = float(held.voters[rich].dot(held.gains[rich]))
        rest = cost - float(held.voters[~rich].dot(held.money[~rich]))
    return np.flatnonzero(held.money * gains < rest * held.gains * trust)
