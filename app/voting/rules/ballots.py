"""Who may cast a ballot on a motion, and what a ballot says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.words import N_
from app.funds.rules.parameters import PARAMETERS


class VotingClosed(DomainError):
    """The motion is not open."""

    title = N_("Die Abstimmung ist nicht offen.")


class Recused(DomainError):
    """The member is biased on this item; from §§ 20, 21 VwVfG [M]."""

    status = 403
    title = N_("Bei diesem Punkt sind Sie befangen und stimmen nicht mit ab.")


class NotPresent(DomainError):
    """The member is not in the room."""

    title = N_("Abstimmen kann nur, wer als anwesend eingetragen ist.")


class NoQuorum(DomainError):
    """Too few are present to decide this item."""

    title = N_("Die Jury ist bei diesem Punkt nicht beschlussfähig.")


class AlreadyVoted(DomainError):
    """The seat has cast its ballot."""

    title = N_("Für diesen Sitz ist schon eine Stimme abgegeben.")


class Choice(StrEnum):
    """What a ballot, «Stimme», says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


CHOICES: Mapping[Choice, str] = {Choice.YES: N_("Ja"), Choice.NO: N_("Nein"), Choice.ABSTAIN: N_("Enthaltung")}


class MotionState(StrEnum):
    """Whether a motion, «Abstimmung», takes ballots."""

    OPEN = "open"
    CLOSED = "closed"


MOTION: Machine[MotionState] = Machine("motion", {(MotionState.OPEN, "close"): MotionState.CLOSED})


class ConflictKind(StrEnum):
    """Why a member is biased, «Grund der Befangenheit»; the codes of ``conflict.kinds`` [I]."""

    SELF = "self"
    HOUSEHOLD = "household"
    RELATIVE = "relative"
    BOARD = "board"
    SUPPLIER = "supplier"
    OTHER = "other"


CONFLICT_KINDS: Mapping[ConflictKind, str] = {
    ConflictKind(code): label for code, label in (PARAMETERS["conflict.kinds"].choices or {}).items()
}


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """How things stand for one seat on one motion."""

    is_open: bool
    is_present: bool
    is_recused: bool
    is_quorate: bool
    has_voted: bool


def may_cast(facts: BallotFacts) -> None:
    """Refuse a ballot that may not be cast: voting over, biased, absent, no quorum, second ballot [I], [S:#19]."""
    if not facts.is_open:
        raise VotingClosed
    if facts.is_recused:
        raise Recused
    if not facts.is_present:
        raise NotPresent
    if not facts.is_quorate:
        raise NoQuorum
    if facts.has_voted:
        raise AlreadyVoted


def hurdle(facts: BallotFacts) -> DomainError | None:
    """Return the refusal that stands between a seat and its ballot, for the page to say; None when it may vote."""
    try:
        may_cast(facts)
    except DomainError as error:
        return error
    return None
