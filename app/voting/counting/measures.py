"""What a project scores, and what it is sorted by: exact whole numbers and fractions."""

from fractions import Fraction

from app.core.words import N_
from app.voting.counting.election import BallotKind, Election
from app.voting.counting.rules import Measure, UnfitRule

_POINTS = {Measure.POINTS, Measure.POINTS_PER_COST}
_BORDA = {Measure.BORDA, Measure.BORDA_PER_COST}
_PER_COST = {Measure.VOTES_PER_COST, Measure.POINTS_PER_COST, Measure.BORDA_PER_COST}


def scores(election: Election, measure: Measure) -> list[int]:
    """Add up what ballots give each project, before cost plays a part; points in units of `points_scale`.

    Raises UnfitRule where the ballots carry no points or no ranks. A project with score zero is supported by nobody.
    """
    if measure in _POINTS:
        if election.kind not in {BallotKind.CUMULATIVE, BallotKind.SCORING}:
            raise UnfitRule(
                N_("Diese Regel zählt Punkte, die Wahlzettel sind aber von der Art %(kind)s."), kind=election.kind.value
            )
        return election.points()
    if measure in _BORDA or measure is Measure.BORDA_FROM_ONE:
        if election.kind is not BallotKind.ORDINAL:
            raise UnfitRule(
                N_("Diese Regel zählt Ränge, die Wahlzettel sind aber von der Art %(kind)s."), kind=election.kind.value
            )
        borda = election.borda()
        if measure is Measure.BORDA_FROM_ONE:
            return [points + votes for points, votes in zip(borda, election.votes(), strict=True)]
        return borda
    return election.votes()


def unit(election: Election, measure: Measure) -> int:
    """Say how many units of `scores` make one vote or point."""
    return election.points_scale if measure in _POINTS else 1


def weight(score: int, cost: int, measure: Measure) -> tuple[int, int | Fraction]:
    """Say what a project is sorted by, the largest first; free projects come before all others per cost."""
    if measure in _PER_COST:
        return (1, Fraction(0)) if cost == 0 else (0, Fraction(score, cost))
    return 0, value(score, cost, measure)


def value(score: int, cost: int, measure: Measure) -> int:
    """Say what a project adds to the welfare of an outcome."""
    return score * cost if measure is Measure.VOTES_TIMES_COST else score
