"""The Method of Equal Shares counts an election: the engine by size, the share by Add1, the rest by votes."""

from collections.abc import Collection
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from app.voting.counting.election import Election
from app.voting.counting.equal_shares.add1 import Purses, last_course
from app.voting.counting.equal_shares.arrays import Arrays, arrays_of
from app.voting.counting.equal_shares.certified import CertifiedPurse, places_for
from app.voting.counting.equal_shares.classes import ClassesPurse
from app.voting.counting.equal_shares.course import Course, Purse
from app.voting.counting.equal_shares.plain import PlainPurse
from app.voting.counting.equal_shares.profile import Candidates, profile_of
from app.voting.counting.outcome import Outcome, Purchase, Tie
from app.voting.counting.rules import EqualShares, Satisfaction

ARRAYS_FROM = 100
"""Distinct ballots from which arrays beat lists."""


class Engine(StrEnum):
    """«Rechenwerk»: three ways to the same outcome."""

    PLAIN = "plain"
    CLASSES = "classes"
    CERTIFIED = "certified"


def count(election: Election, rule: EqualShares) -> Outcome:
    """Count by the engine that suits the size."""
    return count_with(Engine.PLAIN if len(election.ballots) < ARRAYS_FROM else Engine.CERTIFIED, election, rule)


def count_with(engine: Engine, election: Election, rule: EqualShares) -> Outcome:
    """Count by one engine; raises ValueError where a step of Add1 is not positive."""
    if rule.step <= 0:
        raise ValueError("a step must be positive")
    if not election.voters:
        return Outcome(election, rule, ())
    candidates, purses = engine_of(engine, election, rule.satisfaction)
    ranks = rule.tie.ranks(election)
    step = rule.step * election.scale
    start = start_share(election, rule)
    share, course = last_course(purses, candidates, ranks, start=start, step=step, stop=rule.add1)
    purchases, ties = _purchases(course, candidates, election.budget, ranks)
    if rule.utilitarian:
        remaining = purchases[-1].remaining if purchases else election.budget
        for choice in rest_by_votes(election, ranks, {*candidates.free, *course.order}, remaining):
            if len(choice.tied) > 1:
                ties.append(Tie(len(purchases), choice.tied, choice.project))
            purchases.append(Purchase(choice.project, choice.remaining, stage="utilitarian"))
    return Outcome(election, rule, tuple(purchases), tuple(ties), endowment=share)


def engine_of(engine: Engine, election: Election, satisfaction: Satisfaction) -> tuple[Candidates, Purses]:
    """Set up an engine; amounts too large for the grid of the certified one are left to classes."""
    if engine is Engine.PLAIN:
        profile = profile_of(election, satisfaction)
        return profile.candidates, partial(PlainPurse, profile)
    arrays = arrays_of(election, satisfaction)
    if engine is Engine.CLASSES:
        return arrays.candidates, partial(ClassesPurse, arrays)
    return arrays.candidates, partial(_certified, arrays)


def start_share(election: Election, rule: EqualShares) -> Fraction:
    """Divide the budget by the voters, in units; down to a whole amount of the currency where the rule says so."""
    share = Fraction(election.budget, election.voters)
    return Fraction(share // election.scale * election.scale) if rule.floor_start else share


def _certified(arrays: Arrays, share: Fraction) -> Purse:
    return CertifiedPurse(arrays, share) if places_for(arrays.candidates, share) >= 0 else ClassesPurse(arrays, share)


def _purchases(
    course: Course, candidates: Candidates, remaining: int, ranks: list[int]
) -> tuple[list[Purchase], list[Tie]]:
    """Put what is free before what was bought."""
    free = sorted(candidates.free, key=ranks.__getitem__)
    purchases = [Purchase(project, remaining, Fraction(0), "free") for project in free]
    for project, price in zip(course.order, course.prices(), strict=True):
        remaining -= candidates.costs[project]
        purchases.append(Purchase(project, remaining, price, "shares"))
    return purchases, [Tie(tie.position + len(free), tie.tied, tie.chosen) for tie in course.ties]


class Choice(NamedTuple):
    """A project bought from the rest: `remaining` units afterwards, and which projects were `tied` and fitted."""

    project: int
    remaining: int
    tied: tuple[int, ...]


def rest_by_votes(election: Election, ranks: list[int], bought: Collection[int], remaining: int) -> list[Choice]:
    """Choose what still fits by votes, passing over what does not."""
    votes = election.votes()
    waiting = [project for project, named in enumerate(votes) if named and project not in bought]
    waiting.sort(key=lambda project: (-votes[project], ranks[project]))
    choices: list[Choice] = []
    for place, project in enumerate(waiting):
        if election.projects[project].cost > remaining:
            continue
        tied = [
            other
            for other in waiting[place:]
            if votes[other] == votes[project] and election.projects[other].cost <= remaining
        ]
        remaining -= election.projects[project].cost
        choices.append(Choice(project, remaining, tuple(sorted(tied))))
    return choices
