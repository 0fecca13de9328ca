"""A decision as it is kept: whole numbers and codes, from which its words can be said again at any time."""

from collections.abc import Mapping
from typing import Any

from app.core.words import Sentence
from app.voting.rules.counting import Decision, Outcome, Quorum, Tally, TieBreak
from app.voting.rules.wording import explain


def as_record(decision: Decision) -> dict[str, Any]:
    """Return every figure of a decision as plain values."""
    return {
        "outcome": decision.outcome.value,
        "quorum": {
            "present": decision.quorum.present,
            "base": decision.quorum.base,
            "needed": decision.quorum.needed,
        },
        "tally": {"yes": decision.tally.yes, "no": decision.tally.no, "abstain": decision.tally.abstain},
        "majority_rule": decision.majority_rule,
        "abstention_counts_as": decision.abstention_counts_as,
        "base": decision.base,
        "needed": decision.needed,
        "seats": decision.seats,
        "present": decision.present,
        "recused": decision.recused,
        "entitled": decision.entitled,
        "tie": decision.tie.value,
    }


def from_record(record: Mapping[str, Any]) -> Decision:
    """Return the decision that was kept."""
    figures = {key: record[key] for key in ("base", "needed", "seats", "present", "recused", "entitled")}
    return Decision(
        outcome=Outcome(record["outcome"]),
        quorum=Quorum(**record["quorum"]),
        tally=Tally(**record["tally"]),
        majority_rule=record["majority_rule"],
        abstention_counts_as=record["abstention_counts_as"],
        tie=TieBreak(record["tie"]),
        **figures,
    )


def explain_record(record: Mapping[str, Any]) -> list[Sentence]:
    """Return the arithmetic of a kept decision in words; a motion that was never counted has none."""
    return explain(from_record(record)) if record else []
