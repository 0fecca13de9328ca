"""Rules of areas: the life of a neighbourhood of the programme."""

from enum import StrEnum

from app.core.machine import Machine


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
