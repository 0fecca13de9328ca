"""A result says who won and who did not and why, which ties were met, and what another order or rule would change."""

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

import pytest

from app.voting.counting import ties_met as ties_met_module
from app.voting.counting.election import BallotKind, election_of
from app.voting.counting.engine import count, rank
from app.voting.counting.names import RULES, rule_named
from app.voting.counting.plain_text import lines_of
from app.voting.counting.report import compared, explained, report_of, standing_report
from app.voting.counting.rules import UnfitRule
from app.voting.counting.ties import TieOrder
from app.voting.counting.ties_met import WhatIf, ties_met

BALLOTS = ["ab"] * 3 + ["a", "bc", "c", "d"]  # a 4, b 4, c 2, d 1
ELECTION = election_of({"a": 60, "b": 50, "c": 40, "d": Fraction("9.5"), "e": 1, "f": 101}, 100, [*BALLOTS, "f"])
GREEDY = rule_named("greedy")


def test_a_tie_says_what_the_other_order_would_have_changed():
    (met,) = ties_met(count(ELECTION, GREEDY))
    assert (met.position, met.tied, met.chosen) == (0, ("a", "b"), "a")
    assert met.otherwise == (WhatIf("b", ("b", "d"), ("a",)),)
    again = count(ELECTION, replace(GREEDY, tie=TieOrder(preferred=("b",))))
    assert again.winners == ("b", "c", "d")


def test_recounts_are_bounded_and_each_project_is_tried_once(monkeypatch):
    election = election_of(dict.fromkeys("abcdef", 1), 2, ["abcdef"])
    monkeypatch.setattr(ties_met_module, "MOST_RECOUNTS", 3)
    outcome = count(election, rule_named("mes-cardinality"))
    met = ties_met(outcome)
    assert len(met) == len(outcome.ties) >= 2
    tried = {each.preferred for tie in met for each in tie.otherwise}
    assert len(tried) == 3
    assert met[0].otherwise[0] == WhatIf("b", (), ())


@pytest.mark.parametrize("name", ["greedy", "mes-cost", "phragmen", "max-welfare-votes"])
def test_everybody_who_did_not_win_learns_why(name):
    outcome = count(ELECTION, rule_named(name))
    reasons = {loser["id"]: loser["reason"] for loser in explained(outcome)["losers"]}
    assert reasons.keys() == {project.id for project in ELECTION.projects} - set(outcome.winners)
    assert reasons["e"] == "no-support"
    assert reasons["f"] == "above-budget"


def test_what_would_have_sufficed_does_suffice():
    losers = {loser["id"]: loser for loser in explained(count(ELECTION, GREEDY))["losers"]}
    assert losers["b"]["needed"]["cost_at_most"]["proof"] == "exact"
    cheaper = {"a": 60, "b": Fraction(losers["b"]["needed"]["cost_at_most"]["amount"]), "c": 40, "d": 10}
    assert "b" in count(election_of(cheaper, 100, BALLOTS), GREEDY).winners
    richer = Fraction(losers["b"]["needed"]["budget"]["amount"])
    costs = {project.id: ELECTION.money(project.cost) for project in ELECTION.projects}
    assert "b" in count(election_of(costs, richer, BALLOTS), GREEDY).winners
    assert losers["b"]["needed"]["more_votes"] == {"amount": "1", "proof": "exact"}
    assert "a" not in count(election_of({"a": 60, "b": 50}, 100, [*BALLOTS[:3], "a", "b", "b"]), GREEDY).winners


def test_a_report_names_exact_amounts_and_the_rule():
    report = report_of(count(ELECTION, rule_named("greedy", tie=TieOrder(preferred=()))))
    assert report["winners"] == ["a", "c"]
    assert (report["total_cost"], report["remaining"]) == ("100", "0")
    assert report["projects"]["d"] == {"name": "", "cost": "9.5", "votes": 1}
    assert report["fingerprint"] == GREEDY.fingerprint
    assert report["parameters"]["tie"] == "id"


def test_welfare_names_its_objective_and_equal_shares_the_share_of_a_voter():
    assert report_of(count(ELECTION, rule_named("max-welfare-votes")))["objective"] == "7"
    assert report_of(count(ELECTION, rule_named("mes-cost")))["share_of_a_voter"] == "25/2"


def test_two_rules_side_by_side_show_what_changes():
    first, other = count(ELECTION, GREEDY), count(ELECTION, rule_named("max-welfare-votes"))
    change = compared(first, other)
    assert change["gained"] == ["b", "d"]
    assert change["lost"] == ["a"]
    text = "\n".join(lines_of({**report_of(first), "compare": [change], **explained(first), "warnings": ["w"]}))
    assert "max-welfare-votes: wins too: b, d; no longer: a" in text
    assert "tie at place 1: a, b; a came first\n  b first: b, d instead of a" in text
    assert "b: not enough money was left (a cost of" in text
    assert "e: nobody supports it" in text
    assert text.endswith("warning: w")


def test_a_ranking_shows_all_tied_winners_on_one_place():
    election = election_of({"a": 1, "b": 1, "c": 1}, 0, ["ab", "ba"], kind=BallotKind.ORDINAL)
    text = "\n".join(lines_of({**standing_report(rank(election, rule_named("borda"))), "warnings": []}))
    assert "best: a, b" in text
    assert "1. a (1) = b (1)" in text
    assert "not placed: c" in text


@pytest.mark.parametrize("name", RULES)
def test_a_rule_counts_its_ballots_or_says_why_it_cannot(name):
    fitted = 0
    for kind in BallotKind:
        points = kind in {BallotKind.CUMULATIVE, BallotKind.SCORING}
        election = election_of({"a": 1, "b": 2}, 2, [{"a": 1}] if points else ["a"], kind=kind)
        for way in (count, rank):
            with suppress(UnfitRule):
                assert set(way(election, RULES[name]).winners) <= {"a"}
                fitted += 1
    assert fitted
