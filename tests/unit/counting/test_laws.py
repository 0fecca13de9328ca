"""What budget rules promise by their definition; what all of them keep to is asked of each rule with the integration tests."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.election import Ballot, BallotKind, Election, Project
from app.voting.counting.engine import count
from app.voting.counting.rules import Add1, EqualShares, Greedy, Measure, Satisfaction, Welfare
from tests.unit.counting.elections import elections, examples

BY_VOTES = Greedy(name="greedy")
PER_COST = Greedy(name="greedy-per-cost", measure=Measure.VOTES_PER_COST)
SHARES = EqualShares(name="mes-cost")
REST_BY_VOTES = EqualShares(name="mes-cost-utilitarian", utilitarian=True)
MOST_VOTES = Welfare(name="max-welfare-votes")
MOST_VALUE = Welfare(name="max-welfare-cost", measure=Measure.VOTES_TIMES_COST)
CARDINALITY = EqualShares(name="mes-cardinality", satisfaction=Satisfaction.CARDINALITY)
BY_COST = [
    SHARES,
    REST_BY_VOTES,
    EqualShares(name="mes-cost-add1", add1=Add1.EXHAUSTIVE),
    EqualShares(name="mes-cost-add1-overspend", add1=Add1.OVERSPEND),
]


def unfunded(election, outcome):
    """List the supported projects that did not win."""
    bought = {purchase.project for purchase in outcome.purchases}
    return [project for project, votes in enumerate(election.votes()) if votes and project not in bought]


@examples
@given(elections(most=12), st.sampled_from([MOST_VOTES, MOST_VALUE]))
def test_no_set_within_the_budget_is_worth_more_than_the_chosen_one(election, rule):
    votes = election.votes()
    costs = [project.cost for project in election.projects]
    worth = votes if rule is MOST_VOTES else [number * cost for number, cost in zip(votes, costs, strict=True)]
    sets = [(0, 0)]
    for cost, value in zip(costs, worth, strict=True):
        sets += [(spent + cost, total + value) for spent, total in sets if spent + cost <= election.budget]
    most = max(total for _, total in sets)
    outcome = count(election, rule)
    assert outcome.objective == most == sum(worth[purchase.project] for purchase in outcome.purchases)
    assert outcome.total_cost == min(spent for spent, total in sets if total == most)


@examples
@given(elections(cheapest=1), st.sampled_from([SHARES, CARDINALITY]))
def test_supporters_pay_every_winner_in_full_from_equal_shares(election, rule):
    outcome = count(election, rule)
    money = dict.fromkeys(election.ballots, Fraction(election.budget, election.voters or 1))
    for purchase in outcome.purchases:
        cost = election.projects[purchase.project].cost
        gain = cost if rule is SHARES else 1
        paid = {
            ballot: min(held, purchase.price * gain)
            for ballot, held in money.items()
            if purchase.project in ballot.choices
        }
        assert sum(amount * election.ballots[ballot] for ballot, amount in paid.items()) == cost
        money |= {ballot: money[ballot] - amount for ballot, amount in paid.items()}
    for project in unfunded(election, outcome):
        held = sum(amount * election.ballots[ballot] for ballot, amount in money.items() if project in ballot.choices)
        assert held < election.projects[project].cost


@examples
@given(elections(cheapest=1, most=5), st.sampled_from(BY_COST))
def test_equal_shares_leave_no_group_behind_by_more_than_one_project(election, rule):
    """EJR+ up to one project by the cost of what a voter gets (Brill, Peters 2023): of each size the least content group."""
    outcome = count(election, rule)
    voters = [ballot for ballot, number in election.ballots.items() for _ in range(number)]
    got = [
        sum(
            election.projects[purchase.project].cost
            for purchase in outcome.purchases
            if purchase.project in ballot.choices
        )
        for ballot in voters
    ]
    for project in unfunded(election, outcome):
        cost = election.projects[project].cost
        happiness = sorted(gain for gain, ballot in zip(got, voters, strict=True) if project in ballot.choices)
        for size in range(1, len(happiness) + 1):
            share = Fraction(size * election.budget, len(voters))
            assert cost > share or happiness[size - 1] + cost > share


def test_a_vote_for_a_project_can_help_it():
    projects = (Project("a", 5), Project("b", 5))
    ballots = {Ballot((0,)): 1, Ballot((1,)): 1}
    election = Election(projects, 5, BallotKind.APPROVAL, ballots)
    assert count(election, BY_VOTES).winners == ("a",)
    more = Election(projects, 5, BallotKind.APPROVAL, ballots | {Ballot((1,)): 2})
    for rule in (BY_VOTES, PER_COST, REST_BY_VOTES, MOST_VOTES, MOST_VALUE):
        assert count(more, rule).winners == ("b",)
