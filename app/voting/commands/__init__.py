"""Changing votes: motions, declared bias, ballots, the count; one module a noun."""

from app.voting.commands.ballots import cast_ballot
from app.voting.commands.conflicts import declare_conflict, withdraw_conflict
from app.voting.commands.motions import count_motion, open_motion, postpone_item

__all__ = [
    "cast_ballot",
    "count_motion",
    "declare_conflict",
    "open_motion",
    "postpone_item",
    "withdraw_conflict",
]
