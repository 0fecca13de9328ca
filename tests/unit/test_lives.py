"""Areas, sessions and agenda items live along their tables."""

import pytest

from app.areas.rules import AREA, STEP_LABELS, AreaState, next_step
from app.bodies.rules import (
    AGENDA_ITEM,
    AGENDA_ITEM_LABELS,
    SESSION,
    SESSION_LABELS,
    AgendaItemState,
    SessionState,
)
from app.core.errors import WrongState
from app.funds.rules.life import CALL, FUND_YEAR
from app.proposals.rules import APPLICATION


def test_an_area_goes_through_its_transition_to_the_archive():
    state = AreaState.PLANNED
    for step in ("activate", "begin_transition", "close", "archive"):
        state = AREA.after(state, step)
    assert state is AreaState.ARCHIVED


def test_a_session_may_lose_and_find_its_quorum():
    state = SessionState.PLANNED
    for step in ("invite", "open", "lose_quorum", "find_quorum", "lose_quorum", "close", "draft_minutes"):
        state = SESSION.after(state, step)
    assert state is SessionState.MINUTES_DRAFT
    assert SESSION.after(SESSION.after(state, "approve_minutes"), "publish") is SessionState.PUBLISHED


def test_an_item_is_voted_on_once_bias_is_settled():
    state = AgendaItemState.LISTED
    with pytest.raises(WrongState):
        AGENDA_ITEM.after(state, "open_voting")
    for step in ("present", "settle_recusals", "open_voting"):
        state = AGENDA_ITEM.after(state, step)
    assert AGENDA_ITEM.after(state, "decide") is AgendaItemState.DECIDED
    assert AGENDA_ITEM.after(state, "postpone") is AgendaItemState.POSTPONED
    assert AGENDA_ITEM.after(state, "take_straw_poll") is AgendaItemState.STRAW_POLL


def test_every_state_has_a_word():
    assert set(SESSION_LABELS) == set(SessionState)
    assert set(AGENDA_ITEM_LABELS) == set(AgendaItemState)


@pytest.mark.parametrize("machine", [AREA, SESSION, AGENDA_ITEM, FUND_YEAR, CALL, APPLICATION])
def test_no_state_is_out_of_reach(machine):
    states = {state for state, _ in machine.table} | set(machine.table.values())
    assert states == set(type(next(iter(states))))


def test_an_area_knows_its_next_step_and_the_word_for_it():
    steps = [next_step(state) for state in AreaState]
    assert steps == ["activate", "begin_transition", "close", "archive", None]
    assert set(STEP_LABELS) == {step for step in steps if step}
