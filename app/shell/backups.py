"""Backups of a single machine: copies of the SQLite database, each of one moment, and all files they mention.

A folder for backups holds ``kiezfonds-<UTC moment>.db``, the newest of them, and ``files`` with what any of them
mentions: what was erased is gone from the backups when the last copy that knows it goes. The two key files of the instance
are not in it; whoever finds a backup cannot read the account numbers in it. People may go on working meanwhile. Copying the
database's file instead loses what its journal holds.

Daily by the setting ``BACKUPS``, by hand with ``flask backup make``; ``flask backup restore`` fills an empty instance.
On PostgreSQL its own tools do this.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from flask import current_app

from app.core.clock import utc_now
from app.shell.database import db
from app.shell.files.checking import inspected
from app.shell.files.models import StoredFile
from app.shell.files.places import Folder, Place
from app.shell.files.store import place
from app.shell.jobs.outbox import DAILY
from app.shell.settings import Settings

NAME = "kiezfonds-%Y%m%dT%H%M%SZ.db"
COPY = re.compile(r"kiezfonds-\d{8}T\d{6}Z\.db")
MENTIONED = "SELECT DISTINCT sha256 FROM stored_file"
LATE = timedelta(hours=36)
log = structlog.get_logger()


class NoBackup(Exception):
    """A backup cannot be made or put back; the words are for the operator."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database, how many different files it mentions, and which of them could not be had."""

    path: Path
    files: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """When the newest copy was made, if there is one, and whether a night was missed."""

    newest: datetime | None
    is_late: bool


def state(now: datetime) -> State | None:
    """Look how old the newest backup is; None where the settings ask for none."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.backups:
        return None
    try:
        copies = _copies(Path(settings.backups))
    except OSError:  # the disk is broken: whoever asks is told that a night was missed
        copies = []
    newest = datetime.strptime(copies[-1].name, NAME).replace(tzinfo=UTC) if copies else None
    return State(newest, newest is None or now - newest > LATE)


def make(folder: Path, now: datetime, *, keep: int) -> Backup:
    """Add a copy to the folder and take out all but the newest `keep`; raise NoBackup."""
    source = _database()
    if not folder.is_dir():
        raise NoBackup(f"{folder} is no folder. Is the disk there?")
    (folder / "files").mkdir(mode=0o700, exist_ok=True)
    files = Folder(folder / "files")
    known = db.session.scalars(sa.select(StoredFile.sha256).distinct()).all()
    _bring(known, place(), files)  # what is taken out in the next moment is wanted, too
    path = folder / now.astimezone(UTC).strftime(NAME)
    _copy(source, path)
    mentioned = _mentioned(path)
    missing = _bring(mentioned, place(), files)
    _forget_old(folder, files, keep)
    return Backup(path, len(mentioned), missing)


def restore(folder: Path) -> Backup:
    """Fill an empty instance from the newest copy; raise NoBackup where there is a database already."""
    target = _database()
    copies = _copies(folder)
    if not copies:
        raise NoBackup(f"There is no backup in {folder}.")
    if target.exists():
        raise NoBackup(f"{target} exists. Stop the service and move it away first; nothing is overwritten.")
    mentioned = _mentioned(copies[-1])
    missing = _bring(mentioned, Folder(folder / "files"), place())
    _copy(copies[-1], target)
    return Backup(copies[-1], len(mentioned), missing)


def back_up_daily() -> None:
    """Make the backup of the night, if the settings name a folder."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.backups:
        return
    try:
        made = make(Path(settings.backups), utc_now(), keep=settings.backups_kept)
    except (NoBackup, OSError) as error:
        log.error("no backup", reason=type(error).__name__)  # noqa: TRY400 - a full disk has no story to tell
    else:
        log.info("backup made", files=made.files, missing=len(made.missing))


def _database() -> Path:
    if db.engine.dialect.name != "sqlite":
        raise NoBackup("PostgreSQL is backed up with its own tools, such as pg_dump; a bucket with those of its keeper.")
    return Path(db.engine.url.database or "")


def _copies(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.db") if COPY.fullmatch(path.name))


def _copy(source: Path, path: Path) -> None:
    """Write a copy beside, look whether it is sound, then give it its name."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with _reading(source) as connection:
        connection.execute("VACUUM INTO ?", (str(fresh),))
    fresh.chmod(0o600)
    with _reading(fresh) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise NoBackup(f"The copy is not sound: {found}")
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(path)


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    driver: Any = db.engine.dialect.dbapi
    try:
        with closing(driver.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
            yield connection
    except driver.DatabaseError as error:  # broken, or the disk is full
        raise NoBackup(f"{path}: {error}") from error


def _mentioned(path: Path) -> list[str]:
    with _reading(path) as connection:
        return [digest for (digest,) in connection.execute(MENTIONED)]


def _bring(digests: Iterable[str], source: Place, target: Place) -> tuple[str, ...]:
    """Add files that are not there yet; return those that cannot be had as they were."""
    there = frozenset(target.digests())
    return tuple(digest for digest in digests if digest not in there and not _brought(digest, source, target))


def _brought(digest: str, source: Place, target: Place) -> bool:
    data, fault = inspected(source, digest)
    if not fault:
        target.keep(digest, data)
    return not fault


def _forget_old(folder: Path, files: Folder, keep: int) -> None:
    for path in _copies(folder)[:-keep]:
        path.unlink()
    wanted = {digest for path in _copies(folder) for digest in _mentioned(path)}
    for digest in files.digests():
        if digest not in wanted:
            files.forget(digest)


if back_up_daily not in DAILY:
    DAILY.append(back_up_daily)
