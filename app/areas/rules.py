"""Rules of areas: the life of a neighbourhood of the programme."""

from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.words import N_


class AreaState(StrEnum):
    """How far an area, «QM-Gebiet», is; ``transition`` is «Überleitung», the last years before its end."""

    PLANNED = "planned"
    ACTIVE = "active"
    TRANSITION = "transition"
    CLOSED = "closed"
    ARCHIVED = "archived"


AREA: Machine[AreaState] = Machine(
    "area",
    {
        (AreaState.PLANNED, "activate"): AreaState.ACTIVE,
        (AreaState.ACTIVE, "begin_transition"): AreaState.TRANSITION,
        (AreaState.TRANSITION, "close"): AreaState.CLOSED,
        (AreaState.CLOSED, "archive"): AreaState.ARCHIVED,
    },
)


STATE_LABELS = {
    AreaState.PLANNED: N_("geplant"),
    AreaState.ACTIVE: N_("aktiv"),
    AreaState.TRANSITION: N_("in Überleitung"),
    AreaState.CLOSED: N_("beendet"),
    AreaState.ARCHIVED: N_("archiviert"),
}


STEP_LABELS = {
    "activate": N_("Gebiet beginnt"),
    "begin_transition": N_("Überleitung beginnt"),
    "close": N_("Gebiet beenden"),
    "archive": N_("Gebiet archivieren"),
}


def next_step(state: AreaState) -> str | None:
    """Return the step that follows in the life of an area, None at its end."""
    return next((step for before, step in AREA.table if before is state), None)


class SlugTaken(DomainError):
    """Another area has this address."""

    title = N_("Diese Adresse hat schon ein anderes Gebiet.")
    field = "slug"


class CodeTaken(DomainError):
    """Another area has this short code for its file numbers."""

    title = N_("Dieses Kürzel hat schon ein anderes Gebiet.")
    field = "code"


class CarrierDatesOverlap(DomainError):
    """A new carrier begins after the present one began."""

    status = 422
    title = N_("Der jetzige Träger begann am %(began)s. Der neue kann erst danach beginnen.")
    field = "valid_from"


def end_before(began: date | None, *, valid_from: date) -> date:
    """Return the last day of the present carrier when a new one begins; raise CarrierDatesOverlap."""
    if began is not None and valid_from <= began:
        raise CarrierDatesOverlap(began=began)
    return valid_from - timedelta(days=1)
