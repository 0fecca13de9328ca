"""What the public may know: which actions are shown, under which name, in which words."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.words import N_
from app.proposals.rules import ApplicationState

_S = ApplicationState
RESIDENT = "resident"
SOMEBODY = N_("Bewohner/in")


class Stage(StrEnum):
    """How far an action, «Aktion», is for the public."""

    OFFERED = "offered"
    CONDITIONAL = "conditional"
    DECIDED = "decided"
    RUNNING = "running"
    SETTLING = "settling"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    REFUSED = "refused"


STAGE_LABELS: Mapping[Stage, str] = {
    Stage.OFFERED: N_("Angebot offen"),
    Stage.CONDITIONAL: N_("Auflage offen"),
    Stage.DECIDED: N_("bewilligt"),
    Stage.RUNNING: N_("läuft"),
    Stage.SETTLING: N_("wird abgerechnet"),
    Stage.FINISHED: N_("abgeschlossen"),
    Stage.CANCELLED: N_("abgesagt"),
    Stage.REFUSED: N_("nicht gefördert"),
}

STAGE_TONES: Mapping[Stage, str] = {
    Stage.OFFERED: "warning",
    Stage.CONDITIONAL: "warning",
    Stage.DECIDED: "info",
    Stage.RUNNING: "info",
    Stage.SETTLING: "warning",
    Stage.FINISHED: "success",
    Stage.CANCELLED: "neutral",
    Stage.REFUSED: "neutral",
}

STAGES: Mapping[ApplicationState, Stage] = {
    _S.REJECTED: Stage.REFUSED,
    _S.DECLINED: Stage.CANCELLED,
    _S.OFFER_REDUCED: Stage.OFFERED,
    _S.AWARDED_CONDITIONAL: Stage.CONDITIONAL,
    _S.AWARDED: Stage.DECIDED,
    _S.AGREED: Stage.RUNNING,
    _S.RUNNING: Stage.RUNNING,
    _S.AWAITING_SETTLEMENT: Stage.SETTLING,
    _S.OVERDUE: Stage.SETTLING,
    _S.SETTLEMENT_SUBMITTED: Stage.SETTLING,
    _S.SETTLEMENT_QUERY: Stage.SETTLING,
    _S.CERTIFIED: Stage.SETTLING,
    _S.FINALISED: Stage.SETTLING,
    _S.SECOND_PAYMENT_DUE: Stage.SETTLING,
    _S.REPAYMENT_DUE: Stage.SETTLING,
    _S.REPAYMENT_LATE: Stage.SETTLING,
    _S.CANCELLED: Stage.CANCELLED,
    _S.REVOKED: Stage.CANCELLED,
    _S.CLOSED: Stage.FINISHED,
    _S.ANONYMISED: Stage.FINISHED,
}
"""The public's view of a state; what is missing here has no decision yet and is not public."""

OPEN = frozenset({Stage.OFFERED, Stage.CONDITIONAL})
"""Decided, but the money is not promised yet: an answer or a proof is missing."""

UNSIGNED = OPEN | {Stage.DECIDED, Stage.CANCELLED, Stage.REFUSED}
"""Stages in which no agreement need have been signed."""

ONLY_OFFERED = frozenset({_S.OFFER_REDUCED, _S.AWARDED_CONDITIONAL, _S.DECLINED})
"""States in which the jury's decision has not become an award."""

PUBLIC_STATES: frozenset[ApplicationState] = frozenset(STAGES)


def states_of(*stages: Stage) -> tuple[ApplicationState, ...]:
    """Return the states that look like one of these stages to the public."""
    return tuple(state for state, stage in STAGES.items() if stage in stages)


def public_name(kind: str, organisation: str) -> str:
    """Return the name of an organisation, or the word for a natural person, who is never named."""
    if kind == RESIDENT or not organisation:
        return SOMEBODY
    return organisation
