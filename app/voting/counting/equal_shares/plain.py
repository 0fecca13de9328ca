"""The plain engine keeps the money of every group as a whole number over one denominator; standard library alone.

It counts small elections and is the independent recount of the others: no array, no float, no bound that is not the price
itself, rounded down.
"""

from fractions import Fraction
from math import gcd
from typing import NamedTuple

from app.voting.counting.equal_shares.profile import SHIFT, Profile, Supporter


class _Payment(NamedTuple):
    """Supporters who pay by gain share `rest` (over the denominator of the purse): each pays rest / gains per gain."""

    rest: int
    gains: int


class PlainPurse:
    """What each group of voters still has: `money[group] / unit` units."""

    def __init__(self, profile: Profile, share: Fraction) -> None:
        """Give everybody the share, in units."""
        self._profile = profile
        self._money = [share.numerator] * profile.groups
        self._unit = share.denominator
        self._now: dict[int, _Payment] = {}
        self._prices: list[Fraction] = []

    def low(self, project: int) -> int | None:
        """Work out the price and round it down."""
        payment = self._payment(project)
        if payment is None:
            return None
        self._now[project] = payment
        return (payment.rest << SHIFT) // (payment.gains * self._unit * self._profile.candidates.worth[project])

    def high(self, project: int) -> int:
        """Round the price up."""
        payment = self._now[project]
        return (payment.rest << SHIFT) // (payment.gains * self._unit * self._profile.candidates.worth[project]) + 1

    def exact(self, project: int) -> Fraction:
        """Tell the price."""
        rest, gains = self._now[project]
        return Fraction(rest, gains * self._unit * self._profile.candidates.worth[project])

    def buy(self, project: int) -> None:
        """Take the payments; the denominator grows by what the payment does not divide."""
        self._prices.append(self.exact(project))
        rest, gains = self._now[project]
        self._now.clear()
        common = gcd(rest, gains)
        rest, grown = rest // common, gains // common
        if grown > 1:
            self._unit *= grown
            self._money = [money * grown for money in self._money]
        money = self._money
        for group, _, gain in self._profile.supporters[project]:
            money[group] = max(0, money[group] - rest * gain)

    def prices(self) -> list[Fraction]:
        """Tell the prices of what was bought."""
        return self._prices

    def held(self, project: int) -> list[tuple[Supporter, Fraction]]:
        """List the supporters of a project with what each voter among them still has, in units."""
        return [(who, Fraction(self._money[who.group], self._unit)) for who in self._profile.supporters[project]]

    def _payment(self, project: int) -> _Payment | None:
        money, rich = self._money, self._profile.supporters[project]
        rest = self._profile.candidates.costs[project] * self._unit
        if sum([voters * money[group] for group, voters, _ in rich]) < rest:
            return None
        gains = sum([voters * gain for _, voters, gain in rich])
        while poor := [who for who in rich if money[who[0]] * gains < rest * who[2]]:
            rich = tuple([who for who in rich if money[who[0]] * gains >= rest * who[2]])
            rest -= sum([voters * money[group] for group, voters, _ in poor])
            gains -= sum([voters * gain for _, voters, gain in poor])
        return _Payment(rest, gains)
