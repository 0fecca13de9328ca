"""The lives of fund years and calls, and what is refused in them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.money import Euro
from app.core.words import N_


class FundYearState(StrEnum):
    """How far a fund year, «Fondsjahr», is."""

    DRAFT = "draft"
    OPEN = "open"
    SPENDING_CLOSED = "spending_closed"
    SETTLED = "settled"
    REPORTED = "reported"


class CallState(StrEnum):
    """How far a call, «Aufruf», is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    IN_SESSION = "in_session"
    DECIDED = "decided"
    ARCHIVED = "archived"


FUND_YEAR: Machine[FundYearState] = Machine(
    "fund_year",
    {
        (FundYearState.DRAFT, "open"): FundYearState.OPEN,
        (FundYearState.OPEN, "close_spending"): FundYearState.SPENDING_CLOSED,
        (FundYearState.SPENDING_CLOSED, "settle"): FundYearState.SETTLED,
        (FundYearState.SETTLED, "report"): FundYearState.REPORTED,
    },
)

CALL: Machine[CallState] = Machine(
    "call",
    {
        (CallState.DRAFT, "edit"): CallState.DRAFT,
        (CallState.DRAFT, "publish"): CallState.PUBLISHED,
        (CallState.PUBLISHED, "edit"): CallState.PUBLISHED,
        (CallState.PUBLISHED, "close"): CallState.CLOSED,
        (CallState.CLOSED, "begin_session"): CallState.IN_SESSION,
        (CallState.IN_SESSION, "decide"): CallState.DECIDED,
        (CallState.DECIDED, "archive"): CallState.ARCHIVED,
    },
)


FUND_YEAR_LABELS: Mapping[FundYearState, str] = {
    FundYearState.DRAFT: N_("in Vorbereitung"),
    FundYearState.OPEN: N_("offen"),
    FundYearState.SPENDING_CLOSED: N_("für neue Bewilligungen geschlossen"),
    FundYearState.SETTLED: N_("abgerechnet"),
    FundYearState.REPORTED: N_("berichtet"),
}

CALL_LABELS: Mapping[CallState, str] = {
    CallState.DRAFT: N_("Entwurf"),
    CallState.PUBLISHED: N_("veröffentlicht"),
    CallState.CLOSED: N_("geschlossen"),
    CallState.IN_SESSION: N_("in der Sitzung"),
    CallState.DECIDED: N_("entschieden"),
    CallState.ARCHIVED: N_("archiviert"),
}


class FundYearNotOpen(DomainError):
    """The fund year takes no new applications, awards or commitments."""

    title = N_("Das Fondsjahr %(year)s ist nicht offen.")


class MoneyUnderWay(DomainError):
    """Some of the year's money is promised, on its way or not yet proven."""

    title = N_(
        "Noch sind %(cents)s reserviert, gebunden, unterwegs oder nicht nachgewiesen. Erst wenn alles abgerechnet ist, ist auch das Jahr abgerechnet."
    )


class FundYearExists(DomainError):
    """The fund has this year already."""

    title = N_("Dieses Fondsjahr gibt es schon.")
    field = "year"


class FundExists(DomainError):
    """The area has a fund of this kind already."""

    title = N_("Einen Fonds dieser Art gibt es hier schon.")
    field = "kind"


class NoBudget(DomainError):
    """A fund year needs money."""

    status = 422
    title = N_("Ein Fondsjahr braucht ein Budget von mindestens einem Cent.")
    field = "budget_cents"


class NoRulesInForce(DomainError):
    """The fund has no rule book on that day."""

    title = N_("Für diesen Tag hat der Fonds noch kein Regelwerk.")


class RulesInThePast(DomainError):
    """Rules begin today or later: nobody changes them for what has happened."""

    status = 422
    title = N_("Neue Regeln gelten frühestens ab heute, und nicht vor dem Beginn der letzten Fassung (%(least)s).")
    field = "valid_from"


class NothingChanged(DomainError):
    """The new version would be the same as the one it follows."""

    status = 422
    title = N_("An den Regeln hat sich nichts geändert. Es wurde keine neue Fassung angelegt.")


class CallDatesOutOfOrder(DomainError):
    """A call opens, then closes, then the jury meets."""

    status = 422
    title = N_("Die Tage müssen aufeinander folgen: erst der Beginn, dann der Einsendeschluss, dann die Sitzung.")


def ensure_open(state: FundYearState, *, year: int) -> None:
    """Refuse what only an open fund year takes."""
    if state is not FundYearState.OPEN:
        raise FundYearNotOpen(year=year)


def ensure_settled(under_way: Euro) -> None:
    """Refuse to call a year settled while money is promised, on its way or not proven (domain 8.2)."""
    if under_way:
        raise MoneyUnderWay(cents=under_way)


def ensure_not_in_the_past(valid_from: date, *, today: date, last_from: date | None) -> None:
    """Refuse rules that begin before today or before the last version; the first version may begin earlier."""
    if last_from is not None and valid_from < max(today, last_from):
        raise RulesInThePast(least=max(today, last_from))


def ensure_dates_in_order(*, opens_on: date, cut_off_on: date, session_on: date) -> None:
    """Refuse a call whose days do not follow each other, at the first day that is too early."""
    if cut_off_on < opens_on:
        raise CallDatesOutOfOrder(field="cut_off_on")
    if session_on < cut_off_on:
        raise CallDatesOutOfOrder(field="session_on")
