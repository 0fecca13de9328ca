"""Jury scores: sums, means, medians and trimmed means of points, compared exactly.

A score is a whole number of units, `Election.points_scale` of them to a point. Several criteria become one score by whole
weights before anything else happens (`scored_by`).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from app.core.words import N_
from app.voting.counting.broken import Refused
from app.voting.counting.election import Ballot, BallotKind, Election, Project
from app.voting.counting.ranking_rules import Aggregate, Missing, Scored
from app.voting.counting.ratings import Ratings, at, between, number, ratings
from app.voting.counting.standing import Standing, places_by

UNKNOWN = N_("Ein Bogen bewertet %(name)s, was hier nicht bewertet wird.")
Sheet = Mapping[str, Mapping[str, int]]
"""«Bewertungsbogen»: what one juror gave, by project and criterion."""


class UnknownOnSheet(Refused):
    """A sheet names a project or a criterion that is not in the election or the rule."""


def count(election: Election, rule: Scored) -> Standing:
    """Place the projects by what their scores come to; too few ratings leave a project unplaced."""
    least = max(rule.minimum_ratings, 1, 2 * rule.trim + 1 if rule.aggregate is Aggregate.TRIMMED_MEAN else 1)
    rated = ratings(election, rule.missing)
    placed = [project for project, voters in enumerate(election.votes()) if voters >= least]
    figures = {project: _together(rated[project], rule) / election.points_scale for project in placed}
    places = places_by(lambda project: -figures[project], placed, rule.tie.ranks(election))
    unplaced = tuple(project for project in range(len(election.projects)) if project not in figures)
    return Standing(election, rule, places[0] if places else (), places, unplaced, figures)


def scored_by(projects: Iterable[Project], sheets: Iterable[Sheet], rule: Scored) -> Election:
    """Make an election of sheets: a juror's score of a project is the sum of weight times score over the criteria.

    A criterion left open counts zero where the rule says so of missing scores; otherwise the juror has not rated the
    project. Raises UnknownOnSheet.
    """
    standing = tuple(sorted(projects, key=lambda project: project.id))
    position = {project.id: index for index, project in enumerate(standing)}
    weights = dict(rule.criteria)
    ballots: dict[Ballot, int] = {}
    for sheet in sheets:
        _know(sheet, position, weights)
        scores = sorted(
            (position[name], _weighted(given, weights)) for name, given in sheet.items() if _rated(given, rule)
        )
        ballot = Ballot(tuple(project for project, _ in scores), tuple(score for _, score in scores))
        ballots[ballot] = ballots.get(ballot, 0) + 1
    return Election(standing, 0, BallotKind.SCORING, ballots)


def _together(rated: Ratings, rule: Scored) -> Fraction:
    voters = number(rated)
    match rule.aggregate:
        case Aggregate.SUM:
            return Fraction(_sum(rated))
        case Aggregate.MEDIAN:
            return Fraction(at(rated, (voters - 1) // 2) + at(rated, voters // 2), 2)
        case Aggregate.TRIMMED_MEAN:
            return Fraction(_sum(between(rated, rule.trim, voters - rule.trim)), voters - 2 * rule.trim)
    return Fraction(_sum(rated), voters)


def _sum(rated: Iterable[tuple[int, int]]) -> int:
    return sum(score * voters for score, voters in rated)


def _know(sheet: Sheet, position: Mapping[str, int], weights: Mapping[str, int]) -> None:
    for name, given in sheet.items():
        if name not in position:
            raise UnknownOnSheet(UNKNOWN, name=name)
        for criterion in given:
            if criterion not in weights:
                raise UnknownOnSheet(UNKNOWN, name=criterion)


def _rated(given: Mapping[str, int], rule: Scored) -> bool:
    return bool(given) if rule.missing is Missing.ZERO else all(name in given for name, _ in rule.criteria)


def _weighted(given: Mapping[str, int], weights: Mapping[str, int]) -> int:
    return sum(weights[criterion] * score for criterion, score in given.items())
