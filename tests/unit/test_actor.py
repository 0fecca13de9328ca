"""Roles hold in one area, for their time; a person's pseudonyms cannot be joined between areas."""

from datetime import date
from uuid import UUID

import pytest

from app.core.actor import NOBODY, SYSTEM, Actor, Grant, Role, pseudonym_of

HERE, THERE, ME = (UUID(int=number) for number in (1, 2, 3))
FIRST = date(2025, 1, 1)


def actor(*grants: tuple[Role, UUID | None]) -> Actor:
    return Actor(ME, tuple(Grant(role, area, FIRST) for role, area in grants), salt=b"salt")


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2024, 12, 31), False), (FIRST, True), (date(2025, 6, 30), True), (date(2025, 7, 1), False)],
)
def test_a_role_is_held_from_its_first_to_its_last_day(on, holds):
    assert Grant(Role.STAFF, HERE, FIRST, date(2025, 6, 30)).holds(on) is holds


def test_a_role_without_an_end_goes_on():
    assert Grant(Role.STAFF, HERE, FIRST).holds(date(2099, 1, 1))


def test_staff_of_one_area_are_nobody_in_the_next():
    staff = actor((Role.STAFF, HERE))
    assert staff.has(Role.STAFF, HERE)
    assert not staff.has(Role.STAFF, THERE)
    assert not staff.has(Role.JUROR, HERE)


def test_a_role_without_an_area_holds_in_all():
    auditor = actor((Role.AUDITOR, None))
    assert auditor.has(Role.AUDITOR, HERE)
    assert auditor.areas(Role.AUDITOR, Role.SENATE) == {None}
    assert auditor.areas(Role.STAFF) == frozenset()


def test_the_log_names_the_strongest_role():
    assert actor((Role.JUROR, HERE), (Role.STAFF, HERE)).role_in(HERE) == "staff"
    assert actor((Role.STAFF, HERE)).role_in(THERE) == "applicant"
    assert NOBODY.role_in(HERE) == "public"
    assert SYSTEM.role_in(HERE) == "system"


def test_pseudonyms_differ_by_area_and_by_salt_and_are_stable():
    me = actor()
    assert me.pseudonym(HERE) == pseudonym_of(b"salt", HERE) == me.pseudonym(HERE)
    assert len({me.pseudonym(HERE), me.pseudonym(THERE), me.pseudonym(None), pseudonym_of(b"other", HERE)}) == 4
    assert len(me.pseudonym(HERE)) == 16


def test_the_system_and_the_public_have_names_of_their_own():
    assert SYSTEM.pseudonym(HERE) == "system"
    assert NOBODY.pseudonym(HERE) == "public"
