"""Two hundred small rankings with known winners."""

import json

import pytest

from app.voting.counting.election import BallotKind, election_of
from app.voting.counting.ranking_rules import Method, Ranked
from app.voting.counting.rankings import count
from tests.elections import need_elections

METHODS = {
    "plurality": Method.PLURALITY,
    "borda": Method.BORDA,
    "irv_remove_all_last": Method.RUNOFF_ALL_LAST,
    "irv_parallel_universe": Method.RUNOFF_EACH_BRANCH,
    "condorcet_winner_or_all": Method.CONDORCET,
    "copeland": Method.COPELAND,
    "minimax_margins": Method.MINIMAX,
    "schulze_margins": Method.SCHULZE,
    "split_cycle": Method.SPLIT_CYCLE,
    "bucklin": Method.BUCKLIN,
}


@pytest.fixture(scope="module")
def cases():
    """Return each known case with its election."""
    listed = json.loads((need_elections() / "juries" / "rankings.json").read_text())["cases"]
    return [(case, ranking(case)) for case in listed]


def ranking(case):
    names = [str(number) for number in range(case["m"])]
    ballots = [[names[number] for number in ballot] for ballot in case["ballots"]]
    return election_of(dict.fromkeys(names, 1), 0, ballots, kind=BallotKind.ORDINAL)


def test_all_known_rankings_are_there(cases):
    assert len(cases) == 200
    assert all(set(case["results"]) == set(METHODS) for case, _ in cases)


@pytest.mark.parametrize("known_as", METHODS)
def test_a_method_names_exactly_the_known_winners(cases, known_as):
    rule = Ranked(name=known_as, method=METHODS[known_as])
    for case, election in cases:
        standing = count(election, rule)
        assert (case["id"], [int(name) for name in standing.winners]) == (case["id"], case["results"][known_as])
        assert standing.order[0] in standing.winners
        assert sorted(standing.order) == sorted(project.id for project in election.projects)


def test_margins_are_the_known_ones(cases):
    for case, election in cases:
        preferred = count(election, Ranked(name="schulze", method=Method.SCHULZE)).preferred
        size = range(case["m"])
        assert [[preferred[a][b] - preferred[b][a] for b in size] for a in size] == case["margins"]


def test_whom_ranked_pairs_elects_no_split_cycle_defeats(cases):
    for case, election in cases:
        standing = count(election, Ranked(name="ranked-pairs", method=Method.RANKED_PAIRS))
        assert standing.order[0] in standing.winners
        assert {int(name) for name in standing.winners} <= set(case["results"]["split_cycle"])
