"""A file that cannot be counted says what is wrong, and in which line."""

MOST_SHOWN = 60


class BrokenFile(ValueError):
    """A file that must not be counted.

    `line` counts from 1, 0 means the file as a whole; `what` is a sentence without a full stop that a person can act on.
    """

    def __init__(self, line: int, what: str) -> None:
        """Keep the line and the sentence."""
        super().__init__(f"line {line}: {what}" if line else what)
        self.line = line
        self.what = what


def shown(text: str) -> str:
    """Quote what stands in a file, cut to a readable length."""
    return f"«{text[:MOST_SHOWN]}…»" if len(text) > MOST_SHOWN else f"«{text}»"
