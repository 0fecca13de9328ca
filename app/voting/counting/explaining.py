"""Why a project won or lost, who paid for it, and the least change that would have funded it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from app.voting.counting.equal_shares.replay import Payments, replayed
from app.voting.counting.greedy import Verdict, decisions
from app.voting.counting.outcome import Outcome
from app.voting.counting.phragmen_replay import highest_costs
from app.voting.counting.rules import Add1, EqualShares, Greedy, Measure, Phragmen
from app.voting.counting.searching import largest
from app.voting.counting.ties import TieKey
from app.voting.counting.totals import Totals


class Reason(StrEnum):
    """«Grund», warum ein Vorhaben nicht gefördert wird."""

    NO_SUPPORT = "no-support"
    ABOVE_BUDGET = "above-budget"
    BELOW_MINIMUM = "below-minimum"
    NO_ENVELOPE = "no-envelope"
    DID_NOT_FIT = "did-not-fit"
    COUNT_ENDED = "count-ended"
    LIMIT = "limit"
    QUOTA = "quota"
    EXCLUDED = "excluded"
    SUPPORTERS_COULD_NOT_PAY = "supporters-could-not-pay"
    NOT_IN_THE_BEST_SET = "not-in-the-best-set"


class Proof(StrEnum):
    """«Gewissheit»: what is claimed of a change.

    EXACT: with it the project is funded; with any smaller change of this kind it is not. AT_THIS_SHARE: the same, as long as
    voters hold the share that Add1 ended with; a changed election may end with another. BOUNDARY: recounted with it the
    project is funded, with one unit less it is not; whether some still smaller change would do is not claimed.
    """

    EXACT = "exact"
    AT_THIS_SHARE = "at-this-share"
    BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True)
class Change:
    """«Nötige Änderung»: `amount` is the new cost or budget in units, or the number of votes to be added."""

    amount: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class Winner:
    """«Gefördertes Vorhaben» and who paid for it.

    `payments` are exact, in units, each with its number of voters (Equal Shares, from the shares). `support` is the
    effective support: the cost over the largest payment, as many voters as would pay the project if all paid that.
    """

    project: int
    payers: int
    support: Fraction | None
    payments: Payments


@dataclass(frozen=True, slots=True)
class Loser:
    """«Nicht gefördertes Vorhaben»: `behind` is the money its supporters were left with (Equal Shares), in units.

    `cost` is the largest cost at which it would have won; None where no positive cost would do or none is worked out.
    """

    project: int
    reason: Reason
    behind: Fraction | None = None
    cost: Change | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """«Begründung» of an outcome: winners in the order of selection, losers in that of the election."""

    winners: tuple[Winner, ...]
    losers: tuple[Loser, ...]


_VERDICTS = {
    Verdict.UNSUPPORTED: Reason.NO_SUPPORT,
    Verdict.BELOW_MINIMUM: Reason.BELOW_MINIMUM,
    Verdict.NO_ENVELOPE: Reason.NO_ENVELOPE,
    Verdict.TOO_DEAR: Reason.DID_NOT_FIT,
    Verdict.STOPPED: Reason.COUNT_ENDED,
    Verdict.LIMIT: Reason.LIMIT,
    Verdict.QUOTA: Reason.QUOTA,
    Verdict.EXCLUDED: Reason.EXCLUDED,
}


_BY_COST = {Verdict.TOO_DEAR, Verdict.STOPPED, Verdict.LIMIT, Verdict.QUOTA, Verdict.EXCLUDED}
"""Decided by what stands before or by what is left; a project that costs less may come before."""


def explain(outcome: Outcome) -> Explanation:
    """Explain every project of an outcome."""
    match outcome.rule:
        case EqualShares():
            return _shares(outcome, outcome.rule)
        case Greedy():
            return _greedy(outcome, outcome.rule)
        case Phragmen():
            costs = highest_costs(outcome)
            return _explained(outcome, Reason.COUNT_ENDED, {p: Change(c, Proof.EXACT) for p, c in costs.items() if c})
    return _explained(outcome, Reason.NOT_IN_THE_BEST_SET, {})


def _shares(outcome: Outcome, rule: EqualShares) -> Explanation:
    replay = replayed(outcome)
    proof = Proof.EXACT if rule.add1 is Add1.NONE else Proof.AT_THIS_SHARE
    costs = {project: Change(cost, proof) for project, cost in replay.costs.items() if cost}
    reason = Reason.DID_NOT_FIT if rule.utilitarian else Reason.SUPPORTERS_COULD_NOT_PAY
    found = _explained(outcome, reason, costs)
    winners = [
        replace(
            winner,
            payers=sum(voters for amount, voters in replay.payments[winner.project] if amount),
            support=outcome.election.projects[winner.project].cost / max(replay.payments[winner.project])[0],
            payments=replay.payments[winner.project],
        )
        if winner.project in replay.payments
        else winner
        for winner in found.winners
    ]
    losers = (
        replace(loser, behind=replay.behind[loser.project])
        if loser.project in replay.behind
        else loser
        if rule.utilitarian or loser.reason is Reason.ABOVE_BUDGET
        else replace(loser, reason=Reason.NO_SUPPORT)
        for loser in found.losers
    )
    return Explanation(tuple(winners), tuple(losers))


def _greedy(outcome: Outcome, rule: Greedy) -> Explanation:
    decided = {each.project: each for each in decisions(outcome.election, rule)}
    totals = Totals(outcome.election, rule)
    proof = Proof.BOUNDARY if _dearer_may_be_better(rule) else Proof.EXACT
    costs: dict[int, Change] = {}
    for project, each in decided.items():
        if each.verdict in _BY_COST:
            cost = largest(totals.cost_funds(project), outcome.election.projects[project].cost, each.room)
            costs |= {project: Change(cost, proof)} if cost else {}
    found = _explained(outcome, Reason.DID_NOT_FIT, costs)
    losers = (
        loser
        if loser.reason is Reason.ABOVE_BUDGET
        else replace(loser, reason=_VERDICTS[decided[loser.project].verdict])
        for loser in found.losers
    )
    return replace(found, losers=tuple(losers))


def _dearer_may_be_better(rule: Greedy) -> bool:
    return rule.measure is Measure.VOTES_TIMES_COST or TieKey.DEARER_FIRST in rule.tie.keys


def _explained(outcome: Outcome, reason: Reason, costs: dict[int, Change]) -> Explanation:
    election, votes = outcome.election, outcome.election.votes()
    won = [purchase.project for purchase in outcome.purchases]
    losers = []
    for project, named in enumerate(votes):
        if project in won:
            continue
        why = Reason.ABOVE_BUDGET if election.projects[project].cost > election.budget else reason
        losers.append(Loser(project, why if named else Reason.NO_SUPPORT, cost=costs.get(project)))
    return Explanation(tuple(Winner(project, votes[project], None, ()) for project in won), tuple(losers))
