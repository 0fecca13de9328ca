"""A standing says who is best and in which order all projects come, where a rule ranks instead of spends."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from app.voting.counting.election import Election
from app.voting.counting.rules import Rule


@dataclass(frozen=True, slots=True)
class Round:
    """«Wahlgang» of a run-off: the ballots that stood with each project left, and who left then."""

    counted: Mapping[int, int]
    leaving: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """«Reihung»: `best` are all projects tied for the first place, `places` all places, ties within them in tie order.

    Where the tie order itself steers the rule (run-off by branches, ranked pairs), `places` follow it and `best` holds
    the winners under every other order too. `unplaced` projects nobody ranked, or too few rated. `figures` hold, by
    position of the project, what it was placed by; `preferred[a][b]` the voters who prefer a to b; `rounds` the run-off.
    """

    election: Election
    rule: Rule
    best: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]
    unplaced: tuple[int, ...] = ()
    figures: Mapping[int, Fraction] | None = None
    preferred: tuple[tuple[int, ...], ...] = ()
    rounds: tuple[Round, ...] = ()

    @property
    def winners(self) -> tuple[str, ...]:
        """Name all winners, tied ones included, by identifier."""
        return tuple(self.election.projects[project].id for project in sorted(self.best))

    @property
    def order(self) -> tuple[str, ...]:
        """Name every placed project, the best first; the tie order has decided between equal ones."""
        return tuple(self.election.projects[project].id for place in self.places for project in place)


def places_by(key: Callable[[int], Any], projects: Iterable[int], ranks: list[int]) -> tuple[tuple[int, ...], ...]:
    """Put projects on places by ascending key; equal keys share a place, on which the tie order sorts them."""
    ordered = sorted(projects, key=lambda project: (key(project), ranks[project]))
    return tuple(tuple(group) for _, group in groupby(ordered, key))


def places_of(groups: Iterable[Iterable[int]], ranks: list[int]) -> tuple[tuple[int, ...], ...]:
    """Bring the projects of each place into tie order."""
    return tuple(tuple(sorted(group, key=ranks.__getitem__)) for group in groups)
