"""A greedy rule sees of the ballots only totals; an election of nothing but totals is counted again in no time."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from math import ceil

from app.voting.counting.changed import with_budget, with_cost
from app.voting.counting.election import Ballot, BallotKind, Election
from app.voting.counting.greedy import Decision, Queue, Verdict, decisions
from app.voting.counting.measures import scores, unit
from app.voting.counting.rules import Greedy, Measure

_POINTS = {
    Measure.VOTES: Measure.POINTS,
    Measure.BORDA: Measure.POINTS,
    Measure.BORDA_FROM_ONE: Measure.POINTS,
    Measure.VOTES_PER_COST: Measure.POINTS_PER_COST,
    Measure.BORDA_PER_COST: Measure.POINTS_PER_COST,
}


class Totals:
    """The votes and scores of an election under a greedy rule, to be counted again with changes."""

    def __init__(self, election: Election, rule: Greedy) -> None:
        """Add up once."""
        self._election, self._rule = election, rule
        self._scores = scores(election, rule.measure)
        self._votes = election.votes()
        self._voters = election.voters
        self._queue = Queue(election, rule)

    def cost_funds(self, project: int) -> Callable[[int], bool]:
        """Ask whether a project is funded at a cost, in units."""

        def funded(cost: int) -> bool:
            return _funds(project, self._decided(project, with_cost(self._election, project, cost), 0))

        return funded

    def votes_fund(self, project: int) -> Callable[[int], bool]:
        """Ask whether a project is funded with so many more ballots that name only it."""
        return lambda more: _funds(project, self._decided(project, self._election, more))

    def budget_funds(self, project: int, budget: int) -> bool:
        """Tell whether a project is funded with a budget, in units."""
        return _funds(project, self.decided(budget))

    def decided(self, budget: int) -> tuple[Decision, ...]:
        """Decide on all projects with a budget, in units; their order is the same with any."""
        return decisions(with_budget(self._election, budget), self._rule, self._queue)

    def _decided(self, favoured: int, election: Election, more: int) -> tuple[Decision, ...]:
        """Count ballots that give a project its whole score once and nothing for its other votes."""
        ballots: dict[Ballot, int] = {}
        for project, (score, votes) in enumerate(zip(self._scores, self._votes, strict=True)):
            added = more if project == favoured else 0
            if votes + added:
                ballots[Ballot((project,), (score + added,))] = 1
                ballots[Ballot((project,), (0,))] = votes + added - 1
        least = max(self._rule.minimum_votes, ceil(self._rule.minimum_share * (self._voters + more)))
        measure = _POINTS.get(self._rule.measure, self._rule.measure)
        rule = replace(self._rule, measure=measure, minimum_votes=least, minimum_share=Fraction(0))
        scale = unit(self._election, self._rule.measure)
        small = replace(election, kind=BallotKind.CUMULATIVE, ballots=ballots, points_scale=scale)
        return decisions(small, rule)


def _funds(project: int, decided: Iterable[Decision]) -> bool:
    return any(each.project == project and each.verdict is Verdict.FUNDED for each in decided)
