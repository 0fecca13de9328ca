"""Satisfaction by area, and what a report says of fairness and payments, counted by hand."""

from fractions import Fraction

from app.voting.counting.areas import AreaShare, areas_of
from app.voting.counting.engine import count
from app.voting.counting.names import rule_named
from app.voting.counting.pb import read_pb
from app.voting.counting.report import explained, fairness_report, report_of

HEAD = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;category\na;60;green\nb;40;ways\nc;30;ways\nVOTES\n"
WHERE = """voter_id;vote;age;neighborhood
1;a,b;30;North
2; a , b ;;North
3;"a,c";9;South
4;c;9;South
5;;9;
"""


def read(votes=WHERE):
    return read_pb((HEAD + votes).encode())


def test_each_area_says_who_got_nothing_and_how_much_the_others():
    file = read()
    outcome = count(file.election(), rule_named("greedy"))
    assert outcome.winners == ("a", "b")
    assert areas_of(file, outcome) == (
        AreaShare("", 1, Fraction(1), Fraction(0), Fraction(0)),
        AreaShare("North", 2, Fraction(0), Fraction(2), Fraction(1)),
        AreaShare("South", 2, Fraction(1, 2), Fraction(1, 2), Fraction(3, 10)),  # 60 of 100 for one of two voters
    )


def test_a_file_that_names_no_areas_has_none():
    file = read("voter_id;vote\n1;a\n")
    assert areas_of(file, count(file.election(), rule_named("greedy"))) == ()


def test_where_nothing_is_funded_nobody_has_a_share_of_the_money():
    file = read("voter_id;vote;district\n1;;East\n")
    assert areas_of(file, count(file.election(), rule_named("greedy"))) == (AreaShare("East", 1, Fraction(1), Fraction(0), Fraction(0)),)


def test_an_area_that_names_a_project_twice_has_it_once():
    file = read("voter_id;vote;district;neighborhood\n1;a,a;East;North\n")
    (share,) = areas_of(file, count(file.election(), rule_named("greedy")))
    assert (share.area, share.funded_mean, share.money_mean) == ("North", 1, 1)


def test_the_report_of_fairness_is_made_of_exact_shares():
    file = read()
    report = fairness_report(count(file.election(), rule_named("greedy")), file)
    assert report["voters_with_nothing"] == "2/5"
    assert [(each["category"], each["money"], each["winners"]) for each in report["categories"]] == [("green", "3/5", 1), ("ways", "2/5", 1)]
    assert [each["area"] for each in report["areas"]] == ["", "North", "South"]
    assert report["areas"][2] == {"area": "South", "voters": 2, "with_nothing": "1/2", "funded_mean": "1/2", "money_mean": "3/10"}
    assert fairness_report(count(file.election(), rule_named("greedy")))["areas"] == []


def test_a_report_tells_the_money_left_after_each_purchase_and_who_paid():
    outcome = count(read().election(), rule_named("mes-cost"))  # 20 each: three pay 20 for a, nobody else can pay b or c alone
    assert report_of(outcome)["purchases"] == [{"id": "a", "cost": "60", "remaining": "40", "stage": "shares"}]
    told = explained(outcome)
    assert told["paid"]["a"] == {"payers": 3, "effective_support": "3", "payments": [{"amount": "20", "voters": 3}]}
    assert {loser["id"]: loser["needed"]["budget"]["proof"] for loser in told["losers"]} == {"b": "boundary", "c": "boundary"}


def test_the_least_budget_of_every_loser_comes_from_one_walk():
    outcome = count(read().election(), rule_named("greedy"))
    (loser,) = explained(outcome)["losers"]
    assert loser["needed"]["budget"] == {"amount": "130", "proof": "exact"}
