"""The values of one rule book version: checked, frozen, with a fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app.core.errors import InvalidInput
from app.core.money import Euro
from app.core.words import N_
from app.funds.rules.parameter import Kind, Unfit
from app.funds.rules.parameters import PARAMETERS

UNKNOWN_KEY = N_("Diese Regel gibt es nicht.")
QUORUM_ABOVE_SEATS = N_("Für die Beschlussfähigkeit werden mehr Mitglieder verlangt, als die Jury Sitze hat.")
QUORUM_ABOVE_ONE = N_("Der Bruchteil für die Beschlussfähigkeit darf nicht über 1 liegen.")
SLICES_NOT_WHOLE = N_("Die Jahresscheiben müssen zusammen 100 Prozent ergeben.")

_NUMBERS = frozenset({Kind.PERCENT, Kind.DAYS, Kind.COUNT, Kind.CENTS})
WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class RuleValues:
    """The effective values of a rule book, «Regelwerk»; every parameter has one.

    ``given`` are those that were set, in frozen form; what is absent has its default.
    """

    given: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_overrides(cls, overrides: Mapping[str, Any]) -> "RuleValues":
        """Check every key and value; raise InvalidInput with a sentence for each wrong key."""
        errors: dict[str, list[str]] = {}
        fitted: dict[str, Any] = {}
        for key, value in overrides.items():
            parameter = PARAMETERS.get(key)
            if parameter is None:
                errors[key] = [UNKNOWN_KEY]
                continue
            try:
                fitted[key] = parameter.fit(value)
            except Unfit as unfit:
                errors[key] = [str(unfit)]
        if errors:
            raise InvalidInput(errors)
        values = cls(MappingProxyType(fitted))
        _check_together(values)
        return values

    @classmethod
    def from_canonical(cls, canonical: bytes) -> "RuleValues":
        """Read back a stored version; the defaults of that day are part of it."""
        return cls.from_overrides(json.loads(canonical))

    def __getitem__(self, key: str) -> Any:
        """Return the plain value of a parameter, whatever its kind."""
        return self.given[key] if key in self.given else PARAMETERS[key].default

    def __eq__(self, other: object) -> bool:
        """Two versions are the same when all effective values are."""
        return isinstance(other, RuleValues) and self.canonical() == other.canonical()

    def __hash__(self) -> int:
        """Hash by the effective values."""
        return hash(self.canonical())

    def cents(self, key: str) -> Euro:
        """Return an amount."""
        return Euro(self._of_kind(key, Kind.CENTS))

    def integer(self, key: str) -> int:
        """Return a whole number: percent, days, count or cents."""
        number: int = self._of_kind(key, *_NUMBERS)
        return number

    def flag(self, key: str) -> bool:
        """Return yes or no."""
        return bool(self._of_kind(key, Kind.FLAG))

    def choice(self, key: str) -> str:
        """Return the code chosen."""
        return str(self._of_kind(key, Kind.CHOICE))

    def choices(self, key: str) -> frozenset[str]:
        """Return the codes chosen."""
        return frozenset(self._of_kind(key, Kind.CHOICES))

    def table(self, key: str) -> Mapping[str, int]:
        """Return a table in the order of its keys."""
        return dict(self._of_kind(key, Kind.TABLE))

    def steps(self, key: str) -> tuple[tuple[int, str], ...]:
        """Return steps as (from cents, code), ascending."""
        steps: tuple[tuple[int, str], ...] = self._of_kind(key, Kind.STEPS)
        return steps

    @property
    def overrides(self) -> dict[str, Any]:
        """Return the values that were set, as plain JSON."""
        return {key: _plain(key, value) for key, value in self.given.items()}

    def differences(self) -> "RuleValues":
        """Return the same rules with only what differs from the defaults set."""
        return RuleValues(
            MappingProxyType({key: value for key, value in self.given.items() if value != PARAMETERS[key].default})
        )

    def changed_from(self, before: "RuleValues") -> tuple[str, ...]:
        """Return the parameters whose value is another than before, in the order of the chapters."""
        return tuple(key for key in PARAMETERS if self[key] != before[key])

    def effective(self) -> dict[str, Any]:
        """Return all values as plain JSON: tables as objects, sets and steps as lists."""
        return {key: _plain(key, self[key]) for key in sorted(PARAMETERS)}

    def canonical(self) -> bytes:
        """Return all effective values as sorted JSON without spaces, in UTF-8."""
        text = json.dumps(self.effective(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return text.encode()

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the canonical form in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def _of_kind(self, key: str, *kinds: Kind) -> Any:
        if PARAMETERS[key].kind not in kinds:
            raise TypeError(key)
        return self[key]


def _plain(key: str, value: Any) -> Any:
    match PARAMETERS[key].kind:
        case Kind.TABLE:
            return dict(value)
        case Kind.CHOICES:
            return list(value)
        case Kind.STEPS:
            return [list(step) for step in value]
    return value


def _check_together(values: RuleValues) -> None:
    errors: dict[str, list[str]] = {}
    rule = values.choice("quorum.rule")
    if rule == "number" and values.integer("quorum.number") > values.integer("jury.seats"):
        errors["quorum.number"] = [QUORUM_ABOVE_SEATS]
    if rule == "fraction" and values.integer("quorum.numerator") > values.integer("quorum.denominator"):
        errors["quorum.numerator"] = [QUORUM_ABOVE_ONE]
    slices = values.table("programme_year.slices")
    if slices and sum(slices.values()) != WHOLE_PERCENT:
        errors["programme_year.slices"] = [SLICES_NOT_WHOLE]
    if errors:
        raise InvalidInput(errors)
