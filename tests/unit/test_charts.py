"""The parts of a bar."""

from hypothesis import given
from hypothesis import strategies as st

from app.shell.charts import bar_parts


def _hundredths(text: str) -> int:
    return int(text.replace(".", ""))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any))
def test_the_parts_of_a_bar_fill_it_exactly_and_touch(amounts: list[int]) -> None:
    parts = bar_parts([("spent", "", cents, "") for cents in amounts])

    assert sum(_hundredths(part.width) for part in parts) == 10_000
    assert [_hundredths(part.x) for part in parts[1:]] == [
        _hundredths(part.x) + _hundredths(part.width) for part in parts[:-1]
    ]


def test_an_empty_fund_has_an_empty_bar() -> None:
    assert [part.width for part in bar_parts([("available", "frei", 0, "0,00 €")])] == ["0.00"]


def test_a_part_below_zero_takes_no_room() -> None:
    assert [part.width for part in bar_parts([("a", "", -5, ""), ("b", "", 1, "")])] == ["0.00", "100.00"]
