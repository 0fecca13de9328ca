"""An outcome says who won, in which order, for how much, and where chance or an order decided."""

from dataclasses import dataclass
from fractions import Fraction

from app.voting.counting.election import Election
from app.voting.counting.rules import Rule


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project chosen: `remaining` units of the budget afterwards.

    `price` is what one unit of utility costs a supporter (Equal Shares: rho) or the load of a supporter (Phragmén), None
    under rules without one. `stage` names the stage of the rule that bought it («free», «shares», «utilitarian», …).
    """

    project: int
    remaining: int
    price: Fraction | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """«Gleichstand»: `tied` projects were equal when the purchase at `position` (0 first) was made; `chosen` won."""

    position: int
    tied: tuple[int, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """«Ergebnis»: purchases in the order of selection, the ties met, and what was maximised, where a rule maximises.

    `endowment` is the exact share of a voter in units (Equal Shares; after Add1 the last share), None elsewhere.
    """

    election: Election
    rule: Rule
    purchases: tuple[Purchase, ...]
    ties: tuple[Tie, ...] = ()
    objective: Fraction | None = None
    endowment: Fraction | None = None

    @property
    def winners(self) -> tuple[str, ...]:
        """Name the winners in the order of selection."""
        return tuple(self.election.projects[purchase.project].id for purchase in self.purchases)

    @property
    def total_cost(self) -> int:
        """Add what the winners cost, in units."""
        return sum(self.election.projects[purchase.project].cost for purchase in self.purchases)

    @property
    def remaining(self) -> int:
        """Say what is left of the budget, in units."""
        return self.election.budget - self.total_cost
