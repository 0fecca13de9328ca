"""Each engine of Equal Shares, forced, finds the known outcomes of real and made-up elections, and all the same prices."""

import json
from random import Random

import pytest

from app.voting.counting.election import election_of
from app.voting.counting.equal_shares.counting import Engine, count_with
from app.voting.counting.names import rule_named
from app.voting.counting.pb import read_path
from app.voting.counting.rules import Add1, EqualShares, Satisfaction
from app.voting.counting.ties import tie_order
from tests.elections import elections_folder, need_elections
from tests.integration.counting.test_known_outcomes import prices
from tests.unit.counting.test_equal_shares import facts

FOLDER = elections_folder()
REAL = json.loads((FOLDER / "pabulib" / "expected.json").read_text()) if FOLDER else []
MOST_STEPS_OF = 6_000
"""Ballots times projects up to which every engine takes the steps of Add1 and spends the rest."""


def known(record, *, steps):
    """List the known outcomes of Equal Shares with their rules."""
    for outcome in record["outcomes"]:
        if outcome["rule"].startswith("mes-"):
            rule = rule_named(outcome["rule"], tie=tie_order(outcome["tie"]))
            if steps or rule.add1 is Add1.NONE:
                yield outcome, rule


def agree(election, outcome, rule):
    """Count by every engine; hold the first to what is known and the others to the first."""
    first, *others = (count_with(engine, election, rule) for engine in Engine)
    votes = {project.id: named for project, named in zip(election.projects, election.votes(), strict=True)}
    expected = [name for name in outcome.get("order", outcome["winners"]) if votes[name]]
    assert (list(first.winners) if "order" in outcome else sorted(first.winners)) == expected
    if "rho_sha256" in outcome and first.purchases:
        assert prices(election, first) == outcome["rho_sha256"]
    for other in others:
        assert facts(other) == facts(first)


@pytest.mark.parametrize("record", REAL, ids=lambda record: record["file"])
def test_every_engine_counts_a_real_election_as_known(record):
    election = read_path(FOLDER / "pabulib" / record["file"]).election()
    small = record["votes"] * record["projects"] <= MOST_STEPS_OF
    for outcome, rule in known(record, steps=small):
        if small or not rule.utilitarian:
            agree(election, outcome, rule)


def test_every_engine_counts_tie_rich_juries_as_known():
    folder = need_elections() / "juries"
    records = json.loads((folder / "expected.json").read_text())
    for number, record in enumerate(records):
        election = read_path(folder / record["file"]).election()
        for outcome, rule in known(record, steps=number % 16 == 0):
            agree(election, outcome, rule)


@pytest.mark.parametrize("satisfaction", [Satisfaction.COST, Satisfaction.CARDINALITY])
@pytest.mark.parametrize("add1", [Add1.NONE, Add1.EXHAUSTIVE])
def test_engines_agree_on_thousands_of_ballots(satisfaction, add1):
    draw = Random(7)
    costs = {f"p{number}": draw.randint(1, 60) * 500 for number in range(25)}
    names = sorted(costs)
    ballots = [draw.sample(names[: draw.randint(5, 25)], draw.randint(0, 5)) for _ in range(2_000)]
    election = election_of(costs, sum(costs.values()) // 3, ballots)
    rule = EqualShares(name="mes", satisfaction=satisfaction, add1=add1)

    certified = facts(count_with(Engine.CERTIFIED, election, rule))

    assert len(certified[0]) > 5
    assert certified == facts(count_with(Engine.CLASSES, election, rule))
    assert certified == facts(count_with(Engine.PLAIN, election, rule))
