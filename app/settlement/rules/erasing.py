"""When what is personal may go: not before a case has ended and the years its papers are kept have passed."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

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

RECEIPTS_AT_REST = frozenset({ApplicationState.CLOSED, ApplicationState.ANONYMISED})


class CaseUnfinished(DomainError):
    """Somebody's application is still on its way."""

    title = N_("Der Antrag %(number)s ist noch nicht abgeschlossen. So lange brauchen wir Ihre Angaben.")


class StillKept(DomainError):
    """The papers of a case must be kept for some more time."""

    title = N_(
        "Die Unterlagen zu %(number)s müssen bis %(kept_until)s aufbewahrt werden. Danach löschen wir sie von selbst."
    )


class NobodyHasAddress(DomainError):
    """No account has this address, or it is erased already."""

    status = 422
    title = N_("Zu dieser Adresse gibt es kein Konto.")
    field = "email"


class RoleStillHeld(DomainError):
    """Whoever holds an office first gives it back."""

    title = N_("Sie haben noch eine Rolle in einem Gebiet. Bitte lassen Sie sie zuerst beenden.")


class Papers(StrEnum):
    """What is kept for how long, «Aufbewahrung»; the keys of ``retention.years``."""

    GRANTS = "grants"
    RECEIPTS = "receipts"


def kept_until(ended_on: date, values: RuleValues, papers: Papers = Papers.GRANTS) -> date:
    """Return the last day the papers of an ended case are kept; ``retention.years`` [S:#9,#80]."""
    return add_months(ended_on, MONTHS_A_YEAR * values.table("retention.years")[papers])


def ended_in(year: int) -> date:
    """Return the day a case without money counts as ended: the last of its fund year, whenever it was turned down [I]."""
    return date(year, 12, 31)


def ensure_no_office(grants: Iterable[Grant], today: date) -> None:
    """Refuse while a role beyond asking for money is held, or will be."""
    for grant in grants:
        if grant.role is not Role.APPLICANT and (grant.valid_to is None or grant.valid_to >= today):
            raise RoleStillHeld


def ensure_receipts_old(
    state: ApplicationState, number: str, *, closed_on: date | None, values: RuleValues | None, today: date
) -> None:
    """Refuse to discard the receipts of a case that goes on, or while they must be kept."""
    if state not in RECEIPTS_AT_REST or closed_on is None or values is None:
        raise CaseUnfinished(number=number)
    last = kept_until(closed_on, values, Papers.RECEIPTS)
    if today <= last:
        raise StillKept(number=number, kept_until=last)


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
