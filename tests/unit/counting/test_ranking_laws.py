"""What holds for every ranking, by definition or because a rule promises it."""

from fractions import Fraction
from itertools import groupby, permutations, product
from statistics import median, median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.election import BallotKind, Election, Project, election_of
from app.voting.counting.judgement import count as judge
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
from app.voting.counting.rankings import branches, count
from app.voting.counting.rankings.branches import TooManyBranches
from app.voting.counting.rankings.pairs import preferences, victories
from app.voting.counting.scores import UnknownOnSheet, scored_by
from app.voting.counting.scores import count as score
from app.voting.counting.ties import TieKey, TieOrder
from tests.unit.counting.elections import elections, examples

CONDORCET_METHODS = [
    Method.CONDORCET,
    Method.COPELAND,
    Method.MINIMAX,
    Method.SCHULZE,
    Method.SPLIT_CYCLE,
    Method.RANKED_PAIRS,
]
rankings = elections(kind=BallotKind.ORDINAL, most=5)
scorings = elections(kind=BallotKind.SCORING, most=5)
rules = st.builds(
    Ranked,
    name=st.just("any"),
    method=st.sampled_from(Method),
    unranked=st.sampled_from(Unranked),
    strength=st.sampled_from(Strength),
    points=st.sampled_from(BordaPoints),
)


def renamed(election: Election) -> Election:
    """Turn the identifiers round, so that the last project by identifier becomes the first."""
    last = len(election.projects) - 1
    ballots = {
        ballot._replace(choices=tuple(last - project for project in ballot.choices)): voters
        for ballot, voters in election.ballots.items()
    }
    projects = tuple(
        Project(entry.id, other.cost) for entry, other in zip(election.projects, election.projects[::-1], strict=True)
    )
    return Election(projects, election.budget, election.kind, ballots)


@examples
@given(rankings, rules)
def test_all_projects_somebody_ranks_are_placed_once_and_the_winner_is_among_the_best(election, rule):
    standing = count(election, rule)
    votes = election.votes()
    placed = [project for place in standing.places for project in place]
    assert sorted(placed) == [project for project, voters in enumerate(votes) if voters]
    assert sorted(placed + list(standing.unplaced)) == list(range(len(votes)))
    assert not placed or placed[0] in standing.best


@examples
@given(rankings, rules)
def test_the_order_of_ballots_never_matters(election, rule):
    turned = Election(election.projects, 0, election.kind, dict(reversed(election.ballots.items())))
    one, other = count(election, rule), count(turned, rule)
    assert (one.best, one.places, one.figures) == (other.best, other.places, other.figures)


@examples
@given(rankings, rules)
def test_names_never_make_a_winner(election, rule):
    last = len(election.projects) - 1
    assert sorted(last - project for project in count(renamed(election), rule).best) == list(count(election, rule).best)


@examples
@given(rankings, rules)
def test_every_lot_elects_one_of_the_best(election, rule):
    best = count(election, rule).best
    for seed in "123":
        drawn = Ranked(
            name="any",
            method=rule.method,
            unranked=rule.unranked,
            strength=rule.strength,
            points=rule.points,
            tie=TieOrder((TieKey.LOT,), seed),
        )
        standing = count(election, drawn)
        assert set(standing.best) == set(best)
        assert not best or standing.places[0][0] in best


@examples
@given(rankings, st.sampled_from(CONDORCET_METHODS), st.sampled_from(Unranked), st.sampled_from(Strength))
def test_whoever_beats_everybody_wins_alone(election, method, unranked, strength):
    rule = Ranked(name="any", method=method, unranked=unranked, strength=strength)
    beats = victories(preferences(election, unranked), rule)
    named = [project for project, voters in enumerate(election.votes()) if voters]
    winner = [one for one in named if all(beats[one][other] for other in named if other != one)]
    assert not winner or list(count(election, rule).best) == winner


@examples
@given(rankings, st.sampled_from(Strength))
def test_schulze_and_split_cycle_follow_the_strongest_of_all_chains(election, strength):
    rule = Ranked(name="any", method=Method.SCHULZE, strength=strength)
    beats = victories(preferences(election, Unranked.BELOW), rule)
    named = [project for project, voters in enumerate(election.votes()) if voters]

    def chain(one, other):
        between = [project for project in named if project not in {one, other}]
        rows = (row for length in range(len(between) + 1) for row in permutations(between, length))
        return max(min(beats[a][b] for a, b in zip((one, *row), (*row, other), strict=True)) for row in rows)

    pairs = {(a, b): chain(a, b) for a, b in permutations(named, 2)}
    schulze = [one for one in named if all(pairs[one, b] >= pairs[b, one] for b in named if b != one)]
    cycle = [one for one in named if all(beats[b][one] <= pairs[one, b] for b in named if b != one)]
    assert list(count(election, rule).places[0] if named else ()) == schulze
    split = count(election, Ranked(name="any", method=Method.SPLIT_CYCLE, strength=strength))
    assert sorted(split.best) == cycle


@examples
@given(elections(kind=BallotKind.ORDINAL, most=4))
def test_ranked_pairs_follows_every_order_of_equal_victories(election):
    rule = Ranked(name="any", method=Method.RANKED_PAIRS)
    beats = victories(preferences(election, Unranked.BELOW), rule)
    named = [project for project, voters in enumerate(election.votes()) if voters]
    pairs = sorted(
        (pair for pair in permutations(named, 2) if beats[pair[0]][pair[1]]), key=lambda pair: -beats[pair[0]][pair[1]]
    )
    groups = [list(group) for _, group in groupby(pairs, key=lambda pair: beats[pair[0]][pair[1]])]
    winners = set()
    for orders in product(*map(permutations, groups)):
        above = set()
        for one, other in (pair for order in orders for pair in order):
            if (other, one) not in above:
                upper = {one} | {a for a, b in above if b == one}
                lower = {other} | {b for a, b in above if a == other}
                above |= set(product(upper, lower))
        winners |= {one for one in named if not any((other, one) in above for other in named)}
    assert set(count(election, rule).best) == winners


@examples
@given(rankings)
def test_the_run_off_follows_every_branch(election):
    def winners(left):
        first = [next((project for project in ballot.choices if project in left), None) for ballot in election.ballots]
        counted = {
            project: sum(
                voters for best, voters in zip(first, election.ballots.values(), strict=True) if best == project
            )
            for project in left
        }
        last = [project for project in left if counted[project] == min(counted.values())]
        return left if len(left) == 1 else {one for gone in last for one in winners(left - {gone})}

    named = frozenset(project for project, voters in enumerate(election.votes()) if voters)
    best = count(election, Ranked(name="any", method=Method.RUNOFF_EACH_BRANCH)).best
    assert set(best) == (winners(named) if named else set())


def test_too_many_branches_are_refused_before_they_take_the_machine(monkeypatch):
    monkeypatch.setattr(branches, "MOST_BRANCHES", 100)
    names = [f"p{number:02}" for number in range(12)]
    everything_tied = election_of(dict.fromkeys(names, 1), 0, [[name] for name in names], kind=BallotKind.ORDINAL)
    with pytest.raises(TooManyBranches):
        count(everything_tied, Ranked(name="any", method=Method.RUNOFF_EACH_BRANCH))
    assert len(count(everything_tied, Ranked(name="any", method=Method.RUNOFF_ALL_LAST)).best) == 12


def rows(election: Election, missing: Missing) -> dict[int, list[int]]:
    """Write down every score of each project that has one, ascending; zeros for missing ones where the rule says so."""
    given = [dict(zip(*ballot, strict=True)) for ballot, voters in election.ballots.items() for _ in range(voters)]
    zero = [0] if missing is Missing.ZERO else []
    return {
        project: sorted(score for sheet in given for score in ([sheet[project]] if project in sheet else zero))
        for project, voters in enumerate(election.votes())
        if voters
    }


@examples
@given(scorings, st.sampled_from(Missing))
def test_scores_are_what_statistics_calls_by_the_same_name(election, missing):
    written = rows(election, missing)
    for aggregate, figure in (
        (Aggregate.SUM, sum),
        (Aggregate.MEAN, lambda row: Fraction(sum(row), len(row))),
        (Aggregate.MEDIAN, lambda row: median(map(Fraction, row))),
    ):
        standing = score(election, Scored(name="any", aggregate=aggregate, missing=missing))
        assert standing.figures == {project: figure(row) for project, row in written.items()}
    assert judge(election, Judgement(name="any", missing=missing)).figures == {
        project: median_low(row) for project, row in written.items()
    }


@examples
@given(scorings, st.integers(0, 2))
def test_a_trimmed_mean_leaves_out_as_many_of_the_best_as_of_the_worst(election, trim):
    written = {project: row for project, row in rows(election, Missing.LEFT_OUT).items() if len(row) > 2 * trim}
    standing = score(election, Scored(name="any", aggregate=Aggregate.TRIMMED_MEAN, trim=trim))
    assert standing.figures == {
        project: Fraction(sum(row[trim : len(row) - trim]), len(row) - 2 * trim) for project, row in written.items()
    }


@examples
@given(scorings)
def test_a_better_grade_never_sets_a_project_back(election):
    place = judge(election, Judgement(name="any")).order
    ballot = next((ballot for ballot in election.ballots if ballot.choices), None)
    if ballot is None:
        return
    better = ballot._replace(points=(ballot.points[0] + 1, *ballot.points[1:]))
    ballots = dict(election.ballots)
    ballots[better] = ballots.get(better, 0) + ballots.pop(ballot)
    raised = judge(Election(election.projects, 0, election.kind, ballots), Judgement(name="any")).order
    name = election.projects[ballot.choices[0]].id
    assert raised.index(name) <= place.index(name)


def test_criteria_become_one_score_by_their_weights():
    rule = Scored(name="any", aggregate=Aggregate.MEAN, criteria=(("benefit", 3), ("effort", 1)))
    sheets = [
        {"a": {"benefit": 2, "effort": 4}, "b": {"benefit": 3, "effort": 0}},
        {"a": {"benefit": 1, "effort": 1}, "b": {"benefit": 3}},
    ]
    projects = [Project("b", 5), Project("a", 5)]
    left_out = score(scored_by(projects, sheets, rule), rule)
    assert left_out.figures == {0: Fraction(10 + 4, 2), 1: 9}
    zero = Scored(name="any", aggregate=Aggregate.MEAN, missing=Missing.ZERO, criteria=rule.criteria)
    assert score(scored_by(projects, sheets, zero), zero).figures == {0: 7, 1: Fraction(9 + 9, 2)}


@pytest.mark.parametrize("sheet", [{"c": {"benefit": 1}}, {"a": {"charm": 1}}])
def test_a_sheet_names_only_what_is_judged(sheet):
    rule = Scored(name="any", criteria=(("benefit", 1),))
    with pytest.raises(UnknownOnSheet):
        scored_by([Project("a", 1)], [sheet], rule)


def test_two_rules_that_differ_in_a_parameter_have_different_fingerprints():
    some = [Ranked(name="schulze", method=Method.SCHULZE, unranked=unranked) for unranked in Unranked]
    more = [Scored(name="mean", trim=trim, criteria=(("benefit", trim),)) for trim in range(2)]
    assert len({rule.fingerprint for rule in (*some, *more)}) == 4
