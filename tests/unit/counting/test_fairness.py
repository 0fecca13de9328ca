"""Figures beside an outcome, and the law that Equal Shares leaves no group out."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.election import Ballot, BallotKind, Election, Project, election_of
from app.voting.counting.engine import count
from app.voting.counting.fairness import CategoryShare, LeftOut, categories, groups_left_out, voters_with_nothing
from app.voting.counting.rules import Add1, EqualShares, Greedy, Satisfaction, UnfitRule
from tests.unit.counting.elections import elections, examples

GREEDY = Greedy(name="greedy")
KINDS = {
    Satisfaction.COST: BallotKind.APPROVAL,
    Satisfaction.CARDINALITY: BallotKind.APPROVAL,
    Satisfaction.POINTS: BallotKind.CUMULATIVE,
    Satisfaction.BORDA: BallotKind.ORDINAL,
    Satisfaction.BORDA_FROM_ONE: BallotKind.ORDINAL,
}


def gains_of(ballot, project, cost, satisfaction):
    if project not in ballot.choices:
        return 0
    place = ballot.choices.index(project)
    last = len(ballot.choices) - place
    points = ballot.points[place] if ballot.points else 0
    return {"cost": cost, "cardinality": 1, "points": points, "borda": last - 1, "borda1": last}[satisfaction]


def by_trying_every_group(election, winners, satisfaction):
    """List unfunded projects for which any group at all violates the definition."""
    voters = [ballot for ballot, number in election.ballots.items() for _ in range(number)]
    costs = [project.cost for project in election.projects]

    def utility(ballot, project):
        return gains_of(ballot, project, costs[project], satisfaction)

    def left_out(project, group):
        due = Fraction(election.budget * sum(utility(voter, project) for voter in group), len(voters))
        return all(
            costs[project] * (sum(utility(voter, other) for other in winners) + utility(voter, project)) <= due
            for voter in group
        )

    found = []
    for project in set(range(len(costs))) - set(winners):
        supporters = [voter for voter in voters if utility(voter, project)] if costs[project] else []
        groups = (group for size in range(1, len(supporters) + 1) for group in combinations(supporters, size))
        if any(left_out(project, group) for group in groups):
            found.append(project)
    return sorted(found)


@examples
@given(st.data())
def test_equal_shares_leaves_no_group_out(data):
    satisfaction = data.draw(st.sampled_from(Satisfaction))
    rule = EqualShares(name="mes", satisfaction=satisfaction, add1=data.draw(st.sampled_from(Add1)))
    outcome = count(data.draw(elections(kind=KINDS[satisfaction])), rule)

    assert groups_left_out(outcome, satisfaction) == ()


@examples
@given(st.data())
def test_the_groups_left_out_are_those_found_by_trying_every_group(data):
    satisfaction = data.draw(st.sampled_from(Satisfaction))
    election = data.draw(elections(kind=KINDS[satisfaction], most=4))
    outcome = count(election, EqualShares(name="mes", satisfaction=satisfaction))
    poorer = outcome.purchases[: data.draw(st.integers(0, len(outcome.purchases)))]
    outcome = type(outcome)(election, outcome.rule, poorer)

    found = [group.project for group in groups_left_out(outcome, satisfaction)]
    assert found == by_trying_every_group(election, [purchase.project for purchase in poorer], satisfaction)


def test_a_greedy_count_may_leave_four_of_ten_with_nothing():
    ballots = [["a", "b"]] * 6 + [["c"]] * 4
    outcome = count(election_of({"a": 50, "b": 50, "c": 40}, 100, ballots), GREEDY)

    assert outcome.winners == ("a", "b")
    assert voters_with_nothing(outcome) == Fraction(4, 10)
    assert groups_left_out(outcome, Satisfaction.COST) == (LeftOut(2, 4, 40),)


def test_nobody_has_nothing_where_nobody_voted():
    assert voters_with_nothing(count(election_of({"a": 1}, 1, []), GREEDY)) == 0


def test_each_category_is_compared_by_votes_and_by_money():
    projects = (
        Project("a", 6, categories=("green",)),
        Project("b", 2, categories=("green", "school")),
        Project("c", 9, categories=("school",)),
    )
    election = Election(projects, 8, BallotKind.APPROVAL, {Ballot((0, 1)): 2, Ballot((2,)): 1})

    assert categories(count(election, GREEDY)) == (
        CategoryShare("green", Fraction(4, 5), Fraction(1), 2, 2),
        CategoryShare("school", Fraction(3, 5), Fraction(2, 8), 1, 2),
    )


def test_amounts_beyond_whole_doubles_are_not_compared():
    outcome = count(election_of({"a": 10**17}, 1, [["a"]]), GREEDY)

    with pytest.raises(UnfitRule):
        groups_left_out(outcome, Satisfaction.COST)
