"""The mark of a sentence that is translated later, where the reader's language is known."""


def N_(sentence: str) -> str:  # noqa: N802 - the gettext world knows this name
    """Return the sentence as it is; its mark makes the catalogues collect it."""
    return sentence
