"""Whether a row stands in the database exactly as the house writes it; the checks of books and log ask this first."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from app.shell.database import Base, db

CHUNK = 2000
Way = Callable[[Any], Any]


def misspelt(*models: type[Base]) -> Iterator[str]:
    """Name every value that cannot be read, or that the house would have written otherwise.

    SQLite keeps ids and moments as text and takes any text there: what was changed by hand may be unreadable, or be
    read as the same value but no longer be found by it.
    """
    dialect = db.engine.dialect
    for model in models:
        table: Any = model.__table__
        kinds = [(column.name, column.type.dialect_impl(dialect)) for column in table.columns]
        ways = [(name, kind.result_processor(dialect, None), kind.bind_processor(dialect)) for name, kind in kinds]
        raw = [sa.type_coerce(column, sa.types.NullType()).label(column.name) for column in table.columns]
        statement = sa.select(*raw).execution_options(yield_per=CHUNK)
        for row in db.session.execute(statement):
            for (name, read, write), value in zip(ways, row, strict=True):
                if not _is_own(value, read, write):
                    yield f"{table.name} {row[0]}: {name} is not written as this house writes it"


def _is_own(value: Any, read: Way | None, write: Way | None) -> bool:
    try:
        known = read(value) if read else value
        return not isinstance(value, str) or write is None or bool(write(known) == value)
    except (ValueError, LookupError, TypeError):
        return False
