"""A result in plain values, as it is published: identifiers, exact amounts as text, the rule and its fingerprint."""

from typing import Any

from app.voting.counting.amounts import plain
from app.voting.counting.changes import votes_needed
from app.voting.counting.election import Election
from app.voting.counting.explaining import Change, Loser, explain
from app.voting.counting.outcome import Outcome
from app.voting.counting.rules import Greedy
from app.voting.counting.standing import Standing
from app.voting.counting.ties_met import TieMet, difference, ties_met

Report = dict[str, Any]
FEW_BALLOTS = 500


def report_of(outcome: Outcome) -> Report:
    """Set out who won, for how much, and which ties were met with what another order would have changed."""
    election = outcome.election
    report: Report = {
        "rule": outcome.rule.name,
        "parameters": outcome.rule.parameters(),
        "fingerprint": outcome.rule.fingerprint,
        "ballots": election.voters,
        "budget": plain(election.money(election.budget)),
        "projects": {
            project.id: {"name": project.name, "cost": plain(election.money(project.cost)), "votes": votes}
            for project, votes in zip(election.projects, election.votes(), strict=True)
        },
        "winners": list(outcome.winners),
        "total_cost": plain(election.money(outcome.total_cost)),
        "remaining": plain(election.money(outcome.remaining)),
        "ties": [_tie(tie) for tie in ties_met(outcome)],
    }
    if outcome.objective is not None:
        report["objective"] = plain(outcome.objective)
    if outcome.endowment is not None:
        report["share_of_a_voter"] = str(election.money(outcome.endowment))
    return report


def explained(outcome: Outcome) -> list[Report]:
    """Set out why each of the others did not win, and the smallest changes known to have sufficed, each by itself.

    How many votes would have sufficed takes recounts; above `FEW_BALLOTS` it is worked out under greedy rules alone.
    """
    counts_votes = isinstance(outcome.rule, Greedy) or len(outcome.election.ballots) <= FEW_BALLOTS
    return [
        _loser(outcome.election, loser, votes_needed(outcome, loser.project) if counts_votes else None)
        for loser in explain(outcome).losers
    ]


def compared(outcome: Outcome, other: Outcome) -> Report:
    """Set out what another rule would have chosen, and what that changes."""
    gained, lost = difference(outcome.winners, other.winners)
    election = other.election
    return {
        "rule": other.rule.name,
        "parameters": other.rule.parameters(),
        "fingerprint": other.rule.fingerprint,
        "winners": list(other.winners),
        "total_cost": plain(election.money(other.total_cost)),
        "remaining": plain(election.money(other.remaining)),
        "gained": list(gained),
        "lost": list(lost),
    }


def standing_report(standing: Standing) -> Report:
    """Set out a ranking: all winners, the places with tied projects together, and by which figures."""
    projects = standing.election.projects
    return {
        "rule": standing.rule.name,
        "parameters": standing.rule.parameters(),
        "fingerprint": standing.rule.fingerprint,
        "winners": list(standing.winners),
        "places": [[projects[project].id for project in place] for place in standing.places],
        "unplaced": [projects[project].id for project in standing.unplaced],
        "figures": {projects[project].id: plain(figure) for project, figure in (standing.figures or {}).items()},
    }


def _loser(election: Election, loser: Loser, votes: Change | None) -> Report:
    needed = {}
    if loser.cost is not None:
        needed["cost_at_most"] = {"amount": plain(election.money(loser.cost.amount)), "proof": loser.cost.proof.value}
    if votes is not None:
        needed["more_votes"] = {"amount": str(votes.amount), "proof": votes.proof.value}
    return {"id": election.projects[loser.project].id, "reason": loser.reason.value, "needed": needed}


def _tie(tie: TieMet) -> Report:
    return {
        "position": tie.position + 1,
        "tied": list(tie.tied),
        "chosen": tie.chosen,
        "otherwise": [
            {"preferred": each.preferred, "gained": list(each.gained), "lost": list(each.lost)}
            for each in tie.otherwise
        ],
    }
