"""Choices read as one row of numbers are those that reading word by word finds, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.pb_numbers import Numbered

POSITION = {"0": 0, "12": 1, "123": 2, "7": 3, "70": 4}
WORDS = st.sampled_from([*POSITION, "07", "+7", " 7", "7 ", "", "1", "8", "-7", "7.0", "x", "٧", "9" * 30])


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_row_is_read_only_if_every_word_is_a_project(words):
    places = Numbered.of(POSITION).places(",".join(words))

    if all(word in POSITION for word in words):
        assert places.tolist() == [POSITION[word] for word in words]
    else:
        assert places is None


@pytest.mark.parametrize("names", [["01"], ["1", "x"], ["-1"], ["²"], ["99999999"], []])
def test_other_identifiers_are_no_numbers(names):
    assert Numbered.of({name: at for at, name in enumerate(names)}) is None
