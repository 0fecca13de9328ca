"""Quorum and majority are counted in whole numbers, and the result says how."""

from dataclasses import replace

import pytest

from app.core.money import Euro
from app.funds.rules.parameters import PARAMETERS
from app.funds.rules.values import RuleValues
from app.voting.rules import (
    Attendance,
    Choice,
    LotNeeded,
    Outcome,
    ReductionNotAllowed,
    Tally,
    TieBreak,
    decide,
    draw_lot,
    explain,
    quorum,
    with_award,
)

FULL = Attendance(seats=7, filled=7, present=7)
YES_SEED, NO_SEED = "2", "0"


def rules(**overrides) -> RuleValues:
    return RuleValues.from_overrides({key.replace("__", "."): value for key, value in overrides.items()})


def outcome(*votes: int, attendance: Attendance = FULL, chair=None, seed=None, **overrides):
    values = rules(**overrides)
    return decide(Tally(*(*votes, 0)[:3]), attendance, values, chair_choice=chair, lot_seed=seed).outcome


def in_words(decision) -> str:
    return " ".join(sentence.text % sentence.facts for sentence in explain(decision))


HOFFEST = {"quorum__rule": "number", "quorum__number": 4, "majority__rule": "of_members"}


def test_the_vote_of_the_worked_example_in_words():
    decision = decide(Tally(5, 0, 1), Attendance(7, 7, 6), rules(**HOFFEST))
    assert (decision.needed, decision.entitled, decision.is_quorate, decision.is_adopted) == (4, 7, True, True)
    assert in_words(decision) == (
        "6 von 7 Stimmberechtigten anwesend, nötig sind 4. 5 Ja, 0 Nein, 1 Enthaltung. "
        "Nötig: mehr als die Hälfte aller 7 Sitze, also 4 Ja. Angenommen."
    )


@pytest.mark.parametrize(
    ("rule", "seats", "needed"),
    [
        ({"quorum__rule": "more_than_half"}, 7, 4),
        ({"quorum__rule": "more_than_half"}, 8, 5),
        ({"quorum__rule": "half"}, 7, 4),
        ({"quorum__rule": "half"}, 8, 4),
        ({"quorum__rule": "number", "quorum__number": 4}, 5, 4),
        ({"quorum__rule": "fraction"}, 7, 5),
        ({"quorum__rule": "fraction"}, 9, 6),
        ({"quorum__rule": "fraction", "quorum__numerator": 1, "quorum__denominator": 99}, 1, 1),
    ],
)
def test_how_many_make_a_quorum(rule, seats, needed):
    values = rules(**rule)
    for present in range(seats + 1):
        test = quorum(Attendance(seats, seats, present), values)
        assert (test.needed, test.is_reached) == (needed, present >= needed)


def test_recused_members_count_for_the_quorum_or_are_taken_off_both_sides():
    attendance = Attendance(seats=7, filled=7, present=4, recused=2, recused_present=1)
    counted, taken_off = quorum(attendance, rules()), quorum(attendance, rules(quorum__counts_recused=False))
    assert (counted.present, counted.base, counted.needed, counted.is_reached) == (4, 7, 4, True)
    assert (taken_off.present, taken_off.base, taken_off.needed, taken_off.is_reached) == (3, 5, 3, True)


def test_where_everybody_is_recused_nobody_decides():
    attendance = Attendance(seats=3, filled=3, present=3, recused=3, recused_present=3)
    assert outcome(0, 0, attendance=attendance, quorum__counts_recused=False) is Outcome.NO_QUORUM
    assert outcome(0, 0, attendance=attendance) is Outcome.REJECTED


def test_empty_seats_count_unless_the_rules_say_only_filled_ones():
    attendance = Attendance(seats=9, filled=5, present=4)
    assert outcome(4, 0, attendance=attendance, **{**HOFFEST, "jury__seats": 9}) is Outcome.REJECTED
    assert outcome(4, 0, attendance=attendance, majority__base="filled", **HOFFEST) is Outcome.APPROVED


def test_without_a_quorum_nothing_is_decided():
    decision = decide(Tally(3, 0, 0), Attendance(7, 7, 3), rules())
    assert decision.outcome is Outcome.NO_QUORUM
    assert not decision.is_adopted
    assert in_words(decision) == (
        "3 von 7 Stimmberechtigten anwesend, nötig sind 4. Nicht beschlussfähig. Es wird nichts entschieden."
    )


@pytest.mark.parametrize("rule", PARAMETERS["majority.rule"].choices)
@pytest.mark.parametrize("abstention", PARAMETERS["abstention.counts_as"].choices)
def test_nobody_for_and_nobody_against_is_not_adopted(rule, abstention):
    for abstain in (0, 7):
        assert outcome(0, 0, abstain, majority__rule=rule, abstention__counts_as=abstention) is Outcome.REJECTED


@pytest.mark.parametrize(
    ("rule", "votes", "expected"),
    [
        ("of_votes_cast", (2, 1, 4), Outcome.APPROVED),
        ("of_votes_cast", (3, 3, 1), Outcome.REJECTED),
        ("of_votes_cast", (1, 0, 6), Outcome.APPROVED),
        ("of_members", (4, 3, 0), Outcome.APPROVED),
        ("of_members", (3, 0, 4), Outcome.REJECTED),
        ("of_present", (4, 0, 3), Outcome.APPROVED),
        ("of_present", (3, 0, 4), Outcome.REJECTED),
        ("two_thirds", (2, 1, 4), Outcome.APPROVED),
        ("two_thirds", (4, 2, 1), Outcome.APPROVED),
        ("two_thirds", (4, 3, 0), Outcome.REJECTED),
        ("unanimity", (1, 0, 6), Outcome.APPROVED),
        ("unanimity", (6, 1, 0), Outcome.REJECTED),
    ],
)
def test_each_majority(rule, votes, expected):
    assert outcome(*votes, majority__rule=rule) is expected


@pytest.mark.parametrize(
    ("rule", "votes", "expected"),
    [
        ("of_votes_cast", (3, 2, 2), Outcome.REJECTED),
        ("of_votes_cast", (4, 2, 1), Outcome.APPROVED),
        ("two_thirds", (4, 1, 1), Outcome.APPROVED),
        ("two_thirds", (4, 1, 2), Outcome.REJECTED),
        ("unanimity", (6, 0, 1), Outcome.REJECTED),
    ],
)
def test_an_abstention_may_work_like_a_no(rule, votes, expected):
    assert outcome(*votes, majority__rule=rule, abstention__counts_as="no") is expected


def test_an_abstention_that_works_like_a_no_is_said_to():
    decision = decide(Tally(4, 2, 1), FULL, rules(abstention__counts_as="no"))
    assert in_words(decision).endswith(
        "4 Ja, 2 Nein, 1 Enthaltung. Enthaltungen wirken wie Nein. "
        "Nötig: mehr als die Hälfte der 7 gezählten Stimmen, also 4 Ja. Angenommen."
    )


def test_two_thirds_is_two_of_three_and_never_66_percent():
    room = Attendance(seats=50, filled=50, present=50)
    assert outcome(33, 17, attendance=room, majority__rule="two_thirds") is Outcome.REJECTED
    assert outcome(34, 16, attendance=room, majority__rule="two_thirds") is Outcome.APPROVED


def test_recused_seats_leave_the_base_unless_the_rules_keep_them():
    attendance = Attendance(seats=7, filled=7, present=6, recused=2, recused_present=1)
    assert outcome(3, 2, attendance=attendance, **HOFFEST) is Outcome.APPROVED
    assert outcome(3, 2, attendance=attendance, majority__base_excludes_recused=False, **HOFFEST) is Outcome.REJECTED
    of_present = {"majority__rule": "of_present"}
    assert outcome(3, 2, attendance=attendance, **of_present) is Outcome.APPROVED
    assert outcome(3, 2, attendance=attendance, majority__base_excludes_recused=False, **of_present) is Outcome.REJECTED


def test_recused_seats_are_named_in_the_result():
    attendance = Attendance(seats=7, filled=7, present=6, recused=2, recused_present=1)
    decision = decide(Tally(3, 2, 0), attendance, rules(**HOFFEST))
    assert (decision.entitled, decision.needed) == (5, 3)
    assert in_words(decision) == (
        "6 von 7 Stimmberechtigten anwesend, nötig sind 4. 2 davon befangen und ohne Stimme. "
        "3 Ja, 2 Nein, 0 Enthaltungen. "
        "Nötig: mehr als die Hälfte der 5 Sitze ohne Befangene, also 3 Ja. Angenommen."
    )


def test_a_tie_is_rejected_by_default_and_says_so():
    decision = decide(Tally(3, 3, 0), FULL, rules())
    assert (decision.outcome, decision.tie) == (Outcome.REJECTED, TieBreak.REJECTED)
    assert "Bei Stimmengleichheit ist der Antrag abgelehnt. Nicht angenommen." in in_words(decision)


@pytest.mark.parametrize(
    ("chair", "expected"),
    [
        (Choice.YES, Outcome.APPROVED),
        (Choice.NO, Outcome.REJECTED),
        (Choice.ABSTAIN, Outcome.REJECTED),
        (None, Outcome.REJECTED),
    ],
)
def test_the_chair_may_decide_a_tie(chair, expected):
    assert outcome(3, 3, 1, chair=chair, tie__rule="chair") is expected


def test_a_lot_may_decide_a_tie_but_only_from_a_seed_fixed_before():
    assert draw_lot(YES_SEED)
    assert not draw_lot(NO_SEED)
    assert outcome(3, 3, 1, seed=YES_SEED, tie__rule="lot") is Outcome.APPROVED
    assert outcome(3, 3, 1, seed=NO_SEED, tie__rule="lot") is Outcome.REJECTED
    with pytest.raises(LotNeeded):
        outcome(3, 3, 1, tie__rule="lot")
    assert outcome(3, 2, 1, tie__rule="lot") is Outcome.APPROVED


def test_a_tie_of_members_needs_every_seat():
    six = Attendance(seats=6, filled=6, present=6)
    chair = {"chair": Choice.YES, "tie__rule": "chair", "majority__rule": "of_members", "jury__seats": 6}
    assert outcome(3, 3, attendance=six, **chair) is Outcome.APPROVED
    assert outcome(2, 2, 2, attendance=six, **chair) is Outcome.REJECTED


def test_two_thirds_and_unanimity_know_no_tie():
    assert decide(Tally(3, 3, 0), FULL, rules(majority__rule="two_thirds")).tie is TieBreak.NONE


def test_figures_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="no=-1"):
        Tally(0, -1, 0)
    for broken in [(7, 8, 7), (7, 7, 8), (7, 7, 7, 8), (7, 7, 7, 1, 2), (7, 7, 0, 1, 1), (7, 7, 7, 1, -1)]:
        with pytest.raises(ValueError, match="Attendance"):
            Attendance(*broken)
    with pytest.raises(ValueError, match="yes=7"):
        decide(Tally(7, 0, 0), Attendance(7, 7, 7, 1, 1), rules())


def test_less_than_requested_is_a_reduced_award():
    decision = decide(Tally(5, 0, 0), FULL, rules())
    whole, less = Euro(100), Euro(60)
    assert with_award(decision, award=whole, requested=whole, values=rules()).outcome is Outcome.APPROVED
    reduced = with_award(decision, award=less, requested=whole, values=rules())
    assert (reduced.outcome, reduced.is_adopted) == (Outcome.APPROVED_REDUCED, True)
    rejected = replace(decision, outcome=Outcome.REJECTED)
    assert with_award(rejected, award=less, requested=whole, values=rules()) == rejected
    with pytest.raises(ReductionNotAllowed):
        with_award(decision, award=less, requested=whole, values=rules(vote__jury_may_reduce=False))
