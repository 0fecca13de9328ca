"""The scratch database of a rehearsal: an application of its own in a folder that disappears, nothing of it is real."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_migrate import upgrade

from app.core.clock import berlin_moment
from app.rehearsal.company import hire, open_house
from app.rehearsal.script import Script
from app.rehearsal.stage import Stage
from app.shell.database import Base, db
from app.shell.settings import read_settings


@contextmanager
def scratch_app() -> Iterator[Flask]:
    """Yield an application like the present one on a fresh, migrated SQLite database, with its context pushed."""
    with tempfile.TemporaryDirectory(prefix="kiezfonds-rehearsal-") as name:
        folder = Path(name)
        settings = read_settings(
            folder,
            database_url=f"sqlite:///{folder / 'rehearsal.db'}",
            files=str(folder / "files"),
            mail_url="",
            jobs_url="",
            rate_limit_url="memory://",
            log_level="WARNING",
        )
        app: Flask = current_app.extensions["create_app"](settings)
        with app.app_context():
            upgrade()
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()


def set_stage(script: Script) -> Stage:
    """Set up area, fund, rule book, fund year, jury and people of a rehearsal, the day before its year begins."""
    first = script.steps[0].on
    new_year = script.steps[0].day.replace(month=1, day=1)
    stage = open_house(
        name=script.area_name,
        slug="probe",
        code="PR",
        ends_on=script.area_ends_on,
        overrides=script.rules.overrides,
        year=new_year.year,
        at=berlin_moment(new_year),
    )
    hire(stage, script.people, since=new_year)
    stage.at(first)
    return stage


class Shadow:
    """A copy of the scratch database, to take back what a refused step had done before it was refused."""

    def __init__(self) -> None:
        """Copy the database as it is now."""
        driver: Any = db.engine.dialect.dbapi
        self._copy = driver.connect(":memory:")
        with _driver_connection() as connection:
            connection.backup(self._copy)

    def restore(self) -> None:
        """Put the copy back."""
        with _driver_connection() as connection:
            self._copy.backup(connection)

    def forget(self) -> None:
        """Give the memory back."""
        self._copy.close()


@contextmanager
def _driver_connection() -> Iterator[Any]:
    db.session.remove()
    connection = db.engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.close()


def content() -> dict[str, tuple[int, int]]:
    """Return row count and a hash of the rows for each table of the domain and the audit log."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if not table.info.get("housekeeping"):
            rows = sorted(repr(tuple(row)) for row in db.session.execute(table.select()))
            found[table.name] = (len(rows), hash(tuple(rows)))
    db.session.rollback()
    return found
