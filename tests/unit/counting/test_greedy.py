"""Greedy rules on small elections worked out by hand."""

from fractions import Fraction

import pytest

from app.voting.counting.election import BallotKind, Election, Project, election_of
from app.voting.counting.greedy import Verdict, count, decisions
from app.voting.counting.measures import scores
from app.voting.counting.rules import Greedy, Leftover, Measure, Misfit, UnfitRule
from app.voting.counting.ties import tie_order
from tests.elections import english


def greedy(**parameters):
    return Greedy(name="greedy", **parameters)


def verdicts(election, **parameters):
    decided = decisions(election, greedy(**parameters))
    assert len(decided) == len(election.projects)
    return {election.projects[each.project].id: each.verdict for each in decided}


BALLOTS = ["ab"] * 3 + ["a", "bc", "c", "d"]  # a 4, b 4, c 2, d 1
COSTS = {"a": 60, "b": 50, "c": 40, "d": 10, "e": 1}


@pytest.mark.parametrize(
    ("parameters", "winners"),
    [
        ({}, "acX"),
        ({"tie": tie_order("cost-asc")}, "bcd"),
        ({"misfit": Misfit.STOP}, "a"),
        ({"measure": Measure.VOTES_PER_COST}, "dbc"),
        ({"measure": Measure.VOTES_TIMES_COST}, "acX"),
        ({"minimum_votes": 2}, "ac"),
        ({"minimum_votes": 3}, "a"),
        ({"minimum_share": Fraction(4, 7)}, "a"),
        ({"minimum_share": Fraction(5, 7)}, ""),
        ({"minimum_score": Fraction(4)}, "a"),
        ({"exclusive": (("a", "c"),)}, "ad"),
    ],
)
def test_projects_win_from_the_best_down(parameters, winners):
    election = election_of(COSTS, 100, BALLOTS)
    assert "".join(count(election, greedy(**parameters)).winners) == winners.replace("X", "")


@pytest.mark.parametrize(
    ("costs", "budget", "ballots", "winners"),
    [
        ({"a": 1, "b": 1}, 2, [], ""),
        ({"a": 1, "b": 1}, 2, ["", ""], ""),
        ({"a": 1, "b": 1}, 2, ["b", "ab"], "ba"),
        ({"a": 0, "b": 2, "c": 0}, 2, ["ab"], "ab"),
        ({"a": 0, "b": 2}, 0, ["ab"], "a"),
        ({"a": 3, "b": 2}, 2, ["a", "a", "b"], "b"),
        ({"a": Fraction("0.1"), "b": Fraction("0.2")}, Fraction("0.3"), ["ab"], "ab"),
    ],
)
def test_small_and_odd_elections(costs, budget, ballots, winners):
    assert "".join(count(election_of(costs, budget, ballots), greedy()).winners) == winners


def test_a_free_project_comes_first_per_cost():
    election = election_of({"a": 1, "b": 0}, 1, ["a", "a", "b"])
    assert count(election, greedy(measure=Measure.VOTES_PER_COST)).winners == ("b", "a")


def test_per_cost_is_compared_exactly():
    election = election_of({"a": 3 * 10**17, "b": 3 * 10**17 + 1}, 10**18, ["a", "b"] * 3 + ["b"])
    assert count(election, greedy(measure=Measure.VOTES_PER_COST)).winners == ("b", "a")
    election = election_of({"a": 10**17 + 1, "b": 10**17}, 10**18, ["a", "b"])
    assert count(election, greedy(measure=Measure.VOTES_PER_COST)).winners == ("b", "a")


def test_points_and_ranks_are_added_up():
    election = election_of({"a": 1, "b": 1}, 1, [{"a": 1}, {"a": 1}, {"b": 5}], kind=BallotKind.CUMULATIVE)
    assert count(election, greedy(measure=Measure.POINTS)).winners == ("b",)
    election = election_of({"a": 1, "b": 1, "c": 1}, 2, ["abc", "ba", "c"], kind=BallotKind.ORDINAL)
    assert scores(election, Measure.BORDA) == [2, 2, 0]
    assert scores(election, Measure.BORDA_FROM_ONE) == [4, 4, 2]
    assert count(election, greedy(measure=Measure.BORDA, tie=tie_order("votes-asc,cost-asc"))).winners == ("a", "b")


def test_a_project_named_last_alone_has_no_borda_points_and_does_not_win():
    election = election_of({"a": 1, "b": 1}, 2, ["ab"], kind=BallotKind.ORDINAL)
    assert count(election, greedy(measure=Measure.BORDA)).winners == ("a",)
    assert count(election, greedy(measure=Measure.BORDA_FROM_ONE)).winners == ("a", "b")


def labelled(costs, labels, budget, ballots):
    plain = election_of(costs, budget, ballots)
    projects = tuple(Project(each.id, each.cost, categories=tuple(labels[each.id].split())) for each in plain.projects)
    return Election(projects, plain.budget, plain.kind, plain.ballots)


GREEN = labelled(
    {"a": 40, "b": 40, "c": 30, "d": 20},
    {"a": "green", "b": "green", "c": "sport", "d": "green north"},
    100,
    ["abcd"] * 2 + ["abc"] + ["ab"] + ["a"],
)


def test_a_limit_caps_what_a_category_costs_and_a_quota_how_many_win():
    assert count(GREEN, greedy()).winners == ("a", "b", "d")
    assert verdicts(GREEN, limits=(("green", Fraction(70)),)) == {
        "a": Verdict.FUNDED,
        "b": Verdict.LIMIT,
        "c": Verdict.FUNDED,
        "d": Verdict.FUNDED,
    }
    assert verdicts(GREEN, quotas=(("green", 1),)) == {
        "a": Verdict.FUNDED,
        "b": Verdict.QUOTA,
        "c": Verdict.FUNDED,
        "d": Verdict.QUOTA,
    }


def test_envelopes_are_spent_one_after_the_other():
    envelopes = (("north", Fraction(50)), ("*", Fraction(50)))
    outcome = count(GREEN, greedy(envelopes=envelopes))
    assert [(GREEN.projects[bought.project].id, bought.stage) for bought in outcome.purchases] == [
        ("d", "north"),
        ("a", "*"),
    ]
    passed_on = count(GREEN, greedy(envelopes=envelopes, leftover=Leftover.NEXT))
    assert passed_on.winners == ("d", "a", "b")
    assert passed_on.remaining == 0
    assert verdicts(GREEN, envelopes=envelopes[:1])["a"] is Verdict.NO_ENVELOPE


def test_everybody_learns_why_a_project_did_not_win():
    election = election_of(COSTS, 100, BALLOTS)
    assert verdicts(election, misfit=Misfit.STOP, minimum_votes=2) == {
        "a": Verdict.FUNDED,
        "b": Verdict.TOO_DEAR,
        "c": Verdict.STOPPED,
        "d": Verdict.BELOW_MINIMUM,
        "e": Verdict.UNSUPPORTED,
    }
    assert verdicts(election, exclusive=(("a", "b"),))["b"] is Verdict.EXCLUDED


def test_a_tie_is_told_once_with_all_who_could_have_won():
    election = election_of({"a": 3, "b": 3, "c": 9, "d": 2}, 5, ["abcd"])
    outcome = count(election, greedy())
    assert outcome.winners == ("a", "d")
    assert [(tie.position, tie.tied, tie.chosen) for tie in outcome.ties] == [(0, (0, 1, 3), 0)]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"measure": Measure.POINTS}, "points"),
        ({"measure": Measure.BORDA_PER_COST}, "ranks"),
        ({"envelopes": (("green", Fraction(101)),)}, "more than the budget"),
        ({"exclusive": (("a", "z"),)}, "z"),
        ({"limits": (("grün", Fraction(1)),)}, "label grün"),
    ],
)
def test_a_rule_that_does_not_fit_the_election_says_so(parameters, words):
    with pytest.raises(UnfitRule) as caught:
        count(GREEN, greedy(**parameters))
    assert words in english(caught.value)
