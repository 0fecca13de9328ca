"""The best set of projects: worked out by hand, unique under every tie order, and refused when it cannot be proven."""

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting import welfare
from app.voting.counting.election import BallotKind, election_of
from app.voting.counting.rules import Measure, Welfare
from app.voting.counting.ties import TieKey, TieOrder
from tests.unit.counting.elections import elections, examples

VOTES = Welfare(name="max-welfare-votes")
VALUE = Welfare(name="max-welfare-cost", measure=Measure.VOTES_TIMES_COST)
POINTS = Welfare(name="max-welfare-points", measure=Measure.POINTS)


@pytest.mark.parametrize(
    ("costs", "budget", "ballots", "rule", "winners", "objective"),
    [
        ({"a": 6, "b": 5, "c": 5}, 10, ["a", "a", "a", "b", "b", "c", "c"], VOTES, "bc", 4),
        ({"a": 6, "b": 5, "c": 5}, 10, ["a", "a", "a", "b", "c"], VOTES, "a", 3),
        ({"a": 6, "b": 5, "c": 5}, 10, ["a", "a", "a", "b", "b", "c"], VALUE, "a", 18),
        ({"a": 1, "b": 1}, 2, [], VOTES, "", 0),
        ({"a": 3}, 2, ["a"], VOTES, "", 0),
        ({"a": 0, "b": 0, "c": 1}, 0, ["ac"], VOTES, "a", 1),
        ({"a": 2, "b": 1, "c": 1}, 2, ["abc", "a"], VOTES, "a", 2),
        ({"a": 2, "b": 1}, 2, ["ab"], VOTES, "b", 1),
        ({"a": Fraction("1.5"), "b": Fraction("1.6")}, 3, ["ab"], VALUE, "b", Fraction("1.6")),
    ],
)
def test_the_best_set_wins_and_of_several_the_cheapest(costs, budget, ballots, rule, winners, objective):
    outcome = welfare.count(election_of(costs, budget, ballots), rule)
    assert "".join(outcome.winners) == winners
    assert outcome.objective == objective


def test_points_can_be_added_up_too():
    election = election_of({"a": 1, "b": 1}, 1, [{"a": 2, "b": 1}, {"b": 2}], kind=BallotKind.CUMULATIVE)
    assert welfare.count(election, POINTS).winners == ("b",)


def test_the_tie_order_decides_between_equal_sets_and_the_tie_is_told():
    election = election_of({"a": 1, "b": 1, "c": 1}, 2, ["abc"])
    outcome = welfare.count(election, VOTES)
    assert outcome.winners == ("a", "b")
    assert [(tie.tied, tie.chosen) for tie in outcome.ties] == [((0, 1, 2), 0)]
    other = Welfare(name="max-welfare-votes", tie=TieOrder(preferred=("c",)))
    assert welfare.count(election, other).winners == ("c", "a")


@given(elections(most=7), st.permutations(TieKey), st.sampled_from([Measure.VOTES, Measure.VOTES_TIMES_COST]))
@examples
def test_the_winners_are_the_first_of_all_best_sets(election, keys, measure):
    rule = Welfare(name="w", measure=measure, tie=TieOrder(tuple(keys), "seed"))
    ranks, votes = rule.tie.ranks(election), election.votes()
    named = [project for project, found in enumerate(votes) if found]
    sets = chain.from_iterable(combinations(named, size) for size in range(len(named) + 1))

    def merit(chosen):
        cost = sum(election.projects[project].cost for project in chosen)
        worth = sum(
            votes[project] * (election.projects[project].cost if measure is Measure.VOTES_TIMES_COST else 1)
            for project in chosen
        )
        return worth, -cost, sum(2.0 ** -ranks[project] for project in chosen if election.projects[project].cost)

    affordable = [each for each in sets if -merit(each)[1] <= election.budget]
    best = max(affordable, key=lambda chosen: (*merit(chosen), len(chosen)))
    outcome = welfare.count(election, rule)
    assert sorted(outcome.winners) == [election.projects[project].id for project in best]
    equal = {each for each in affordable if merit(each)[:2] == merit(best)[:2]}
    with_price = {frozenset(each for each in chosen if election.projects[each].cost) for chosen in equal}
    assert bool(outcome.ties) == (len(with_price) > 1)


def test_what_cannot_be_proven_is_refused(monkeypatch):
    monkeypatch.setattr(welfare, "MOST_SETS", 50)
    costs = {f"{number:02}": 2**number for number in range(12)}
    with pytest.raises(welfare.TooManySets):
        welfare.count(election_of(costs, 2000, [costs]), VALUE)
