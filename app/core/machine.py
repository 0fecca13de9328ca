"""A state machine is a table: (state, step) -> state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.core.errors import WrongState

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Machine(Generic[State]):
    """The life of one kind of thing; ``name`` is the thing, ``table`` every step it may take."""

    name: str
    table: Mapping[tuple[State, str], State]

    def after(self, state: State, step: str) -> State:
        """Return the state after a step; raise WrongState when the table has no such step."""
        try:
            return self.table[state, step]
        except KeyError:
            raise WrongState(thing=self.name, state=str(state), step=step) from None

    def allows(self, state: State, step: str) -> bool:
        """Tell whether the step exists in this state."""
        return (state, step) in self.table

    def lines(self) -> Iterator[str]:
        """Yield one line for each transition, for the golden file."""
        for (state, step), after in sorted(self.table.items()):
            yield f"{self.name}: {state} --{step}--> {after}"
