"""The roll of one item: for each seat who holds it, whether they are there, biased, and what they voted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.core.errors import DomainError
from app.core.money import Euro
from app.core.policy import Subject
from app.core.words import N_
from app.funds.rules.values import RuleValues
from app.voting.rules.ballots import BallotFacts, Choice, ConflictKind
from app.voting.rules.counting import Attendance, ReductionNotAllowed, Tally, quorum, tally_of


class AwardAboveRequest(DomainError):
    """A jury may reduce what was asked for, never raise it (domain report, section 8.4)."""

    status = 422
    title = N_("Bewilligt werden kann höchstens der beantragte Betrag von %(requested)s.")
    field = "award_cents"


class DeclaredAlready(DomainError):
    """The seat is known to be biased on this item."""

    title = N_("Für diesen Sitz ist bei diesem Punkt schon Befangenheit eingetragen.")


class NotDeclared(DomainError):
    """The seat is not known to be biased on this item."""

    title = N_("Für diesen Sitz ist bei diesem Punkt keine Befangenheit eingetragen.")


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One seat on one item; ``is_there`` tells that the holder is in the room now."""

    seat_id: UUID
    area_id: UUID
    number: int
    person_id: UUID | None
    name: str
    is_there: bool
    conflict: ConflictKind | None
    choice: Choice | None

    @property
    def subject(self) -> Subject:
        """Return the policy's view: a seat belongs to its holder."""
        return Subject("seat", self.seat_id, self.area_id, self.person_id)

    @property
    def is_present(self) -> bool:
        """Tell whether the seat counts as present on this item: in the room, or its ballot was cast before leaving."""
        return self.person_id is not None and (self.is_there or self.choice is not None)

    @property
    def is_recused(self) -> bool:
        """Tell whether the holder is biased."""
        return self.person_id is not None and self.conflict is not None


def attendance_of(roll: Sequence[RollEntry]) -> Attendance:
    """Count the seats of one item: intended, filled, present, recused."""
    return Attendance(
        seats=len(roll),
        filled=sum(entry.person_id is not None for entry in roll),
        present=sum(entry.is_present for entry in roll),
        recused=sum(entry.is_recused for entry in roll),
        recused_present=sum(entry.is_recused and entry.is_present for entry in roll),
    )


def tally_of_roll(roll: Sequence[RollEntry]) -> Tally:
    """Count the ballots cast so far."""
    return tally_of(entry.choice for entry in roll if entry.choice is not None)


def ballot_facts(entry: RollEntry, roll: Sequence[RollEntry], values: RuleValues, *, is_open: bool) -> BallotFacts:
    """Return how things stand for one seat, for ``may_cast``."""
    return BallotFacts(
        is_open=is_open,
        is_present=entry.is_present,
        is_recused=entry.is_recused,
        is_quorate=quorum(attendance_of(roll), values).is_reached,
        has_voted=entry.choice is not None,
    )


def chair_choice(roll: Sequence[RollEntry], chairs: frozenset[UUID]) -> Choice | None:
    """Return the chair's own ballot, if a chair holds a seat and has voted."""
    return next((entry.choice for entry in roll if entry.choice and entry.person_id in chairs), None)


def ensure_award(award: Euro, *, requested: Euro, values: RuleValues) -> None:
    """Refuse an award above the request, and a reduced one where the jury may not reduce [S:#49]."""
    if award > requested:
        raise AwardAboveRequest(requested=requested)
    if award < requested and not values.flag("vote.jury_may_reduce"):
        raise ReductionNotAllowed


def lot_seed(motion_id: UUID, fingerprint: str) -> str:
    """Return the seed of a lot: it is fixed when the motion opens, before anyone votes."""
    return f"{motion_id} {fingerprint}"


def commitment(ballot_id: UUID, choice: Choice) -> str:
    """Return what the audit log keeps of a ballot: it binds the choice without telling it.

    The random id of the ballot is the nonce; who may read ballots can check that none was changed.
    """
    return hashlib.sha256(b"kiezfonds ballot\n" + ballot_id.bytes + str(choice).encode()).hexdigest()
