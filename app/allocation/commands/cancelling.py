"""Calling an action off before any money has left."""

from dataclasses import dataclass
from uuid import UUID

from app.allocation.commands.awards import load_award, move
from app.allocation.letters import notify
from app.allocation.rules import AWARD, AlreadyPaid
from app.core.policy import Action
from app.ledger.rules import AccountKind
from app.proposals.commands import advance
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class ActionCancelled(Event):
    """The action does not take place."""

    released_cents: int


def cancel_action(work: Work, *, application_id: UUID, reason: str) -> UUID:
    """Cancel an action nothing was paid for; the award is available again. Raise AlreadyPaid otherwise."""
    application, award = load_award(work, application_id)
    work.require(Action.CANCEL_ACTION, application)
    if application.paid_cents:
        raise AlreadyPaid

    advance(work, application, "cancel")
    award.state = AWARD.after(award.state, "cancel")
    move(work, award, source=AccountKind.COMMITTED, target=AccountKind.AVAILABLE, step="cancel")
    work.store()
    work.record(
        ActionCancelled(
            area_id=award.area_id,
            subject_id=application.id,
            case_id=application.id,
            released_cents=award.amount_cents,
        )
    )
    notify(work, application, "cancelled", reason=reason)
    return application.id
