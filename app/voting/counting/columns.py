"""Ballots as columns: a million of them are three arrays, and a single ballot is made only when somebody looks at it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain, pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from app.voting.counting.election import Ballot, Election, Tallied

Places = npt.NDArray[np.intp]
Choices = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]


class Columns(Tallied):
    """Distinct ballots without points, in a row.

    `choices` holds the positions chosen on the first ballot, then those on the second, and so on; `lengths` says how
    many each ballot names, `cast` how many voters cast it.
    """

    def __init__(self, choices: Choices, lengths: Places, cast: Places, *, projects: int) -> None:
        """Take the columns; `lengths` and `cast` are of the same size, `choices` as long as all lengths together."""
        self.choices = choices
        self.lengths = lengths
        self.cast = cast
        self._projects = projects

    @classmethod
    def from_bytes(cls, packed: Mapping[bytes, int], *, projects: int) -> "Columns":
        """Take ballots each of which is packed into bytes, two for every position."""
        lengths = np.fromiter(map(len, packed), np.intp, len(packed)) // 2
        cast = np.fromiter(packed.values(), np.intp, len(packed))
        return cls(np.frombuffer(b"".join(packed), np.uint16), lengths, cast, projects=projects)

    @classmethod
    def of(cls, election: Election) -> "Columns":
        """Return the choices of an election as columns; what it knows of points is left out."""
        ballots, projects = election.ballots, len(election.projects)
        if isinstance(ballots, cls):
            return ballots
        named = list(map(itemgetter(0), ballots))
        lengths = np.fromiter(map(len, named), np.intp, len(named))
        choices: Choices = np.fromiter(chain.from_iterable(named), np.uint32, int(lengths.sum()))
        if projects < 1 << 16:
            choices = choices.astype(np.uint16)
        return cls(choices, lengths, np.fromiter(ballots.values(), np.intp, len(named)), projects=projects)

    @property
    def voters(self) -> int:
        """Count the ballots cast."""
        return int(self.cast.sum())

    @property
    def votes(self) -> tuple[int, ...]:
        """Count for each project the ballots that name it; doubles hold every whole number below 2^53."""
        cast = None if (self.cast == 1).all() else np.repeat(self.cast.astype(np.float64), self.lengths)
        return tuple(np.bincount(self.choices, cast, minlength=self._projects).astype(np.int64).tolist())

    def by_project(self) -> Places:
        """Return an order of `choices` that brings those of the same project together, ballots ascending in each."""
        return np.argsort(self.choices, kind="stable")

    def owners(self) -> Places:
        """Say beside each choice whose it is: the place of its ballot."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    def __len__(self) -> int:
        """Count the distinct ballots."""
        return len(self.lengths)

    def __iter__(self) -> Iterator[Ballot]:
        """Give each distinct ballot."""
        return iter(self._made)

    def __getitem__(self, ballot: Ballot) -> int:
        """Say how many cast a ballot; raises KeyError where nobody did."""
        return self._made[ballot]

    @cached_property
    def _made(self) -> dict[Ballot, int]:
        choices, ends = self.choices.tolist(), np.cumsum(self.lengths).tolist()
        parts = (Ballot(tuple(choices[start:end])) for start, end in pairwise([0, *ends]))
        return dict(zip(parts, self.cast.tolist(), strict=True))
