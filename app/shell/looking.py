"""Looking: SELECTs over columns, built once and asked of the database's driver without detours; a page asks ten times."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, wraps
from inspect import signature
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

from app.shell.database import db
from app.shell.prepared import Prepared, Ways

IDS_KEPT = 8192
Select = sa.Select[*tuple[Any, ...]]


def look(build: Callable[..., Select]) -> Callable[..., Sequence[Any]]:
    """Make of a function that builds a SELECT over columns one that builds it once and returns the rows.

    Its parameters become those of the statement and are given by name. Rows are tuples with names.
    """
    asked = cache(lambda: Look(build(**{name: sa.bindparam(name) for name in signature(build).parameters})))

    @wraps(build)
    def rows(**values: Any) -> Sequence[Any]:
        return asked()(**values)

    return rows


class Look:
    """A SELECT over columns to be asked often; it remembers how it is asked."""

    def __init__(self, statement: Any) -> None:
        """Know the statement; it is compiled when it is first asked."""
        self._statement = statement
        self._ways = Ways(lambda dialect: Way(statement, dialect))

    def __call__(self, **values: Any) -> Sequence[Any]:
        """Return the rows; rows waiting to be written are written first."""
        session: Any = db.session()
        if session.changing is not None:
            session.flush()
        way: Way | None = self._ways.of(session.engine)
        if way is not None:
            try:
                return way.rows(session.cursor(), values)
            except sa.exc.DBAPIError:
                if session.changing is not None:
                    raise
        connection: Connection = session.connection()  # it finds out whether the connection is to blame
        return connection.execute(self._statement, values).all()


class Way:
    """How a statement is asked of one kind of database, and what its columns go through."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        """Compile the statement."""
        self._prepared = Prepared(statement, dialect)
        self._types = [column.type for column in statement.exported_columns]
        self._made: Callable[[Any], Sequence[Any]] | None = None

    def rows(self, cursor: Any, values: Mapping[str, Any]) -> Sequence[Any]:
        """Return the rows for these values."""
        text = self._prepared.text(values)
        try:
            cursor.execute(text.sql, text.arguments(values))
            fetched = cursor.fetchall()
        except self._prepared.faults as error:
            raise self._prepared.fault(error, text.sql) from error
        if self._made is None:
            self._made = self._maker(cursor.description)
        return self._made(fetched)

    def _maker(self, description: Any) -> Callable[[Any], Sequence[Any]]:
        names = [column[0] for column in description]
        row = cast("Any", namedtuple("Row", names, rename=True))._make  # noqa: PYI024 - the names are known only now
        found = (self._process(kind, column[1]) for kind, column in zip(self._types, description, strict=True))
        processes = [(place, process) for place, process in enumerate(found) if process]

        def made(fetched: Any) -> Sequence[Any]:
            rows = []
            for given in fetched:
                values = list(given)
                for place, process in processes:
                    values[place] = process(values[place])
                rows.append(row(values))
            return rows

        return made if processes else lambda fetched: [row(given) for given in fetched]

    def _process(self, kind: sa.types.TypeEngine[Any], code: object) -> Callable[[Any], Any] | None:
        dialect = self._prepared.dialect
        process = kind.dialect_impl(dialect).result_processor(dialect, code)
        if process and isinstance(kind, sa.Uuid):
            return _id  # stored as text; the same ids come again and again, and are slow to make
        return process


@lru_cache(IDS_KEPT)
def _id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
