"""The declared order among equals: every criterion, the lot, and the words it is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.election import election_of
from app.voting.counting.lots import lot_of
from app.voting.counting.ties import TieKey, TieOrder, UnclearOrder, first, tie_order
from tests.elections import english
from tests.unit.counting.elections import elections, examples

ELECTION = election_of({"10": 3, "2": 5, "A": 3, "b": 1}, 9, [["10", "2"], ["2"], ["b"]])


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("id", ["10", "2", "A", "b"]),
        ("cost-asc", ["b", "10", "A", "2"]),
        ("cost-desc", ["2", "10", "A", "b"]),
        ("votes-desc", ["2", "10", "b", "A"]),
        ("votes-asc", ["A", "10", "b", "2"]),
        ("cost-asc,votes-desc,id", ["b", "10", "A", "2"]),
        ("cost-asc, votes-asc", ["b", "A", "10", "2"]),
    ],
)
def test_an_order_puts_projects_as_its_words_say(text, order):
    ranks = tie_order(text).ranks(ELECTION)
    assert [ELECTION.projects[project].id for project in sorted(range(4), key=ranks.__getitem__)] == order
    assert ELECTION.projects[first(range(4), ranks)].id == order[0]


def test_the_lot_follows_its_published_seed():
    names = [project.id for project in ELECTION.projects]
    ranks = tie_order("lot:Ziehung vom 3. Mai").ranks(ELECTION)
    assert sorted(names, key=lambda name: ranks[names.index(name)]) == sorted(
        names, key=lambda name: lot_of("Ziehung vom 3. Mai", name)
    )


@given(elections(), st.permutations(TieKey), st.integers(0, 6))
@examples
def test_an_order_is_total_and_its_text_says_all_of_it(election, keys, kept):
    keys = keys[:kept] or [TieKey.ID]
    order = TieOrder(tuple(keys), "seed" if TieKey.LOT in keys else "")
    assert sorted(order.ranks(election)) == list(range(len(election.projects)))
    assert tie_order(order.text()) == order


def test_preferred_projects_stand_before_all_others():
    ranks = TieOrder(preferred=("b", "A")).ranks(ELECTION)
    assert ranks == [2, 3, 1, 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [("alphabet", "no tie order alphabet"), ("id,id", "once"), ("lot", "seed"), ("id:7", "seed"), ("", "no tie order")],
)
def test_an_unclear_order_is_refused_in_words(text, words):
    with pytest.raises(UnclearOrder) as caught:
        tie_order(text)
    assert words in english(caught.value)
