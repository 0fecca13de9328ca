"""Every rule by its name: what it is, its parameters, and what is refused."""

from fractions import Fraction

import pytest

from app.voting.counting.names import RULES, UnknownRule, rule_named
from app.voting.counting.rules import Add1, EqualShares, Greedy, Leftover, Measure, Misfit, Satisfaction
from app.voting.counting.ties import TieOrder, tie_order
from tests.elections import english

KNOWN = {
    "greedy",
    "greedy-per-cost",
    "greedy-points",
    "greedy-points-per-cost",
    "greedy-borda",
    "greedy-borda-per-cost",
    "greedy-no-skip",
    "greedy-threshold",
    "mes-cost",
    "mes-cardinality",
    "mes-points",
    "mes-borda",
    "mes-borda1",
    "mes-cost-utilitarian",
    "mes-cost-add1",
    "mes-cost-add1-utilitarian",
    "mes-cost-add1-overspend",
    "mes-borda1-add1",
    "mes-points-add1-overspend",
    "phragmen",
    "max-welfare-votes",
    "max-welfare-cost",
    "plurality",
    "borda",
    "schulze",
    "ranked-pairs",
    "irv-all-last",
    "majority-judgement",
    "scores-mean",
}


def test_the_rules_everybody_names_are_there():
    assert set(RULES) >= KNOWN
    assert all(name == rule.name for name, rule in RULES.items())


def test_no_two_rules_have_the_same_fingerprint():
    assert len({rule.fingerprint for rule in RULES.values()}) == len(RULES)


def test_a_name_says_what_the_rule_does():
    rule = rule_named("mes-borda1-add1-utilitarian")
    assert rule == EqualShares(
        name="mes-borda1-add1-utilitarian",
        satisfaction=Satisfaction.BORDA_FROM_ONE,
        add1=Add1.EXHAUSTIVE,
        utilitarian=True,
    )
    assert rule_named("greedy-no-skip") == Greedy(name="greedy-no-skip", misfit=Misfit.STOP)
    assert rule_named("greedy-points-per-cost") == Greedy(
        name="greedy-points-per-cost", measure=Measure.POINTS_PER_COST
    )


def test_parameters_and_tie_order_are_part_of_the_rule_and_of_its_fingerprint():
    given = {
        "minimum_votes": "50",
        "minimum_share": "5/100",
        "minimum_score": "1,5",
        "limits": "green:1000.50,sport: west:20",
        "quotas": "green:2",
        "exclusive": "a,b;c,d,e",
        "envelopes": "north:100,*:50",
        "leftover": "next",
    }
    rule = rule_named("greedy-threshold", given, tie_order("cost-asc,lot:7"))
    assert rule == Greedy(
        name="greedy-threshold",
        tie=tie_order("cost-asc,lot:7"),
        minimum_votes=50,
        minimum_share=Fraction(1, 20),
        minimum_score=Fraction(3, 2),
        limits=(("green", Fraction(2001, 2)), ("sport: west", Fraction(20))),
        quotas=(("green", 2),),
        exclusive=(("a", "b"), ("c", "d", "e")),
        envelopes=(("north", Fraction(100)), ("*", Fraction(50))),
        leftover=Leftover.NEXT,
    )
    fingerprints = {rule.fingerprint, rule_named("greedy-threshold", given).fingerprint}
    for key in given:
        rest = {name: text for name, text in given.items() if name != key}
        fingerprints.add(rule_named("greedy-threshold", rest, tie_order("cost-asc,lot:7")).fingerprint)
    assert len(fingerprints) == 2 + len(given)
    assert rule_named("mes-cost-add1", {"step": "0.01", "floor_start": "yes"}).step == Fraction(1, 100)


def test_a_fingerprint_once_published_stays():
    rule = rule_named("greedy", tie=TieOrder())
    assert rule.canonical() == (
        b'{"envelopes":[],"exclusive":[],"leftover":"lapse","limits":[],"measure":"votes","minimum_score":"0","minimum_share"'
        b':"0","minimum_votes":0,"misfit":"skip","name":"greedy","quotas":[],"tie":"id"}'
    )
    assert rule.fingerprint == "2d56aae87f7b096a19a5b925556962ec34cfd7090a5fa626cfe5ff47ce831983"


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        ("equal-shares", {}, "no rule equal-shares; there are greedy, "),
        ("phragmen", {"step": "1"}, "no parameter step; it has none"),
        ("greedy", {"measure": "points"}, "no parameter measure"),
        ("greedy", {"minimum_votes": "-1"}, "whole number"),
        ("greedy", {"minimum_votes": "½"}, "whole number"),
        ("greedy", {"minimum_share": "2"}, "from 0 to 1"),
        ("greedy", {"minimum_share": "1/0"}, "must be a share"),
        ("greedy", {"minimum_score": "1e9"}, "not an amount"),
        ("greedy", {"limits": "100"}, "label:value"),
        ("greedy", {"exclusive": "a"}, "two projects"),
        ("greedy", {"leftover": "keep"}, "one of lapse, next"),
        ("greedy-threshold", {}, "needs one of minimum_votes"),
        ("mes-cost-add1", {"step": "0"}, "more than zero"),
        ("mes-cost-add1", {"floor_start": "true"}, "yes or no"),
        ("schulze", {"strength": "weak"}, "one of margin, winning-votes"),
    ],
)
def test_what_no_rule_knows_is_refused_in_words(name, parameters, words):
    with pytest.raises(UnknownRule) as caught:
        rule_named(name, parameters)
    assert words in english(caught.value)


def test_a_parameter_that_does_not_fit_is_named_as_it_was_written():
    with pytest.raises(UnknownRule) as caught:
        rule_named("greedy", {"minimum_share": "1/0"})
    assert caught.value.given == "minimum_share=1/0"
    assert str(caught.value) == "minimum_share=1/0: Hier gehört ein Anteil wie 1/20 oder 0.05 hin."
