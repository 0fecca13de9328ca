"""Rules of booking: entries sum to zero, every account but the counter accounts stays at or above zero."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from app.core.errors import DomainError
from app.core.words import N_


class AccountKind(StrEnum):
    """The accounts of a fund year, «Konto»; BUDGET and AUTHORITY are the counter accounts and run negative."""

    BUDGET = "budget"
    AVAILABLE = "available"
    RESERVED = "reserved"
    COMMITTED = "committed"
    IN_TRANSIT = "in_transit"
    PAID = "paid"
    SPENT = "spent"
    INTEREST = "interest"
    AUTHORITY = "authority"


COUNTER_ACCOUNTS = frozenset({AccountKind.BUDGET, AccountKind.AUTHORITY})
PARTS = (
    AccountKind.AVAILABLE,
    AccountKind.RESERVED,
    AccountKind.COMMITTED,
    AccountKind.IN_TRANSIT,
    AccountKind.PAID,
    AccountKind.SPENT,
)
BOUND = (AccountKind.COMMITTED, AccountKind.IN_TRANSIT, AccountKind.PAID)
Moves = Mapping[AccountKind, int]

ACCOUNT_LABELS: Mapping[AccountKind, str] = {
    AccountKind.BUDGET: N_("Budget"),
    AccountKind.AVAILABLE: N_("verfügbar"),
    AccountKind.RESERVED: N_("reserviert"),
    AccountKind.COMMITTED: N_("gebunden"),
    AccountKind.IN_TRANSIT: N_("angewiesen"),
    AccountKind.PAID: N_("ausgezahlt"),
    AccountKind.SPENT: N_("ausgegeben"),
    AccountKind.INTEREST: N_("Zinsen"),
    AccountKind.AUTHORITY: N_("Förderstelle"),
}

STEP_LABELS: Mapping[tuple[str, str], str] = {
    ("fund_year", "budget"): N_("Budget des Jahres eingestellt"),
    ("commitment", "commit"): N_("Verpflichtung gebucht"),
    ("award", "commit"): N_("Bewilligt und gebunden"),
    ("award", "reserve"): N_("Gekürzt bewilligt, bis zur Antwort reserviert"),
    ("award", "accept"): N_("Gekürztes Angebot angenommen und gebunden"),
    ("award", "release"): N_("Wieder frei geworden"),
    ("award", "cancel"): N_("Aktion abgesagt, Geld wieder frei"),
    ("payment", "order"): N_("Auszahlung angeordnet"),
    ("payment", "release"): N_("Ausgezahlt"),
    ("payment", "reject"): N_("Auszahlung zurückgenommen"),
    ("settlement", "finalise"): N_("Abrechnung abgeschlossen"),
    ("repayment", "receive"): N_("Rückzahlung eingegangen"),
    ("repayment", "interest"): N_("Zinsen eingegangen"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """All that a journal says, «Buchungsinhalt»; entries are (id, account id, kind of account, cents)."""

    entries: frozenset[tuple[UUID, UUID, AccountKind, int]]
    id: UUID
    fund_year_id: UUID
    cause_kind: str
    cause_id: UUID
    step: str
    case_id: UUID | None
    booked_at: datetime

    def fingerprint(self) -> str:
        """Return the SHA-256 in hex of the content as JSON: the same for the same content, whatever the order."""
        said = [
            *map(str, (self.id, self.fund_year_id, self.cause_kind, self.cause_id, self.step, self.case_id or "")),
            self.booked_at.astimezone(UTC).isoformat(),
            sorted([str(entry_id), str(account_id), kind, cents] for entry_id, account_id, kind, cents in self.entries),
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Unbalanced(DomainError):
    """Entries that do not sum to zero, or none at all; a fault of the program, never of a person."""

    status = 500
    title = N_("Die Buchung geht nicht auf. Es wurde nichts gebucht.")


class AlreadyBooked(DomainError):
    """The same step of the same cause is in the ledger already."""

    title = N_("Das ist schon gebucht.")


class OverdrawnAccount(DomainError):
    """An account would fall below its floor."""

    title = N_("Dafür ist auf dem Konto nicht genug Geld.")


def balanced(moves: Moves) -> dict[AccountKind, int]:
    """Return the moves without zeros, in account order; raise Unbalanced unless they sum to zero."""
    entries = {kind: moves[kind] for kind in AccountKind if moves.get(kind)}
    if not entries or sum(entries.values()) != 0:
        raise Unbalanced
    return entries


def transfer(cents: int, *, source: AccountKind, target: AccountKind) -> dict[AccountKind, int]:
    """Return the moves that carry an amount from one account to another."""
    return {source: -cents, target: cents}


def floor_of(kind: AccountKind) -> int | None:
    """Return the least balance of an account in cents: 0, or None for the counter accounts."""
    return None if kind in COUNTER_ACCOUNTS else 0


def in_words(cause_kind: str, step: str) -> str:
    """Return what a booking was for, as a marked sentence."""
    return STEP_LABELS.get((cause_kind, step), N_("Buchung"))
