"""A replay goes through the purchases of an outcome again, exactly, and reads off who paid and what losers lacked.

A project that is not bought does not influence what is. So one replay at the final share answers for every loser up to
which cost it would have been bought: in a round where a unit of utility cost r, a project of cost c is cheaper if its
supporters, paying min(money, r * utility), bring together more than c; after the last round, if they have c at all. What
they would bring grows no faster than c itself (it is concave in c where utility is the cost, constant elsewhere), so each
round has one largest cost, and the largest of all rounds is the answer: at any cost up to it the project is bought in that
round or before, at any cost above it never.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from app.core.words import N_
from app.voting.counting.changed import stands_before, with_cost
from app.voting.counting.election import Election
from app.voting.counting.equal_shares.arrays import arrays_of
from app.voting.counting.equal_shares.certified import CertifiedPurse, places_for
from app.voting.counting.equal_shares.counting import rest_by_votes
from app.voting.counting.equal_shares.course import run
from app.voting.counting.equal_shares.ledger import Ledger, Sight
from app.voting.counting.outcome import Outcome, Purchase
from app.voting.counting.rules import EqualShares, Satisfaction, UnfitRule

Payments = tuple[tuple[Fraction, int], ...]
"""Amounts in units, each with the number of voters who paid it."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What every winner of the shares was paid, what was left behind each loser, and up to which cost it would have won.

    All by position of the project and in units. `behind` leaves out losers by which nobody gains, as those ranked last by
    all who name them. `costs` holds 0 where no positive cost would have done.
    """

    payments: dict[int, Payments]
    behind: dict[int, Fraction]
    costs: dict[int, int]


def replayed(outcome: Outcome) -> Replay:
    """Replay an outcome of Equal Shares; raises UnfitRule where another rule made it or amounts are beyond 2^53 units."""
    rule = outcome.rule
    if not isinstance(rule, EqualShares):
        raise UnfitRule(N_("%(rule)s gibt niemandem einen Anteil."), rule=rule.name)
    votes, won = outcome.election.votes(), {purchase.project for purchase in outcome.purchases}
    losers = [project for project, named in enumerate(votes) if named and project not in won]
    if outcome.endowment is None:
        return Replay({}, {}, {})
    ledger, sights = _book(outcome, rule)
    costs = dict.fromkeys(losers, 0)
    payments: dict[int, Payments] = {}
    shares = {purchase.project: purchase for purchase in outcome.purchases}
    for sight in sights:
        payments[sight.project] = tuple(ledger.payments(sight))
        round_ = _Round(outcome.election, rule, ledger, shares[sight.project])
        costs = {project: round_.highest(project, cost) for project, cost in costs.items()}
        ledger.buy(sight)
    behind = {project: ledger.behind(project) for project in losers if ledger.gains(project)}
    costs = {project: max(cost, floor(behind.get(project, 0))) for project, cost in costs.items()}
    if rule.utilitarian:
        costs = {project: _highest_by_votes(outcome, votes, project, cost) for project, cost in costs.items()}
    return Replay(payments, behind, costs)


def _book(outcome: Outcome, rule: EqualShares) -> tuple[Ledger, list[Sight]]:
    arrays, share = arrays_of(outcome.election, rule.satisfaction), outcome.endowment or Fraction(0)
    places = places_for(arrays.candidates, share)
    if places < 0:
        raise UnfitRule(N_("Beträge über 2^53 Einheiten werden gezählt, aber nicht begründet."))
    purse = CertifiedPurse(arrays, share)
    run(purse, arrays.candidates, rule.tie.ranks(outcome.election))
    return Ledger(arrays, share, places), purse.sights()


class _Round:
    """The moment before a purchase: what it cost a unit of utility, and what supporters of others would have brought."""

    def __init__(self, election: Election, rule: EqualShares, ledger: Ledger, bought: Purchase) -> None:
        self._election, self._rule, self._ledger = election, rule, ledger
        self._winner, self._price = bought.project, bought.price or Fraction(0)
        self._by_cost = rule.satisfaction is Satisfaction.COST

    def highest(self, project: int, known: int) -> int:
        """Find the largest cost at which the project would have been bought here, if it is larger than the one known.

        The grid alone shows for most that it is not: what supporters bring at the next cost up is less than that cost.
        """
        if self._ledger.at_most(project, self._asked(known + 1)) < known + 1:
            return known
        most = self._largest(project)
        rival = self._election.projects[self._winner].cost
        for cost in sorted({most, most - 1, rival, rival - 1}, reverse=True):
            if known < cost <= most and self._beats(project, cost):
                return cost
        return known

    def _asked(self, cost: int) -> Fraction:
        """Tell what a supporter pays per gain, if the project costs `cost` and is as cheap as the winner."""
        return self._price * cost if self._by_cost else self._price

    def _largest(self, project: int) -> int:
        """Find the largest whole cost that supporters bring together, by Newton's method from above."""
        cost = self._election.projects[project].cost
        while True:
            paid, gains = self._ledger.paid(project, self._asked(cost))
            if paid >= cost:
                return cost
            if not self._by_cost:
                return floor(paid)
            cost = floor((paid - self._asked(cost) * gains) / (1 - self._price * gains))

    def _beats(self, project: int, cost: int) -> bool:
        """Tell whether the project would be chosen; it is as cheap as the winner if supporters who pay in full just reach it."""
        paid, gains = self._ledger.paid(project, self._asked(cost))
        if paid != cost or not gains:
            return paid >= cost
        return stands_before(self._election, self._rule.tie, project, cost=cost, rival=self._winner)


def _highest_by_votes(outcome: Outcome, votes: list[int], project: int, known: int) -> int:
    """Find the largest cost at which a project would have been bought from the rest, if it is larger than the one known.

    Its place in the order depends on its cost only against projects with as many votes; what is left at each such place,
    and the costs at which places change, are all that can be the answer.
    """
    shares = [purchase for purchase in outcome.purchases if purchase.stage != "utilitarian"]
    bought = {purchase.project for purchase in shares}
    remaining = shares[-1].remaining if shares else outcome.election.budget
    tried = set(_rooms(outcome, votes, project, remaining))
    for cost in sorted(tried, reverse=True):
        if known < cost < outcome.election.projects[project].cost:
            changed = with_cost(outcome.election, project, cost)
            choices = rest_by_votes(changed, outcome.rule.tie.ranks(changed), bought, remaining)
            if any(choice.project == project for choice in choices):
                return cost
    return known


def _rooms(outcome: Outcome, votes: list[int], project: int, remaining: int) -> Iterator[int]:
    chosen = [purchase for purchase in outcome.purchases if purchase.stage == "utilitarian"]
    yield from (purchase.remaining for purchase in chosen if votes[purchase.project] == votes[project])
    yield min([remaining, *(each.remaining for each in chosen if votes[each.project] > votes[project])])
    for other, named in enumerate(votes):
        if named == votes[project]:
            yield outcome.election.projects[other].cost
            yield outcome.election.projects[other].cost - 1
