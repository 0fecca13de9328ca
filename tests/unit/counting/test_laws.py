"""What every budget rule keeps to, whatever the election."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from app.voting.counting.election import Ballot, BallotKind, Election, Project
from app.voting.counting.engine import count
from app.voting.counting.pb import read_pb
from app.voting.counting.pb_writing import pb_of, write_pb
from app.voting.counting.rules import Add1, EqualShares, Greedy, Measure, Misfit, Phragmen, Satisfaction, Welfare
from app.voting.counting.ties import TieKey, TieOrder
from tests.unit.counting.elections import elections, examples

BY_VOTES = Greedy(name="greedy")
PER_COST = Greedy(name="greedy-per-cost", measure=Measure.VOTES_PER_COST)
SHARES = EqualShares(name="mes-cost")
REST_BY_VOTES = EqualShares(name="mes-cost-utilitarian", utilitarian=True)
MOST_VOTES = Welfare(name="max-welfare-votes")
MOST_VALUE = Welfare(name="max-welfare-cost", measure=Measure.VOTES_TIMES_COST)
FOR_APPROVALS = (
    BY_VOTES,
    PER_COST,
    Greedy(name="greedy-no-skip", misfit=Misfit.STOP),
    SHARES,
    REST_BY_VOTES,
    EqualShares(name="mes-cardinality", satisfaction=Satisfaction.CARDINALITY),
    EqualShares(name="mes-cost-add1", add1=Add1.EXHAUSTIVE),
    EqualShares(name="mes-cost-add1-overspend", add1=Add1.OVERSPEND),
    Phragmen(name="phragmen"),
    MOST_VOTES,
    MOST_VALUE,
)
FOR_POINTS = (
    Greedy(name="greedy-points", measure=Measure.POINTS),
    Greedy(name="greedy-points-per-cost", measure=Measure.POINTS_PER_COST),
    EqualShares(name="mes-points", satisfaction=Satisfaction.POINTS),
    EqualShares(name="mes-points-add1", satisfaction=Satisfaction.POINTS, add1=Add1.EXHAUSTIVE),
)
FOR_RANKS = (
    Greedy(name="greedy-borda", measure=Measure.BORDA),
    Greedy(name="greedy-borda-per-cost", measure=Measure.BORDA_PER_COST),
    EqualShares(name="mes-borda", satisfaction=Satisfaction.BORDA),
    EqualShares(name="mes-borda1", satisfaction=Satisfaction.BORDA_FROM_ONE),
    EqualShares(name="mes-borda-add1", satisfaction=Satisfaction.BORDA, add1=Add1.EXHAUSTIVE),
)
RULES = {
    BallotKind.APPROVAL: FOR_APPROVALS,
    BallotKind.CHOOSE_ONE: FOR_APPROVALS,
    BallotKind.CUMULATIVE: FOR_POINTS,
    BallotKind.SCORING: FOR_POINTS,
    BallotKind.ORDINAL: FOR_RANKS,
}
WITHOUT_STEPS = [
    rule for rules in RULES.values() for rule in rules if not (isinstance(rule, EqualShares) and rule.add1 != Add1.NONE)
]
counts = st.sampled_from(BallotKind).flatmap(lambda kind: st.tuples(elections(kind=kind), st.sampled_from(RULES[kind])))


def turned_round(section: str) -> list[str]:
    """Turn the rows of a section round; the first names the columns."""
    columns, *rows = section.splitlines()
    return [columns, *reversed(rows)]


def unfunded(election, outcome):
    """List the supported projects that did not win."""
    bought = {purchase.project for purchase in outcome.purchases}
    return [project for project, votes in enumerate(election.votes()) if votes and project not in bought]


@examples
@given(counts)
def test_winners_are_supported_bought_once_and_paid_from_the_budget(drawn):
    election, rule = drawn
    outcome = count(election, rule)
    votes, left = election.votes(), election.budget
    for purchase in outcome.purchases:
        left -= election.projects[purchase.project].cost
        assert purchase.remaining == left >= 0
        assert votes[purchase.project]
    assert len(set(outcome.winners)) == len(outcome.winners)
    assert (outcome.total_cost, outcome.remaining) == (election.budget - left, left)


@examples
@given(counts)
def test_the_order_of_rows_in_a_file_never_matters(drawn):
    election, rule = drawn
    file = write_pb(pb_of(election, {"description": "", "country": "", "unit": "", "instance": "", "rule": "greedy"}))
    head, _, rest = file.decode().partition("PROJECTS\n")
    projects, _, votes = rest.partition("VOTES\n")
    turned = "\n".join([head + "PROJECTS", *turned_round(projects), "VOTES", *turned_round(votes), ""])
    again = count(read_pb(turned.encode()).election(), rule)
    outcome = count(election, rule)
    assert (again.winners, again.ties, again.objective) == (outcome.winners, outcome.ties, outcome.objective)
    assert [purchase.price for purchase in again.purchases] == [purchase.price for purchase in outcome.purchases]


@examples
@given(counts, st.integers(2, 1000))
def test_another_currency_changes_nothing(drawn, rate):
    election, rule = drawn
    assume(rule in WITHOUT_STEPS)
    dearer = tuple(Project(project.id, project.cost * rate) for project in election.projects)
    exchanged = Election(dearer, election.budget * rate, election.kind, election.ballots)
    assert count(exchanged, rule).winners == count(election, rule).winners


@examples
@given(counts, st.integers(2, 5))
def test_everybody_voting_several_times_changes_nothing(drawn, times):
    election, rule = drawn
    assume(rule in WITHOUT_STEPS)
    ballots = {ballot: voters * times for ballot, voters in election.ballots.items()}
    repeated = Election(election.projects, election.budget, election.kind, ballots)
    assert count(repeated, rule).winners == count(election, rule).winners


@examples
@given(elections(), st.sampled_from([BY_VOTES, PER_COST, REST_BY_VOTES, MOST_VOTES]))
def test_no_supported_project_that_would_still_fit_goes_away_empty_handed(election, rule):
    outcome = count(election, rule)
    assert all(election.projects[project].cost > outcome.remaining for project in unfunded(election, outcome))


@examples
@given(elections(), st.sampled_from([TieOrder(), TieOrder((TieKey.CHEAPER_FIRST, TieKey.LOT), "seed")]))
def test_greedy_takes_by_votes_and_passes_over_only_what_does_not_fit(election, tie):
    votes, ranks, left = election.votes(), tie.ranks(election), election.budget
    expected = []
    for project in sorted(range(len(votes)), key=lambda project: (-votes[project], ranks[project])):
        if votes[project] and election.projects[project].cost <= left:
            left -= election.projects[project].cost
            expected.append(project)
    outcome = count(election, Greedy(name="greedy", tie=tie))
    assert [purchase.project for purchase in outcome.purchases] == expected


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
@given(elections(cheapest=1), st.sampled_from([SHARES, FOR_APPROVALS[5]]))
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
@given(
    elections(cheapest=1, most=5), st.sampled_from([rule for rule in FOR_APPROVALS if rule.name.startswith("mes-cost")])
)
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
