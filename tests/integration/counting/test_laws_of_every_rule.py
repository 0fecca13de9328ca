"""What each budget rule there is keeps to, under every order of ties, whatever the election."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.election import BallotKind, Election
from app.voting.counting.engine import count
from app.voting.counting.fairness import groups_left_out
from app.voting.counting.measures import scores
from app.voting.counting.names import RULES
from app.voting.counting.pb import read_pb
from app.voting.counting.pb_writing import pb_of, write_pb
from app.voting.counting.report import explained, fairness_report, report_of
from app.voting.counting.rules import Add1, EqualShares, Greedy, Leftover, Measure, Misfit, Phragmen, Welfare
from app.voting.counting.ties import tie_order
from tests.unit.counting.elections import elections, examples

THRESHOLD = "greedy-threshold"
BUDGETS = {name: rule for name, rule in RULES.items() if isinstance(rule, Greedy | EqualShares | Phragmen | Welfare)}
BUDGETS[THRESHOLD] = replace(RULES[THRESHOLD], minimum_share=Fraction(1, 3))
WITHOUT_STEPS = [
    name for name, rule in BUDGETS.items() if not (isinstance(rule, EqualShares) and rule.add1 != Add1.NONE)
]
GREEDY = [name for name, rule in BUDGETS.items() if isinstance(rule, Greedy)]
SHARES = [name for name, rule in BUDGETS.items() if isinstance(rule, EqualShares)]
SPENDING_ALL = [name for name in BUDGETS if name.endswith("-utilitarian") or name.startswith("max-welfare")]
SPENDING_ALL += [name for name in GREEDY if name not in {"greedy-no-skip", THRESHOLD}]
TIES = st.sampled_from(["id", "cost-asc,votes-desc,id", "votes-asc,cost-desc", "lot:6 aus 49"]).map(tie_order)
META = {"description": "", "country": "", "unit": "", "instance": "", "rule": "greedy"}


def kinds(name):
    """List the kinds of ballots a rule is made for."""
    if "points" in name:
        return [BallotKind.CUMULATIVE, BallotKind.SCORING]
    return [BallotKind.ORDINAL] if "borda" in name else [BallotKind.APPROVAL, BallotKind.CHOOSE_ONE]


def drawn(name, **shape):
    """Draw an election the rule can count, and the rule with an order of ties."""
    fitting = st.sampled_from(kinds(name)).flatmap(lambda kind: elections(kind=kind, **shape))
    return st.tuples(fitting, TIES.map(lambda tie: replace(BUDGETS[name], tie=tie)))


def for_every(names):
    return pytest.mark.parametrize("name", names)


def positions(outcome):
    return [purchase.project for purchase in outcome.purchases]


def supported_by(election, name):
    """Tell which projects a rule sees support for; whoever is ranked last has no Borda points, but may get of the rest."""
    measure = Measure.POINTS if "points" in name else Measure.BORDA if "borda" in name else Measure.VOTES
    if "borda1" in name or name.endswith("-utilitarian"):
        measure = Measure.VOTES
    return {project for project, found in enumerate(scores(election, measure)) if found}


@for_every(BUDGETS)
def test_winners_are_supported_bought_once_and_paid_from_the_budget(name):
    @examples
    @given(drawn(name))
    def holds(found):
        election, rule = found
        outcome = count(election, rule)
        left = election.budget
        for purchase in outcome.purchases:
            left -= election.projects[purchase.project].cost
            assert purchase.remaining == left >= 0
        assert set(positions(outcome)) <= supported_by(election, name)
        assert len(set(outcome.winners)) == len(outcome.winners)
        assert (outcome.total_cost, outcome.remaining) == (election.budget - left, left)

    holds()


@for_every(BUDGETS)
def test_the_order_of_rows_in_a_file_never_matters(name):
    @examples
    @given(drawn(name))
    def holds(found):
        election, rule = found
        head, _, rest = write_pb(pb_of(election, META)).decode().partition("PROJECTS\n")
        projects, _, votes = rest.partition("VOTES\n")
        turned = "\n".join([head + "PROJECTS", *turned_round(projects), "VOTES", *turned_round(votes), ""])
        one, other = count(election, rule), count(read_pb(turned.encode()).election(), rule)
        assert (one.purchases, one.ties, one.objective) == (other.purchases, other.ties, other.objective)

    holds()


def turned_round(section):
    """Turn the rows of a section round; the first names the columns."""
    columns, *rows = section.splitlines()
    return [columns, *reversed(rows)]


@for_every(BUDGETS)
def test_every_result_is_reported_in_plain_values_and_explained_to_everybody(name):
    @examples
    @given(drawn(name))
    def holds(found):
        election, rule = found
        outcome = count(election, rule)
        report = {**report_of(outcome), **explained(outcome), "fairness": fairness_report(outcome)}
        assert json.loads(json.dumps(report)) == report
        losers = [loser["id"] for loser in report["losers"]]
        assert sorted([*outcome.winners, *losers]) == [project.id for project in election.projects]
        assert [bought["id"] for bought in report["purchases"]] == list(outcome.winners)
        for winner in report["paid"].values():
            assert winner["payers"] >= sum(each["voters"] for each in winner["payments"] if each["amount"] != "0")

    holds()


@for_every(WITHOUT_STEPS)
def test_another_currency_changes_nothing(name):
    @examples
    @given(drawn(name), st.integers(2, 1000))
    def holds(found, rate):
        election, rule = found
        dearer = tuple(replace(project, cost=project.cost * rate) for project in election.projects)
        exchanged = replace(election, projects=dearer, budget=election.budget * rate)
        assert count(exchanged, rule).winners == count(election, rule).winners

    holds()


@for_every(WITHOUT_STEPS)
def test_everybody_voting_several_times_changes_nothing(name):
    @examples
    @given(drawn(name), st.integers(2, 5))
    def holds(found, times):
        election, rule = found
        ballots = {ballot: voters * times for ballot, voters in election.ballots.items()}
        assert count(replace(election, ballots=ballots), rule).winners == count(election, rule).winners

    holds()


@for_every(SPENDING_ALL)
def test_no_supported_project_that_would_still_fit_goes_away_empty_handed(name):
    @examples
    @given(drawn(name))
    def holds(found):
        election, rule = found
        outcome = count(election, rule)
        left_over = supported_by(election, name) - set(positions(outcome))
        costs = {election.projects[project].cost for project in left_over}
        if name == "max-welfare-cost":
            costs.discard(0)  # votes times nothing adds nothing
        assert all(cost > outcome.remaining for cost in costs)

    holds()


@for_every(GREEDY)
def test_greedy_takes_by_rank_and_passes_over_or_stops_at_what_does_not_fit(name):
    @examples
    @given(drawn(name))
    def holds(found):
        election, rule = found
        assert positions(count(election, rule)) == by_rank(election, rule)

    holds()


def by_rank(election, rule):
    """Take projects one by one as the rule's name says, from ballots written out."""
    gains, votes = [0] * len(election.projects), election.votes()
    for ballot, voters in election.ballots.items():
        for place, project in enumerate(ballot.choices):
            behind = len(ballot.choices) - place
            points = ballot.points[place] if "points" in rule.name else 1
            gains[project] += voters * (
                behind if "borda1" in rule.name else behind - 1 if "borda" in rule.name else points
            )

    def key(project):
        cost = election.projects[project].cost if "per-cost" in rule.name else 1
        return (cost > 0, -Fraction(gains[project], cost or 1) if cost else 0, ranks[project])

    ranks, left, taken = rule.tie.ranks(election), election.budget, []
    for project in sorted(range(len(gains)), key=key):
        if not gains[project] or votes[project] < rule.minimum_share * election.voters:
            continue
        if election.projects[project].cost <= left:
            left -= election.projects[project].cost
            taken.append(project)
        elif rule.misfit is Misfit.STOP:
            break
    return taken


@for_every(SHARES)
def test_equal_shares_leave_no_group_behind_by_more_than_one_project(name):
    @examples
    @given(drawn(name))
    def holds(found):
        election, rule = found
        assert groups_left_out(count(election, rule), rule.satisfaction) == ()

    holds()


@examples
@given(elections(), st.integers(0, 9), st.integers(0, 2), st.integers(0, 20), st.sampled_from(Leftover), TIES)
def test_limits_quotas_exclusions_and_envelopes_are_kept(election, limit, quota, north, leftover, tie):
    election = labelled(election)
    inside = min(north, election.budget)
    rule = replace(
        BUDGETS["greedy"],
        tie=tie,
        limits=(("even", Fraction(limit)),),
        quotas=(("north", quota),),
        exclusive=(("a", "z"),),
        envelopes=(("north", Fraction(inside)), ("*", Fraction(election.budget - inside))),
        leftover=leftover,
    )
    outcome = count(election, rule)
    won = [election.projects[project] for project in positions(outcome)]
    assert sum(project.cost for project in won if "even" in project.categories) <= limit
    assert sum("north" in project.targets for project in won) <= quota
    assert not {"a", "z"} <= {project.id for project in won}
    assert sum(project.cost for project in won if "north" in project.targets) <= inside
    assert outcome.remaining >= 0
    turned = replace(election, ballots=dict(reversed(election.ballots.items())))
    assert count(turned, rule).purchases == outcome.purchases


def labelled(election: Election) -> Election:
    """Give every other project a category and every third a place, and add one that is both and excludes the first."""
    labels = (
        replace(project, categories=("even",) * (at % 2 == 0), targets=("north",) * (at % 3 == 0))
        for at, project in enumerate(election.projects)
    )
    projects = (*labels, replace(election.projects[0], id="z", categories=("even",), targets=("north",)))
    ballots = {
        ballot._replace(choices=(*ballot.choices, len(projects) - 1)): voters
        for ballot, voters in election.ballots.items()
    }
    return replace(election, projects=projects, ballots=ballots)
