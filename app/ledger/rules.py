"""Rules of booking: entries sum to zero, every account but the counter accounts stays at or above zero."""

from collections.abc import Mapping
from enum import StrEnum

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
Moves = Mapping[AccountKind, int]


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
