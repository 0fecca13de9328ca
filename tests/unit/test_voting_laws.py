"""The count is the definition of each majority, for every figure and every rule."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.funds.rules.parameters import PARAMETERS
from app.funds.rules.values import RuleValues
from app.voting.rules import (
    Attendance,
    Choice,
    Outcome,
    Tally,
    TieBreak,
    decide,
    explain,
    tally_of,
)

NO_SEED = "0"


@st.composite
def votes(draw):
    seats = draw(st.integers(1, 15))
    filled = draw(st.integers(seats // 2, seats))
    present, recused = draw(st.integers(filled // 2, filled)), draw(st.integers(0, filled))
    least = max(0, present + recused - filled)
    recused_present = draw(st.integers(least, min(present, recused)))
    cast = draw(st.lists(st.sampled_from(Choice), max_size=present - recused_present))
    return Attendance(seats, filled, present, recused, recused_present), tally_of(cast)


VALUES = st.fixed_dictionaries(
    {
        key: st.sampled_from(sorted(PARAMETERS[key].choices))
        for key in ("quorum.rule", "majority.rule", "majority.base", "abstention.counts_as", "tie.rule")
    }
    | {key: st.booleans() for key in ("quorum.counts_recused", "majority.base_excludes_recused")}
    | {"jury.seats": st.just(15)}
).map(RuleValues.from_overrides)


def majority_by_definition(tally: Tally, attendance: Attendance, values: RuleValues) -> bool:
    yes, against, cast = tally.yes, tally.no, tally.yes + tally.no
    if values.choice("abstention.counts_as") == "no":
        against, cast = against + tally.abstain, cast + tally.abstain
    without_recused = values.flag("majority.base_excludes_recused")
    members = attendance.seats if values.choice("majority.base") == "seats" else attendance.filled
    members -= attendance.recused if without_recused else 0
    present = attendance.present - (attendance.recused_present if without_recused else 0)
    return (
        yes > 0
        and {
            "of_votes_cast": yes > against,
            "of_members": yes > Fraction(members, 2),
            "of_present": yes > Fraction(present, 2),
            "two_thirds": cast > 0 and Fraction(yes, cast or 1) >= Fraction(2, 3),
            "unanimity": against == 0,
        }[values.choice("majority.rule")]
    )


@given(votes(), VALUES, st.sampled_from([None, *Choice]), st.text(max_size=2))
def test_the_count_is_the_definition(vote, values, chair_choice, seed):
    attendance, tally = vote
    decision = decide(tally, attendance, values, chair_choice=chair_choice, lot_seed=seed)
    has_majority = majority_by_definition(tally, attendance, values)
    if not decision.is_quorate:
        assert decision.outcome is Outcome.NO_QUORUM
    elif decision.tie is TieBreak.NONE:
        assert decision.is_adopted == has_majority
    else:
        assert not has_majority
    assert (tally.yes >= decision.needed) == has_majority
    assert all(sentence.text % sentence.facts for sentence in explain(decision))


@given(votes(), VALUES)
def test_one_more_yes_instead_of_a_no_never_hurts(vote, values):
    attendance, tally = vote
    if tally.no:
        better = Tally(tally.yes + 1, tally.no - 1, tally.abstain)
        before = decide(tally, attendance, values, lot_seed=NO_SEED)
        after = decide(better, attendance, values, lot_seed=NO_SEED)
        assert after.is_adopted >= before.is_adopted
