"""Refusals of the domain: what is wrong, in plain words, with a stable code."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from app.core.words import N_


class DomainError(Exception):
    """A refusal a person can act on.

    ``status`` is the HTTP status, ``title`` a German sentence with ``%(fact)s`` places, ``field`` the
    form field it belongs to, ``facts`` the values of those places. The class name is the code:
    ``NotEnoughMoney`` is ``not-enough-money``.
    """

    status: ClassVar[int] = 409
    title: ClassVar[str] = N_("Das geht so nicht.")
    field: str | None = None

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        """Say what is wrong, with the facts its sentence has places for."""
        super().__init__(self.code())
        if field is not None:
            self.field = field
        self.facts: dict[str, Any] = facts

    @classmethod
    def code(cls) -> str:
        """Return the class name in kebab case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __str__(self) -> str:
        """Return the code and its facts, for tests; logs get the code alone."""
        return f"{self.code()} {self.facts}" if self.facts else self.code()


class NotFound(DomainError):
    """The thing does not exist for whoever asks; also the answer about another area's things."""

    status = 404
    title = N_("Diese Seite gibt es nicht.")


class Forbidden(DomainError):
    """The actor has no right to do this here."""

    status = 403
    title = N_("Dafür haben Sie keine Berechtigung.")


class SignInNeeded(DomainError):
    """Nobody is signed in, and the action needs somebody."""

    status = 401
    title = N_("Bitte melden Sie sich zuerst an.")


class StaleVersion(DomainError):
    """Somebody else changed the thing since this page was read."""

    status = 409
    title = N_("Inzwischen hat jemand anderes das geändert. Bitte laden Sie die Seite neu und prüfen Sie Ihre Angaben.")


class WrongState(DomainError):
    """The step does not exist in the present state."""

    status = 409
    title = N_("Dieser Schritt ist im jetzigen Stand nicht möglich.")


class InvalidInput(DomainError):
    """The input breaks its shape; ``errors`` maps each field to its sentences."""

    status = 422
    title = N_("Bitte prüfen Sie die markierten Felder.")

    def __init__(self, errors: Mapping[str, Any]) -> None:
        """Keep the sentences by field."""
        super().__init__()
        self.errors = dict(errors)
