"""An amount is decimal text in a file and an exact fraction in a count."""

import re
from fractions import Fraction

from app.core.words import N_
from app.voting.counting.broken import Refused

MOST_DIGITS = 15
MOST_DECIMALS = 6
_AMOUNT = re.compile(rf"([0-9]{{1,{MOST_DIGITS}}})(?:[.,]([0-9]{{1,{MOST_DECIMALS}}}))?")


class NotAnAmount(Refused):
    """The text is no amount."""


def amount(text: str) -> Fraction:
    """Read an amount exactly; a comma is a decimal point. Raises NotAnAmount for everything else."""
    if len(text) <= MOST_DIGITS and text.isascii() and text.isdigit():
        return Fraction(int(text))
    given = text.strip()
    found = _AMOUNT.fullmatch(given)
    if found:
        whole, decimals = found.groups("")
        return Fraction(int(whole + decimals), 10 ** len(decimals)) if decimals else Fraction(int(whole))
    if not given:
        raise NotAnAmount(N_("Ein Betrag fehlt."))
    shown = given if len(given) <= 2 * MOST_DIGITS else f"{given[: 2 * MOST_DIGITS]}…"
    if given.startswith("-"):
        raise NotAnAmount(N_("%(value)s ist weniger als null."), value=shown)
    raise NotAnAmount(
        N_("%(value)s ist kein Betrag: höchstens %(digits)s Ziffern, nach Punkt oder Komma höchstens %(decimals)s."),
        value=shown,
        digits=MOST_DIGITS,
        decimals=MOST_DECIMALS,
    )


def plain(value: Fraction) -> str:
    """Write a fraction as an exact decimal where it is one, else as a fraction."""
    decimals = 0
    rest = value
    while rest.denominator > 1:
        rest *= 10
        decimals += 1
        if decimals > MOST_DECIMALS:
            return str(value)
    if not decimals:
        return str(value.numerator)
    digits = str(abs(rest.numerator)).rjust(decimals + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"
