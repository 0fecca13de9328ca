"""When what is personal may go: not before a case has ended and the years its papers are kept have passed."""

from collections.abc import Iterable
from datetime import date

from app.core.actor import Grant, Role
from app.core.clock import add_months
from app.core.errors import DomainError
from app.core.words import N_
from app.funds.rules.values import RuleValues
from app.proposals.rules import ApplicationState

MONTHS_A_YEAR = 12
ENDED_WITHOUT_MONEY = frozenset(
    {
        ApplicationState.DRAFT,
        ApplicationState.WITHDRAWN,
        ApplicationState.LAPSED,
        ApplicationState.REJECTED_FORMAL,
        ApplicationState.REJECTED,
        ApplicationState.DECLINED,
        ApplicationState.ANONYMISED,
    }
)


class CaseUnfinished(DomainError):
    """Somebody's application is still on its way."""

    title = N_("Der Antrag %(number)s ist noch nicht abgeschlossen. So lange brauchen wir Ihre Angaben.")


class StillKept(DomainError):
    """The papers of a case must be kept for some more time."""

    title = N_(
        "Die Unterlagen zu %(number)s müssen bis %(kept_until)s aufbewahrt werden. Danach löschen wir sie von selbst."
    )


class RoleStillHeld(DomainError):
    """Whoever holds an office first gives it back."""

    title = N_("Sie haben noch eine Rolle in einem Gebiet. Bitte lassen Sie sie zuerst beenden.")


def kept_until(closed_on: date, values: RuleValues) -> date:
    """Return the last day the papers of a closed case are kept; ``retention.years`` of grants [S:#9]."""
    return add_months(closed_on, MONTHS_A_YEAR * values.table("retention.years")["grants"])


def ensure_no_office(grants: Iterable[Grant], today: date) -> None:
    """Refuse while a role beyond asking for money is held, or will be."""
    for grant in grants:
        if grant.role is not Role.APPLICANT and (grant.valid_to is None or grant.valid_to >= today):
            raise RoleStillHeld


def ensure_erasable(
    state: ApplicationState, number: str, *, closed_on: date | None, values: RuleValues | None, today: date
) -> None:
    """Refuse to erase what is personal in a case that goes on, or whose papers are still kept."""
    if state in ENDED_WITHOUT_MONEY:
        return
    if state is not ApplicationState.CLOSED or closed_on is None or values is None:
        raise CaseUnfinished(number=number)
    last = kept_until(closed_on, values)
    if today <= last:
        raise StillKept(number=number, kept_until=last)
