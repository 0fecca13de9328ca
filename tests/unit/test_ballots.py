"""A ballot is cast once, by who is there and free to."""

from dataclasses import replace

import pytest

from app.core.errors import DomainError
from app.voting.rules import (
    CHOICES,
    CONFLICT_KINDS,
    MOTION,
    OUTCOME_LABELS,
    AlreadyVoted,
    BallotFacts,
    Choice,
    ConflictKind,
    MotionState,
    NoQuorum,
    NotPresent,
    Outcome,
    Recused,
    VotingClosed,
    may_cast,
)

FREE = BallotFacts(is_open=True, is_present=True, is_recused=False, is_quorate=True, has_voted=False)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_open": False}, VotingClosed),
        ({"is_recused": True}, Recused),
        ({"is_recused": True, "is_present": False}, Recused),
        ({"is_present": False}, NotPresent),
        ({"is_quorate": False}, NoQuorum),
        ({"has_voted": True}, AlreadyVoted),
    ],
)
def test_a_ballot_is_refused_with_its_reason(change: dict[str, bool], refusal: type[DomainError]):
    with pytest.raises(refusal):
        may_cast(replace(FREE, **change))


def test_a_free_ballot_may_be_cast_and_a_motion_closes_once():
    may_cast(FREE)
    assert MOTION.after(MotionState.OPEN, "close") is MotionState.CLOSED
    assert not MOTION.allows(MotionState.CLOSED, "close")


def test_every_code_has_words():
    assert set(CONFLICT_KINDS) == set(ConflictKind)
    assert set(CHOICES) == set(Choice)
    assert set(OUTCOME_LABELS) == set(Outcome)
