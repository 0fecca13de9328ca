"""A trial as a PDF that everybody can read: tagged, PDF/UA-1, German, the same bytes for the same figures."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import typst

from app.core.clock import berlin_date
from app.laboratory.models import Trial, TrialCount
from app.laboratory.report.side_by_side import Column, SideBySide, amount, side_by_side
from app.laboratory.rules import REASONS, TIE_LABELS, TieChoice

TEMPLATE = Path(__file__).parent / "document.typ"
STANDARD: Literal["ua-1"] = "ua-1"
GERMAN = "de"
LINES_MOST = 400
"""More projects than this stand in the table (CSV) alone."""


def document_of(trial: Trial, counts: Sequence[TrialCount]) -> bytes:
    """Write the document of a counted trial."""
    pdf: bytes = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(_data(trial, side_by_side(trial, counts)), ensure_ascii=False)},
        timestamp=int(trial.asked_at.timestamp()),
    )
    return pdf


def _data(trial: Trial, shown: SideBySide) -> dict[str, Any]:
    election = trial.election
    day = berlin_date(trial.asked_at)
    return {
        "title": trial.title,
        "day": f"{day.day}.{day.month}.{day.year}",
        "ballots": election["ballots"],
        "projects": len(shown.lines),
        "budget": amount(election["budget"], shown.currency, GERMAN),
        "tie": _tie(trial.tie),
        "divided": shown.divided,
        "cut": max(0, len(shown.lines) - LINES_MOST),
        "columns": [column.title for column in shown.columns],
        "lines": [
            {
                "name": f"{line.name} ({line.id})" if line.name != line.id else line.id,
                "cost": amount(line.cost, shown.currency, GERMAN),
                "votes": str(line.votes),
                "places": [f"{place}." if place else "–" for place in line.places],
            }
            for line in shown.lines[:LINES_MOST]
        ],
        "rules": [_rule(column, shown) for column in shown.columns],
    }


def _rule(column: Column, shown: SideBySide) -> dict[str, Any]:
    if not column.report:
        return {"title": column.title, "problem": column.problem["text"] % column.problem["facts"]}
    names = {line.id: line for line in shown.lines}
    report = column.report
    return {
        "title": column.title,
        "problem": "",
        "spent": amount(report["total_cost"], shown.currency, GERMAN),
        "remaining": amount(report["remaining"], shown.currency, GERMAN),
        "left_out": column.left_out_percent.replace(".", ","),
        "groups": len(report["fairness"]["groups_left_out"]),
        "fingerprint": report["fingerprint"],
        "ties": len(report["ties"]),
        "bought": [
            {
                "name": names[bought["id"]].name,
                "cost": amount(bought["cost"], shown.currency, GERMAN),
                "remaining": amount(bought["remaining"], shown.currency, GERMAN),
            }
            for bought in report["purchases"]
        ],
        "losers": [
            {
                "name": names[loser["id"]].name,
                "cost": amount(names[loser["id"]].cost, shown.currency, GERMAN),
                "reason": REASONS[loser["reason"]],
            }
            for loser in report["losers"][:LINES_MOST]
        ],
    }


def _tie(tie: str) -> str:
    if tie.startswith("lot:"):
        return f"{TIE_LABELS[TieChoice.LOT]} ({tie.removeprefix('lot:')})"
    return TIE_LABELS[TieChoice(tie)]
