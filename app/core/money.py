"""Money is whole cents in euro."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.errors import DomainError
from app.core.words import N_

LARGEST_CENTS = 10**13
_GERMAN_AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,11})(?:,[0-9]{1,2})?")


class NotAnAmount(DomainError):
    """The text is not an amount in euro as Germans write it."""

    status = 422
    title = N_("Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 25 oder 1.234,56.")


@dataclass(frozen=True, slots=True, order=True)
class Euro:
    """An amount of money, «Betrag», in whole cents; may be negative."""

    cents: int

    def __post_init__(self) -> None:
        """Refuse anything that is not an integer; a bool is not money either."""
        if type(self.cents) is not int:
            raise TypeError(self.cents)

    def __add__(self, other: "Euro") -> "Euro":
        """Return the sum."""
        return Euro(self.cents + other.cents)

    def __sub__(self, other: "Euro") -> "Euro":
        """Return the difference."""
        return Euro(self.cents - other.cents)

    def __neg__(self) -> "Euro":
        """Return the amount with the other sign."""
        return Euro(-self.cents)

    def __bool__(self) -> bool:
        """Tell whether this is any money at all."""
        return self.cents != 0

    def __str__(self) -> str:
        """Write the amount in the German way: ``1.234,56 €`` with a no-break space."""
        return f"{german_digits(self.cents)}\N{NO-BREAK SPACE}€"


def total(amounts: Iterable[Euro]) -> Euro:
    """Return the sum of amounts; nothing sums to zero."""
    return Euro(sum(amount.cents for amount in amounts))


def german_digits(cents: int) -> str:
    """Write cents as ``1.234,56``."""
    euros, rest = divmod(abs(cents), 100)
    sign = "\N{MINUS SIGN}" if cents < 0 else ""
    return f"{sign}{euros:,}".replace(",", ".") + f",{rest:02d}"


def parse_german(text: str) -> Euro:
    """Read an amount as Germans write it: ``25``, ``25,5``, ``1.234,56``, with or without ``€``.

    Raise NotAnAmount for everything else: signs, exponents, three decimals, a dot as decimal mark.
    """
    bare = text.replace("€", "").replace("\N{NO-BREAK SPACE}", " ").strip()
    if not _GERMAN_AMOUNT.fullmatch(bare):
        raise NotAnAmount
    euros, _, decimals = bare.replace(".", "").partition(",")
    cents = int(euros) * 100 + int((decimals + "00")[:2])
    if cents > LARGEST_CENTS:
        raise NotAnAmount
    return Euro(cents)


def half_up(numerator: int, denominator: int) -> int:
    """Divide two integers, rounding half away from zero; the one rounding of this house."""
    if denominator <= 0:
        raise ValueError(denominator)
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def percent_of(amount: Euro, percent: int) -> Euro:
    """Return a whole percentage of an amount, rounded half up to the cent."""
    return Euro(half_up(amount.cents * percent, 100))


def split(amount: Euro, weights: Sequence[int]) -> list[Euro]:
    """Split an amount by weights with the largest remainder, so that the parts add up exactly.

    Equal remainders go to the earlier part. Weights are integers >= 0 with a positive sum.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError(weights)
    floors = [amount.cents * weight // whole for weight in weights]
    left = amount.cents - sum(floors)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount.cents * weights[i] % whole), i))
    for index in by_remainder[:left]:
        floors[index] += 1
    return [Euro(cents) for cents in floors]
