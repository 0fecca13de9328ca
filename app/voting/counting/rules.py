"""A rule with all its parameters is one value, and its fingerprint stands in every result."""

import json
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from app.voting.counting.broken import Refused
from app.voting.counting.ties import BY_IDENTIFIER, TieOrder


class Measure(StrEnum):
    """«Maß»: what a greedy rule sorts by and what a welfare rule adds up."""

    VOTES = "votes"
    VOTES_PER_COST = "votes-per-cost"
    VOTES_TIMES_COST = "votes-times-cost"
    POINTS = "points"
    POINTS_PER_COST = "points-per-cost"
    BORDA = "borda"
    BORDA_PER_COST = "borda-per-cost"
    BORDA_FROM_ONE = "borda1"


class Misfit(StrEnum):
    """What happens at the first project that no longer fits: pass it over, or end the count."""

    SKIP = "skip"
    STOP = "stop"


class Leftover(StrEnum):
    """What happens to money an envelope does not spend: it lapses, or the next envelope has it too."""

    LAPSE = "lapse"
    NEXT = "next"


class Satisfaction(StrEnum):
    """«Nutzen»: what a supporter gains from a project under Equal Shares."""

    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"
    BORDA = "borda"
    BORDA_FROM_ONE = "borda1"


class Add1(StrEnum):
    """Whether and until when the shares grow: not at all, until nothing more fits, or until the budget would not do."""

    NONE = "none"
    EXHAUSTIVE = "exhaustive"
    OVERSPEND = "overspend"


class UnfitRule(Refused):
    """The rule cannot count this election."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """«Auszählregel»: a name everybody uses, every parameter, and the declared tie order."""

    name: str
    tie: TieOrder = BY_IDENTIFIER

    def parameters(self) -> dict[str, object]:
        """List every parameter by name in plain JSON values; fractions as text."""
        listed = {entry.name: _plain(getattr(self, entry.name)) for entry in fields(self)}
        return {**listed, "tie": self.tie.text()}

    def canonical(self) -> bytes:
        """Write the rule as canonical JSON: sorted keys, no blanks, UTF-8."""
        return json.dumps(self.parameters(), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @property
    def fingerprint(self) -> str:
        """Hash the canonical form (SHA-256, hexadecimal)."""
        return sha256(self.canonical()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Greedy(Rule):
    """«Nach Stimmen»: from the best down, as long as the money lasts.

    `minimum_votes`, `minimum_score` (of the measure, before it is divided by cost) and `minimum_share` (of all voters) keep
    projects out. A label is a category or target of a project: `limits` cap what projects of a label may cost together
    (units of the currency), `quotas` how many of them may win; of each set in `exclusive` only one wins.

    `envelopes` are parts of the budget for a label, spent one after the other; a project is counted in the first whose
    label it bears, `*` stands for all that bear none. Without envelopes there is one, the whole budget.
    """

    measure: Measure = Measure.VOTES
    misfit: Misfit = Misfit.SKIP
    minimum_votes: int = 0
    minimum_score: Fraction = Fraction(0)
    minimum_share: Fraction = Fraction(0)
    limits: tuple[tuple[str, Fraction], ...] = ()
    quotas: tuple[tuple[str, int], ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    envelopes: tuple[tuple[str, Fraction], ...] = ()
    leftover: Leftover = Leftover.LAPSE


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualShares(Rule):
    """«Gleiche Anteile» (Peters, Pierczyński, Skowron 2021): everybody holds an equal share; supporters pay together.

    `step` is what Add1 adds to each share, in the currency. `utilitarian` spends the rest by votes.
    """

    satisfaction: Satisfaction = Satisfaction.COST
    add1: Add1 = Add1.NONE
    step: Fraction = Fraction(1)
    floor_start: bool = False
    utilitarian: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phragmen(Rule):
    """«Phragmén, der Reihe nach» (Los, Christoff, Grossi 2022): money flows in; whoever can pay first buys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welfare(Rule):
    """«Größter Gesamtnutzen»: the set with the most votes (or votes times cost) within the budget, proven optimal."""

    measure: Measure = Measure.VOTES


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.value if isinstance(value, StrEnum) else value
