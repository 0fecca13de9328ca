"""The bytes of a bank file: ordered payments as a SEPA credit transfer, pain.001.001.09."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sepaxml import SepaTransfer

SCHEMA = "pain.001.001.09"
NAME_LENGTH, PURPOSE_LENGTH = 70, 140
_NOT_ALLOWED = re.compile(r"[^0-9A-Za-zÄÖÜäöüßÀ-žȘ-ț /?:().,'+&*$%-]")


@dataclass(frozen=True, slots=True)
class Transfer:
    """One credit transfer: to whom, how much, and what the statement says."""

    payment_id: UUID
    holder: str
    iban: str
    amount_cents: int
    purpose: str


def end_to_end_id(payment_id: UUID) -> str:
    """Return the reference of a payment that travels to the payee and comes back on the statement (35 characters at most)."""
    return payment_id.hex


def bank_file(*, holder: str, iban: str, transfers: Sequence[Transfer], execute_on: date) -> bytes:
    """Return the file for transfers from one account, checked against the schema of the banks.

    Names keep their umlauts, or the bank's check of the payee would fail; addresses are left out.
    """
    config = {"name": _plain(holder, NAME_LENGTH), "IBAN": iban, "batch": True, "currency": "EUR"}
    sepa = SepaTransfer(config, schema=SCHEMA, clean=False)
    for one in transfers:
        sepa.add_payment(
            {
                "name": _plain(one.holder, NAME_LENGTH),
                "IBAN": one.iban,
                "amount": one.amount_cents,
                "execution_date": execute_on,
                "description": _plain(one.purpose, PURPOSE_LENGTH),
                "endtoend_id": end_to_end_id(one.payment_id),
            }
        )
    data: bytes = sepa.export(validate=True)
    return data


def _plain(text: str, length: int) -> str:
    """Return a text in the letters banks take, cut to a length; what they do not take becomes a space."""
    return " ".join(_NOT_ALLOWED.sub(" ", text).split())[:length] or "-"
