"""Elections worked out by hand: budgets by their winners in order, rankings by all tied winners and the order."""

import pytest

from app.voting.counting.election import BallotKind
from app.voting.counting.engine import count, rank
from tests.counted import election_from, own_elections, rule_from

BUDGETS = [case for name in ("empty_and_small", "ties", "shares", "points") for case in own_elections(name)]
RANKINGS = [(BallotKind.ORDINAL, case) for case in own_elections("rankings")]
RANKINGS += [(BallotKind.SCORING, case) for case in own_elections("grades")]


@pytest.mark.parametrize("case", BUDGETS, ids=[case["title"] for case in BUDGETS])
def test_a_budget_is_spent_as_worked_out_by_hand(case):
    election = election_from(case, BallotKind.APPROVAL)
    outcomes = {written: count(election, rule_from(case, written)) for written in case["outcomes"]}
    chosen = {
        written: sorted(outcome.winners) if written.startswith("max-welfare") else list(outcome.winners)
        for written, outcome in outcomes.items()
    }
    assert chosen == case["outcomes"]


@pytest.mark.parametrize(("kind", "case"), RANKINGS, ids=[case["title"] for _, case in RANKINGS])
def test_a_jury_ranks_as_worked_out_by_hand(kind, case):
    election = election_from(case, kind)
    standings = {written: rank(election, rule_from(case, written)) for written in case["outcomes"]}
    found = {
        written: {"winners": list(standing.winners), "order": list(standing.order)}
        for written, standing in standings.items()
    }
    assert found == case["outcomes"]


def test_there_are_at_least_forty():
    assert len({case["title"] for case in BUDGETS}) + len({case["title"] for _, case in RANKINGS}) >= 40
