"""Searching where a yes turns into a no, by asking; both sides of what is found have been asked."""

from collections.abc import Callable

Question = Callable[[int], bool]


def largest(holds: Question, beyond: int, guess: int = 0) -> int:
    """Find a number from 1 to below `beyond` that holds while the next does not, looking at a guess first.

    0 if 1 does not hold; `beyond` is known not to hold. The largest of all, where no number that holds lies above one that
    does not.
    """
    if 0 < guess < beyond and holds(guess) and (guess + 1 == beyond or not holds(guess + 1)):
        return guess
    if beyond <= 1 or not holds(1):
        return 0
    low, high = 1, beyond
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def smallest(holds: Question, most: int, first: int = 1) -> int | None:
    """Find a number from 1 to `most` that holds while the one before does not, doubling from `first`; None if none was met.

    0 is known not to hold. The smallest of all, where no number that holds lies below one that does not.
    """
    low, high = 0, min(first, most)
    while not holds(high):
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
