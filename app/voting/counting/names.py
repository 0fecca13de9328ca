"""Every rule has one name everybody uses, and parameters that are written `name=value`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from itertools import product

from app.voting.counting.amounts import MOST_DIGITS, NotAnAmount, amount
from app.voting.counting.ranking_rules import (
    Aggregate,
    BordaPoints,
    Judgement,
    Method,
    Missing,
    Ranked,
    Scored,
    Strength,
    Unranked,
)
from app.voting.counting.rules import (
    Add1,
    EqualShares,
    Greedy,
    Leftover,
    Measure,
    Misfit,
    Phragmen,
    Rule,
    Satisfaction,
    Welfare,
)
from app.voting.counting.ties import BY_IDENTIFIER, TieOrder

THRESHOLD = "greedy-threshold"
_MINIMA = ("minimum_votes", "minimum_score", "minimum_share")
_GREEDY = {
    "greedy": Measure.VOTES,
    "greedy-per-cost": Measure.VOTES_PER_COST,
    "greedy-points": Measure.POINTS,
    "greedy-points-per-cost": Measure.POINTS_PER_COST,
    "greedy-borda": Measure.BORDA,
    "greedy-borda-per-cost": Measure.BORDA_PER_COST,
    "greedy-borda1": Measure.BORDA_FROM_ONE,
    THRESHOLD: Measure.VOTES,
}
_COMPLETIONS = {
    "": (Add1.NONE, False),
    "-utilitarian": (Add1.NONE, True),
    "-add1": (Add1.EXHAUSTIVE, False),
    "-add1-utilitarian": (Add1.EXHAUSTIVE, True),
    "-add1-overspend": (Add1.OVERSPEND, False),
}


class UnknownRule(ValueError):
    """The name or a parameter of a rule is not known; the message says which are."""


def rule_named(name: str, parameters: Mapping[str, str] | None = None, tie: TieOrder = BY_IDENTIFIER) -> Rule:
    """Find a rule by its name and set its parameters and tie order; raises UnknownRule in plain words."""
    if name not in RULES:
        raise UnknownRule(f"there is no rule {name}; there are {', '.join(RULES)}")
    rule = RULES[name]
    read = _READERS[type(rule)]
    given: dict[str, object] = {}
    for key, text in (parameters or {}).items():
        if key not in read:
            raise UnknownRule(f"{name} has no parameter {key}; it has {', '.join(read) or 'none'}")
        try:
            given[key] = read[key](text.strip())
        except ValueError as error:
            raise UnknownRule(f"{key}={text}: {error}") from error
    if name == THRESHOLD and not given.keys() & set(_MINIMA):
        raise UnknownRule(f"{name} needs one of {', '.join(_MINIMA)}")
    return replace(rule, tie=tie, **given)  # type: ignore[arg-type]


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        raise ValueError("must be a whole number")
    return int(text)


def _share(text: str) -> Fraction:
    try:
        share = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise ValueError("must be a share such as 1/20 or 0.05") from None
    if not 0 <= share <= 1:
        raise ValueError("must be a share from 0 to 1")
    return share


def _step(text: str) -> Fraction:
    step = amount(text)
    if not step:
        raise NotAnAmount("must be more than zero")
    return step


def _yes(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError("must be yes or no")
    return text == "yes"


def _one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        if text not in set(words):
            raise ValueError(f"must be one of {', '.join(words)}")
        return words(text)

    return read


def _labelled(read: Callable[[str], object]) -> Callable[[str], object]:
    def labelled(text: str) -> object:
        pairs = [part.rpartition(":") for part in text.split(",")]
        if not all(label.strip() for label, _, _ in pairs):
            raise ValueError("must look like label:value,label:value")
        return tuple((label.strip(), read(value.strip())) for label, _, value in pairs)

    return labelled


def _groups(text: str) -> object:
    """Read sets of identifiers, `a,b;c,d`."""
    groups = tuple(tuple(name.strip() for name in group.split(",") if name.strip()) for group in text.split(";"))
    if not all(len(group) > 1 for group in groups):
        raise ValueError("must name at least two projects in each set: a,b;c,d")
    return groups


_READERS: dict[type[Rule], dict[str, Callable[[str], object]]] = {
    Greedy: {
        "minimum_votes": _number,
        "minimum_score": amount,
        "minimum_share": _share,
        "limits": _labelled(amount),
        "quotas": _labelled(_number),
        "exclusive": _groups,
        "envelopes": _labelled(amount),
        "leftover": _one_of(Leftover),
    },
    EqualShares: {"step": _step, "floor_start": _yes},
    Phragmen: {},
    Welfare: {},
    Ranked: {"unranked": _one_of(Unranked), "strength": _one_of(Strength), "points": _one_of(BordaPoints)},
    Scored: {
        "missing": _one_of(Missing),
        "trim": _number,
        "minimum_ratings": _number,
        "criteria": _labelled(_number),
    },
    Judgement: {"missing": _one_of(Missing), "minimum_ratings": _number},
}


def _rules() -> dict[str, Rule]:
    shares = (
        EqualShares(name=f"mes-{satisfaction}{words}", satisfaction=satisfaction, add1=add1, utilitarian=utilitarian)
        for satisfaction, (words, (add1, utilitarian)) in product(Satisfaction, _COMPLETIONS.items())
    )
    rules = (
        *(Greedy(name=name, measure=measure) for name, measure in _GREEDY.items()),
        Greedy(name="greedy-no-skip", misfit=Misfit.STOP),
        *shares,
        Phragmen(name="phragmen"),
        Welfare(name="max-welfare-votes"),
        Welfare(name="max-welfare-cost", measure=Measure.VOTES_TIMES_COST),
        *(Ranked(name=method.value, method=method) for method in Method),
        *(Scored(name=f"scores-{aggregate}", aggregate=aggregate) for aggregate in Aggregate),
        Judgement(name="majority-judgement"),
    )
    return {rule.name: rule for rule in rules}


RULES: Mapping[str, Rule] = _rules()
"""Every rule there is by its name, with the parameters it has unless others are given."""
