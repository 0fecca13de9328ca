"""What is claimed of winners and losers holds when the election is counted again."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.changed import with_budget, with_cost, with_votes
from app.voting.counting.changes import budget_needed, votes_needed
from app.voting.counting.election import BallotKind, election_of
from app.voting.counting.engine import count
from app.voting.counting.equal_shares.counting import Engine, engine_of
from app.voting.counting.equal_shares.course import run
from app.voting.counting.explaining import Change, Loser, Proof, Reason, explain
from app.voting.counting.rules import Add1, EqualShares, Greedy, Measure, Misfit, Phragmen, Satisfaction, Welfare
from app.voting.counting.ties import tie_order
from tests.unit.counting.elections import elections, examples

SHARES = EqualShares(name="mes-cost")
APPROVAL_RULES = (
    SHARES,
    EqualShares(name="mes-cardinality", satisfaction=Satisfaction.CARDINALITY),
    EqualShares(name="mes-cost-utilitarian", utilitarian=True),
    EqualShares(name="mes-cost-add1", add1=Add1.EXHAUSTIVE),
    EqualShares(name="mes-cost-add1-overspend", add1=Add1.OVERSPEND),
    Phragmen(name="phragmen"),
    Greedy(name="greedy"),
    Greedy(name="greedy-no-skip", misfit=Misfit.STOP),
    Greedy(name="greedy-threshold", minimum_votes=2),
    Greedy(name="greedy-per-cost", measure=Measure.VOTES_PER_COST),
)
RULES = {
    BallotKind.APPROVAL: APPROVAL_RULES,
    BallotKind.CUMULATIVE: (
        EqualShares(name="mes-points", satisfaction=Satisfaction.POINTS),
        Greedy(name="greedy-points-per-cost", measure=Measure.POINTS_PER_COST),
    ),
    BallotKind.ORDINAL: (
        EqualShares(name="mes-borda", satisfaction=Satisfaction.BORDA),
        Greedy(name="greedy-borda", measure=Measure.BORDA),
    ),
}
TIES = ("id", "cost-asc,votes-desc,id", "votes-desc,cost-asc,id", "lot:seed")


@st.composite
def outcomes(draw, kinds=tuple(RULES)):
    """Draw an election and count it."""
    kind = draw(st.sampled_from(kinds))
    rule = draw(st.sampled_from(RULES[kind]))
    return count(draw(elections(kind=kind)), replace(rule, tie=tie_order(draw(st.sampled_from(TIES)))))


def wins(project, election, outcome):
    """Count again; with Add1, at the share the outcome ended with, since that is what is claimed."""
    rule = outcome.rule
    if not isinstance(rule, EqualShares) or rule.add1 is Add1.NONE:
        return project in [purchase.project for purchase in count(election, rule).purchases]
    candidates, purses = engine_of(Engine.PLAIN, election, rule.satisfaction)
    unlimited = replace(candidates, budget=10**9)
    return project in run(purses(outcome.endowment), unlimited, rule.tie.ranks(election)).order


@examples
@given(outcomes())
def test_a_loser_would_have_won_at_the_cost_named_and_at_none_above_it(outcome):
    for loser in explain(outcome).losers:
        cost = outcome.election.projects[loser.project].cost
        if outcome.endowment is None and isinstance(outcome.rule, EqualShares):
            continue
        winning = [
            less
            for less in range(1, cost)
            if wins(loser.project, with_cost(outcome.election, loser.project, less), outcome)
        ]
        assert (loser.cost.amount if loser.cost else 0) == max(winning, default=0)


@examples
@given(outcomes(kinds=(BallotKind.APPROVAL,)))
def test_a_loser_would_have_won_with_the_votes_named_and_not_with_one_fewer(outcome):
    for loser in explain(outcome).losers[:2]:
        if change := votes_needed(outcome, loser.project):
            checked = range(change.amount) if change.proof is Proof.EXACT else [change.amount - 1]
            recounted = [
                count(with_votes(outcome.election, loser.project, more), outcome.rule) for more in checked if more
            ]
            assert not any(loser.project in projects_of(less) for less in recounted)
            more = count(with_votes(outcome.election, loser.project, change.amount), outcome.rule)
            assert loser.project in projects_of(more)


@examples
@given(outcomes())
def test_a_loser_would_have_won_with_the_budget_named_and_not_with_one_unit_less(outcome):
    for loser in explain(outcome).losers[:2]:
        if change := budget_needed(outcome, loser.project):
            first = outcome.election.budget if change.proof is Proof.EXACT else change.amount - 1
            less = [
                count(with_budget(outcome.election, budget), outcome.rule) for budget in range(first, change.amount)
            ]
            assert not any(loser.project in projects_of(poorer) for poorer in less)
            richer = count(with_budget(outcome.election, change.amount), outcome.rule)
            assert loser.project in projects_of(richer)


def projects_of(outcome):
    return [purchase.project for purchase in outcome.purchases]


def test_a_project_by_which_nobody_gains_lacks_support_and_not_money():
    election = election_of({"a": 0, "b": 3}, 5, [["b", "a"], ["a"]], kind=BallotKind.ORDINAL)
    rule = EqualShares(name="mes-borda", satisfaction=Satisfaction.BORDA)

    (loser, _) = explain(count(election, rule)).losers

    assert (loser.project, loser.reason, loser.behind) == (0, Reason.NO_SUPPORT, None)


@examples
@given(outcomes())
def test_payments_add_up_to_the_cost_and_losers_lacked_money(outcome):
    explanation = explain(outcome)

    assert [winner.project for winner in explanation.winners] == projects_of(outcome)
    for winner in explanation.winners:
        cost = outcome.election.projects[winner.project].cost
        assert not winner.payments or sum(amount * voters for amount, voters in winner.payments) == cost
        assert winner.support is None or winner.support == cost / max(winner.payments)[0]
    for loser in explanation.losers:
        assert loser.behind is None or loser.behind < outcome.election.projects[loser.project].cost


def test_a_winner_is_paid_in_full_by_the_rich_and_with_all_they_have_by_the_others():
    election = election_of({"a": 18, "b": 18}, 40, [["a"], ["a", "b"], ["a", "b"], ["b"]])

    _, b = explain(count(election, SHARES)).winners

    assert b.payments == ((Fraction(10), 1), (Fraction(4), 2))
    assert (b.payers, b.support) == (3, Fraction(18, 10))


def test_what_a_loser_of_equal_shares_lacked_is_told():
    """Twenty each. For b its two supporters have 20; at 18 b costs as much a unit as a and comes behind it, at 20 it waits."""
    election = election_of({"a": 40, "b": 30}, 60, [["a", "b"], ["a"], ["b"]])

    outcome = count(election, SHARES)

    assert outcome.winners == ("a",)
    assert explain(outcome).losers == (
        Loser(1, Reason.SUPPORTERS_COULD_NOT_PAY, Fraction(20), Change(20, Proof.EXACT)),
    )
    assert budget_needed(outcome, 1) == Change(75, Proof.BOUNDARY)
    assert votes_needed(outcome, 1) == Change(1, Proof.BOUNDARY)


def test_what_a_loser_of_a_greedy_count_lacked_is_told():
    election = election_of({"a": 6, "b": 5, "c": 2}, 8, [["a"], ["a"], ["a"], ["b"], ["b"], ["c"]])

    outcome = count(election, Greedy(name="greedy"))

    assert outcome.winners == ("a", "c")
    assert explain(outcome).losers == (Loser(1, Reason.DID_NOT_FIT, None, Change(2, Proof.EXACT)),)
    assert votes_needed(outcome, 1) == Change(2, Proof.EXACT)
    assert budget_needed(outcome, 1) == Change(11, Proof.EXACT)


def test_what_a_loser_of_phragmen_lacked_is_told():
    election = election_of({"a": 4, "b": 6}, 9, [["a"], ["a"], ["b"], ["b"]])

    outcome = count(election, Phragmen(name="phragmen"))

    assert explain(outcome).losers == (Loser(1, Reason.COUNT_ENDED, None, Change(5, Proof.EXACT)),)
    assert votes_needed(outcome, 1) == Change(2, Proof.EXACT)
    assert budget_needed(outcome, 1) == Change(10, Proof.BOUNDARY)


@pytest.mark.parametrize("rule", APPROVAL_RULES, ids=lambda rule: rule.name)
def test_nobody_supports_and_too_dear_for_the_whole_budget_are_reasons_of_their_own(rule):
    election = election_of({"idle": 1, "huge": 90, "a": 5}, 10, [["a", "huge"], ["a"], ["a"], ["a", "huge"]])

    reasons = {election.projects[loser.project].id: loser.reason for loser in explain(count(election, rule)).losers}

    assert reasons == {"idle": Reason.NO_SUPPORT, "huge": Reason.ABOVE_BUDGET}


def test_greatest_welfare_only_says_that_the_best_set_does_without():
    outcome = count(election_of({"a": 6, "b": 5}, 8, [["a"], ["a"], ["b"]]), Welfare(name="max-welfare-votes"))

    assert explain(outcome).losers == (Loser(1, Reason.NOT_IN_THE_BEST_SET),)


def test_where_the_dear_come_first_only_a_boundary_is_claimed():
    """Of nine, b takes four. At five a comes before e and wins; for less it comes behind e, which leaves nothing."""
    rule = Greedy(name="greedy", tie=tie_order("cost-desc,id"))
    ballots = [["a", "b", "e"], ["a", "b", "e"], ["b", "f"]]
    election = election_of({"a": 8, "b": 4, "e": 5, "f": 3}, 9, ballots)

    losers = explain(count(election, rule)).losers

    assert [(loser.project, loser.cost) for loser in losers] == [(0, Change(5, Proof.BOUNDARY)), (3, None)]
    assert count(with_cost(election, 0, 5), rule).winners == ("b", "a")
    assert count(with_cost(election, 0, 4), rule).winners == ("b", "e")


def test_more_votes_are_not_worked_out_where_ballots_carry_points():
    election = election_of({"a": 6, "b": 5}, 8, [{"a": 2}, {"b": 1}], kind=BallotKind.CUMULATIVE)

    assert votes_needed(count(election, Greedy(name="greedy-points", measure=Measure.POINTS)), 1) is None


def test_a_budget_does_not_help_where_envelopes_hold_the_money():
    rule = Greedy(name="greedy", envelopes=(("*", Fraction(4)),))

    assert budget_needed(count(election_of({"a": 6}, 8, [["a"]]), rule), 0) is None
