"""Areas: their life, who runs their office, who sees their internals."""

from datetime import date
from uuid import uuid4

import pytest

from app.areas import commands, queries
from app.areas.rules import AreaState, CarrierDatesOverlap, CodeTaken, SlugTaken
from app.core.actor import SYSTEM, Actor, Grant, Role
from app.core.errors import Forbidden, NotFound, WrongState
from app.core.policy import Action, may
from app.shell.work import acting

FIRST = date(2020, 1, 1)


def area(slug="kiez", code="MK", **options):
    return do(SYSTEM, commands.create_area, name=slug.title(), slug=slug, code=code, district_name="Mitte", **options)


def do(who, command, **arguments):
    with acting(who) as work:
        return command(work, **arguments)


def holder(role, area_id):
    return Actor(uuid4(), (Grant(role, area_id, FIRST),), salt=b"salt")


def test_the_list_of_areas_is_the_twin_of_the_right_to_read_them(any_app):
    ids = [area("a", "A"), area("b", "B"), area("c", "C")]
    rows = [queries.area(area_id) for area_id in ids]
    actors = [holder(role, area_id) for role in Role for area_id in (ids[0], ids[1], None)]
    actors += [Actor(), Actor(uuid4()), Actor(uuid4(), (Grant(Role.STAFF, ids[0], FIRST),), scopes=frozenset({"write"}))]
    for someone in actors:
        expected = [row.id for row in rows if may(someone, Action.READ_AREA_INTERNALS, row.subject)]
        assert [row.id for row in queries.visible_areas(someone)] == expected


def test_an_address_and_a_code_belong_to_one_area(any_app):
    area()
    with pytest.raises(SlugTaken):
        area(code="XX")
    with pytest.raises(CodeTaken):
        area("anders")


def test_a_planned_area_is_hidden_until_it_begins(app):
    area_id = area(state=AreaState.PLANNED)

    assert queries.public_areas() == []
    with pytest.raises(NotFound):
        queries.public_area("kiez")
    do(SYSTEM, commands.change_area_state, area_id=area_id, step="activate")
    assert queries.public_area("kiez").id == area_id
    with pytest.raises(WrongState):
        do(SYSTEM, commands.change_area_state, area_id=area_id, step="archive")


def test_a_new_carrier_ends_the_one_before_and_the_office_does_not_appoint_it(any_app):
    area_id = area()
    do(SYSTEM, commands.assign_carrier, area_id=area_id, carrier_name="Alt e. V.", valid_from=date(2020, 1, 1))
    do(SYSTEM, commands.assign_carrier, area_id=area_id, carrier_name="Neu gGmbH", valid_from=date(2024, 7, 1))

    assert [(term.carrier_name, term.valid_to) for term in queries.carriers(area_id)] == [("Neu gGmbH", None), ("Alt e. V.", date(2024, 6, 30))]
    assert queries.carrier_on(area_id, date(2024, 6, 30)) == "Alt e. V."
    assert queries.carrier_on(area_id, date(2019, 1, 1)) == ""
    with pytest.raises(CarrierDatesOverlap):
        do(SYSTEM, commands.assign_carrier, area_id=area_id, carrier_name="Alt e. V.", valid_from=date(2024, 7, 1))
    with pytest.raises(Forbidden):
        do(holder(Role.STAFF, area_id), commands.assign_carrier, area_id=area_id, carrier_name="Wir", valid_from=date(2030, 1, 1))


def test_the_office_edits_the_texts_of_its_own_area(app):
    here, there = area(), area("fern", "FK")
    staff = holder(Role.STAFF, here)

    do(staff, commands.edit_area, area_id=here, introduction="Willkommen", contact="Büro")
    do(staff, commands.edit_area, area_id=here, introduction="Willkommen", contact="Büro")

    assert queries.area(here).introduction == "Willkommen"
    with pytest.raises(NotFound):
        do(staff, commands.edit_area, area_id=there, introduction="Fremd", contact="")
    with pytest.raises(Forbidden):
        do(holder(Role.JUROR, here), commands.edit_area, area_id=here, introduction="Jury", contact="")


def test_the_people_of_an_area_are_shown_to_insiders_and_those_who_give_roles(app):
    here, there = area(), area("fern", "FK")
    for role in (Role.STAFF, Role.DISTRICT, Role.AUDITOR, Role.ADMINISTRATOR):
        assert queries.people_of(holder(role, here), here) == []
    with pytest.raises(Forbidden):
        queries.people_of(holder(Role.JUROR, here), here)
    with pytest.raises(NotFound):
        queries.people_of(holder(Role.STAFF, there), here)
    assert queries.area_names([here, there]) == {here: "Kiez", there: "Fern"}
