"""Sentences that are translated later, where the reader's language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(sentence: str) -> str:  # noqa: N802 - the gettext world knows this name
    """Return the sentence as it is; its mark makes the catalogues collect it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A marked German sentence with ``%(fact)s`` places and what belongs there."""

    text: str
    facts: Mapping[str, int | str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the German sentence with its facts."""
        return self.text % self.facts
