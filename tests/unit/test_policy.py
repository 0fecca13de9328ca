"""Who may do what is one table; what is absent is forbidden."""

from datetime import date
from uuid import UUID

import pytest

from app.core.actor import NOBODY, SYSTEM, Actor, Grant, Role
from app.core.errors import Forbidden, NotFound, SignInNeeded
from app.core.policy import RULES, Action, Rule, Subject, may, require

HERE, THERE, ME, SOMEBODY = (UUID(int=number) for number in (1, 2, 3, 4))
FIRST = date(2025, 1, 1)
MINE = Subject("application", area_id=HERE, owner_id=ME)
THEIRS = Subject("application", area_id=HERE, owner_id=SOMEBODY)


def person(*roles: Role, area: UUID | None = HERE, scopes: frozenset[str] | None = None) -> Actor:
    return Actor(ME, tuple(Grant(role, area, FIRST) for role in roles), scopes=scopes)


def test_rules_combine():
    yes, no = Rule(lambda _actor, _subject: True), Rule(lambda _actor, _subject: False)
    assert (yes & yes)(NOBODY, MINE)
    assert not (yes & no)(NOBODY, MINE)
    assert (no | yes)(NOBODY, MINE)
    assert (~no)(NOBODY, MINE)


def test_every_action_has_a_rule():
    assert set(RULES) == set(Action)


def test_what_is_absent_is_forbidden(monkeypatch):
    monkeypatch.delitem(RULES, Action.READ_PUBLIC)
    assert not may(person(Role.STAFF), Action.READ_PUBLIC, MINE)


def test_owners_act_on_their_own_and_on_nobody_elses():
    assert may(person(), Action.WITHDRAW_APPLICATION, MINE)
    assert not may(person(), Action.WITHDRAW_APPLICATION, THEIRS)


@pytest.mark.parametrize(
    "action",
    [
        Action.CHECK_ELIGIBILITY, Action.CERTIFY_PAYMENT, Action.ORDER_PAYMENT, Action.RELEASE_PAYMENT,
        Action.REVIEW_RECEIPT, Action.FINALISE_SETTLEMENT, Action.WAIVE_INTEREST, Action.CLOSE_ACCOUNT,
    ],
)  # fmt: skip
def test_staff_never_handle_their_own_money(action):
    assert may(person(Role.STAFF), action, THEIRS)
    assert not may(person(Role.STAFF), action, MINE)


def test_jurors_read_an_application_once_it_is_shared():
    shared = Subject("application", area_id=HERE, owner_id=SOMEBODY, is_shared=True)
    assert not may(person(Role.JUROR), Action.READ_APPLICATION, THEIRS)
    assert may(person(Role.JUROR), Action.READ_APPLICATION, shared)
    assert may(person(Role.CHAIR), Action.READ_APPLICATION, shared)
    assert not may(person(Role.JUROR, area=THERE), Action.READ_APPLICATION, shared)


def test_only_the_system_runs_the_deadlines():
    assert may(SYSTEM, Action.RUN_DEADLINES, MINE)
    assert not may(person(Role.ADMINISTRATOR, area=None), Action.RUN_DEADLINES, MINE)


def test_a_token_needs_the_scope_for_what_it_does():
    reader = person(Role.STAFF, scopes=frozenset({"read"}))
    writer = person(Role.STAFF, scopes=frozenset({"write"}))
    assert may(reader, Action.READ_APPLICATION, THEIRS)
    assert not may(reader, Action.CHECK_ELIGIBILITY, THEIRS)
    assert may(writer, Action.CHECK_ELIGIBILITY, THEIRS)
    assert not may(writer, Action.READ_APPLICATION, THEIRS)


def test_require_is_silent_when_allowed():
    require(person(Role.STAFF), Action.CHECK_ELIGIBILITY, THEIRS)


def test_nobody_is_asked_to_sign_in():
    with pytest.raises(SignInNeeded):
        require(NOBODY, Action.START_APPLICATION, MINE)


def test_things_of_another_area_do_not_exist():
    with pytest.raises(NotFound):
        require(person(Role.STAFF, area=THERE), Action.CHECK_ELIGIBILITY, THEIRS)


def test_a_missing_right_in_ones_own_area_is_forbidden():
    with pytest.raises(Forbidden):
        require(person(Role.JUROR), Action.CHECK_ELIGIBILITY, THEIRS)
    with pytest.raises(Forbidden):
        require(person(), Action.CHECK_ELIGIBILITY, MINE)
    with pytest.raises(Forbidden):
        require(person(), Action.CREATE_AREA, Subject("area"))
