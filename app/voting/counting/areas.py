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
    """«Anteil eines Gebiets»: its voters, the share of them with nothing funded, and what each got in the mean.

    `funded_mean` is the number of funded projects a voter named, `money_mean` their share of the money spent.
    """

    area: str
    voters: int
    with_nothing: Fraction
    funded_mean: Fraction
    money_mean: Fraction


def areas_of(file: PbFile, outcome: Outcome) -> tuple[AreaShare, ...]:
    """Compare the areas voters live in, by name; empty where the file names none."""
    column = next((name for name in COLUMNS if name in file.votes.columns), None)
    if column is None:
        return ()
    projects = outcome.election.projects
    costs = {projects[purchase.project].id: projects[purchase.project].cost for purchase in outcome.purchases}
    voters: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    funded: Counter[str] = Counter()
    money: Counter[str] = Counter()
    for (area, vote), number in Counter(column_pairs(file.votes, column, "vote")).items():
        named = costs.keys() & {name.strip() for name in vote.split(",")}
        voters[area.strip()] += number
        empty[area.strip()] += 0 if named else number
        funded[area.strip()] += len(named) * number
        money[area.strip()] += sum(map(costs.__getitem__, named)) * number
    spent = outcome.total_cost or 1
    return tuple(
        AreaShare(
            area,
            number,
            with_nothing=Fraction(empty[area], number),
            funded_mean=Fraction(funded[area], number),
            money_mean=Fraction(money[area], number * spent),
        )
        for area, number in sorted(voters.items())
    )
