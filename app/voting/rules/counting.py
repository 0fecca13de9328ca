"""Quorum and majority in whole numbers (voting report, section 1.1)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.errors import DomainError
from app.core.money import Euro
from app.core.words import N_
from app.funds.rules.values import RuleValues
from app.voting.counting.lots import lot_of
from app.voting.rules.ballots import Choice


class LotNeeded(DomainError):
    """The votes are tied and the rules want a lot, but no seed was fixed beforehand."""

    title = N_("Bei Stimmengleichheit entscheidet hier das Los. Dafür fehlt noch die Auslosung.")


class ReductionNotAllowed(DomainError):
    """The rules let the jury say yes or no, not less [S:#49]."""

    status = 422
    title = N_("In diesem Fonds darf die Jury nicht kürzen.")
    field = "award_cents"


class Outcome(StrEnum):
    """What became of a motion, «Ergebnis»."""

    APPROVED = "approved"
    APPROVED_REDUCED = "approved_reduced"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    NO_QUORUM = "no_quorum"
    STRAW_POLL = "straw_poll"


OUTCOME_LABELS: Mapping[Outcome, str] = {
    Outcome.APPROVED: N_("Angenommen"),
    Outcome.APPROVED_REDUCED: N_("Gekürzt angenommen"),
    Outcome.REJECTED: N_("Abgelehnt"),
    Outcome.POSTPONED: N_("Vertagt"),
    Outcome.NO_QUORUM: N_("Nicht beschlussfähig"),
    Outcome.STRAW_POLL: N_("Meinungsbild"),
}


class TieBreak(StrEnum):
    """What decided a tie, «Stimmengleichheit»; ``none`` when there was none."""

    NONE = "none"
    REJECTED = "rejected"
    CHAIR = "chair"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Tally:
    """The ballots counted, «Stimmen»."""

    yes: int
    no: int
    abstain: int

    def __post_init__(self) -> None:
        """Refuse negative counts."""
        if min(self.yes, self.no, self.abstain) < 0:
            raise ValueError(self)

    @property
    def cast(self) -> int:
        """Return how many ballots there are, abstentions included."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who counts on one item: seats intended, filled, present and recused, and the recused among the present.

    In a written vote, «Umlaufverfahren», present are those who took part.
    """

    seats: int
    filled: int
    present: int
    recused: int = 0
    recused_present: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that cannot be."""
        parts_fit = 0 <= self.recused_present <= min(self.recused, self.present)
        if not (parts_fit and max(self.recused, self.present) <= self.filled <= self.seats):
            raise ValueError(self)

    def base(self, values: RuleValues) -> int:
        """Return the seats the rules count: all intended, or only those filled (``majority.base`` [I])."""
        return self.seats if values.choice("majority.base") == "seats" else self.filled


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough are present, «Beschlussfähigkeit», and how many are needed of how many."""

    present: int
    base: int
    needed: int

    @property
    def is_reached(self) -> bool:
        """Tell whether the body may decide."""
        return self.present >= self.needed


@dataclass(frozen=True, slots=True)
class Decision:
    """A result with every figure behind it, «Beschluss».

    ``entitled`` are the seats that may vote on the item, ``needed`` the yes votes needed, ``base`` what the
    majority is taken of.
    """

    outcome: Outcome
    quorum: Quorum
    tally: Tally
    majority_rule: str
    abstention_counts_as: str
    base: int
    needed: int
    seats: int
    present: int
    recused: int
    entitled: int
    tie: TieBreak = TieBreak.NONE

    @property
    def is_quorate(self) -> bool:
        """Tell whether the body could decide."""
        return self.quorum.is_reached

    @property
    def is_adopted(self) -> bool:
        """Tell whether the motion was adopted."""
        return self.outcome in {Outcome.APPROVED, Outcome.APPROVED_REDUCED}


def tally_of(choices: Iterable[Choice]) -> Tally:
    """Count ballots."""
    counted = Counter(choices)
    return Tally(counted[Choice.YES], counted[Choice.NO], counted[Choice.ABSTAIN])


def quorum(attendance: Attendance, values: RuleValues) -> Quorum:
    """Return the quorum of one item; ``quorum.rule`` and ``quorum.counts_recused`` [I], 4 of 5 [S:#49], 2/3 [S:#7]."""
    counts_recused = values.flag("quorum.counts_recused")
    base = attendance.base(values) - (0 if counts_recused else attendance.recused)
    present = attendance.present - (0 if counts_recused else attendance.recused_present)
    return Quorum(present, base, _quorum_needed(base, values))


def _quorum_needed(base: int, values: RuleValues) -> int:
    match values.choice("quorum.rule"):
        case "more_than_half":
            needed = base // 2 + 1
        case "half":
            needed = _ceil(base, 2)
        case "fraction":
            needed = _ceil(base * values.integer("quorum.numerator"), values.integer("quorum.denominator"))
        case _:
            needed = values.integer("quorum.number")
    return max(1, needed)


def decide(
    tally: Tally,
    attendance: Attendance,
    values: RuleValues,
    *,
    chair_choice: Choice | None = None,
    lot_seed: str | None = None,
) -> Decision:
    """Return the result of a count under ``majority.rule`` [S:#19,#33,#7]; ties and abstentions by their rules [I].

    ``chair_choice`` is the chair's own ballot, ``lot_seed`` was fixed before anyone voted; both matter only in a tie.
    """
    if tally.cast > attendance.present - attendance.recused_present:
        raise ValueError(tally)
    base, needed = _majority(tally, attendance, values)
    open_decision = Decision(
        outcome=Outcome.NO_QUORUM,
        quorum=quorum(attendance, values),
        tally=tally,
        majority_rule=values.choice("majority.rule"),
        abstention_counts_as=values.choice("abstention.counts_as"),
        base=base,
        needed=needed,
        seats=attendance.base(values),
        present=attendance.present,
        recused=attendance.recused,
        entitled=attendance.base(values) - attendance.recused,
    )
    if not open_decision.is_quorate:
        return open_decision
    if tally.yes >= needed:
        return replace(open_decision, outcome=Outcome.APPROVED)
    if not _is_tie(open_decision):
        return replace(open_decision, outcome=Outcome.REJECTED)
    tie = TieBreak(values.choice("tie.rule"))
    is_won = _wins_tie(tie, chair_choice, lot_seed)
    return replace(open_decision, outcome=Outcome.APPROVED if is_won else Outcome.REJECTED, tie=tie)


def _majority(tally: Tally, attendance: Attendance, values: RuleValues) -> tuple[int, int]:
    excludes_recused = values.flag("majority.base_excludes_recused")
    with_abstentions = values.choice("abstention.counts_as") == "no"
    cast = tally.cast if with_abstentions else tally.yes + tally.no
    match values.choice("majority.rule"):
        case "of_members":
            base = attendance.base(values) - (attendance.recused if excludes_recused else 0)
            needed = base // 2 + 1
        case "of_present":
            base = attendance.present - (attendance.recused_present if excludes_recused else 0)
            needed = base // 2 + 1
        case "two_thirds":
            base, needed = cast, _ceil(2 * cast, 3)
        case "unanimity":
            base, needed = cast, cast
        case _:
            base, needed = cast, cast // 2 + 1
    return base, max(1, needed)


def _is_tie(decision: Decision) -> bool:
    tally = decision.tally
    against = tally.no + (tally.abstain if decision.abstention_counts_as == "no" else 0)
    has_tie_rule = decision.majority_rule in {"of_votes_cast", "of_present", "of_members"}
    return has_tie_rule and tally.yes > 0 and tally.yes == against and 2 * tally.yes == decision.base


def _wins_tie(tie: TieBreak, chair_choice: Choice | None, lot_seed: str | None) -> bool:
    if tie is TieBreak.CHAIR:
        return chair_choice is Choice.YES
    if tie is TieBreak.LOT:
        if lot_seed is None:
            raise LotNeeded
        return draw_lot(lot_seed)
    return False


def draw_lot(seed: str) -> bool:
    """Tell what the lot says: yes when «yes» draws the smaller number, as between any two that are tied [I]; lots [S:#89]."""
    return lot_of(seed, Choice.YES.value) < lot_of(seed, Choice.NO.value)


def with_award(decision: Decision, *, award: Euro, requested: Euro, values: RuleValues) -> Decision:
    """Return the decision as reduced when less is awarded than requested; ``vote.jury_may_reduce`` [S:#49]."""
    if not decision.is_adopted or award >= requested:
        return decision
    if not values.flag("vote.jury_may_reduce"):
        raise ReductionNotAllowed
    return replace(decision, outcome=Outcome.APPROVED_REDUCED)


def _ceil(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
