"""A tie order is a total order of the projects, declared before the count."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.core.words import N_
from app.voting.counting.broken import Refused
from app.voting.counting.election import Election
from app.voting.counting.lots import lot_of


class UnclearOrder(Refused):
    """The text is no order of ties."""


class TieKey(StrEnum):
    """«Rangfolge bei Gleichstand»: one criterion; what it leaves tied goes to the next, in the end to `id`."""

    ID = "id"
    CHEAPER_FIRST = "cost-asc"
    DEARER_FIRST = "cost-desc"
    MORE_VOTES_FIRST = "votes-desc"
    FEWER_VOTES_FIRST = "votes-asc"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class TieOrder:
    """Which of several tied projects comes first.

    `seed` is the published seed of the lot, when `keys` name it. `preferred` identifiers stand before all others: the count
    uses it to ask what another order would have changed; no declared order has any.
    """

    keys: tuple[TieKey, ...] = (TieKey.ID,)
    seed: str = ""
    preferred: tuple[str, ...] = ()

    def ranks(self, election: Election) -> list[int]:
        """Give each project its place in the order, 0 first; no two share a place."""
        if self.keys[:1] == (TieKey.ID,) and not self.preferred:
            return list(range(len(election.projects)))
        by_votes = TieKey.MORE_VOTES_FIRST in self.keys or TieKey.FEWER_VOTES_FIRST in self.keys
        votes = election.votes() if by_votes else [0] * len(election.projects)

        def key(project: int) -> tuple[int | str, ...]:
            return (
                self._preference(election.projects[project].id),
                *(_value(name, election, project, votes[project], self.seed) for name in self.keys),
                project,
            )

        ranks = [0] * len(election.projects)
        for rank, project in enumerate(sorted(range(len(ranks)), key=key)):
            ranks[project] = rank
        return ranks

    def text(self) -> str:
        """Write the order the way `tie_order` reads it."""
        return ",".join(f"lot:{self.seed}" if key is TieKey.LOT else key.value for key in self.keys)

    def _preference(self, name: str) -> int:
        return self.preferred.index(name) if name in self.preferred else len(self.preferred)


BY_IDENTIFIER = TieOrder()


def tie_order(text: str) -> TieOrder:
    """Read an order such as `cost-asc,votes-desc,id` or `cost-asc,lot:SEED`; raises UnclearOrder."""
    keys, seed = [], ""
    for word in text.split(","):
        name, _, given = word.strip().partition(":")
        if name not in set(TieKey):
            raise UnclearOrder(
                N_("Eine Rangfolge %(name)s gibt es nicht, sondern %(names)s."), name=name, names=", ".join(TieKey)
            )
        keys.append(TieKey(name))
        seed = given or seed
    if len(set(keys)) != len(keys):
        raise UnclearOrder(N_("Eine Rangfolge nennt jedes Merkmal einmal."))
    if (TieKey.LOT in keys) != bool(seed):
        raise UnclearOrder(N_("Ein Los, und nur das Los, braucht seinen veröffentlichten Startwert: lot:SEED"))
    return TieOrder(tuple(keys), seed)


def first(tied: Iterable[int], ranks: list[int]) -> int:
    """Choose among tied projects the one the order puts first."""
    return min(tied, key=ranks.__getitem__)


def _value(key: TieKey, election: Election, project: int, votes: int, seed: str) -> int | str:
    cost = election.projects[project].cost
    match key:
        case TieKey.CHEAPER_FIRST:
            return cost
        case TieKey.DEARER_FIRST:
            return -cost
        case TieKey.MORE_VOTES_FIRST:
            return -votes
        case TieKey.FEWER_VOTES_FIRST:
            return votes
        case TieKey.LOT:
            return lot_of(seed, election.projects[project].id)
        case TieKey.ID:
            return project
