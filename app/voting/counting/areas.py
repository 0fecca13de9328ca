"""Satisfaction by area, where a file says where its voters live: who got something, and how much of what they named."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from app.voting.counting.outcome import Outcome
from app.voting.counting.pb import PbFile
from app.voting.counting.pb_ballots import column_pairs

COLUMNS = ("neighborhood", "district")
"""Columns of the votes that name an area, as PaBuLib files call them; the first one counts."""


@dataclass(frozen=True, slots=True)
class AreaShare:
    """«Anteil eines Gebiets»: its voters, the share of them with nothing funded, and how many funded projects each named."""

    area: str
    voters: int
    with_nothing: Fraction
    funded_mean: Fraction


def areas_of(file: PbFile, outcome: Outcome) -> tuple[AreaShare, ...]:
    """Compare the areas voters live in, by name; empty where the file names none."""
    column = next((name for name in COLUMNS if name in file.votes.columns), None)
    if column is None:
        return ()
    won = set(outcome.winners)
    voters: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    funded: Counter[str] = Counter()
    for (area, vote), number in Counter(column_pairs(file.votes, column, "vote")).items():
        named = len(won & {name.strip() for name in vote.split(",")})
        voters[area.strip()] += number
        empty[area.strip()] += 0 if named else number
        funded[area.strip()] += named * number
    return tuple(
        AreaShare(area, voters[area], Fraction(empty[area], voters[area]), Fraction(funded[area], voters[area]))
        for area in sorted(voters)
    )
