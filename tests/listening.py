"""Listening to what is asked of the database."""

from contextlib import contextmanager

from sqlalchemy import event

from app.shell.database import db


@contextmanager
def counted():
    """Collect the statements of a block, marks of transactions apart."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
