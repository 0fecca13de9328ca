"""Rankings: from ballots that rank to the best project and an order of all.

Words: ranking «Reihung», pair «Paarvergleich», victory «Paarsieg», margin «Vorsprung», run-off «Stichwahl».

What every method here keeps to:

- Whole numbers decide. Margins or winning votes is a parameter of the rule, never an accident.
- Unranked projects: pairwise methods follow `Ranked.unranked`, Borda follows `Ranked.points`, first choices and run-offs
  let a ballot count for nobody once its projects are gone. A project no ballot ranks is not placed.
- All tied winners are named. The order of all projects follows the declared tie order where the method leaves them equal.
"""

from fractions import Fraction

from app.voting.counting.election import Election
from app.voting.counting.ranking_rules import Method, Ranked
from app.voting.counting.rankings import pairwise, positional, ranked_pairs, runoff
from app.voting.counting.rankings.pairs import Matrix, preferences, victories
from app.voting.counting.standing import Standing, places_by, places_of


def count(election: Election, rule: Ranked) -> Standing:
    """Find the best project of an election by rankings; raises TooManyBranches where a method follows every tie."""
    votes = election.votes()
    named = [project for project, voters in enumerate(votes) if voters]
    if not named:
        return Standing(election, rule, (), (), unplaced=tuple(range(len(votes))))
    match rule.method:
        case Method.PLURALITY:
            return _by_points(election, rule, named, positional.plurality(election))
        case Method.BORDA:
            return _by_points(election, rule, named, positional.borda(election, rule.points))
        case Method.BUCKLIN:
            return _bucklin(election, rule, named)
        case Method.RUNOFF_ALL_LAST | Method.RUNOFF_EACH_BRANCH:
            return _runoff(election, rule, named)
    return _pairwise(election, rule, named)


def _by_points(election: Election, rule: Ranked, named: list[int], points: list[Fraction]) -> Standing:
    places = places_by(lambda project: -points[project], named, rule.tie.ranks(election))
    figures = {project: points[project] for project in named}
    return Standing(election, rule, places[0], places, _unplaced(election, named), figures)


def _bucklin(election: Election, rule: Ranked, named: list[int]) -> Standing:
    reached = positional.bucklin(election)
    places = places_by(reached.__getitem__, named, rule.tie.ranks(election))
    figures = {project: Fraction(reached[project][0]) for project in named}
    return Standing(election, rule, places[0], places, _unplaced(election, named), figures)


def _runoff(election: Election, rule: Ranked, named: list[int]) -> Standing:
    ranks = rule.tie.ranks(election)
    if rule.method is Method.RUNOFF_ALL_LAST:
        rounds = runoff.all_last_leave(election, named)
        best = rounds[-1].leaving
    else:
        rounds = runoff.last_by_rank_leaves(election, named, ranks)
        best = runoff.winners_of_every_branch(election, named)
    places = places_of((each.leaving for each in reversed(rounds)), ranks)
    return Standing(election, rule, best, places, _unplaced(election, named), rounds=tuple(rounds))


def _pairwise(election: Election, rule: Ranked, named: list[int]) -> Standing:
    ranks = rule.tie.ranks(election)
    preferred = preferences(election, rule.unranked)
    beats = victories(preferred, rule)
    places, figures = _places(rule.method, named, beats, ranks)
    best = ranked_pairs.in_every_order(named, beats) if rule.method is Method.RANKED_PAIRS else places[0]
    table = tuple(map(tuple, preferred))
    return Standing(election, rule, best, places, _unplaced(election, named), figures, table)


def _places(
    method: Method, named: list[int], beats: Matrix, ranks: list[int]
) -> tuple[tuple[tuple[int, ...], ...], dict[int, Fraction] | None]:
    match method:
        case Method.COPELAND:
            figures = {one: Fraction(pairwise.copeland(one, named, beats)) for one in named}
            return places_by(lambda one: -figures[one], named, ranks), figures
        case Method.MINIMAX:
            figures = {one: Fraction(pairwise.minimax(one, named, beats)) for one in named}
            return places_by(figures.__getitem__, named, ranks), figures
        case Method.SCHULZE:
            return places_of(pairwise.schulze(named, beats), ranks), None
        case Method.SPLIT_CYCLE:
            return places_of(pairwise.split_cycle(named, beats), ranks), None
        case Method.RANKED_PAIRS:
            return places_of(ranked_pairs.in_tie_order(named, beats, ranks), ranks), None
    return places_of(pairwise.condorcet(named, beats), ranks), None


def _unplaced(election: Election, named: list[int]) -> tuple[int, ...]:
    return tuple(sorted(set(range(len(election.projects))).difference(named)))
