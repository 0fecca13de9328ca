"""Setting the stage: an area with its fund, rules, year and jury, and the people who act."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.areas.commands import create_area
from app.bodies.commands import create_body, fill_seat
from app.bodies.queries import seats_of
from app.bodies.rules import BodyKind
from app.core.actor import SYSTEM, Role
from app.core.clock import berlin_date
from app.funds.commands import create_fund, open_fund_year, publish_rule_book
from app.funds.models import FundKind
from app.funds.rules import RuleValues
from app.people.commands import create_person, grant_role
from app.rehearsal.grammar import DEPUTY, SEATED
from app.rehearsal.stage import HOUSE, Stage
from app.shell.work import acting

PAYING_OFFICE = "Zahlstelle"
CHAIR_HANDLE = "chair"


def open_house(
    *,
    name: str,
    slug: str,
    code: str,
    overrides: Mapping[str, Any],
    year: int,
    at: datetime,
    ends_on: date | None = None,
    district_name: str = "Berlin",
    introduction: str = "",
    contact: str = "",
) -> Stage:
    """Create an area with an action fund, its rule book, an open fund year and a jury with all its seats."""
    with acting(SYSTEM, now=at) as work:
        area_id = create_area(
            work,
            name=name,
            slug=slug,
            code=code,
            district_name=district_name,
            ends_on=ends_on,
            introduction=introduction,
            contact=contact,
        )
        fund_id = create_fund(work, area_id=area_id, kind=FundKind.ACTION_FUND, name="Aktionsfonds")
        publish_rule_book(work, fund_id=fund_id, valid_from=berlin_date(at), overrides=dict(overrides))
        fund_year_id = open_fund_year(work, fund_id=fund_id, year=year)
        seats = RuleValues.from_overrides(overrides).integer("jury.seats")
        body_id = create_body(
            work, area_id=area_id, fund_id=fund_id, kind=BodyKind.JURY, name="Aktionsfondsjury", seats=seats
        )
    return Stage(area_id=area_id, fund_id=fund_id, fund_year_id=fund_year_id, body_id=body_id, now=at)


def hire(
    stage: Stage,
    people: Mapping[str, str],
    *,
    since: date,
    names: Mapping[str, str] | None = None,
    emails: Mapping[str, str] | None = None,
    password_hash: str | None = None,
) -> None:
    """Create people with their roles and seats; without a district officer add a paying office that releases payments.

    Names and addresses are by handle; without them the handle is the name and there is no address.
    """
    everyone = dict(people)
    if Role.DISTRICT.value not in everyone.values():
        everyone[PAYING_OFFICE] = Role.DISTRICT.value
    free = [seat.id for seat in seats_of(stage.body_id, since)]
    stage.names.update(names or {})
    for handle, role in everyone.items():
        stage.people[handle] = stage.act(
            HOUSE,
            create_person,
            name=stage.name(handle),
            email=(emails or {}).get(handle),
            password_hash=password_hash,
        )
        stage.roles[handle] = role
        for held in _roles(handle, role):
            area_id = None if held in {Role.SENATE, Role.AUDITOR} else stage.area_id
            stage.act(HOUSE, grant_role, person_id=stage.people[handle], role=held, area_id=area_id, valid_from=since)
        if role in SEATED and free:
            stage.seats[handle] = free.pop(0)
            stage.act(
                HOUSE,
                fill_seat,
                seat_id=stage.seats[handle],
                person_id=stage.people[handle],
                valid_from=since,
            )
    stage.paying_office = stage.first(Role.DISTRICT.value)


def _roles(handle: str, role: str) -> tuple[Role, ...]:
    if role == DEPUTY:
        return (Role.JUROR,)
    if role in SEATED and CHAIR_HANDLE in {handle, role}:
        return (Role.JUROR, Role.CHAIR)
    return (Role(role),)
