"""A lot is a published hash of a published seed: everybody can draw it again.

How a lot is drawn, so that anybody can write it anew with nothing but SHA-256:

1. Before the draw the office publishes a commitment, SHA-256 of a secret it keeps, and names a public value that nobody
   knows yet (a lottery draw of a coming day). Neither side alone steers the draw.
2. The participants are a list of different names. Sorted by Unicode code point and joined by line feeds they have a
   fingerprint (SHA-256), published with the commitment.
3. Afterwards the secret and the public value become known. The seed is SHA-256 of `secret`, a line feed and `public`, in
   hexadecimal letters.
4. Random numbers are SHA-256 of `seed`, a line feed, the fingerprint of the list, a line feed and a counter in decimal
   (0, 1, 2, …), each read as a whole number of 256 bits.
5. For the places 0, 1, … k - 1: with r names left the next number x is taken; one that is not below the largest multiple of
   r up to 2^256 is thrown away (otherwise the first names would be drawn a little more often) and the next is taken. The
   name at x mod r of the names left is drawn; the last name left takes its place.

All texts are UTF-8. A tie among projects is decided more simply, by `lot_of`: one hash each, the smaller comes first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count as numbers
from itertools import pairwise

from app.core.words import N_
from app.voting.counting.broken import Refused

SPACE = 1 << 256


class UnfairLot(Refused):
    """The list cannot be drawn from, or the secret is not the one committed to."""


@dataclass(frozen=True, slots=True)
class Lot:
    """«Los»: who was drawn, in order, and everything needed to draw again."""

    commitment: str
    participants: str
    secret: str
    public: str
    drawn: tuple[str, ...]


def lot_of(seed: str, name: str) -> str:
    """Draw the lot of one participant: the smaller hexadecimal number comes first."""
    return sha256(f"{seed}\n{name}".encode()).hexdigest()


def commitment_of(secret: str) -> str:
    """Commit to a secret: what is published before the draw."""
    return sha256(secret.encode()).hexdigest()


def fingerprint_of(names: Sequence[str]) -> str:
    """Hash the sorted list of participants; raises UnfairLot when a name is missing, stands twice or breaks lines."""
    ordered = sorted(names)
    twice = next((name for name, after in pairwise(ordered) if name == after), None)
    if twice is not None:
        raise UnfairLot(N_("%(name)s steht zweimal in der Liste."), name=twice)
    if any(not name.strip() or "\n" in name for name in ordered):
        raise UnfairLot(N_("Wer teilnimmt, braucht einen Namen in einer Zeile."))
    return sha256("\n".join(ordered).encode()).hexdigest()


def draw(names: Sequence[str], places: int, *, secret: str, public: str) -> Lot:
    """Draw `places` of the names, without putting back; raises UnfairLot when there are too few."""
    participants = fingerprint_of(names)
    if not 0 <= places <= len(names):
        raise UnfairLot(N_("%(places)s von %(names)s lassen sich nicht ziehen."), places=places, names=len(names))
    seed = sha256(f"{secret}\n{public}".encode()).hexdigest()
    chances = (int.from_bytes(sha256(f"{seed}\n{participants}\n{number}".encode()).digest()) for number in numbers())
    left = sorted(names)
    drawn = []
    for _place in range(places):
        at = below(len(left), chances)
        drawn.append(left[at])
        last = left.pop()
        if at < len(left):
            left[at] = last
    return Lot(commitment_of(secret), participants, secret, public, tuple(drawn))


def below(limit: int, chances: Iterator[int]) -> int:
    """Take the next number that favours nobody and reduce it to 0 … limit - 1."""
    fair = SPACE - SPACE % limit
    return next(chance for chance in chances if chance < fair) % limit


def verify(lot: Lot, names: Sequence[str]) -> None:
    """Draw again from the same list; raises UnfairLot with the first thing that does not agree."""
    if commitment_of(lot.secret) != lot.commitment:
        raise UnfairLot(N_("Das Geheimnis ist nicht das, auf das man sich festgelegt hat."))
    if fingerprint_of(names) != lot.participants:
        raise UnfairLot(N_("Aus dieser Liste wurde nicht gezogen."))
    again = draw(names, len(lot.drawn), secret=lot.secret, public=lot.public)
    if again.drawn != lot.drawn:
        raise UnfairLot(N_("Gezogen wurden %(drawn)s."), drawn=", ".join(again.drawn))
