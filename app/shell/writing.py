"""Writing: statements a change sends often, compiled once and given to the driver, and new rows past the unit of work."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.shell.database import Base, db
from app.shell.looking import Look
from app.shell.prepared import Prepared, Ways

TOGETHER_MOST = 8


class Write:
    """An INSERT, UPDATE or DELETE to be sent often; a change must be under way."""

    def __init__(self, statement: Any) -> None:
        """Know the statement; it is compiled when it is first sent."""
        self._statement = statement
        self._ways = Ways(lambda dialect: Prepared(statement, dialect))

    def __call__(self, *rows: Mapping[str, Any]) -> int:
        """Send it for each of these values and return how many rows it met; raise what SQLAlchemy would."""
        session: Any = db.session()
        connection: Connection = session.changing
        prepared: Prepared | None = self._ways.of(connection.engine)
        if prepared is None:
            return connection.execute(self._statement, list(rows)).rowcount
        text = prepared.text(rows[0])
        cursor: Any = session.cursor()
        try:
            if len(rows) == 1:
                cursor.execute(text.sql, text.arguments(rows[0]))
            else:
                cursor.executemany(text.sql, [text.arguments(values) for values in rows])
            return int(cursor.rowcount)
        except prepared.faults as error:
            raise prepared.fault(error, text.sql) from error


class Insert:
    """An INSERT into some columns; a few rows go in one statement."""

    def __init__(self, table: Any, columns: Sequence[str]) -> None:
        """Know the columns by name."""
        self.table: sa.Table = table
        self._columns = tuple(columns)
        self._writes = cache(self._write)

    def __call__(self, *rows: Mapping[str, Any]) -> None:
        """Write the rows; each names a value for every column."""
        if 1 < len(rows) <= TOGETHER_MOST:
            together = {f"{name}_{place}": row[name] for place, row in enumerate(rows) for name in self._columns}
            self._writes(len(rows))(together)
        else:
            self._writes(0)(*rows)

    def _write(self, count: int) -> Write:
        values = [
            {name: sa.bindparam(f"{name}_{place}", type_=self.table.c[name].type) for name in self._columns}
            for place in range(count)
        ]
        one = {name: sa.bindparam(name, type_=self.table.c[name].type) for name in self._columns}
        return Write(self.table.insert().inline().values(values or one))


class Change(Look):
    """An UPDATE of one table that returns columns of the rows it met."""

    def __init__(self, statement: Any) -> None:
        """Know the statement."""
        super().__init__(statement)
        self.table: sa.Table = statement.table


class NewRows:
    """An INSERT of one kind of row with all its columns."""

    def __init__(self, kind: type[Base]) -> None:
        """Find where each column's value comes from: what the row was given, else the column's default."""
        mapper = sa.inspect(kind)
        table: Any = mapper.local_table
        self.table: sa.Table = table
        version = mapper.version_id_col
        self._defaults: list[tuple[str, str, Callable[[], Any]]] = [
            (mapper.get_property_by_column(column).key, column.key, _default(column, is_version=column is version))
            for column in table.columns
        ]
        self._names = {name for name, *_ in self._defaults} | {"_sa_instance_state"}  # as ``vars`` of a row has it
        self._insert = Insert(table, [column.key for column in table.columns])

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write the rows, each given by the names of its attributes; raise TypeError for a name there is not."""
        if unknown := {name for row in rows for name in row} - self._names:
            raise TypeError(unknown)
        self._insert(*({key: _value(row, name, default) for name, key, default in self._defaults} for row in rows))


def _value(row: Mapping[str, Any], name: str, default: Callable[[], Any]) -> Any:
    value = row.get(name)
    return default() if value is None else value


def _default(column: sa.Column[Any], *, is_version: bool) -> Callable[[], Any]:
    default: Any = column.default
    if is_version:
        return lambda: 1
    if default is None and isinstance(column.type, sa.JSON) and column.nullable:
        raise TypeError(column)  # nothing and JSON's null would be the same
    if default is None:
        return lambda: None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


new_rows = cache(NewRows)
