"""Asking PostgreSQL in one step: a statement is prepared once on its connection, then sent and answered by one call of libpq.

The driver's own cursor finds out for every asking what kinds the parameters are, whether the statement should be prepared, and
waits for the answer in steps of its own; of a short question that is the larger part. Here values go as text, and the
server knows their kinds from the statement. The driver itself prepares nothing: at a rollback it makes the server forget all
that is prepared, ours with its own.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result

STATEMENTS_MOST = 256
OUTDATED = (FeatureNotSupported, InvalidSqlStatementName)
"""What the server says when a column is of another kind now, and when it has forgotten the statement: it is prepared anew."""

_ANSWERED = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)
_NAMED = re.compile(r"%\((\w+)\)s|%%")


class Statement(NamedTuple):
    """A statement as its connection knows it: its name there, and what the driver calls its parameters, in order."""

    name: bytes
    parameters: tuple[str, ...]
    formats: tuple[PyFormat, ...]


class Direct:
    """Stands in for the driver's cursor with what looking and writing need of one; one for each connection."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        """Begin with nothing prepared."""
        self.rowcount = -1
        self._connection = connection
        self._line: Any = connection.pgconn
        self._kinds = Transformer(connection)
        self._known: dict[str, Statement] = {}
        self._numbers = count(1)
        self._answer: Any = None

    def execute(self, sql: str, values: Mapping[str, Any]) -> None:
        """Send a statement with its values by name; raise the driver's errors."""
        statement = self._known.get(sql) or self._prepared(sql)
        given = self._kinds.dump_sequence([values[name] for name in statement.parameters], statement.formats)
        try:
            self._answer = self._checked(self._line.exec_prepared(statement.name, given))
        except OUTDATED:
            self._known.pop(sql, None)
            raise
        self.rowcount = self._answer.command_tuples or 0

    def executemany(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Send a statement for many rows; the driver does that without waiting for each."""
        with self._connection.cursor() as cursor:
            cursor.executemany(sql.encode(), rows)
            self.rowcount = cursor.rowcount

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows of the last answer."""
        self._kinds.set_pgresult(self._answer)
        return self._kinds.load_rows(0, self._answer.ntuples, tuple)

    @property
    def description(self) -> list[tuple[str, int]]:
        """Return name and kind of each column of the last answer."""
        names = [self._answer.fname(place) or b"" for place in range(self._answer.nfields)]
        return [(name.decode(self._kinds.encoding), self._answer.ftype(place)) for place, name in enumerate(names)]

    def _prepared(self, sql: str) -> Statement:
        parameters = tuple(dict.fromkeys(name for name in _NAMED.findall(sql) if name))
        places = {name: f"${place}" for place, name in enumerate(parameters, 1)}
        text = _NAMED.sub(lambda found: places[found[1]] if found[1] else "%", sql)
        if len(self._known) >= STATEMENTS_MOST:
            oldest = self._known.pop(next(iter(self._known)))
            self._checked(self._line.exec_(b"DEALLOCATE " + oldest.name))
        name = f"house_{next(self._numbers)}".encode()
        self._checked(self._line.prepare(name, text.encode(self._kinds.encoding)))
        self._known[sql] = Statement(name, parameters, (PyFormat.TEXT,) * len(parameters))
        return self._known[sql]

    def _checked(self, answer: Any) -> Any:
        if answer.status in _ANSWERED:
            return answer
        if self._line.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError(answer.get_error_message())
        raise error_from_result(answer, self._kinds.encoding)
