"""A trial as a table (CSV): a row for each rule and project, as spreadsheets open it."""

import csv
import io
from collections.abc import Sequence

from flask import Response

from app.laboratory.models import Trial, TrialCount
from app.laboratory.report.side_by_side import SideBySide, side_by_side
from app.laboratory.rules import REASONS

HEAD = ("Regel", "Prüfsumme", "Nummer", "Vorhaben", "Kosten", "Stimmen", "Platz", "danach übrig", "Grund")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_answer(trial: Trial, counts: Sequence[TrialCount]) -> Response:
    """Answer with the table of a trial; the caller has asked permission."""
    answer = Response(table_of(side_by_side(trial, counts)), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"auswertung-{trial.asked_at:%Y-%m-%d}.csv")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def table_of(shown: SideBySide) -> bytes:
    """Write UTF-8 with its mark, cells apart by semicolons; what a spreadsheet would run is disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEAD)
    for at, column in enumerate(shown.columns):
        left = {bought["id"]: bought["remaining"] for bought in column.report.get("purchases", ())}
        for line in shown.lines if column.report else ():
            reason = column.reasons.get(line.id, {}).get("reason", "")
            cells = (
                column.rule,
                column.report["fingerprint"],
                line.id,
                line.name,
                line.cost,
                line.votes,
                line.places[at] or "",
                left.get(line.id, ""),
                REASONS.get(reason, reason),
            )
            writer.writerow([_disarmed(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
