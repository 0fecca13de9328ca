"""Rules of bodies: the lives of sessions and agenda items (domain report, section 8.5)."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.machine import Machine
from app.core.words import N_


class BodyKind(StrEnum):
    """What a body, «Gremium», is."""

    JURY = "jury"
    COUNCIL = "council"


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
