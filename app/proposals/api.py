"""The JSON door of applications."""

from typing import Any
from uuid import UUID

from app.core.clock import berlin_date, utc_now
from app.core.policy import Action
from app.proposals import commands, schemas
from app.proposals.drafts import merged
from app.proposals.queries import (
    allowance_cents,
    application,
    application_id_of_attachment,
    applications,
    attachment_file,
    attachments_of,
    checks_of,
    lines_of,
    messages_of,
    rules_for,
)
from app.shell.doors import rest
from app.shell.doors.context import current_actor
from app.shell.doors.perform import perform
from app.shell.files.store import send

bp = rest.blueprint("proposals", "Applications: apply, correct, withdraw, check eligibility.")
ONE = "/applications/<uuid:application_id>"
BINARY = {"type": "string", "format": "binary"}
STORED = tuple(
    name for name in schemas.ApplicationDetailOut().fields if name not in {"lines", "flat_allowance_cents", "typed"}
)


@bp.route("/applications")
@bp.arguments(schemas.ApplicationQuery, location="query")
@bp.response(200, rest.page_schema(schemas.ApplicationOut, kind=rest.Remembered))
def list_applications(query: dict[str, Any]) -> Any:
    """List the applications you may read, newest first; «total» counts to 1,000 and stops there."""
    page = applications(current_actor(), **query)
    return {"items": page.rows, "page": page.number, "per_page": page.per_page, "total": page.total}


@bp.route("/applications", methods=["POST"])
@bp.arguments(schemas.ApplicationStartShape)
@bp.response(201, schemas.ApplicationCreatedOut)
def start(data: dict[str, Any]) -> Any:
    """Begin a draft."""
    return {"id": perform(commands.start_application, **data)}


@bp.route("/applications/on-behalf", methods=["POST"])
@bp.arguments(schemas.OnBehalfShape)
@bp.response(201, schemas.ApplicationCreatedOut)
def start_for(data: dict[str, Any]) -> Any:
    """Begin a draft from a paper form, for somebody without an account."""
    return {"id": perform(commands.enter_application_for, **data)}


@bp.route("/applications/submit", methods=["POST"])
@bp.arguments(schemas.NewApplicationShape)
@bp.response(201, schemas.ApplicationCreatedOut)
def submit_new(data: dict[str, Any]) -> Any:
    """Begin and send an application in one step."""
    return {"id": perform(commands.submit_whole, **data)}


@bp.route(ONE)
@bp.response(200, schemas.ApplicationDetailOut)
def get(application_id: UUID) -> Any:
    """Show one application."""
    return _shown(application_id)


@bp.route(ONE, methods=["PATCH"])
@bp.arguments(schemas.DraftShape)
@bp.response(200, schemas.ApplicationDetailOut)
def save(data: dict[str, Any], application_id: UUID) -> Any:
    """Keep parts of an application until it is sent; they appear under «typed»."""
    version = data.pop("version", None)
    row = application(current_actor(), application_id, Action.EDIT_APPLICATION)
    values = merged(row, data) | {"title": data.get("title", "")}
    perform(commands.save_step, application_id=application_id, step=0, values=values, version=version or row.version)
    return _shown(application_id)


@bp.route(f"{ONE}/submit", methods=["POST"])
@bp.arguments(schemas.ApplicationShape)
@bp.response(200, schemas.ApplicationDetailOut)
def submit(data: dict[str, Any], application_id: UUID) -> Any:
    """Send a draft with these contents."""
    perform(commands.submit_application, application_id=application_id, **data)
    return _shown(application_id)


@bp.route(f"{ONE}/resubmit", methods=["POST"])
@bp.arguments(schemas.CorrectionShape)
@bp.response(200, schemas.ApplicationDetailOut)
def resubmit(data: dict[str, Any], application_id: UUID) -> Any:
    """Send a correction after a query."""
    perform(commands.resubmit_application, application_id=application_id, **data)
    return _shown(application_id)


@bp.route(f"{ONE}/withdraw", methods=["POST"])
@bp.response(200, schemas.ApplicationDetailOut)
def withdraw(application_id: UUID) -> Any:
    """Take an application back before it is decided."""
    perform(commands.withdraw_application, application_id=application_id)
    return _shown(application_id)


@bp.route(f"{ONE}/checks")
@bp.response(200, schemas.CheckOut(many=True))
def checks(application_id: UUID) -> Any:
    """Show the checks of the office, for its insiders."""
    application(current_actor(), application_id, Action.READ_AREA_INTERNALS)
    return checks_of(application_id)


@bp.route(f"{ONE}/check", methods=["POST"])
@bp.arguments(schemas.EligibilityShape)
@bp.response(200, schemas.ApplicationDetailOut)
def check(data: dict[str, Any], application_id: UUID) -> Any:
    """Check eligibility: admit, ask, or reject with a reason; a note is always needed."""
    perform(commands.check_eligibility, application_id=application_id, **data)
    return _shown(application_id)


@bp.route(f"{ONE}/messages")
@bp.response(200, schemas.ApplicationMessageOut(many=True))
def messages(application_id: UUID) -> Any:
    """Show queries and answers."""
    application(current_actor(), application_id)
    return messages_of(application_id)


@bp.route(f"{ONE}/messages", methods=["POST"])
@bp.arguments(schemas.AnswerTextShape)
@bp.response(201, schemas.ApplicationCreatedOut)
def answer(data: dict[str, Any], application_id: UUID) -> Any:
    """Answer a query of the office."""
    return {"id": perform(commands.answer_query, application_id=application_id, **data)}


@bp.route(f"{ONE}/attachments")
@bp.response(200, schemas.AttachmentOut(many=True))
def attachments(application_id: UUID) -> Any:
    """List the files of an application."""
    application(current_actor(), application_id)
    return attachments_of(application_id)


@bp.route(f"{ONE}/attachments", methods=["POST"])
@bp.arguments(schemas.AttachmentShape, location="parts")
@bp.response(201, schemas.ApplicationCreatedOut)
def attach(data: dict[str, Any], application_id: UUID) -> Any:
    """Add a picture or a PDF (multipart)."""
    return {"id": perform(commands.add_attachment, application_id=application_id, **data)}


@bp.route("/attachments/<uuid:attachment_id>")
@bp.response(200, BINARY, content_type="application/pdf")
@bp.response(200, BINARY, content_type="image/jpeg")
@bp.response(200, BINARY, content_type="image/png")
@bp.response(200, BINARY, content_type="image/webp")
def attachment(attachment_id: UUID) -> Any:
    """Send a file as it is kept."""
    return send(attachment_file(current_actor(), application_id_of_attachment(attachment_id), attachment_id))


@bp.route("/attachments/<uuid:attachment_id>", methods=["DELETE"])
@bp.response(204)
def detach(attachment_id: UUID) -> None:
    """Take a file out while the application may be changed."""
    perform(commands.remove_attachment, attachment_id=attachment_id)


def _shown(application_id: UUID) -> dict[str, Any]:
    row = application(current_actor(), application_id)
    lines = lines_of(application_id)
    return {
        **{name: getattr(row, name) for name in STORED},
        "lines": lines,
        "flat_allowance_cents": allowance_cents(lines, rules_for(row, berlin_date(utc_now()))),
        "typed": {number: typed for number, typed in row.draft.items() if number.isdecimal()},
    }
