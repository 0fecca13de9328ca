"""Every rule finds the known winners of real and made-up elections, and what the cities themselves declared."""

import json
from fractions import Fraction
from hashlib import sha256

import pytest

from app.voting.counting.engine import count
from app.voting.counting.measures import scores
from app.voting.counting.names import rule_named
from app.voting.counting.pb import read_path
from app.voting.counting.rules import Greedy, Measure, Misfit, Satisfaction, Welfare
from app.voting.counting.ties import TieKey, TieOrder, tie_order
from tests.elections import elections_folder, need_elections

FOLDER = elections_folder()
REAL = json.loads((FOLDER / "pabulib" / "expected.json").read_text()) if FOLDER else []
DECLARED = json.loads((FOLDER / "pabulib" / "official.json").read_text()) if FOLDER else []
VARIANTS = {"cheap": TieKey.CHEAPER_FIRST, "dear": TieKey.DEARER_FIRST, "id": TieKey.ID}
COLUMN = {"ordinal": Measure.BORDA_FROM_ONE, "cumulative": Measure.POINTS}


def test_the_folder_of_elections_is_whole():
    need_elections()
    assert len(REAL) == 52
    assert sum(len(record["outcomes"]) for record in REAL) == 404
    assert len(DECLARED) == 36


@pytest.mark.parametrize("record", REAL, ids=lambda record: record["file"])
def test_a_real_election_comes_out_as_known(record):
    path = FOLDER / "pabulib" / record["file"]
    assert sha256(path.read_bytes()).hexdigest() == record["sha256"]
    reading = read_path(path).reading()
    assert reading.warnings == ()
    assert reading.election.voters == record["votes"]
    assert len(reading.election.projects) == record["projects"]
    for known in record["outcomes"]:
        agree(reading.election, known)


def test_tie_rich_juries_come_out_as_known():
    folder = need_elections() / "juries"
    records = json.loads((folder / "expected.json").read_text())
    assert len(records) == 168
    for record in records:
        election = read_path(folder / record["file"]).election()
        for known in record["outcomes"]:
            agree(election, known)


@pytest.mark.parametrize("record", DECLARED, ids=lambda record: record["file"])
def test_a_city_declared_what_its_rule_gives(record):
    election = read_path(FOLDER / "pabulib" / record["file"]).election()
    doubtful = set(record["ambiguous"])
    reproduced = {
        f"{misfit}/{order}"
        for misfit, stop in (("skip", Misfit.SKIP), ("noskip", Misfit.STOP))
        for order, key in VARIANTS.items()
        if set(count(election, city_rule(record, stop, key)).winners) - doubtful == set(record["selected"]) - doubtful
    }
    assert reproduced == set(record["reproduced_by"])


def city_rule(record, misfit, key):
    by_score = record["score_used"] == "filescore"
    return Greedy(
        name="city",
        measure=COLUMN[record["vote_type"]] if by_score else Measure.VOTES,
        misfit=misfit,
        minimum_score=Fraction(record["threshold"]),
        tie=TieOrder((key,)),
    )


def agree(election, known):
    """Compare after leaving out known winners whom nobody supports: the reference funds those when they fit."""
    rule = rule_named(known["rule"], tie=tie_order(known["tie"]))
    measured = scores(election, rule.measure) if isinstance(rule, Greedy | Welfare) else election.votes()
    supported = {project.id: project.cost for project, found in zip(election.projects, measured, strict=True) if found}
    outcome = count(election, rule)
    assert set(outcome.winners) <= supported.keys(), known["rule"]
    if "objective" in known:
        assert outcome.objective == Fraction(known["objective"]), known["rule"]
        return
    expected = [name for name in known.get("order", known["winners"]) if name in supported]
    winners = list(outcome.winners) if "order" in known else sorted(outcome.winners)
    assert winners == expected, known["rule"]
    assert outcome.total_cost == sum(supported[name] for name in expected)
    if len(expected) == len(known["winners"]):
        assert election.money(outcome.total_cost) == Fraction(known["total_cost"])
    if "rho_sha256" in known and outcome.purchases:
        assert prices(election, outcome) == known["rho_sha256"], known["rule"]


def prices(election, outcome):
    """Hash what a unit of utility costs, in the currency; where utility is the cost itself, prices have no currency."""
    by_cost = outcome.rule.satisfaction is Satisfaction.COST
    unit = Fraction(1 if by_cost else election.scale, election.points_scale)
    lines = (f"{election.projects[bought.project].id} {bought.price / unit}" for bought in outcome.purchases)
    return sha256("\n".join(lines).encode()).hexdigest()
