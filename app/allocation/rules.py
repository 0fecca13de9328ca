"""Rules of awards: what a decision makes of an award, and what an answer makes of an offer."""

from datetime import date
from enum import StrEnum

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.money import Euro
from app.core.words import N_


class NotEnoughMoney(DomainError):
    """The fund year does not hold the money."""

    title = N_("Im Fonds ist nicht mehr genug Geld frei.")


class AlreadyPaid(DomainError):
    """Money has left; cancelling is a matter of settlement."""

    title = N_("Es ist schon Geld ausgezahlt. Bitte brechen Sie die Aktion über die Abrechnung ab.")


class NoAgreement(DomainError):
    """There is no award or no agreement to work with yet."""

    title = N_("Dafür fehlt noch eine verbindliche Bewilligung oder die Vereinbarung.")


class SignedAlready(DomainError):
    """One side cannot sign twice."""

    title = N_("Diese Seite hat schon unterschrieben.")


class DrawnAlready(DomainError):
    """The agreement was drawn before; its words are fixed."""

    title = N_("Die Vereinbarung ist schon erstellt.")


class OfferExpired(DomainError):
    """The last day to answer an offer has passed."""

    title = N_("Das Angebot galt bis %(answer_by)s. Bitte sprechen Sie mit dem Büro.")


class AwardState(StrEnum):
    """The life of an award, «Stand der Bewilligung»."""

    OFFERED = "offered"
    BINDING = "binding"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    SETTLED = "settled"


AWARD: Machine[AwardState] = Machine(
    "award",
    {
        (AwardState.OFFERED, "accept"): AwardState.BINDING,
        (AwardState.OFFERED, "decline"): AwardState.DECLINED,
        (AwardState.BINDING, "cancel"): AwardState.CANCELLED,
        (AwardState.BINDING, "settle"): AwardState.SETTLED,
    },
)


def ensure_affordable(amount: Euro, *, available: Euro) -> None:
    """Refuse an award above what the fund year has available."""
    if amount > available:
        raise NotEnoughMoney(amount=amount, available=available)


def ensure_in_time(answer_by: date | None, *, today: date) -> None:
    """Refuse an answer after the last day of an offer; ``offer.answer_days``."""
    if answer_by is not None and today > answer_by:
        raise OfferExpired(answer_by=answer_by)
