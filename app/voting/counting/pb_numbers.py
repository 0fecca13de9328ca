"""Where projects are numbered, the choices of many ballots are read as one long row of numbers."""

from collections.abc import Mapping
from typing import Optional

import numpy as np
import numpy.typing as npt

from app.voting.counting.columns import Places

HIGHEST = 1 << 20
_ALLOWED = b"0123456789,"


class Numbered:
    """Projects whose identifiers are whole numbers, written without leading zeros: the position of each number."""

    def __init__(self, position: Mapping[str, int]) -> None:
        """Remember for each number its position, or that there is none, and how long the number is."""
        self._place = np.full(max(map(int, position)) + 1, -1, np.int32)
        self._length = np.array([len(name) for name in position], np.int64)
        for name, place in position.items():
            self._place[int(name)] = place

    @classmethod
    def of(cls, position: Mapping[str, int]) -> Optional["Numbered"]:
        """Look whether all identifiers are such numbers; `position` ascends from 0."""
        plain = all(name.isascii() and name.isdigit() and len(name) < len(str(HIGHEST)) for name in position)
        return cls(position) if position and plain and all(str(int(name)) == name for name in position) else None

    def places(self, text: str) -> npt.NDArray[np.uint16] | None:
        """Turn identifiers divided by commas into positions; None unless each is exactly a project's.

        Other ways to write a number, as «007», are longer than the identifier. So all are exact if their lengths and the
        commas between them add up to the text.
        """
        if not text.isascii() or text.encode().translate(None, _ALLOWED) or ",," in f",{text},":
            return None
        numbers: Places = np.fromstring(text, np.intp, sep=",")
        if int(numbers.max()) >= len(self._place):
            return None
        places = self._place[numbers]
        if int(places.min()) < 0 or int(self._length[places].sum()) + len(places) - 1 != len(text):
            return None
        return places.astype(np.uint16)
