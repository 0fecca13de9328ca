"""The folder of real and made-up elections with known outcomes, which lies beside the project where there is one."""

import os
from pathlib import Path

import pytest

from app.shell.doors.language import catalogue

BESIDE = "../shared/data"


def elections_folder() -> Path | None:
    """Return the folder that holds `pabulib` and `juries`, by $KIEZFONDS_ELECTIONS or beside the checkout, or None."""
    named = os.environ.get("KIEZFONDS_ELECTIONS", "")
    root = Path(__file__).resolve().parents[1]
    place = Path(named) if named else root / BESIDE
    return place.resolve() if (place / "juries").is_dir() else None


def need_elections() -> Path:
    """Return that folder, or skip the test and say why."""
    folder = elections_folder()
    if folder is None:
        pytest.skip("no folder of elections: set KIEZFONDS_ELECTIONS or lay it at ../shared/data")
    return folder


def english(said):
    """Return what the count says, a refusal or a warning, as English readers get it."""
    translated = catalogue("en").gettext(said.text)
    assert translated != said.text, f"{said.text!r} is not translated"
    return translated % said.facts
