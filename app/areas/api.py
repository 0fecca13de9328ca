"""The JSON door of areas: the areas of the programme for all, their people for insiders."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from app.areas import commands, queries, schemas
from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.people import commands as people
from app.people.queries import grant_area_id
from app.shell.doors import rest
from app.shell.doors.context import current_actor, public
from app.shell.doors.perform import perform

bp = rest.blueprint("areas", "Neighbourhoods of the programme, their offices and people")


@bp.route("/areas")
@bp.response(200, schemas.AreasShape)
@public
def areas() -> Any:
    """List the areas of the programme."""
    return {"items": queries.public_areas()}


@bp.route("/areas/<string(maxlength=60):slug>")
@bp.response(200, schemas.AreaShape)
@public
def area(slug: str) -> Any:
    """Show an area with the organisation that runs its office today."""
    found = queries.public_area(slug)
    shown = {name: getattr(found, name) for name in schemas.AreaShape().fields if name != "carrier_name"}
    return {**shown, "carrier_name": queries.carrier_on(found.id, berlin_date(utc_now()))}


@bp.route("/areas", methods=["POST"])
@bp.arguments(schemas.NewAreaShape)
@bp.response(201, schemas.AreaRowShape)
def create_area(values: dict[str, Any]) -> Any:
    """Create an area; for the administration of the platform."""
    area_id = perform(commands.create_area, **values)
    assert area_id is not None
    return queries.area(area_id)


@bp.route("/areas/<uuid:area_id>/texts", methods=["PUT"])
@bp.arguments(schemas.AreaTextsShape)
@bp.response(200, schemas.AreaRowShape)
def edit_area(values: dict[str, Any], area_id: UUID) -> Any:
    """Change what the public reads about an area."""
    perform(commands.edit_area, area_id=area_id, **values)
    return queries.area(area_id)


@bp.route("/areas/<uuid:area_id>/carriers", methods=["POST"])
@bp.arguments(schemas.CarrierShape)
@bp.response(204)
def assign_carrier(values: dict[str, Any], area_id: UUID) -> None:
    """Say who runs the office from a day on; for the administration of the platform."""
    perform(commands.assign_carrier, area_id=area_id, **values)


@bp.route("/areas/<uuid:area_id>/step", methods=["POST"])
@bp.arguments(schemas.AreaStepShape)
@bp.response(200, schemas.AreaRowShape)
def change_state(values: dict[str, Any], area_id: UUID) -> Any:
    """Take an area one step further in its life; for the administration of the platform."""
    perform(commands.change_area_state, area_id=area_id, **values)
    return queries.area(area_id)


@bp.route("/areas/<uuid:area_id>/people")
@bp.response(200, schemas.PeopleShape)
def people_of_area(area_id: UUID) -> Any:
    """List everyone with a role in the area, past and coming ones too."""
    return {"items": [asdict(holder) for holder in queries.people_of(current_actor(), area_id)]}


@bp.route("/areas/<uuid:area_id>/people", methods=["POST"])
@bp.arguments(schemas.InvitationShape)
@bp.response(201, schemas.InvitedShape)
def invite(values: dict[str, Any], area_id: UUID) -> Any:
    """Invite somebody by mail to take a role in the area."""
    return {"person_id": perform(commands.invite_to_area, area_id=area_id, **values)}


@bp.route("/areas/<uuid:area_id>/roles/<uuid:role_id>/end", methods=["POST"])
@bp.arguments(schemas.RoleEndShape)
@bp.response(204)
def end_role(values: dict[str, Any], area_id: UUID, role_id: UUID) -> None:
    """End somebody's role with its last day, yesterday unless said otherwise."""
    if grant_area_id(role_id) != area_id:
        raise NotFound
    perform(people.end_role, role_id=role_id, **values)
