"""The JSON door of awards and agreements."""

from typing import Any
from uuid import UUID

from app.allocation import commands, schemas
from app.allocation.queries import agreement_file, agreement_for, award_for
from app.core.errors import NotFound
from app.shell.doors import rest
from app.shell.doors.context import current_actor
from app.shell.doors.perform import perform
from app.shell.doors.rest import needs_key
from app.shell.files.store import send
from app.voting.queries import motion_for

bp = rest.blueprint("allocation", "Decisions carried out: awards, offers, agreements.")
CASE = "/applications/<uuid:application_id>"


@bp.route("/motions/<uuid:motion_id>/close", methods=["POST"])
@bp.response(200, schemas.DecisionOut)
@needs_key
def close_vote(motion_id: UUID) -> Any:
    """Count a vote and carry it out: award, offer, rejection or another session."""
    perform(commands.close_vote, motion_id=motion_id)
    return motion_for(current_actor(), motion_id)


@bp.route(f"{CASE}/award")
@bp.response(200, schemas.AwardOut)
def award(application_id: UUID) -> Any:
    """Show the award of an application."""
    return award_for(current_actor(), application_id)


@bp.route(f"{CASE}/offer/accept", methods=["POST"])
@bp.response(200, schemas.AwardOut)
@needs_key
def accept(application_id: UUID) -> Any:
    """Take a reduced award."""
    perform(commands.accept_offer, application_id=application_id)
    return award_for(current_actor(), application_id)


@bp.route(f"{CASE}/offer/decline", methods=["POST"])
@bp.response(200, schemas.AwardOut)
@needs_key
def decline(application_id: UUID) -> Any:
    """Refuse a reduced award."""
    perform(commands.decline_offer, application_id=application_id)
    return award_for(current_actor(), application_id)


@bp.route(f"{CASE}/condition/meet", methods=["POST"])
@bp.response(200, schemas.AwardOut)
@needs_key
def meet_condition(application_id: UUID) -> Any:
    """Find the condition of an award met; the award is binding from then on."""
    perform(commands.meet_condition, application_id=application_id)
    return award_for(current_actor(), application_id)


@bp.route(f"{CASE}/agreement")
@bp.response(200, schemas.AgreementOut)
def agreement(application_id: UUID) -> Any:
    """Show the agreement."""
    return _agreement(application_id)


@bp.route(f"{CASE}/agreement/document")
@bp.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def document(application_id: UUID) -> Any:
    """Give the agreement as the PDF that was signed."""
    return send(agreement_file(current_actor(), application_id))


@bp.route(f"{CASE}/agreement", methods=["POST"])
@bp.response(201, schemas.AgreementOut)
def draw(application_id: UUID) -> Any:
    """Write the agreement from the award; its words are fixed from then on."""
    perform(commands.draw_agreement, application_id=application_id)
    return _agreement(application_id)


@bp.route(f"{CASE}/agreement/sign", methods=["POST"])
@bp.response(200, schemas.AgreementOut)
def sign_for_office(application_id: UUID) -> Any:
    """Sign the agreement for the office."""
    perform(commands.sign_agreement_for_qm, application_id=application_id)
    return _agreement(application_id)


@bp.route(f"{CASE}/agreement/accept", methods=["POST"])
@bp.arguments(schemas.AgreementAcceptanceShape)
@bp.response(200, schemas.AgreementOut)
def accept_agreement(data: dict[str, Any], application_id: UUID) -> Any:
    """Accept the agreement as the applicant."""
    perform(commands.sign_agreement_as_applicant, application_id=application_id, **data)
    return _agreement(application_id)


def _agreement(application_id: UUID) -> Any:
    found = agreement_for(current_actor(), application_id)[2]
    if found is None:
        raise NotFound
    return found
