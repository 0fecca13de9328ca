"""An election with one thing changed, to ask what would have happened."""

from dataclasses import replace

from app.voting.counting.election import Ballot, Election
from app.voting.counting.ties import TieOrder


def with_cost(election: Election, project: int, cost: int) -> Election:
    """Change the cost of a project, in units."""
    projects = list(election.projects)
    projects[project] = replace(projects[project], cost=cost)
    return replace(election, projects=tuple(projects))


def with_votes(election: Election, project: int, more: int) -> Election:
    """Add ballots that name only one project."""
    ballot = Ballot((project,))
    return replace(election, ballots={**election.ballots, ballot: election.ballots.get(ballot, 0) + more})


def with_budget(election: Election, budget: int) -> Election:
    """Change the budget, in units."""
    return replace(election, budget=budget)


def stands_before(election: Election, tie: TieOrder, project: int, *, cost: int, rival: int) -> bool:
    """Tell whether a project, if it cost `cost`, would come before a rival in the order of ties."""
    ranks = tie.ranks(with_cost(election, project, cost))
    return ranks[project] < ranks[rival]
