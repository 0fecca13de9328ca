"""The JSON door of the laboratory."""

from typing import Any
from uuid import UUID

from app.laboratory import commands, queries, schemas
from app.laboratory.models import Trial
from app.laboratory.report import table_answer
from app.shell.doors import rest
from app.shell.doors.context import current_actor
from app.shell.doors.perform import perform
from app.shell.doors.rest import PageQuery, page_schema
from app.shell.doors.words import said
from app.shell.files.store import send

bp = rest.blueprint("laboratory", "The same votes counted under several rules, to learn from; nothing is decided.")
ONE = "/trials/<uuid:trial_id>"
BINARY = {"type": "string", "format": "binary"}


@bp.route("/trials")
@bp.arguments(PageQuery, location="query")
@bp.response(200, page_schema(schemas.TrialOut))
def trials(query: dict[str, int]) -> Any:
    """List the trials you may read, the newest first."""
    rows, total = queries.trials(current_actor(), page=query["page"], per_page=query["per_page"])
    return {"items": rows, "total": total, **query}


@bp.route("/areas/<uuid:area_id>/trials", methods=["POST"])
@bp.arguments(schemas.FileTrialShape, location="parts")
@bp.response(201, schemas.WholeTrialOut)
def start(data: dict[str, Any], area_id: UUID) -> Any:
    """Upload an election (.pb) and have it counted by a job; ask for the trial again to see how far it is."""
    return _shown(perform(commands.start_trial, area_id=area_id, **data))


@bp.route("/sessions/<uuid:session_id>/trials", methods=["POST"])
@bp.arguments(schemas.TrialShape)
@bp.response(201, schemas.WholeTrialOut)
def start_of_session(data: dict[str, Any], session_id: UUID) -> Any:
    """Have the votes of a session that is over counted under other rules."""
    return _shown(perform(commands.start_session_trial, session_id=session_id, **data))


@bp.route(ONE)
@bp.response(200, schemas.WholeTrialOut)
def trial(trial_id: UUID) -> Any:
    """Show a trial with what its rules gave so far."""
    return _shown(trial_id)


@bp.route(ONE, methods=["DELETE"])
@bp.response(204)
def remove(trial_id: UUID) -> None:
    """Delete a trial with its files."""
    perform(commands.remove_trial, trial_id=trial_id)


@bp.route(f"{ONE}/election")
@bp.response(200, BINARY, content_type="text/plain")
def election(trial_id: UUID) -> Any:
    """Give the election as it was counted (.pb)."""
    return send(queries.file_of(queries.trial_for(current_actor(), trial_id).file_id), as_attachment=True)


@bp.route(f"{ONE}/table")
@bp.response(200, BINARY, content_type="text/csv")
def table(trial_id: UUID) -> Any:
    """Give the outcomes as a table (CSV)."""
    found = queries.trial_for(current_actor(), trial_id)
    return table_answer(found, queries.counts_of(trial_id))


@bp.route(f"{ONE}/document")
@bp.response(200, BINARY, content_type="application/pdf")
def document(trial_id: UUID) -> Any:
    """Give the document of a counted trial."""
    return send(queries.file_of(queries.trial_for(current_actor(), trial_id).document_id))


def _shown(trial_id: UUID | None) -> Any:
    found: Trial = queries.trial_for(current_actor(), trial_id)  # type: ignore[arg-type]
    counts = queries.counts_of(found.id)
    return {
        **{name: getattr(found, name) for name in ("id", "area_id", "title", "state", "rules", "asked_at", "tie")},
        **{name: found.election.get(name) for name in ("ballots", "budget", "currency")},
        "projects": found.election.get("projects", {}),
        "counts": [
            {**count.report, "rule": count.rule, "fingerprint": count.fingerprint, "problem": _said(count.problem)}
            for count in counts
        ],
        "problem": _said(found.problem),
    }


def _said(problem: dict[str, Any]) -> dict[str, Any] | None:
    return {**problem, "text": said(problem["text"], problem["facts"])} if problem else None
