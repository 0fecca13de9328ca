"""Passwords that are too easy, paths that lead elsewhere, roles that overlap."""

from datetime import date
from uuid import UUID

import pytest

from app.core.actor import Grant, Role
from app.people.rules import (
    HOME,
    AreaNeeded,
    DatesReversed,
    ExpiryOutOfRange,
    RoleHeld,
    WeakPassword,
    check_expiry,
    check_free,
    check_password,
    check_role,
    link_token,
    recovery_code_of,
    safe_next,
    without_second_factor,
)

HERE = UUID(int=1)


@pytest.mark.parametrize("password", ["kurz", "aaaaaaaaaaaaaa", "passwort12345678", "ada.beispiel1", "adabeispiel12", "          "])
def test_a_password_that_is_easy_to_guess_is_refused(password):
    with pytest.raises(WeakPassword):
        check_password(password, email="ada@beispiel.de", name="Ada Beispiel")


@pytest.mark.parametrize("password", ["korrekt pferd batterie", "Xy7!kQw2pLz", "straße brücke ähre"])
def test_a_long_password_of_its_own_is_taken(password):
    check_password(password, email="ada@beispiel.de", name="Ada Beispiel")
    check_password(password, email=None, name="")


@pytest.mark.parametrize(
    "target",
    [None, "", "https://boese.example", "//boese.example", "/\\boese.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x", "antraege", "/ /x", "/\x7f"],
)
def test_a_path_that_leads_elsewhere_leads_home(target):
    assert safe_next(target) == HOME


def test_a_local_path_is_kept():
    assert safe_next("/antraege/1?schritt=2#kosten") == "/antraege/1?schritt=2#kosten"


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), True),
        (date(2025, 6, 1), date(2026, 1, 1), False),
        (date(2025, 1, 1), None, False),
        (date(2026, 12, 31), None, False),
        (date(2027, 1, 1), None, True),
    ],
)
def test_a_role_is_not_held_twice_on_one_day(begins, ends, free):
    held = [Grant(Role.JUROR, HERE, date(2026, 1, 1), date(2026, 12, 31))]
    if free:
        check_free(held, valid_from=begins, valid_to=ends)
    else:
        with pytest.raises(RoleHeld):
            check_free(held, valid_from=begins, valid_to=ends)


def test_an_open_role_leaves_no_day_free_after_it():
    with pytest.raises(RoleHeld):
        check_free([Grant(Role.JUROR, HERE, date(2026, 1, 1))], valid_from=date(2099, 1, 1), valid_to=None)


def test_a_role_of_one_area_needs_its_area_and_ends_after_it_begins():
    with pytest.raises(AreaNeeded):
        check_role(Role.STAFF, has_area=False, valid_from=date(2026, 1, 1), valid_to=None)
    with pytest.raises(DatesReversed):
        check_role(Role.STAFF, has_area=True, valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1))
    check_role(Role.AUDITOR, has_area=False, valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1))


@pytest.mark.parametrize(("expires_on", "fits"), [(date(2026, 1, 1), False), (date(2026, 1, 2), True), (date(2027, 1, 2), True), (date(2027, 1, 3), False)])
def test_an_access_token_ends_within_a_year(expires_on, fits):
    if fits:
        check_expiry(expires_on, today=date(2026, 1, 1))
    else:
        with pytest.raises(ExpiryOutOfRange):
            check_expiry(expires_on, today=date(2026, 1, 1))


def test_without_a_second_factor_only_jury_and_applicants_keep_their_roles():
    grants = [Grant(role, HERE, date(2026, 1, 1)) for role in Role]
    assert {grant.role for grant in without_second_factor(grants)} == {Role.APPLICANT, Role.JUROR, Role.CHAIR}


def test_the_secret_of_a_link_needs_the_key_of_the_house():
    assert link_token("key", "nonce") != link_token("another", "nonce")
    assert link_token("key", "nonce") == link_token("key", "nonce")


def test_a_recovery_code_is_read_as_people_type_it():
    assert recovery_code_of(" abcd-efgh ijkl") == "ABCDEFGHIJKL"
