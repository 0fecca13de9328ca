"""The roll of an item says who counts, who may vote, and what the log keeps of a ballot."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bodies.rules import (
    AgendaItemState,
    SeatedAlready,
    SeatTaken,
    SessionNotOpen,
    SessionState,
    Term,
    TermReversed,
    VoteStillOpen,
    ensure_free,
    ensure_no_vote,
    ensure_running,
    ensure_term,
)
from app.core.money import Euro
from app.funds.rules.values import RuleValues
from app.voting.rules import (
    Attendance,
    AwardAboveRequest,
    Choice,
    ConflictKind,
    Recused,
    ReductionNotAllowed,
    RollEntry,
    Tally,
    as_record,
    attendance_of,
    ballot_facts,
    chair_choice,
    commitment,
    decide,
    ensure_award,
    explain,
    explain_record,
    from_record,
    hurdle,
    lot_seed,
    tally_of_roll,
)

AREA = UUID(int=9)
RULES = RuleValues()


def entry(number, *, filled=True, there=True, conflict=None, choice=None):
    return RollEntry(UUID(int=number), AREA, number, UUID(int=100 + number) if filled else None, "", there, conflict, choice)


def test_who_voted_and_left_still_counts_as_present():
    roll = [entry(1), entry(2, there=False, choice=Choice.YES), entry(3, there=False), entry(4, filled=False)]
    assert attendance_of(roll) == Attendance(seats=4, filled=3, present=2)
    assert tally_of_roll(roll) == Tally(1, 0, 0)


def test_the_biased_are_counted_apart():
    roll = [entry(1, conflict=ConflictKind.SELF), entry(2, there=False, conflict=ConflictKind.OTHER), entry(3)]
    assert attendance_of(roll) == Attendance(seats=3, filled=3, present=2, recused=2, recused_present=1)


def test_a_seat_belongs_to_its_holder():
    assert entry(1).subject.owner_id == UUID(int=101)


def test_the_hurdle_is_the_refusal_or_nothing():
    roll = [entry(1), entry(2), entry(3, conflict=ConflictKind.SELF)]
    assert hurdle(ballot_facts(roll[0], roll, RULES, is_open=True)) is None
    assert isinstance(hurdle(ballot_facts(roll[2], roll, RULES, is_open=True)), Recused)


def test_the_chair_decides_a_tie_only_with_a_ballot_of_their_own():
    roll = [entry(1, choice=Choice.NO), entry(2)]
    assert chair_choice(roll, frozenset({UUID(int=101)})) is Choice.NO
    assert chair_choice(roll, frozenset({UUID(int=102)})) is None


def test_an_award_is_at_most_the_request_and_less_only_where_the_rules_allow():
    ensure_award(Euro(100), requested=Euro(100), values=RULES)
    ensure_award(Euro(50), requested=Euro(100), values=RULES)
    with pytest.raises(AwardAboveRequest):
        ensure_award(Euro(101), requested=Euro(100), values=RULES)
    with pytest.raises(ReductionNotAllowed):
        ensure_award(Euro(50), requested=Euro(100), values=RuleValues.from_overrides({"vote.jury_may_reduce": False}))


def test_commitments_bind_ballot_and_choice():
    first, second = UUID(int=1), UUID(int=2)
    seen = {commitment(ballot, choice) for ballot in (first, second) for choice in Choice}
    assert len(seen) == 6
    assert lot_seed(first, "a") != lot_seed(second, "a")


@given(st.integers(0, 7), st.integers(0, 7), st.integers(0, 7), st.sampled_from(["of_members", "of_present", "two_thirds", "unanimity"]))
def test_a_decision_is_the_same_after_it_was_kept(yes, no, abstain, rule):
    present = min(21, yes + no + abstain)
    decision = decide(
        Tally(yes, no, abstain), Attendance(21, 21, present), RuleValues.from_overrides({"majority.rule": rule})
    )
    assert from_record(as_record(decision)) == decision
    assert explain_record(as_record(decision)) == explain(decision)


def test_a_motion_never_counted_has_no_words():
    assert explain_record({}) == []


def test_terms_share_a_day_or_not():
    first, later = Term(date(2025, 1, 1), date(2025, 6, 30)), Term(date(2025, 7, 1))
    assert not first.overlaps(later)
    assert later.overlaps(Term(date(2030, 1, 1)))
    assert (first.holds(date(2025, 6, 30)), first.holds(date(2025, 7, 1)), later.holds(date(2040, 1, 1))) == (True, False, True)
    ensure_term(first)
    ensure_free(later, of_seat=[first], of_person=[first])
    with pytest.raises(SeatTaken):
        ensure_free(first, of_seat=[first], of_person=[])
    with pytest.raises(SeatedAlready):
        ensure_free(first, of_seat=[later], of_person=[first])
    with pytest.raises(TermReversed):
        ensure_term(Term(date(2025, 1, 2), date(2025, 1, 1)))


def test_some_things_are_only_done_during_a_session():
    ensure_running(SessionState.QUORATE)
    with pytest.raises(SessionNotOpen):
        ensure_running(SessionState.CLOSED)
    ensure_no_vote([AgendaItemState.DECIDED])
    with pytest.raises(VoteStillOpen):
        ensure_no_vote([AgendaItemState.DECIDED, AgendaItemState.VOTING])
