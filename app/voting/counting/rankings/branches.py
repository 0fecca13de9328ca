"""Branches: where every way to break a tie is followed, their number is limited."""

MOST_BRANCHES = 20_000


class TooManyBranches(ValueError):
    """The ties branch too often to follow them all; a rule that breaks them by the tie order still counts."""


def refuse_above(branches: int) -> None:
    """Raise TooManyBranches above the limit."""
    if branches > MOST_BRANCHES:
        raise TooManyBranches(branches)
