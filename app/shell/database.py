"""The database: one metadata, column kinds, and connections that neither lose updates nor skip foreign keys.

SQLite runs with WAL, full sync, foreign keys and our own BEGIN (the driver's default loses updates silently);
a change takes the write lock at its first moment (BEGIN IMMEDIATE) and waits in a fair queue within the process.
PostgreSQL refuses changes by whoever only looks; looking needs no transaction there, so statements stay prepared.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import PoolProxiedConnection
from werkzeug.utils import import_string

try:
    import pysqlite3 as sqlite_driver
except ImportError:  # pragma: no cover - only where no wheel of a newer SQLite exists
    import sqlite3 as sqlite_driver

SAFE_SQLITE = (3, 51, 3)
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware moment in UTC; refuses naive ones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps it without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC moment."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Moment(),
        UUID: sa.Uuid(),
        bytes: sa.LargeBinary(),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
        list[str]: sa.JSON(),
    }


def new_id() -> Mapped[UUID]:
    """Return a column for an id that URLs may show."""
    return mapped_column(sa.Uuid(), primary_key=True, default=uuid4)


def one_of(kind: type[StrEnum], **options: Any) -> Mapped[Any]:
    """Return a column that holds one value of an enumeration, with a CHECK that says so."""
    values = [member.value for member in kind]
    column = sa.Enum(
        kind,
        values_callable=lambda _: values,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
    )
    return mapped_column(column, **options)


def cents(**options: Any) -> Mapped[Any]:
    """Return a column of whole cents (BIGINT)."""
    return mapped_column(sa.BigInteger(), **options)


class KiezSession(FlaskSession):
    """The session of this house; ``info["work"]`` is the change under way, if any.

    Who only looks at columns needs no unit of work, and asks the driver on a connection borrowed from the pool. Reading rows as
    objects, or a change, gives it back and begins a transaction of the session; looks are then part of that.
    """

    changing: Connection | None = None
    _engine: Engine | None = None
    _looking: PoolProxiedConnection | None = None

    def begin_change(self) -> None:
        """Begin a transaction that may write, on the connection ``changing``; only the door for change does."""
        self.changing = self.connection(execution_options={"writes": True})

    @property
    def engine(self) -> Engine:
        """Return the engine of the application."""
        if self._engine is None:
            self._engine = db.engine
        return self._engine

    def cursor(self) -> Any:
        """Return the driver's cursor to ask with; each connection keeps one, because making it costs as much as asking."""
        pooled = self._pooled()
        info = pooled.info
        if "cursor" not in info:
            info["cursor"] = pooled.cursor()
        return info["cursor"]

    def _pooled(self) -> PoolProxiedConnection:
        if self.changing is not None:
            return self.changing.connection
        if self._looking is None:
            if self.in_transaction():
                return self.connection().connection
            self._looking = self.engine.raw_connection()
            if self.engine.dialect.name == "sqlite":
                self._looking.cursor().execute("BEGIN")
        return self._looking

    def get_bind(self, *_what: Any, bind: Any = None, **_facts: Any) -> Any:
        """Return where to read and write: there is one database."""
        self._look_away()
        return bind or self.engine

    def close(self) -> None:
        """End what was begun."""
        if self.in_transaction() or self.identity_map or self.new:
            super().close()
        self._look_away()

    def rollback(self) -> None:
        """End what was begun and forget it."""
        super().rollback()
        self._look_away()

    def _look_away(self) -> None:
        if self._looking is not None:
            self._looking.close()
            self._looking = None


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": KiezSession, "expire_on_commit": False},
)


class Limits(SQLiteCompiler):
    """Hides the number after LIMIT in a sum: SQLite 3.48 and newer plans the whole statement anew to look at it."""

    def limit_clause(self, select: Any, **options: Any) -> str:
        """Return ``LIMIT 0 + ?``."""
        plain: str = super().limit_clause(select, **options)  # type: ignore[no-untyped-call]
        return plain.replace("LIMIT ", "LIMIT 0 + ")


def engine_options(database_url: str, *, threads: int) -> dict[str, Any]:
    """Return the options of ``create_engine`` for this database."""
    kept: dict[str, Any] = {"hide_parameters": True, "pool_use_lifo": True}  # logs repeat no values; the warmest connection first
    if sa.make_url(database_url).get_backend_name() == "sqlite":
        return kept | {"module": sqlite_driver, "pool_size": threads + 4, "max_overflow": 0, "pool_timeout": 60}
    kept |= {"pool_size": threads + 2, "max_overflow": 2, "pool_recycle": 1800, "pool_reset_on_return": None}
    return kept | {"isolation_level": "AUTOCOMMIT", "connect_args": {"prepare_threshold": None}}  # see ``direct``


def prepare(app: Flask) -> None:
    """Bind the database to the application and give its connections their manners."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            if sqlite_driver.sqlite_version_info < SAFE_SQLITE:  # pragma: no cover - an operator's machine
                app.logger.warning("SQLite %s can corrupt a WAL; use 3.51.3 or newer", sqlite_driver.sqlite_version)
            db.engine.dialect.statement_compiler = Limits
            event.listen(db.engine, "connect", _on_connect)
            event.listen(db.engine, "begin", _on_begin)
        else:
            event.listen(db.engine, "connect", _on_postgres)
            event.listen(db.engine, "begin", _on_postgres_begin)
            event.listen(db.engine, "reset", _on_postgres_reset)


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=20000",
        "cache_size=-8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _on_postgres(connection: Any, record: Any) -> None:
    connection.execute("SET default_transaction_read_only = on")
    record.info["cursor"] = import_string("app.shell.direct:Direct")(connection)  # its driver is not there on small machines


def _on_postgres_reset(connection: Any, _record: Any, _state: Any) -> None:
    """End what was begun before somebody else borrows the connection; mostly that is nothing."""
    if connection.pgconn.transaction_status:
        connection.rollback()


def _on_postgres_begin(connection: Connection) -> None:
    """Begin a transaction for a change or a steady view; what else is asked needs none, and stays prepared without."""
    options = connection.get_execution_options()
    if options.get("writes"):
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
    elif options.get("steady"):
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


def look_steadily() -> None:
    """Let all that is read from now on be of one moment, however long it takes; a change under way is that already."""
    session = db.session()
    if "work" not in session.info:
        session.close()
        session.connection(execution_options={"steady": True})


def among(column: Any, *values: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a column holds one of some fixed values; a list would be written out at every asking."""
    return column.in_([sa.literal(value, column.type) for value in values])  # type: ignore[no-any-return]


class FairLock:
    """A lock that is handed over in the order of arrival."""

    def __init__(self) -> None:
        """Start free, with nobody waiting."""
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for the time of the block."""
        with self._guard:
            turn = threading.Lock() if self._taken else None
            if turn is not None:
                turn.acquire()
                self._waiting.append(turn)
            self._taken = True
        if turn is not None:
            turn.acquire()
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().release()
                else:
                    self._taken = False


writers = FairLock()


@contextmanager
def write_turn() -> Iterator[None]:
    """Wait for the turn to write: a fair queue on SQLite, nothing elsewhere."""
    if db.engine.dialect.name == "sqlite":
        with writers.held():
            yield
    else:
        yield
