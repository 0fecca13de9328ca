"""The catalogues: collect every sentence of the application and bring the .po files up to date.

``python -m tests.contract.catalogues`` adds new sentences (empty) and drops those nobody says any more.
"""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
DATE = datetime(2026, 1, 1, tzinfo=UTC)
FOLDER = ROOT / "app" / "translations"


def sentences():
    """Return every sentence the application can say: (file, message)."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    method_map = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: {"trimmed": "true", "silent": "false"} for mapping in mappings if mapping["method"] == "jinja2"}
    found = extract_from_dir(str(ROOT / "app"), method_map, options, keywords=KEYWORDS)
    return [(path, message) for path, _line, message, _comments, _context in found]


def catalogue(code):
    """Return the stored catalogue of a language."""
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def update(code):
    """Write the catalogue with exactly the sentences of today; return those without a translation."""
    old = catalogue(code)
    new = Catalog(
        locale=code, project="Kiezfonds", version="1", copyright_holder="Kiezfonds", header_comment="# Sentences of Kiezfonds.",
        msgid_bugs_address="", last_translator="", language_team="", fuzzy=False, creation_date=DATE, revision_date=DATE,
    )  # fmt: skip
    for _path, message in sentences():
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known else "")
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, sort_output=True, omit_header=False, width=0)
    return [message.id for message in new if message.id and not message.string]


if __name__ == "__main__":
    print(f"{len(update('en'))} sentences wait for their English")  # noqa: T201
