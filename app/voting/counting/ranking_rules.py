"""The rules that rank instead of spend, as values: what a jury's rankings, scores and grades are counted by."""

from dataclasses import dataclass
from enum import StrEnum

from app.voting.counting.rules import Rule


class Method(StrEnum):
    """«Rangverfahren»: how the best project is found from rankings."""

    PLURALITY = "plurality"
    BORDA = "borda"
    CONDORCET = "condorcet"
    COPELAND = "copeland"
    MINIMAX = "minimax"
    SCHULZE = "schulze"
    SPLIT_CYCLE = "split-cycle"
    RANKED_PAIRS = "ranked-pairs"
    BUCKLIN = "bucklin"
    RUNOFF_ALL_LAST = "irv-all-last"
    RUNOFF_EACH_BRANCH = "irv-each-branch"


class Unranked(StrEnum):
    """«Nicht gereihte Vorhaben»: what leaving projects out of a ranking says about them in pairwise comparisons.

    BELOW: they are all worse than the ranked ones and equal among each other. NO_OPINION: only pairs of which both are
    ranked are compared.
    """

    BELOW = "below"
    NO_OPINION = "no-opinion"


class Strength(StrEnum):
    """«Stärke eines Paarsiegs»: by how many more voters prefer one to the other, or simply by how many."""

    MARGIN = "margin"
    WINNING_VOTES = "winning-votes"


class BordaPoints(StrEnum):
    """«Punkte nach Rang» for a ballot that ranks k of m projects.

    BALLOT: k - 1 down to 0. BALLOT_FROM_ONE: k down to 1. FIELD: m - 1 downwards, nothing for the unranked. SHARED: m - 1
    downwards, and the unranked share equally what their places are worth.
    """

    BALLOT = "ballot"
    BALLOT_FROM_ONE = "ballot-from-one"
    FIELD = "field"
    SHARED = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked(Rule):
    """«Reihung»: the best project from rankings, and an order of all.

    `unranked` and `strength` speak to the pairwise methods, `points` to Borda. Under the other methods a ballot whose
    ranked projects are all gone counts for nobody.
    """

    method: Method
    unranked: Unranked = Unranked.BELOW
    strength: Strength = Strength.MARGIN
    points: BordaPoints = BordaPoints.BALLOT


class Aggregate(StrEnum):
    """«Zusammenfassung»: how the scores of several jurors become one."""

    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED_MEAN = "trimmed-mean"


class Missing(StrEnum):
    """«Fehlende Wertung»: it does not count at all, or it counts as zero."""

    LEFT_OUT = "left-out"
    ZERO = "zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored(Rule):
    """«Punktwertung»: projects in order of what the jurors' scores come to.

    `trim` is the number of lowest and of highest scores left out of a trimmed mean. A project with fewer ratings than
    `minimum_ratings` (zeros for missing ones are none) is not placed. `criteria` are weights by name for `scored_by`.
    """

    aggregate: Aggregate = Aggregate.MEAN
    missing: Missing = Missing.LEFT_OUT
    trim: int = 0
    minimum_ratings: int = 1
    criteria: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Rule):
    """«Mehrheitsurteil» (Balinski, Laraki 2007): the highest median grade wins, the majority gauge orders equal ones.

    `missing` is ZERO where a missing grade is the worst one, which is 0. A project with fewer grades than
    `minimum_ratings` is not placed.
    """

    missing: Missing = Missing.LEFT_OUT
    minimum_ratings: int = 1
