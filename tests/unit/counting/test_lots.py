"""Lots anybody can draw again: published numbers, fairness, and what gives a false record away."""

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.lots import SPACE, UnfairLot, below, commitment_of, draw, fingerprint_of, lot_of, verify

NAMES = ["Ayşe", "Björn", "Chiara", "Dung", "Emil"]


def test_the_published_example_comes_out():
    lot = draw(NAMES, 3, secret="Kiez 2027", public="6 aus 49: 3 11 19 22 38 47")
    assert lot.commitment == "8d9f088be6c5c7e17a033449b219bedce671feabfe40b1bbe62ea4cee4f6b8de"
    assert lot.participants == "a7936bb43a177d5a34923ccd4cf63a71c376664104de266f9649b53d87b16fed"
    assert lot.drawn == ("Chiara", "Emil", "Ayşe")


def test_the_example_follows_the_published_steps():
    seed = sha256(b"s\np").hexdigest()
    fingerprint = sha256("\n".join(NAMES).encode()).hexdigest()
    numbers = [int(sha256(f"{seed}\n{fingerprint}\n{counter}".encode()).hexdigest(), 16) for counter in range(2)]
    first = NAMES[numbers[0] % 5]
    left = [name if name != first else "Emil" for name in NAMES[:4]]
    assert draw(NAMES, 2, secret="s", public="p").drawn == (first, left[numbers[1] % 4])


def test_the_lot_among_tied_projects_is_one_hash_each():
    assert lot_of("seed", "a") == sha256(b"seed\na").hexdigest()


@given(st.permutations(NAMES), st.integers(0, 5), st.text(), st.text())
def test_the_order_of_the_list_never_matters_and_nobody_is_drawn_twice(names, places, secret, public):
    lot = draw(names, places, secret=secret, public=public)
    assert lot == draw(NAMES, places, secret=secret, public=public)
    assert len(set(lot.drawn)) == places
    verify(lot, names)


def test_every_order_of_three_is_drawn_about_equally_often():
    drawn = Counter(draw("abc", 3, secret=str(number), public="").drawn for number in range(3000))
    assert set(drawn) == set(permutations("abc"))
    assert all(400 < times < 600 for times in drawn.values())


def test_numbers_that_would_favour_the_first_names_are_thrown_away():
    limit = 3
    assert SPACE % limit == 1
    assert below(limit, iter([SPACE - 1, 5])) == 2
    assert below(limit, iter([SPACE - 2, 5])) == (SPACE - 2) % 3


@pytest.mark.parametrize("names", [["a", "b", "a"], ["a", " "], ["a", "b\nc"]])
def test_an_unclear_list_is_not_drawn_from(names):
    with pytest.raises(UnfairLot):
        fingerprint_of(names)


def test_more_than_there_are_cannot_be_drawn():
    with pytest.raises(UnfairLot, match="6 von 5"):
        draw(NAMES, 6, secret="s", public="p")


def test_a_false_record_is_given_away():
    lot = draw(NAMES, 2, secret="s", public="p")
    with pytest.raises(UnfairLot, match="festgelegt"):
        verify(replace(lot, secret="t"), NAMES)
    with pytest.raises(UnfairLot, match="Liste"):
        verify(lot, [*NAMES, "Fatma"])
    with pytest.raises(UnfairLot, match="Gezogen wurden"):
        verify(replace(lot, drawn=lot.drawn[::-1]), NAMES)
    with pytest.raises(UnfairLot, match="Gezogen wurden"):
        verify(replace(lot, secret="t", commitment=commitment_of("t")), NAMES)
