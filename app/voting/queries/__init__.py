"""Looking at votes: rolls of items, motions with their results, an evening as one picture."""

from app.voting.queries.evening import Evening, ItemView, SeatView, evening, item_for
from app.voting.queries.motions import (
    BallotRow,
    MotionRow,
    ballots_of,
    motion_for,
    motions_of_application,
    motions_of_session,
    open_motions,
)
from app.voting.queries.rolls import chairs, motion_id_of, place_of, roll_of, rolls_of, rolls_of_session

__all__ = [
    "BallotRow",
    "Evening",
    "ItemView",
    "MotionRow",
    "SeatView",
    "ballots_of",
    "chairs",
    "evening",
    "item_for",
    "motion_for",
    "motion_id_of",
    "motions_of_application",
    "motions_of_session",
    "open_motions",
    "place_of",
    "roll_of",
    "rolls_of",
    "rolls_of_session",
]
