"""A result in plain values, as it is published: identifiers, exact amounts as text, the rule and its fingerprint."""

from typing import Any

from app.voting.counting.amounts import plain
from app.voting.counting.areas import areas_of
from app.voting.counting.changes import budgets_needed, votes_needed
from app.voting.counting.election import Election
from app.voting.counting.explaining import Change, Loser, Winner, explain
from app.voting.counting.fairness import categories, groups_left_out, voters_with_nothing
from app.voting.counting.outcome import Outcome, Purchase
from app.voting.counting.pb import PbFile
from app.voting.counting.rules import EqualShares, Greedy, Satisfaction
from app.voting.counting.standing import Standing
from app.voting.counting.ties_met import TieMet, difference, ties_met

Report = dict[str, Any]
FEW_BALLOTS = 500
PAYMENTS_MOST = 20


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
        "purchases": [_purchase(election, purchase) for purchase in outcome.purchases],
        "total_cost": plain(election.money(outcome.total_cost)),
        "remaining": plain(election.money(outcome.remaining)),
        "ties": [_tie(tie) for tie in ties_met(outcome)],
    }
    if outcome.objective is not None:
        report["objective"] = plain(outcome.objective)
    if outcome.endowment is not None:
        report["share_of_a_voter"] = str(election.money(outcome.endowment))
    return report


def explained(outcome: Outcome) -> Report:
    """Set out who paid for each winner, and why each loser lost with the smallest changes known to have sufficed.

    How many votes and which budget would have sufficed takes recounts; above `FEW_BALLOTS` different ballots they are worked
    out under greedy rules alone.
    """
    recounts = isinstance(outcome.rule, Greedy) or len(outcome.election.ballots) <= FEW_BALLOTS
    explanation = explain(outcome)
    budgets = budgets_needed(outcome, [loser.project for loser in explanation.losers]) if recounts else {}
    return {
        "paid": {
            outcome.election.projects[winner.project].id: _payers(outcome.election, winner)
            for winner in explanation.winners
            if winner.payments
        },
        "losers": [
            _loser(
                outcome.election,
                loser,
                votes_needed(outcome, loser.project) if recounts else None,
                budgets.get(loser.project),
            )
            for loser in explanation.losers
        ],
    }


def fairness_report(outcome: Outcome, file: PbFile | None = None) -> Report:
    """Set out figures of fairness; shares are exact fractions as text. Areas take the file, which alone names them.

    Groups left out are worked out for the satisfaction of the rule, for that of cost under rules without one.
    """
    satisfaction = outcome.rule.satisfaction if isinstance(outcome.rule, EqualShares) else Satisfaction.COST
    projects = outcome.election.projects
    return {
        "voters_with_nothing": str(voters_with_nothing(outcome)),
        "groups_left_out": [
            {"id": projects[group.project].id, "voters": group.voters, "utility": group.utility}
            for group in groups_left_out(outcome, satisfaction)
        ],
        "categories": [
            {
                "category": each.category,
                "votes": str(each.votes),
                "money": str(each.money),
                "winners": each.winners,
                "projects": each.projects,
            }
            for each in categories(outcome)
        ],
        "areas": [
            {
                "area": each.area,
                "voters": each.voters,
                "with_nothing": str(each.with_nothing),
                "funded_mean": str(each.funded_mean),
                "money_mean": str(each.money_mean),
            }
            for each in (areas_of(file, outcome) if file else ())
        ],
    }


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


def _purchase(election: Election, purchase: Purchase) -> Report:
    project = election.projects[purchase.project]
    return {
        "id": project.id,
        "cost": plain(election.money(project.cost)),
        "remaining": plain(election.money(purchase.remaining)),
        "stage": purchase.stage,
    }


def _payers(election: Election, winner: Winner) -> Report:
    """Set out payments, the largest first; beyond `PAYMENTS_MOST` kinds the rest is left to the figures."""
    largest = sorted(winner.payments, reverse=True)[:PAYMENTS_MOST]
    return {
        "payers": winner.payers,
        "effective_support": str(winner.support),
        "payments": [{"amount": str(election.money(amount)), "voters": voters} for amount, voters in largest],
    }


def _loser(election: Election, loser: Loser, votes: Change | None, budget: Change | None) -> Report:
    needed = {}
    if loser.cost is not None:
        needed["cost_at_most"] = {"amount": plain(election.money(loser.cost.amount)), "proof": loser.cost.proof.value}
    if votes is not None:
        needed["more_votes"] = {"amount": str(votes.amount), "proof": votes.proof.value}
    if budget is not None:
        needed["budget"] = {"amount": plain(election.money(budget.amount)), "proof": budget.proof.value}
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
