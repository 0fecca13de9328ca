"""Equal Shares on small elections: outcomes worked out by hand, and three engines that never differ."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.election import BallotKind, election_of
from app.voting.counting.equal_shares.certified import CertifiedPurse
from app.voting.counting.equal_shares.counting import Engine, count, count_with, engine_of, start_share
from app.voting.counting.equal_shares.course import run
from app.voting.counting.equal_shares.plain import PlainPurse
from app.voting.counting.equal_shares.profile import profile_of
from app.voting.counting.outcome import Tie
from app.voting.counting.rules import Add1, EqualShares, Satisfaction
from app.voting.counting.ties import tie_order
from tests.unit.counting.elections import elections, examples

COST = EqualShares(name="mes-cost")
PER_PROJECT = EqualShares(name="mes-cardinality", satisfaction=Satisfaction.CARDINALITY)
SATISFACTIONS = {
    BallotKind.APPROVAL: (Satisfaction.COST, Satisfaction.CARDINALITY),
    BallotKind.CHOOSE_ONE: (Satisfaction.COST, Satisfaction.CARDINALITY),
    BallotKind.CUMULATIVE: (Satisfaction.POINTS, Satisfaction.COST),
    BallotKind.SCORING: (Satisfaction.POINTS,),
    BallotKind.ORDINAL: (Satisfaction.BORDA, Satisfaction.BORDA_FROM_ONE),
}


@st.composite
def counts(draw, stops=tuple(Add1)):
    """Draw an election and an Equal Shares rule that can count it."""
    kind = draw(st.sampled_from(BallotKind))
    rule = EqualShares(
        name="mes",
        satisfaction=draw(st.sampled_from(SATISFACTIONS[kind])),
        add1=draw(st.sampled_from(stops)),
        step=draw(st.sampled_from([Fraction(1), Fraction(1, 3), Fraction(1, 10)])),
        floor_start=draw(st.booleans()),
        utilitarian=draw(st.booleans()),
        tie=tie_order(draw(st.sampled_from(["id", "cost-asc,votes-desc,id", "lot:seed"]))),
    )
    return draw(elections(kind=kind)), rule


def facts(outcome):
    return outcome.purchases, outcome.ties, outcome.endowment


def test_supporters_pay_equally_and_whoever_has_less_pays_all():
    """Ten each. Both a and b cost 1/3 a unit at first; after a, two of b's supporters are left with 4, the third pays 10."""
    election = election_of({"a": 18, "b": 18}, 40, [["a"], ["a", "b"], ["a", "b"], ["b"]])

    outcome = count(election, COST)

    assert outcome.winners == ("a", "b")
    assert [purchase.price for purchase in outcome.purchases] == [Fraction(1, 3), Fraction(5, 9)]
    assert [purchase.remaining for purchase in outcome.purchases] == [22, 4]
    assert outcome.ties == (Tie(0, (0, 1), 0),)
    assert outcome.endowment == 10


def test_what_all_supporters_together_just_have_is_enough():
    election = election_of({"a": 20, "b": 30}, 30, [["a", "b"], ["b"], ["b"]])

    assert count(election, COST).winners == ("b",)


def test_one_unit_more_than_supporters_have_is_too_much():
    assert count(election_of({"a": 21}, 30, [["a"], ["a"], []]), COST).winners == ()


def test_an_empty_ballot_holds_a_share_nobody_can_spend():
    assert count(election_of({"a": 20}, 20, [["a"], []]), COST).winners == ()


def test_utility_by_cost_prefers_votes_and_by_project_the_cheap():
    election = election_of({"dear": 30, "cheap": 10}, 30, [["dear"], ["dear"], ["dear", "cheap"]])

    assert count(election, COST).winners == ("dear",)
    assert count(election, PER_PROJECT).winners == ("cheap",)


def test_points_make_supporters_pay_in_proportion():
    """Of 12, whoever gave two points pays 8 and whoever gave one pays 4: four for each point."""
    rule = EqualShares(name="mes-points", satisfaction=Satisfaction.POINTS)
    election = election_of({"a": 12}, 20, [{"a": 2}, {"a": 1}], kind=BallotKind.CUMULATIVE)

    assert count(election, rule).purchases[0].price == 4


def test_the_last_rank_is_no_support_unless_points_begin_at_one():
    election = election_of({"a": 2, "b": 2}, 4, [["a", "b"], ["a", "b"]], kind=BallotKind.ORDINAL)

    assert count(election, EqualShares(name="mes-borda", satisfaction=Satisfaction.BORDA)).winners == ("a",)
    rule = EqualShares(name="mes-borda1", satisfaction=Satisfaction.BORDA_FROM_ONE)
    assert count(election, rule).winners == ("a", "b")


def test_the_declared_order_decides_a_tie_and_is_told():
    election = election_of({"a": 10, "b": 5, "c": 5}, 10, [["a", "b", "c"], ["a", "b", "c"]])

    outcome = count(election, EqualShares(name="mes-cost", tie=tie_order("cost-asc,id")))

    assert outcome.winners == ("b", "c")
    assert outcome.ties == (Tie(0, (0, 1, 2), 1),)
    assert count(election, COST).winners == ("a",)


def test_a_free_project_that_somebody_names_is_funded_first():
    outcome = count(election_of({"free": 0, "idle": 0, "a": 4}, 4, [["a", "free"], ["a"]]), COST)

    assert outcome.winners == ("free", "a")
    assert [(purchase.price, purchase.stage) for purchase in outcome.purchases] == [
        (0, "free"),
        (Fraction(1, 2), "shares"),
    ]


@pytest.mark.parametrize("ballots", [[], [[], []]])
def test_without_a_vote_nothing_is_funded(ballots):
    assert count(election_of({"a": 1}, 10, ballots), COST).winners == ()


def test_what_is_left_goes_by_votes_and_never_to_what_nobody_names():
    election = election_of({"a": 6, "b": 5, "c": 3, "idle": 1}, 10, [["a"], ["b"], ["b"], ["c"]])
    rule = EqualShares(name="mes-cost-utilitarian", utilitarian=True)

    outcome = count(election, rule)

    assert [(outcome.election.projects[each.project].id, each.stage) for each in outcome.purchases] == [
        ("b", "shares"),
        ("c", "utilitarian"),
    ]


def test_shares_grow_until_nothing_more_fits_or_until_the_budget_would_not_do():
    """Five each. At 6 b can be paid (12 of 15 spent, 3 left: a fits), at 7 nothing, at 8 a; then everything is bought."""
    election = election_of({"a": 3, "b": 12, "c": 8}, 15, [["b"], ["b"], ["c"]])

    exhaustive = count(election, EqualShares(name="x", add1=Add1.EXHAUSTIVE))
    overspend = count(election, EqualShares(name="y", add1=Add1.OVERSPEND))

    assert (exhaustive.winners, exhaustive.endowment) == (("b",), 6)
    assert (overspend.winners, overspend.endowment) == (("b",), 7)


def test_steps_may_begin_at_a_whole_amount():
    election = election_of({"a": 7}, 10, [["a"], ["a"], []])

    assert count(election, EqualShares(name="x", add1=Add1.EXHAUSTIVE)).endowment == Fraction(13, 3)
    assert count(election, EqualShares(name="x", add1=Add1.EXHAUSTIVE, floor_start=True)).endowment == 4


def test_a_step_of_nothing_is_refused():
    with pytest.raises(ValueError, match="positive"):
        count(election_of({"a": 7}, 10, [["a"]]), EqualShares(name="x", step=Fraction(0)))


@pytest.mark.parametrize("engine", Engine)
def test_amounts_beyond_what_a_double_holds_are_counted_exactly(engine):
    more = 10**30
    election = election_of({"a": 2 * more, "b": 2 * more + 1}, 4 * more, [["a"], ["a", "b"], ["b"], []])

    assert count_with(engine, election, COST).winners == ("a",)


def textbook(election, satisfaction):
    """Buy by the definition: fractions for every single voter, every project looked at every time."""
    ballots = [ballot for ballot, number in election.ballots.items() for _ in range(number)]
    money = [Fraction(election.budget, len(ballots) or 1)] * len(ballots)
    waiting = {at for at, project in enumerate(election.projects) if project.cost}
    bought = []
    while True:
        prices = {}
        for project in waiting:
            cost = election.projects[project].cost
            gains = {voter: gain(ballot, project, cost, satisfaction) for voter, ballot in enumerate(ballots)}
            gains = {voter: each for voter, each in gains.items() if each}
            steps = sorted(Fraction(money[voter], each) for voter, each in gains.items())
            for step in steps:
                paid = sum(min(money[voter], step * each) for voter, each in gains.items())
                if paid >= cost:
                    full = {voter: each for voter, each in gains.items() if money[voter] >= step * each}
                    price = step - Fraction(paid - cost, sum(full.values()))
                    prices[project] = (price, project, gains)
                    break
        if not prices:
            return bought
        price, chosen, gains = min(prices.values(), key=lambda each: each[:2])
        for voter, each in gains.items():
            money[voter] -= min(money[voter], price * each)
        waiting.remove(chosen)
        bought.append((chosen, price))


def gain(ballot, project, cost, satisfaction):
    if project not in ballot.choices:
        return 0
    place = ballot.choices.index(project)
    return {
        Satisfaction.COST: cost,
        Satisfaction.CARDINALITY: 1,
        Satisfaction.POINTS: ballot.points[place] if ballot.points else 0,
        Satisfaction.BORDA: len(ballot.choices) - place - 1,
        Satisfaction.BORDA_FROM_ONE: len(ballot.choices) - place,
    }[satisfaction]


@examples
@given(counts(stops=(Add1.NONE,)))
def test_the_outcome_is_that_of_the_definition(drawn):
    election, rule = drawn
    outcome = count(election, EqualShares(name="mes", satisfaction=rule.satisfaction))

    bought = [(each.project, each.price) for each in outcome.purchases if each.stage == "shares"]
    assert bought == textbook(election, rule.satisfaction)


@examples
@given(counts())
def test_all_engines_find_the_same_purchases_prices_ties_and_share(drawn):
    election, rule = drawn
    plain, *others = (facts(count_with(engine, election, rule)) for engine in Engine)

    assert others == [plain, plain]


@examples
@given(counts(stops=(Add1.EXHAUSTIVE, Add1.OVERSPEND)))
def test_skipping_steps_ends_where_taking_each_of_them_ends(drawn):
    election, rule = drawn
    if not election.voters:
        return
    candidates, purses = engine_of(Engine.PLAIN, election, rule.satisfaction)
    share, ranks = start_share(election, rule), rule.tie.ranks(election)
    while True:
        course = run(purses(share), candidates, ranks)
        left = [candidates.costs[project] for _, project in candidates.bounds if project not in course.order]
        if not left or (rule.add1 is Add1.EXHAUSTIVE and course.cost + min(left) > election.budget):
            break
        if run(purses(share + rule.step), candidates, ranks).cost > election.budget:
            break
        share += rule.step

    assert count(election, rule).endowment == share


@examples
@given(counts(stops=(Add1.NONE,)))
def test_the_grid_is_never_further_from_the_true_money_than_its_bound(drawn):
    election, rule = drawn
    if not election.voters:
        return
    candidates, purses = engine_of(Engine.CERTIFIED, election, rule.satisfaction)
    share, ranks = start_share(election, rule), rule.tie.ranks(election)
    grid, true = purses(share), PlainPurse(profile_of(election, rule.satisfaction), share)
    for project in run(purses(share), candidates, ranks).order:
        for purse in (grid, true):
            purse.low(project)
            purse.high(project)
            purse.buy(project)
        assert isinstance(grid, CertifiedPurse)
        exact = [Fraction(held, true._unit) * 2**grid._places for held in true._money]
        pairs = zip(election.ballots.values(), grid._money, exact, strict=True)
        off = sum(voters * abs(Fraction(at) - held) for voters, at, held in pairs)
        assert off <= grid._error
