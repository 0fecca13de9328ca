"""Majority judgement: the grade that a majority gives at least, then who has more behind it.

Grades are whole numbers, the worst 0. Of an even number of grades the lower middle one is the median, since only that one
has a majority behind it. Equal medians are ordered by the majority gauge: with the shares p of grades above and q of
grades below the median, a project with p > q comes before one without; of two with p > q the larger p is better, of two
without the smaller q. Shares are exact fractions, so unequal numbers of graders compare fairly.

Source: Balinski, Laraki, "A theory of measuring, electing, and ranking", PNAS 104 (2007); the gauge as one number: Fabre,
"Tie-breaking the highest median", Social Choice and Welfare 56 (2021).
"""

from dataclasses import dataclass
from fractions import Fraction

from app.voting.counting.election import Election
from app.voting.counting.ranking_rules import Judgement
from app.voting.counting.ratings import Ratings, at, number, ratings
from app.voting.counting.standing import Standing, places_by


@dataclass(frozen=True, slots=True)
class Gauge:
    """«Mehrheitswert»: the median grade, and the shares of grades above and below it."""

    grade: int
    above: Fraction
    below: Fraction

    @property
    def tilt(self) -> Fraction:
        """Say how the grade leans: up by the share above, or down by the share below, whichever is larger."""
        return self.above if self.above > self.below else -self.below


def count(election: Election, rule: Judgement) -> Standing:
    """Place the projects by median grade and gauge; the figures are the median grades."""
    least = max(rule.minimum_ratings, 1)
    graded = ratings(election, rule.missing)
    gauges = {project: gauge(graded[project]) for project, voters in enumerate(election.votes()) if voters >= least}
    places = places_by(
        lambda project: (-gauges[project].grade, -gauges[project].tilt), gauges, rule.tie.ranks(election)
    )
    figures = {project: Fraction(found.grade, election.points_scale) for project, found in gauges.items()}
    unplaced = tuple(project for project in range(len(election.projects)) if project not in gauges)
    return Standing(election, rule, places[0] if places else (), places, unplaced, figures)


def gauge(graded: Ratings) -> Gauge:
    """Work out the majority gauge of one project from its grades, of which there is at least one."""
    grades = number(graded)
    median = at(graded, (grades - 1) // 2)
    above = sum(voters for grade, voters in graded if grade > median)
    below = sum(voters for grade, voters in graded if grade < median)
    return Gauge(median, Fraction(above, grades), Fraction(below, grades))
