"""How many more votes, or how much more money, would have funded a project: found by counting again."""

from app.voting.counting.changed import with_budget, with_votes
from app.voting.counting.election import BallotKind, Election
from app.voting.counting.engine import count
from app.voting.counting.explaining import Change, Proof
from app.voting.counting.greedy import Verdict
from app.voting.counting.outcome import Outcome
from app.voting.counting.rules import EqualShares, Greedy
from app.voting.counting.searching import smallest
from app.voting.counting.totals import Totals

MOST_TIMES = 16
"""A search gives up beyond so many times the voters there are, or the costs of all projects."""
MOST_BUDGETS = 200
"""A walk along the budgets at which a greedy outcome changes gives up after so many."""


def votes_needed(outcome: Outcome, project: int) -> Change | None:
    """Find how many more ballots that name only this project would have funded it, the budget staying what it is.

    None where ballots do more than name projects, or where no number up to `MOST_TIMES` the voters does. The rule lets more
    support never harm under greedy rules without a minimum share and under Phragmén: there the number is the least.
    """
    election, rule = outcome.election, outcome.rule
    if election.kind not in {BallotKind.APPROVAL, BallotKind.CHOOSE_ONE}:
        return None

    def recounted(more: int) -> bool:
        return _wins(project, count(with_votes(election, project, more), rule))

    funded = Totals(election, rule).votes_fund(project) if isinstance(rule, Greedy) else recounted
    found = smallest(funded, MOST_TIMES * (election.voters + 1))
    doubtful = isinstance(rule, EqualShares) or (isinstance(rule, Greedy) and rule.minimum_share)
    return None if found is None else Change(found, Proof.BOUNDARY if doubtful else Proof.EXACT)


def budget_needed(outcome: Outcome, project: int) -> Change | None:
    """Find the larger budget, in units, that would have funded a project; None where none was met.

    A greedy outcome changes only at budgets at which a project that was too dear begins to fit; they are walked along, so
    the budget is the least, unless there are too many of them. Elsewhere a boundary is searched. No budget helps where
    envelopes hold the money.
    """
    election, rule = outcome.election, outcome.rule
    totals = Totals(election, rule) if isinstance(rule, Greedy) else None
    if isinstance(rule, Greedy) and rule.envelopes:
        return None
    if totals and (walked := _walked(election, totals, project)):
        return walked

    def funded(more: int) -> bool:
        budget = election.budget + more
        return (
            totals.budget_funds(project, budget)
            if totals
            else _wins(project, count(with_budget(election, budget), rule))
        )

    found = smallest(funded, MOST_TIMES * (sum(each.cost for each in election.projects) + 1))
    return None if found is None else Change(election.budget + found, Proof.BOUNDARY)


def _walked(election: Election, totals: Totals, project: int) -> Change | None:
    budget = election.budget
    for _ in range(MOST_BUDGETS):
        short = []
        for each in totals.decided(budget):
            if each.project == project and each.verdict is Verdict.FUNDED:
                return Change(budget, Proof.EXACT)
            if each.verdict is Verdict.TOO_DEAR:
                short.append(election.projects[each.project].cost - each.room)
        if not short:
            return None
        budget += min(short)
    return None


def _wins(project: int, outcome: Outcome) -> bool:
    return any(purchase.project == project for purchase in outcome.purchases)
