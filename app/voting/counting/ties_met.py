"""Ties met in a count, and what preferring another of the tied projects would have changed."""

from dataclasses import dataclass, replace

from app.voting.counting.engine import count
from app.voting.counting.outcome import Outcome

MOST_RECOUNTS = 24


@dataclass(frozen=True, slots=True)
class WhatIf:
    """«Gegenprobe»: the winners gained and lost when `preferred` comes first wherever it is tied."""

    preferred: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieMet:
    """A tie by identifiers: `otherwise` holds a recount for each project not chosen that could still be recounted."""

    position: int
    tied: tuple[str, ...]
    chosen: str
    otherwise: tuple[WhatIf, ...]


def ties_met(outcome: Outcome) -> tuple[TieMet, ...]:
    """Recount with every other tied project preferred, each once, `MOST_RECOUNTS` times at most."""
    projects = outcome.election.projects
    recounts: dict[str, WhatIf] = {}
    met = []
    for tie in outcome.ties:
        others = [projects[project].id for project in tie.tied if project != tie.chosen]
        for name in others:
            if name not in recounts and len(recounts) < MOST_RECOUNTS:
                recounts[name] = _recounted(outcome, name)
        otherwise = tuple(recounts[name] for name in others if name in recounts)
        tied = tuple(projects[project].id for project in tie.tied)
        met.append(TieMet(tie.position, tied, projects[tie.chosen].id, otherwise))
    return tuple(met)


def difference(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say which winners are gained and which lost, in the order of selection."""
    return tuple(name for name in after if name not in before), tuple(name for name in before if name not in after)


def _recounted(outcome: Outcome, name: str) -> WhatIf:
    tie = replace(outcome.rule.tie, preferred=(name,))
    again = count(outcome.election, replace(outcome.rule, tie=tie))
    gained, lost = difference(outcome.winners, again.winners)
    return WhatIf(name, gained, lost)
