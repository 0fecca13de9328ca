"""How many more votes, or how much more money, would have funded a project: found by counting again."""

from collections.abc import Collection, Iterable
from functools import partial

from app.voting.counting.changed import with_budget, with_votes
from app.voting.counting.election import BallotKind, Election
from app.voting.counting.engine import count
from app.voting.counting.explaining import Change, Proof
from app.voting.counting.greedy import Decision, Verdict
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
    """Find the larger budget, in units, that would have funded a project; None where none was met."""
    return budgets_needed(outcome, [project]).get(project)


def budgets_needed(outcome: Outcome, projects: Collection[int]) -> dict[int, Change]:
    """Find for each of these projects the larger budget, in units, that would have funded it, where one was met.

    A greedy outcome changes only at budgets at which a project that was too dear begins to fit; one walk along them gives
    the least budget of each, unless there are too many of them. Elsewhere a boundary is searched. No budget helps where
    envelopes hold the money.
    """
    election, rule = outcome.election, outcome.rule
    if isinstance(rule, Greedy) and rule.envelopes:
        return {}
    totals = Totals(election, rule) if isinstance(rule, Greedy) else None
    found = _walked(election, totals, projects) if totals else {}
    short = _short(election, totals.decided(election.budget)) if totals else {}
    most = MOST_TIMES * (sum(each.cost for each in election.projects) + 1)
    for project in projects:
        if project in found:
            continue
        more = smallest(partial(_funded_with_more, outcome, totals, project), most, short.get(project, 1))
        if more is not None:
            found[project] = Change(election.budget + more, Proof.BOUNDARY)
    return found


def _funded_with_more(outcome: Outcome, totals: Totals | None, project: int, more: int) -> bool:
    budget = outcome.election.budget + more
    if totals:
        return totals.budget_funds(project, budget)
    return _wins(project, count(with_budget(outcome.election, budget), outcome.rule))


def _walked(election: Election, totals: Totals, projects: Collection[int]) -> dict[int, Change]:
    budget, waiting = election.budget, set(projects)
    found: dict[int, Change] = {}
    for _ in range(MOST_BUDGETS):
        decided = totals.decided(budget)
        for each in decided:
            if each.project in waiting and each.verdict is Verdict.FUNDED:
                found[each.project] = Change(budget, Proof.EXACT)
                waiting.discard(each.project)
        short = _short(election, decided)
        if not short or not waiting:
            break
        budget += min(short.values())
    return found


def _short(election: Election, decided: Iterable[Decision]) -> dict[int, int]:
    """Say how much each project that was too dear was short of."""
    return {
        each.project: election.projects[each.project].cost - each.room
        for each in decided
        if each.verdict is Verdict.TOO_DEAR
    }


def _wins(project: int, outcome: Outcome) -> bool:
    return any(purchase.project == project for purchase in outcome.purchases)
