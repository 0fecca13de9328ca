"""Phragmén: the loads, the stop, and the same from arrays as from lists and from the textbook."""

from fractions import Fraction

import pytest
from hypothesis import given

from app.voting.counting import phragmen
from app.voting.counting.election import election_of
from app.voting.counting.rules import Phragmen
from app.voting.counting.ties import tie_order
from tests.unit.counting.elections import elections, examples

RULE = Phragmen(name="phragmen")


def textbook(election):
    """Count with a fraction for every single voter, looking at every project every time."""
    voters = [ballot.choices for ballot, number in election.ballots.items() for _ in range(number)]
    loads, left = [Fraction(0)] * len(voters), election.budget
    supporters = {
        project: [voter for voter, choices in enumerate(voters) if project in choices]
        for project, entry in enumerate(election.projects)
        if entry.cost <= election.budget
    }
    supporters = {project: voters for project, voters in supporters.items() if voters}
    bought = []
    while supporters:
        after = {
            project: (sum(loads[voter] for voter in who) + election.projects[project].cost) / Fraction(len(who))
            for project, who in supporters.items()
        }
        least = min(after.values())
        tied = [project for project, load in after.items() if load == least]
        if any(election.projects[project].cost > left for project in tied):
            break
        chosen = min(tied)
        for voter in supporters.pop(chosen):
            loads[voter] = least
        left -= election.projects[chosen].cost
        bought.append((chosen, left, least))
    return bought


def bought(outcome):
    return [(purchase.project, purchase.remaining, purchase.price) for purchase in outcome.purchases]


@examples
@given(elections())
def test_a_voter_by_voter_count_buys_the_same_at_the_same_loads(election):
    assert bought(phragmen.count(election, RULE)) == textbook(election)


@examples
@given(elections())
def test_arrays_and_lists_count_the_same(election):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phragmen, "ARRAYS_FROM", 0)
        by_arrays = phragmen.count(election, RULE)
    assert by_arrays == phragmen.count(election, RULE)


@examples
@given(elections())
def test_loads_never_fall_and_carry_what_was_bought(election):
    outcome = phragmen.count(election, RULE)
    prices = [purchase.price for purchase in outcome.purchases]
    carried = {ballot: Fraction(0) for ballot in election.ballots}
    for purchase in outcome.purchases:
        for ballot in election.ballots:
            if purchase.project in ballot.choices:
                carried[ballot] = purchase.price
        cost = sum(load * election.ballots[ballot] for ballot, load in carried.items())
        assert cost == election.budget - purchase.remaining
    assert prices == sorted(prices)


def test_a_tie_is_told_with_all_who_were_tied():
    outcome = phragmen.count(election_of({"a": 4, "b": 4, "c": 4}, 8, [["a"], ["b"], ["c"]]), RULE)
    assert [(tie.position, tie.tied, tie.chosen) for tie in outcome.ties] == [(0, (0, 1, 2), 0), (1, (1, 2), 1)]


def test_the_declared_tie_order_decides():
    rule = Phragmen(name="phragmen", tie=tie_order("cost-desc,id"))
    outcome = phragmen.count(election_of({"a": 2, "b": 4}, 4, [["a"], ["b"], ["b"]]), rule)
    assert outcome.winners == ("b",)


def test_prices_too_close_for_machine_numbers_are_told_apart():
    costs = {"a": 10**17 + 1, "b": 10**17}
    outcome = phragmen.count(election_of(costs, 10**17 + 1, [["a"], ["b"]]), RULE)
    assert outcome.winners == ("b",)
    assert outcome.ties == ()
