"""An intruder who owns the database: past the house, with every guard taken down, one value changed and put back."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.shell.database import db, sqlite_driver

HEX = "0123456789abcdef"


class Intruder:
    """A connection without triggers, checks and foreign keys; values are seen as the driver gives them."""

    def __init__(self):
        db.session.rollback()
        own = {"module": sqlite_driver} if db.engine.dialect.name == "sqlite" else {}
        self.engine = sa.create_engine(db.engine.url, isolation_level="AUTOCOMMIT", **own)
        self.connection = self.engine.connect()
        take = self._take_postgres if db.engine.dialect.name == "postgresql" else self._take_sqlite
        take()

    def run(self, statement, **values):
        """Run a statement."""
        found = self.connection.execute(sa.text(statement) if isinstance(statement, str) else statement, values)
        db.session.rollback()
        return found

    def rows(self, table, most=12):
        """Return rows of a table, spread over all of it."""
        columns = [sa.column(column.name) for column in table.columns]
        rows = self.run(sa.select(*columns).select_from(sa.table(table.name)).order_by(columns[0])).mappings().all()
        return [rows[place * (len(rows) - 1) // (most - 1)] for place in range(most)] if len(rows) > most else rows

    @contextmanager
    def changed(self, table, row, column):
        """Change one byte of one value for the time of the block; give what stands there now."""
        new = other(row[column.name], column)
        self._put(table, row, {column.name: new})
        try:
            yield {**row, column.name: new}
        finally:
            self._put(table, {**row, column.name: new}, {column.name: row[column.name]})

    def leave(self):
        """Close the connection."""
        self.connection.close()
        self.engine.dispose()

    def _put(self, table, row, values):
        keys = [column.name for column in table.primary_key]
        names = {*keys, *values}
        plain = sa.table(table.name, *(sa.column(name) for name in names))
        self.run(sa.update(plain).where(*(plain.c[key] == row[key] for key in keys)).values(values))

    def _take_sqlite(self):
        self.run("PRAGMA foreign_keys = OFF")
        self.run("PRAGMA ignore_check_constraints = ON")
        for (name,) in self.run("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            self.run(f"DROP TRIGGER {name}")

    def _take_postgres(self):
        self.run("SET session_replication_role = replica")
        checks = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
        for table, name in self.run(checks).all():
            self.run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def other(value, column):
    """Return the value with its last byte changed; something where there was nothing."""
    if value is None:
        return uuid4().hex if column.type.python_type is UUID else 5
    if isinstance(value, bytes | memoryview):
        return bytes(value)[:-1] + bytes([bytes(value)[-1] ^ 1])
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, int):
        return value ^ 1024
    return value[:-1] + (HEX[HEX.index(value[-1]) - 1] if value[-1] in HEX else chr(ord(value[-1]) ^ 1))
