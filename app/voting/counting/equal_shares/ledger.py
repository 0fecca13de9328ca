"""The ledger knows the exact money of every voter as the share less what was paid, and so the exact price of a project.

Who pays all they have has nothing left; everybody else has paid price * gain for each purchase they supported. So money is
the share less a whole-number combination of earlier prices, and the money of a set of voters follows from counting how
often they paid. Prices are whole numbers over one common denominator.

The ledger follows the purchases of a `CertifiedPurse` on the same grid. The grid tells for nearly every voter whether a
payment takes all they have; whoever is nearer to that than the error of the grid allows is looked at exactly.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from operator import mul
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from app.voting.counting.columns import Places
from app.voting.counting.equal_shares.arrays import Arrays, Numbers, total
from app.voting.counting.equal_shares.profile import SHIFT

BLOCK = 32
"""Purchases kept beside each other in one array of shape (groups, BLOCK)."""


class Sight(NamedTuple):
    """What the grid knows of the price of a project per gain: it is at most `reach` off `price`, in steps of the grid.

    `reach` is None where the grid knows nothing; a purchase deducts `price` from the money on the grid all the same.
    """

    project: int
    price: int
    reach: int | None


class Price(NamedTuple):
    """An exact price per gain: `rest` / (`gains` * `unit`) units; what the rich pay, by what they gain together."""

    rest: int
    gains: int
    unit: int

    def over(self, worth: int) -> Fraction:
        """Tell the price per unit of utility."""
        return Fraction(self.rest, self.gains * self.unit * worth)

    def low(self, worth: int) -> int:
        """Round the price per unit of utility down to the steps of bounds."""
        return (self.rest << SHIFT) // (self.gains * self.unit * worth)


class _Class(NamedTuple):
    """Supporters with the same money `each`, over the common denominator, and the same `gain`; `voters` of them."""

    members: Places
    each: int
    gain: int
    voters: int


class _Split(NamedTuple):
    """Positions of supporters with money left: who surely pays all, who surely pays in full, and who is looked at exactly."""

    poor: Places
    rich: Places
    doubtful: list[_Class]


class _Payers(NamedTuple):
    """Positions among the supporters of a project: who pays in full, who pays all they have, and who has nothing left."""

    full: Places
    poor: Places
    done: Places


class Ledger:
    """Exact money after the purchases told so far; `error` bounds what the grid is off (see `certified`)."""

    def __init__(self, arrays: Arrays, share: Fraction, places: int) -> None:
        """Give everybody the share."""
        self._arrays = arrays
        self._places = places
        held = share * 2**places
        self._money: Numbers = np.full(arrays.groups, float(int(held)))
        self.error = 0 if held.denominator == 1 else arrays.candidates.voters
        self._spent = np.zeros(arrays.groups, bool)
        self._share, self._unit = share.numerator, share.denominator
        self._paid: list[int] = []
        self._blocks: list[npt.NDArray[Any]] = []
        self.prices: list[Fraction] = []

    def price(self, sight: Sight) -> Price | None:
        """Work out the exact price of a project; None if its supporters cannot pay it."""
        settled = self._settled(sight)
        return settled[0] if settled else None

    def buy(self, sight: Sight) -> None:
        """Let the supporters of a project pay, exactly and on the grid."""
        price, payers = self._bought(sight)
        self.prices.append(price.over(self._arrays.candidates.worth[sight.project]))
        common = gcd(price.rest, price.gains)
        grown = price.gains // common
        self._unit *= grown
        self._share *= grown
        self._paid = [*(paid * grown for paid in self._paid), price.rest // common]
        self._write(sight, payers)

    def payments(self, sight: Sight) -> list[tuple[Fraction, int]]:
        """List who pays what for a project: amounts in units with the number of voters, those who pay in full first."""
        price, payers = self._bought(sight)
        each = price.over(1)
        in_full = _voters_by_gain(self._arrays, sight.project, payers.full)
        paid = [(each * gain, voters) for gain, voters in sorted(in_full.items(), reverse=True)]
        less: dict[int, int] = {}
        for item in self._classes(sight.project, payers.poor):
            less[item.each] = less.get(item.each, 0) + item.voters
        return paid + [(Fraction(money, self._unit), less[money]) for money in sorted(less, reverse=True)]

    def paid(self, project: int, price: Fraction) -> tuple[Fraction, int]:
        """Add up what supporters would pay at a price per gain, in units, and the gains of those who would pay in full."""
        split = self._split(Sight(project, int(price * 2**self._places), 1))
        asked = price * self._unit
        rich = [item for item in split.doubtful if item.each >= asked * item.gain]
        poor = [item for item in split.doubtful if item.each < asked * item.gain]
        money = self._held(project, split.poor) + sum(item.each * item.voters for item in poor)
        gains = int(self._arrays.totals[project][split.rich].sum()) + sum(item.gain * item.voters for item in rich)
        return Fraction(money, self._unit) + price * gains, gains

    def at_most(self, project: int, price: Fraction) -> Fraction:
        """Bound what supporters would pay at a price per gain from above, in units, by the grid alone."""
        whole = -int(-price * 2**self._places // 1)
        asked = self._arrays.gains[project] * float(whole) if self._arrays.gains else float(whole)
        money = np.minimum(self._money.take(self._arrays.supporters[project]), asked)
        return Fraction(total(self._arrays.voters[project], money) + self.error, 2**self._places)

    def gains(self, project: int) -> int:
        """Say what all voters together gain by a project."""
        return self._arrays.candidates.gains[project]

    def behind(self, project: int) -> Fraction:
        """Add up the money supporters have, in units."""
        return Fraction(self._held(project, np.flatnonzero(self._living(project))), self._unit)

    def _bought(self, sight: Sight) -> tuple[Price, _Payers]:
        settled = self._settled(sight)
        assert settled is not None, "what is bought can be paid"
        return settled

    def _write(self, sight: Sight, payers: _Payers) -> None:
        supporters, gains = self._arrays.supporters[sight.project], self._gains(sight.project)
        column = (len(self._paid) - 1) % BLOCK
        if not column:
            self._blocks.append(np.zeros((self._arrays.groups, BLOCK), np.uint8 if gains is None else gains.dtype))
        self._blocks[-1][supporters[payers.full], column] = 1 if gains is None else gains[payers.full]
        self._spent[supporters[payers.done]] = True
        before = self._money[supporters]
        after = np.maximum(before - (sight.price if gains is None else gains * sight.price), 0.0)
        self._money[supporters] = after
        cost = self._arrays.candidates.costs[sight.project] << self._places
        self.error += abs(cost - total(self._arrays.voters[sight.project], before - after))

    def _settled(self, sight: Sight) -> tuple[Price, _Payers] | None:
        """Find the price at which payments add up to the cost, and who pays how."""
        split = self._split(sight)
        rest = self._arrays.candidates.costs[sight.project] * self._unit - self._held(sight.project, split.poor)
        waiting = split.doubtful
        if sight.reach is None and sum(item.each * item.voters for item in waiting) < rest:
            return None
        gained = int(self._arrays.totals[sight.project][split.rich].sum())
        gained += sum(item.gain * item.voters for item in waiting)
        poor = [split.poor]
        while short := [item for item in waiting if item.each * gained < rest * item.gain]:
            waiting = [item for item in waiting if item.each * gained >= rest * item.gain]
            rest -= sum(item.each * item.voters for item in short)
            gained -= sum(item.gain * item.voters for item in short)
            poor += [item.members for item in short]
        last = [item.members for item in waiting if item.each * gained == rest * item.gain]
        full = np.concatenate([split.rich, *(item.members for item in waiting)])
        payers = _Payers(full, np.concatenate(poor), np.concatenate(poor + last))
        return Price(rest, gained, self._unit), payers

    def _split(self, sight: Sight) -> _Split:
        """Separate supporters by the grid. Two more steps of `reach` make up for the rounding of gain * price in doubles."""
        supporters, gains = self._arrays.supporters[sight.project], self._gains(sight.project)
        living = self._living(sight.project)
        if sight.reach is None:
            poor, rich = np.zeros_like(living), np.zeros_like(living)
        else:
            beyond = self._money[supporters] - (sight.price if gains is None else gains * sight.price)
            margin = self.error + (1.0 if gains is None else gains) * (sight.reach + 2)
            poor, rich = living & (beyond < -margin), living & (beyond > margin)
        doubtful = np.flatnonzero(living & ~poor & ~rich)
        return _Split(np.flatnonzero(poor), np.flatnonzero(rich), list(self._classes(sight.project, doubtful)))

    def _living(self, project: int) -> npt.NDArray[np.bool_]:
        """Mark the supporters of a project who have not spent all."""
        return ~self._spent[self._arrays.supporters[project]]

    def _gains(self, project: int) -> Numbers | None:
        return self._arrays.gains[project] if self._arrays.gains else None

    def _held(self, project: int, members: Places) -> int:
        """Add up the money of some supporters who have not spent all, over the common denominator."""
        if not len(members):
            return 0
        voters = self._arrays.voters[project][members]
        rows = self._arrays.supporters[project][members]
        often = np.concatenate([np.zeros(0), *(np.einsum("i,ij->j", voters, block[rows]) for block in self._blocks)])
        return self._share * int(voters.sum()) - self._sum(often)

    def _sum(self, often: Numbers) -> int:
        """Add up payments made so often, shape (purchases and more,)."""
        return sum(map(mul, often[: len(self._paid)].astype(np.int64).tolist(), self._paid))

    def _classes(self, project: int, members: Places) -> Iterator[_Class]:
        """Group supporters who have not spent all and have paid alike and gain alike."""
        if not len(members):
            return
        rows = self._arrays.supporters[project][members]
        gains = self._gains(project)
        own = np.ones(len(members)) if gains is None else gains[members]
        table = np.column_stack([own, *(block[rows] for block in self._blocks)])
        _, inverse = np.unique(table, axis=0, return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        for alike in np.split(order, np.cumsum(np.bincount(inverse))[:-1]):
            voters = int(self._arrays.voters[project][members[alike]].sum())
            row = table[alike[0]]
            yield _Class(members[alike], self._share - self._sum(row[1:]), int(row[0]), voters)


def _voters_by_gain(arrays: Arrays, project: int, members: Places) -> dict[int, int]:
    voters = arrays.voters[project][members]
    if not arrays.gains:
        return {1: int(voters.sum())} if len(members) else {}
    gains, inverse = np.unique(arrays.gains[project][members], return_inverse=True)
    return dict(zip(map(int, gains), map(int, np.bincount(inverse, weights=voters)), strict=True))
