"""Rules of bodies: who may sit where, the lives of sessions and agenda items (domain report, section 8.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.words import N_


class SeatTaken(DomainError):
    """Somebody else holds the seat in that time."""

    title = N_("Diesen Sitz hat in dieser Zeit schon jemand.")
    field = "valid_from"


class SeatedAlready(DomainError):
    """The person holds another seat of the body in that time."""

    title = N_("Diese Person hat in dieser Zeit schon einen Sitz in diesem Gremium.")


class SeatEmpty(DomainError):
    """Nobody holds the seat on that day."""

    title = N_("Dieser Sitz ist an diesem Tag nicht besetzt.")


class StaffHoldNoSeat(DomainError):
    """The office never votes [S:#19]."""

    title = N_("Wer im Büro arbeitet, stimmt nicht ab und kann keinen Sitz haben.")


class PresentAlready(DomainError):
    """The member is in the room already."""

    title = N_("Dieses Mitglied ist schon als anwesend eingetragen.")


class NotThere(DomainError):
    """The member is not in the room, so nobody can leave."""

    title = N_("Dieses Mitglied ist nicht als anwesend eingetragen.")


class SessionNotOpen(DomainError):
    """The session has not begun or is over."""

    title = N_("Die Sitzung ist nicht eröffnet.")


class VoteStillOpen(DomainError):
    """A vote of the session is not counted yet."""

    title = N_("Eine Abstimmung läuft noch. Bitte schließen Sie sie zuerst.")


class EmptyAgenda(DomainError):
    """A session without an item decides nothing."""

    status = 422
    title = N_("Bitte wählen Sie mindestens einen Antrag für die Tagesordnung.")
    field = "application_ids"


class TermReversed(DomainError):
    """A term that ends before it begins."""

    status = 422
    title = N_("Das Ende der Amtszeit liegt vor ihrem Beginn.")
    field = "valid_to"


class BodyKind(StrEnum):
    """What a body, «Gremium», is."""

    JURY = "jury"
    COUNCIL = "council"


KIND_LABELS: Mapping[BodyKind, str] = {
    BodyKind.JURY: N_("Aktionsfondsjury"),
    BodyKind.COUNCIL: N_("Quartiersrat"),
}


class SessionKind(StrEnum):
    """How a body decides: together or in writing, «Umlaufverfahren»."""

    MEETING = "meeting"
    CIRCULAR = "circular"


class SessionState(StrEnum):
    """How far a session, «Sitzung», is."""

    PLANNED = "planned"
    INVITED = "invited"
    OPEN = "open"
    QUORATE = "quorate"
    INQUORATE = "inquorate"
    CLOSED = "closed"
    MINUTES_DRAFT = "minutes_draft"
    MINUTES_APPROVED = "minutes_approved"
    PUBLISHED = "published"


SESSION_LABELS: Mapping[SessionState, str] = {
    SessionState.PLANNED: N_("geplant"),
    SessionState.INVITED: N_("eingeladen"),
    SessionState.OPEN: N_("eröffnet"),
    SessionState.QUORATE: N_("beschlussfähig"),
    SessionState.INQUORATE: N_("nicht beschlussfähig"),
    SessionState.CLOSED: N_("beendet"),
    SessionState.MINUTES_DRAFT: N_("Protokoll im Entwurf"),
    SessionState.MINUTES_APPROVED: N_("Protokoll genehmigt"),
    SessionState.PUBLISHED: N_("veröffentlicht"),
}


class AgendaItemState(StrEnum):
    """How far an agenda item, «Tagesordnungspunkt», is; ``straw_poll`` is «Meinungsbild»."""

    LISTED = "listed"
    PRESENTED = "presented"
    RECUSALS_SETTLED = "recusals_settled"
    VOTING = "voting"
    DECIDED = "decided"
    POSTPONED = "postponed"
    STRAW_POLL = "straw_poll"


AGENDA_ITEM_LABELS: Mapping[AgendaItemState, str] = {
    AgendaItemState.LISTED: N_("steht an"),
    AgendaItemState.PRESENTED: N_("vorgestellt"),
    AgendaItemState.RECUSALS_SETTLED: N_("Befangenheit geklärt"),
    AgendaItemState.VOTING: N_("Abstimmung läuft"),
    AgendaItemState.DECIDED: N_("entschieden"),
    AgendaItemState.POSTPONED: N_("vertagt"),
    AgendaItemState.STRAW_POLL: N_("Meinungsbild"),
}

SESSION: Machine[SessionState] = Machine(
    "session",
    {
        (SessionState.PLANNED, "invite"): SessionState.INVITED,
        (SessionState.INVITED, "open"): SessionState.OPEN,
        (SessionState.OPEN, "find_quorum"): SessionState.QUORATE,
        (SessionState.INQUORATE, "find_quorum"): SessionState.QUORATE,
        (SessionState.OPEN, "lose_quorum"): SessionState.INQUORATE,
        (SessionState.QUORATE, "lose_quorum"): SessionState.INQUORATE,
        (SessionState.OPEN, "close"): SessionState.CLOSED,
        (SessionState.QUORATE, "close"): SessionState.CLOSED,
        (SessionState.INQUORATE, "close"): SessionState.CLOSED,
        (SessionState.CLOSED, "draft_minutes"): SessionState.MINUTES_DRAFT,
        (SessionState.MINUTES_DRAFT, "approve_minutes"): SessionState.MINUTES_APPROVED,
        (SessionState.MINUTES_APPROVED, "publish"): SessionState.PUBLISHED,
    },
)

AGENDA_ITEM: Machine[AgendaItemState] = Machine(
    "agenda_item",
    {
        (AgendaItemState.LISTED, "present"): AgendaItemState.PRESENTED,
        (AgendaItemState.PRESENTED, "settle_recusals"): AgendaItemState.RECUSALS_SETTLED,
        (AgendaItemState.RECUSALS_SETTLED, "open_voting"): AgendaItemState.VOTING,
        (AgendaItemState.VOTING, "decide"): AgendaItemState.DECIDED,
        (AgendaItemState.VOTING, "take_straw_poll"): AgendaItemState.STRAW_POLL,
        (AgendaItemState.LISTED, "postpone"): AgendaItemState.POSTPONED,
        (AgendaItemState.PRESENTED, "postpone"): AgendaItemState.POSTPONED,
        (AgendaItemState.RECUSALS_SETTLED, "postpone"): AgendaItemState.POSTPONED,
        (AgendaItemState.VOTING, "postpone"): AgendaItemState.POSTPONED,
    },
)

RUNNING: frozenset[SessionState] = frozenset({SessionState.OPEN, SessionState.QUORATE, SessionState.INQUORATE})
COMING: frozenset[SessionState] = frozenset({SessionState.PLANNED, SessionState.INVITED})
WAITING_ITEMS: frozenset[AgendaItemState] = frozenset(
    {AgendaItemState.LISTED, AgendaItemState.PRESENTED, AgendaItemState.RECUSALS_SETTLED}
)


@dataclass(frozen=True, slots=True)
class Term:
    """The time in which somebody holds a seat, «Amtszeit»; both days inclusive, without an end until further notice."""

    valid_from: date
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the term covers this day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def overlaps(self, other: "Term") -> bool:
        """Tell whether both terms share a day."""
        return self.valid_from <= (other.valid_to or date.max) and other.valid_from <= (self.valid_to or date.max)


def ensure_term(term: Term) -> None:
    """Refuse a term that ends before it begins."""
    if term.valid_to is not None and term.valid_to < term.valid_from:
        raise TermReversed


def ensure_free(term: Term, *, of_seat: Iterable[Term], of_person: Iterable[Term]) -> None:
    """Refuse a second holder of one seat and a second seat of one holder in the same body [I]."""
    if any(term.overlaps(held) for held in of_seat):
        raise SeatTaken
    if any(term.overlaps(held) for held in of_person):
        raise SeatedAlready


def ensure_running(state: SessionState) -> None:
    """Refuse what is only done during a session."""
    if state not in RUNNING:
        raise SessionNotOpen


def ensure_no_vote(states: Iterable[AgendaItemState]) -> None:
    """Refuse to end a session while one of its items is being voted on."""
    if AgendaItemState.VOTING in set(states):
        raise VoteStillOpen
