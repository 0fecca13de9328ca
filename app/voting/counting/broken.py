"""What is refused says why in plain words; a file also says in which line."""

from collections.abc import Mapping

MOST_SHOWN = 60


class Refused(ValueError):
    """A count or a lot that cannot be made: `text` is a marked German sentence (`core.words`), `facts` what its places hold."""

    def __init__(self, text: str, **facts: int | str) -> None:
        """Keep the sentence and its facts."""
        super().__init__(text % facts)
        self.text = text
        self.facts: Mapping[str, int | str] = facts


class BrokenFile(Refused):
    """A file that must not be counted; `line` counts from 1, 0 means the file as a whole."""

    def __init__(self, line: int, text: str, **facts: int | str) -> None:
        """Keep the line and the sentence."""
        super().__init__(text, **facts)
        self.line = line

    def __str__(self) -> str:
        """Return the German sentence after its line, for logs."""
        return f"Zeile {self.line}: {super().__str__()}" if self.line else super().__str__()


def shown(text: str) -> str:
    """Quote what stands in a file, cut to a readable length."""
    return f"«{text[:MOST_SHOWN]}…»" if len(text) > MOST_SHOWN else f"«{text}»"
