"""Small random elections, full of ties, for the laws of counting."""

import os

from hypothesis import settings
from hypothesis import strategies as st

from app.voting.counting.election import BallotKind, election_of

EXAMPLES = int(os.environ.get("KIEZFONDS_LAW_EXAMPLES", "10"))
"""Few by default, so that all unit tests stay fast; a thousand and more before a release."""

examples = settings(max_examples=EXAMPLES, deadline=None)
NAMES = "abcdefghijkl"


@st.composite
def elections(draw, kind=BallotKind.APPROVAL, most=6, cheapest=0):
    """Draw an election of up to `most` projects and nine voters; costs, points and budget are small so that ties abound."""
    names = NAMES[: draw(st.integers(1, most))]
    costs = {name: draw(st.integers(cheapest, 8)) for name in names}
    return election_of(costs, draw(st.integers(0, 20)), draw(st.lists(ballots(names, kind), max_size=9)), kind=kind)


def ballots(names, kind):
    """Draw a ballot of a kind."""
    match kind:
        case BallotKind.APPROVAL:
            return st.lists(st.sampled_from(names), unique=True)
        case BallotKind.CHOOSE_ONE:
            return st.lists(st.sampled_from(names), max_size=1)
        case BallotKind.ORDINAL:
            return st.permutations(names).flatmap(lambda row: st.integers(0, len(row)).map(lambda end: row[:end]))
    return st.dictionaries(st.sampled_from(names), st.integers(0 if kind is BallotKind.SCORING else 1, 5))
