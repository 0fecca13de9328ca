"""Branches: where every way to break a tie is followed, their number is limited."""

from app.core.words import N_
from app.voting.counting.broken import Refused

MOST_BRANCHES = 20_000


class TooManyBranches(Refused):
    """The ties branch too often to follow them all; a rule that breaks them by the tie order still counts."""


def refuse_above(branches: int) -> None:
    """Raise TooManyBranches above the limit."""
    if branches > MOST_BRANCHES:
        raise TooManyBranches(
            N_(
                "Gleichstände verzweigen sich mehr als %(most)s Mal; eine Regel, die sie nach der Rangfolge auflöst, zählt "
                "trotzdem."
            ),
            most=MOST_BRANCHES,
        )
