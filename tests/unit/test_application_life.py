"""An application lives along its table, from draft to closed account."""

import pytest

from app.proposals.rules import (
    APPLICATION,
    CATEGORIES,
    REJECTION_REASONS,
    SHARED_STATES,
    STATE_LABELS,
    ApplicationState,
    Category,
    RejectionReason,
)


def walk(*steps: str) -> ApplicationState:
    state = ApplicationState.DRAFT
    for step in steps:
        state = APPLICATION.after(state, step)
    return state


TO_RUNNING = ("submit", "check_ok", "schedule", "approve", "agree", "start")


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (("submit", "check_query", "resubmit", "check_ok", "withdraw"), ApplicationState.WITHDRAWN),
        (("submit", "check_query", "lapse"), ApplicationState.LAPSED),
        (("submit", "check_reject"), ApplicationState.REJECTED_FORMAL),
        (("submit", "check_ok", "schedule", "postpone", "schedule", "reject"), ApplicationState.REJECTED),
        (("submit", "check_ok", "schedule", "approve_reduced", "accept_offer"), ApplicationState.AWARDED),
        (("submit", "check_ok", "schedule", "approve_reduced", "decline_offer"), ApplicationState.DECLINED),
        (("submit", "check_ok", "schedule", "approve_conditional", "meet_condition"), ApplicationState.AWARDED),
        ((*TO_RUNNING, "change", "cancel", "owe_repayment", "close"), ApplicationState.CLOSED),
        ((*TO_RUNNING, "end", "overdue", "remind", "revoke", "owe_repayment"), ApplicationState.REPAYMENT_DUE),
        (
            (*TO_RUNNING, "end", "submit_settlement", "settlement_query", "answer_settlement_query",
             "certify_settlement", "order_settlement", "owe_repayment", "late", "close", "anonymise"),
            ApplicationState.ANONYMISED,
        ),
        ((*TO_RUNNING, "submit_settlement", "certify_settlement", "order_settlement", "owe_balance", "close"),
         ApplicationState.CLOSED),
    ],
)  # fmt: skip
def test_an_application_lives_along_its_paths(steps, state):
    assert walk(*steps) is state


def test_every_state_can_be_reached_and_has_a_word():
    reached = {ApplicationState.DRAFT}
    while more := {after for (state, _), after in APPLICATION.table.items() if state in reached} - reached:
        reached |= more
    assert reached == set(ApplicationState) == set(STATE_LABELS)


def test_once_decided_nobody_withdraws_and_nothing_is_settled_before_it_runs():
    for state in SHARED_STATES - {ApplicationState.ADMITTED}:
        assert not APPLICATION.allows(state, "withdraw")
    assert not APPLICATION.allows(ApplicationState.AGREED, "submit_settlement")


def test_the_jury_reads_only_what_passed_the_office():
    assert ApplicationState.SUBMITTED not in SHARED_STATES
    assert ApplicationState.ADMITTED in SHARED_STATES
    assert ApplicationState.ANONYMISED in SHARED_STATES, "the jury decided on it, and nobody is named in it any more"


def test_every_code_has_words():
    assert set(CATEGORIES) == set(Category)
    assert set(REJECTION_REASONS) == set(RejectionReason)
