"""The steps of ``tests/cases/hoffest.toml`` for the journeys through the doors."""

import tomllib
from pathlib import Path

CASE = tomllib.loads((Path(__file__).parent / "cases" / "hoffest.toml").read_text())
STEPS = CASE["step"]
RULES = CASE["rules"]
WORLD_RULES = {key: value for key, value in RULES.items() if not key.startswith("fund.annual")} | {"fund.annual_budget_cents": 1_000_000}


def step(verb, **wanted):
    """Return the first step with this verb and these arguments."""
    return next(one for one in STEPS if one["do"] == verb and all(one.get(key) == value for key, value in wanted.items()))


def steps(verb):
    """Return every step with this verb, in order."""
    return [one for one in STEPS if one["do"] == verb]
