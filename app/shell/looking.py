"""Looking: SELECTs over columns, built once, compiled once, and asked of the database's driver without detours.

Building a statement costs more than asking it, and so does all that SQLAlchemy prepares for statements it has not seen
before; a page asks ten times. Who listens to the engine's statements, as a tracer does, hears every one.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, wraps
from inspect import signature
from typing import Any, NamedTuple, cast
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

from app.shell.database import db

IDS_KEPT = 16_384
Statement = sa.Select[*tuple[Any, ...]]


def look(build: Callable[..., Statement]) -> Callable[..., Sequence[Any]]:
    """Make of a function that builds a SELECT over columns one that builds it once and returns the rows.

    Its parameters become those of the statement and are given by name. Rows are tuples with names.
    """
    asked = cache(lambda: Look(build(**{name: sa.bindparam(name) for name in signature(build).parameters})))

    @wraps(build)
    def rows(**values: Any) -> Sequence[Any]:
        return asked()(**values)

    return rows


class Look:
    """A SELECT over columns to be asked often; keep it, for it remembers how it is asked."""

    def __init__(self, statement: Statement) -> None:
        """Know the statement; it is compiled when it is first asked."""
        self._statement = statement
        self._ways: WeakKeyDictionary[Dialect, Way] = WeakKeyDictionary()

    def __call__(self, **values: Any) -> Sequence[Any]:
        """Return the rows; rows waiting to be written are written first."""
        session: Any = db.session()
        connection: Connection = session.for_looking()
        dialect = connection.dialect
        if not connection.engine.dispatch.before_cursor_execute:
            way = self._ways.get(dialect)
            if way is None:
                way = self._ways[dialect] = Way(self._statement, dialect)
            try:
                return way.rows(connection.connection.driver_connection, values)
            except dialect.loaded_dbapi.Error:  # asked once more below: SQLAlchemy knows what each fault means
                pass
        return connection.execute(self._statement, values).all()


class Way:
    """How a statement is asked of one kind of database: its text, what its parameters and its columns go through."""

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        """Compile the statement."""
        self._compiled: Any = statement.compile(dialect=dialect)
        self._dialect = dialect
        self._types = [column.type for column in statement.selected_columns]
        self._kinds = {name: bound.type for bound, name in self._compiled.bind_names.items()}
        self._lists = [name for bound, name in self._compiled.bind_names.items() if bound.expanding and bound.required]
        self._texts: dict[tuple[int, ...], Text] = {}
        self._made: Callable[[Any], Sequence[Any]] | None = None

    def rows(self, driver: Any, values: Mapping[str, Any]) -> Sequence[Any]:
        """Return the rows for these values."""
        lengths = tuple(len(values[name]) for name in self._lists)
        text = self._texts.get(lengths)
        if text is None:
            text = self._texts[lengths] = self._text(values)
        cursor = driver.execute(text.sql, text.arguments(values))
        if self._made is None:
            self._made = self._maker(cursor.description)
        return self._made(cursor.fetchall())

    def _text(self, values: Mapping[str, Any]) -> "Text":
        """Write out the lists, and find what each parameter is made from."""
        known = {name: value for name, value in values.items() if name in self._kinds}
        written = self._compiled.construct_expanded_state(known)
        lists = written.parameter_expansion.items()
        parts = {part: (name, place) for name, all_parts in lists for place, part in enumerate(all_parts)}
        takes = []
        for part in written.positiontup or written.parameters:
            name, place = parts.get(part, (part, None))
            process = self._kinds[name].dialect_impl(self._dialect).bind_processor(self._dialect) or _as_it_is
            if name in known:
                takes.append((name, place, process))
            else:  # stands in the statement itself
                takes.append((None, None, process(written.parameters[part])))
        return Text(written.statement, None if written.positiontup else tuple(written.parameters), takes)

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
        process = kind.dialect_impl(self._dialect).result_processor(self._dialect, code)
        if process and isinstance(kind, sa.Uuid):
            return _id  # stored as text; the same ids come again and again, and are slow to make
        return process


class Text(NamedTuple):
    """The text of a statement for lists of certain lengths, and where each of its parameters comes from.

    ``takes``: the name of a value, the place in it if it is a list, and what it goes through; without a name, the parameter
    itself. ``names``: what the driver calls the parameters, if it does not count them.
    """

    sql: str
    names: tuple[str, ...] | None
    takes: list[tuple[str | None, int | None, Any]]

    def arguments(self, values: Mapping[str, Any]) -> Any:
        """Return the parameters as the driver wants them."""
        found = [
            process if name is None else process(values[name] if place is None else values[name][place])
            for name, place, process in self.takes
        ]
        return found if self.names is None else dict(zip(self.names, found, strict=True))


@lru_cache(IDS_KEPT)
def _id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _as_it_is(value: Any) -> Any:
    return value
