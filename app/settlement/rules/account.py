"""When an account may be sent, certified, ordered and closed, and how money that came back is split."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.errors import DomainError
from app.core.money import Euro
from app.core.words import N_
from app.funds.rules.values import RuleValues
from app.proposals.rules import ApplicationState
from app.settlement.rules.late import interest
from app.settlement.rules.receipts import ReceiptState

NOTHING = Euro(0)
FOOD = "food"
OPEN_STATES = frozenset(
    {
        ApplicationState.AGREED,
        ApplicationState.RUNNING,
        ApplicationState.AWAITING_SETTLEMENT,
        ApplicationState.OVERDUE,
    }
)
REVIEW_STATES = frozenset({ApplicationState.SETTLEMENT_SUBMITTED, ApplicationState.SETTLEMENT_QUERY})


class ReportMissing(DomainError):
    """The settlement has no report."""

    status = 422
    title = N_("Es fehlt noch der kurze Bericht: Was haben Sie gemacht, und wie war es?")
    field = "report"


class PhotosMissing(DomainError):
    """Fewer photos than the rule book wants."""

    status = 422
    title = N_("Fotos von der Aktion: nötig %(needed)s, vorhanden %(found)s.")
    field = "photos"


class ParticipantsMissing(DomainError):
    """The rule book wants to know how many people took part."""

    status = 422
    title = N_("Bitte geben Sie an, wie viele Menschen ungefähr dabei waren.")
    field = "participants"


class ReceiptPictureMissing(DomainError):
    """A receipt without its picture."""

    status = 422
    title = N_("Hier fehlt noch das Bild vom Beleg: Nr. %(numbers)s.")
    field = "receipts"


class ReceiptsOpen(DomainError):
    """Some receipts wait for a decision or an answer."""

    title = N_("Noch nicht entschiedene Belege: %(count)s.")


class AccountLocked(DomainError):
    """The settlement is with the office and cannot be changed now."""

    title = N_("Die Abrechnung ist gerade beim Büro. Ändern können Sie nur Belege, zu denen gefragt wurde.")


class TooManyReceipts(DomainError):
    """More receipts or photos than one settlement may hold."""

    status = 422
    title = N_("Eine Abrechnung fasst höchstens %(most)s Stück davon.")


class ReasonNotInForce(DomainError):
    """The rules of this fund do not know that reason to cut."""

    status = 422
    title = N_("Dieser Kürzungsgrund gilt nach dem Regelwerk dieser Bewilligung nicht.")
    field = "cuts"


class CutNeedsNote(DomainError):
    """The reason «other» says nothing by itself."""

    status = 422
    title = N_("Bitte erläutern Sie den Grund der Kürzung.")
    field = "note"


class PaymentUnderWay(DomainError):
    """Money is on its way out; first it has to arrive or be stopped."""

    title = N_("Eine Auszahlung ist noch unterwegs. Bitte schließen Sie sie erst ab oder weisen Sie sie zurück.")


class StillOwed(DomainError):
    """The repayment is not complete."""

    title = N_("Von der Rückzahlung fehlen noch %(left)s.")


class InterestOpen(DomainError):
    """Interest is neither paid nor waived."""

    title = N_("Über die Zinsen von %(interest)s ist noch nicht entschieden.")


class NoInterestDue(DomainError):
    """There is no interest to waive."""

    title = N_("Es sind keine Zinsen offen.")


class BalanceUnpaid(DomainError):
    """The balance payment has not left."""

    title = N_("Die Restzahlung ist noch nicht ausgezahlt.")


class RepaymentTooHigh(DomainError):
    """More came back than is owed."""

    status = 422
    title = N_("Offen sind nur noch %(left)s, davon Zinsen %(interest)s.")
    field = "amount_cents"


class DayInFuture(DomainError):
    """Nothing was paid and nothing arrived on a day that has not come."""

    status = 422
    title = N_("Dieser Tag liegt in der Zukunft.")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a settlement holds when it is sent; ``unproven`` are the numbers of receipts without a picture."""

    report: str
    participants: int | None
    photos: int
    categories: frozenset[str]
    unproven: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """How money that came back is split: ``interest_added`` is what its lateness costs."""

    principal: Euro
    interest: Euro
    interest_added: Euro


def may_edit(state: ApplicationState, receipt: ReceiptState | None = None) -> bool:
    """Tell whether the account, or this receipt of it, may be changed: before it is sent, or when it was asked about."""
    if state in OPEN_STATES:
        return True
    return state is ApplicationState.SETTLEMENT_QUERY and receipt is ReceiptState.QUERY


def ensure_editable(state: ApplicationState, receipt: ReceiptState | None = None) -> None:
    """Refuse to change what the office has in its hands."""
    if not may_edit(state, receipt):
        raise AccountLocked


def ensure_not_after(day: date, today: date, *, field: str) -> None:
    """Refuse a day that has not come."""
    if day > today:
        raise DayInFuture(field=field)


def missing(contents: Contents, values: RuleValues) -> list[DomainError]:
    """Return what a settlement lacks, each as its refusal: report, photos, people, pictures of receipts [S:#41,#43]."""
    lacks: list[DomainError] = []
    if not contents.report.strip():
        lacks.append(ReportMissing())
    needed = values.integer("photos.min")
    if contents.photos < needed:
        lacks.append(PhotosMissing(needed=needed, found=contents.photos))
    if contents.participants is None and _counts_people(contents, values):
        lacks.append(ParticipantsMissing())
    if contents.unproven:
        lacks.append(ReceiptPictureMissing(numbers=", ".join(map(str, contents.unproven))))
    return lacks


def _counts_people(contents: Contents, values: RuleValues) -> bool:
    wanted = values.choice("participant_list.required")
    return wanted == "always" or (wanted == "if_food" and FOOD in contents.categories)


def ensure_reviewed(states: Iterable[ReceiptState]) -> None:
    """Refuse to certify while a receipt waits for the office or for an answer."""
    waiting = sum(state in {ReceiptState.UPLOADED, ReceiptState.QUERY} for state in states)
    if waiting:
        raise ReceiptsOpen(count=waiting)


def split_returned(
    amount: Euro, *, owed: Euro, interest_open: Euro, due_on: date, received_on: date, values: RuleValues
) -> Returned:
    """Split money that came back: first the claim, then interest, that of this very payment included."""
    principal = min(amount, owed)
    added = interest(principal, due_on=due_on, paid_on=received_on, values=values)
    rest = amount - principal
    if rest > interest_open + added:
        raise RepaymentTooHigh(left=owed + interest_open + added, interest=interest_open + added)
    return Returned(principal, rest, added)


def may_waive_alone(
    interest_open: Euro, person_id: UUID | None, *, bookers: Iterable[UUID], values: RuleValues
) -> bool:
    """Tell whether this person may waive: interest below the limit anyone, else only who booked nothing of it [I]."""
    return interest_open < values.cents("interest.bagatelle_cents") or person_id not in set(bookers)
