"""Migrations make exactly the tables the models speak of, on both databases, with the guards in place."""

import sqlalchemy as sa
from flask_migrate import check

from app.shell.database import db
from migrations.guards import APPEND_ONLY, append_only, statements, waits

ADDED_LATER = ("bank_file_entry",)  # by a migration after the first


def test_migrations_and_models_do_not_drift(any_app):
    check()


def test_the_guards_are_in_the_database(app):
    with db.engine.connect() as connection:
        names = set(connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    assert {f"{table}_no_update" for table in (*APPEND_ONLY, *ADDED_LATER)} <= names
    later = [*waits("sqlite"), *(line for table in ADDED_LATER for line in append_only(table, "sqlite"))]
    assert len(names) == len(statements("sqlite")) + len(later)
