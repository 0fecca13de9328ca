"""Statements compiled once for each kind of database and given to its driver, without what SQLAlchemy does anew each time.

Building a statement costs more than asking it, and so does all that is prepared for one nobody has seen before. Who listens
to the engine's statements, as a tracer does, still hears every one: then they go the long way.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Dialect, Engine


class Prepared:
    """A statement and the parameters it takes by name; a list stands for as many parameters as it has values."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        """Compile the statement; an INSERT writes the columns it names values for."""
        self.dialect = dialect
        self.faults = dialect.loaded_dbapi.Error
        self._compiled: Any = statement.compile(dialect=dialect)
        self._kinds = {name: bound.type for bound, name in self._compiled.bind_names.items()}
        self._lists = [name for bound, name in self._compiled.bind_names.items() if bound.expanding and bound.required]
        self._texts: dict[tuple[int, ...], Text] = {}

    def fault(self, error: Exception, text: str) -> BaseException:
        """Return a fault of the driver as SQLAlchemy says it."""
        return sa.exc.DBAPIError.instance(text, None, error, self.faults, hide_parameters=True, dialect=self.dialect)

    def text(self, values: Mapping[str, Any]) -> "Text":
        """Return the text for lists as long as those in ``values``."""
        lengths = tuple(len(values[name]) for name in self._lists)
        found = self._texts.get(lengths)
        if found is None:
            found = self._texts[lengths] = self._written(values)
        return found

    def _written(self, values: Mapping[str, Any]) -> "Text":
        """Write out the lists, and find what each parameter is made from."""
        known = {name: value for name, value in values.items() if name in self._kinds}
        written = self._compiled.construct_expanded_state(known)
        lists = written.parameter_expansion.items()
        parts = {part: (name, place) for name, all_parts in lists for place, part in enumerate(all_parts)}
        takes: list[tuple[str | None, int | None, Any]] = []
        for part in written.positiontup or written.parameters:
            name, place = parts.get(part, (part, None))
            process = self._kinds[name].dialect_impl(self.dialect).bind_processor(self.dialect) or _as_it_is
            if name in known:
                takes.append((name, place, process))
            else:  # stands in the statement itself
                takes.append((None, None, process(written.parameters[part])))
        return Text(written.statement, None if written.positiontup else tuple(written.parameters), takes)


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


class Ways:
    """The ways one statement is asked, one for each kind of database; ``make`` prepares it."""

    def __init__(self, make: Callable[[Dialect], Any]) -> None:
        """Begin with none."""
        self._make = make
        self._known: WeakKeyDictionary[Dialect, Any] = WeakKeyDictionary()

    def of(self, engine: Engine) -> Any | None:
        """Return the way to ask this database; None while somebody listens to its statements."""
        if engine.dispatch.before_cursor_execute:
            return None
        dialect = engine.dialect
        found = self._known.get(dialect)
        if found is None:
            found = self._known[dialect] = self._make(dialect)
        return found


def _as_it_is(value: Any) -> Any:
    return value
