"""Every rule has one name everybody uses, and parameters that are written `name=value`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from itertools import product

from app.core.words import N_
from app.voting.counting.amounts import MOST_DIGITS, NotAnAmount, amount
from app.voting.counting.broken import Refused
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


class UnknownRule(Refused):
    """The name or a parameter of a rule is not known, or `given`, a parameter as it was written, does not fit."""

    def __init__(self, text: str, *, given: str = "", **facts: int | str) -> None:
        """Keep the sentence and the parameter."""
        super().__init__(text, **facts)
        self.given = given

    def __str__(self) -> str:
        """Return the German sentence after the parameter, for logs."""
        return f"{self.given}: {super().__str__()}" if self.given else super().__str__()


def rule_named(name: str, parameters: Mapping[str, str] | None = None, tie: TieOrder = BY_IDENTIFIER) -> Rule:
    """Find a rule by its name and set its parameters and tie order; raises UnknownRule."""
    if name not in RULES:
        raise UnknownRule(
            N_("Eine Regel %(name)s gibt es nicht, sondern %(names)s."), name=name, names=", ".join(RULES)
        )
    rule = RULES[name]
    read = _READERS[type(rule)]
    given: dict[str, object] = {}
    for key, text in (parameters or {}).items():
        if key not in read:
            raise UnknownRule(_no_parameter(read), rule=name, key=key, known=", ".join(read))
        try:
            given[key] = read[key](text.strip())
        except Refused as error:
            raise UnknownRule(error.text, given=f"{key}={text}", **error.facts) from error
    if name == THRESHOLD and not given.keys() & set(_MINIMA):
        raise UnknownRule(N_("%(rule)s braucht eines von %(known)s."), rule=name, known=", ".join(_MINIMA))
    return replace(rule, tie=tie, **given)  # type: ignore[arg-type]


def _no_parameter(known: Collection[str]) -> str:
    if known:
        return N_("%(rule)s hat keinen Parameter %(key)s, sondern %(known)s.")
    return N_("%(rule)s hat keinen Parameter %(key)s und auch keinen anderen.")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        raise Refused(N_("Hier gehört eine ganze Zahl hin."))
    return int(text)


def _share(text: str) -> Fraction:
    try:
        share = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise Refused(N_("Hier gehört ein Anteil wie 1/20 oder 0.05 hin.")) from None
    if not 0 <= share <= 1:
        raise Refused(N_("Hier gehört ein Anteil von 0 bis 1 hin."))
    return share


def _step(text: str) -> Fraction:
    step = amount(text)
    if not step:
        raise NotAnAmount(N_("Hier gehört ein Betrag über null hin."))
    return step


def _yes(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise Refused(N_("Hier gehört yes oder no hin."))
    return text == "yes"


def _one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        if text not in set(words):
            raise Refused(N_("Hier gehört eines von %(words)s hin."), words=", ".join(words))
        return words(text)

    return read


def _labelled(read: Callable[[str], object]) -> Callable[[str], object]:
    def labelled(text: str) -> object:
        pairs = [part.rpartition(":") for part in text.split(",")]
        if not all(label.strip() for label, _, _ in pairs):
            raise Refused(N_("Hier gehört etwas wie label:value,label:value hin."))
        return tuple((label.strip(), read(value.strip())) for label, _, value in pairs)

    return labelled


def _groups(text: str) -> object:
    """Read sets of identifiers, `a,b;c,d`."""
    groups = tuple(tuple(name.strip() for name in group.split(",") if name.strip()) for group in text.split(";"))
    if not all(len(group) > 1 for group in groups):
        raise Refused(N_("Jede Menge nennt mindestens zwei Vorhaben: a,b;c,d"))
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
