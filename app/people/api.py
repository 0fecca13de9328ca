"""The JSON door of people: who holds the token."""

from typing import Any

from app.core.clock import berlin_date, utc_now
from app.people import queries
from app.people.schemas import MeShape
from app.shell.doors import rest
from app.shell.doors.context import current_actor, person_id

bp = rest.blueprint("people", "Who you are")


@bp.route("/me")
@bp.response(200, MeShape)
def me() -> Any:
    """Show whose access token this is, with its scopes and the present and coming roles."""
    found = queries.person(person_id())
    scopes = current_actor().scopes
    assert found is not None
    return {
        "id": found.id,
        "name": found.name,
        "email": found.email,
        "locale": found.locale,
        "scopes": sorted(scopes) if scopes is not None else None,
        "roles": queries.roles_of(found.id, berlin_date(utc_now())),
    }
