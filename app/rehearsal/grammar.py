"""The grammar of rehearsal files: roles, verbs with their arguments, figures an ``expect`` may hold."""

from collections.abc import Mapping
from typing import Any

from app.core.actor import Role
from app.funds.rules import PARAMETERS
from app.proposals.rules import ApplicationState, Category
from app.rehearsal.readers import (
    NO_SEAT,
    Key,
    Names,
    Reader,
    Unfit,
    application,
    by_person,
    day,
    flag,
    many,
    moment,
    new_application,
    new_session,
    number,
    one_of,
    only,
    person,
    session,
    table,
    text,
)
from app.settlement.rules import CutReason
from app.voting.rules import Choice, ConflictKind, Outcome

DEPUTY = "deputy"
ROLES = (
    Role.STAFF.value,
    Role.CHAIR.value,
    Role.JUROR.value,
    DEPUTY,
    Role.APPLICANT.value,
    Role.DISTRICT.value,
    Role.SENATE.value,
    Role.AUDITOR.value,
)
SEATED = frozenset({Role.JUROR.value, Role.CHAIR.value})

AMOUNT = number(1)
FIGURE = number(0)
COUNT = number(0, 1000)


def member(value: Any, names: Names) -> str:
    """Read the handle of somebody who holds a seat of the jury."""
    handle = person(value, names)
    if names.people[handle] not in SEATED:
        raise Unfit(NO_SEAT, handle=handle)
    return handle


_LINES = many(
    table({"category": Key(one_of(Category)), "text": Key(text), "amount_cents": Key(AMOUNT)}),
    least=1,
)
_RECEIPTS = many(
    table(
        {
            "no": Key(number(1, 200)),
            "on": Key(day),
            "payee": Key(text),
            "category": Key(one_of(Category)),
            "amount_cents": Key(AMOUNT),
        }
    )
)
_CUTS = many(table({"amount_cents": Key(AMOUNT), "reason": Key(one_of(CutReason))}))
_KINDS = PARAMETERS["applicant.kinds"].choices or {}


def _whole_form(application_key: Key) -> dict[str, Key]:
    return {
        "application": application_key,
        "title": Key(text),
        "action_from": Key(day),
        "action_to": Key(day),
        "lines": Key(_LINES),
        "own_share": Key(text, required=False),
        "applicant_kind": Key(one_of(_KINDS), required=False),
    }


_APPLICATION = Key(application)
VERBS: Mapping[str, Mapping[str, Key]] = {
    "bind": {"amount_cents": Key(AMOUNT)},
    "submit": _whole_form(Key(new_application)),
    "check": {
        "application": _APPLICATION,
        "result": Key(one_of(("ok", "query", "reject"))),
        "reason": Key(text, required=False),
    },
    "resubmit": _whole_form(_APPLICATION),
    "withdraw": {"application": _APPLICATION},
    "session": {
        "session": Key(new_session),
        "kind": Key(only("meeting")),
        "applications": Key(many(application)),
        "ends_on": Key(day, required=False),
    },
    "attend": {
        "session": Key(session),
        "present": Key(many(member)),
        "deputies": Key(only({}), required=False),
    },
    "declare": {
        "application": _APPLICATION,
        "member": Key(member),
        "conflict": Key(one_of(ConflictKind)),
        "origin": Key(only("self"), required=False),
        "votes": Key(only({}), required=False),
    },
    "vote": {
        "application": _APPLICATION,
        "ballots": Key(by_person(one_of(Choice), who=member)),
        "award_cents": Key(AMOUNT, required=False),
        "condition": Key(text, required=False),
        "method": Key(only("yes_no"), required=False),
        "secret": Key(only(value=False), required=False),
    },
    "cast": {"application": _APPLICATION, "member": Key(member), "choice": Key(one_of(Choice))},
    "accept": {"application": _APPLICATION},
    "decline": {"application": _APPLICATION},
    "meet_condition": {"application": _APPLICATION},
    "agree": {"application": _APPLICATION},
    "cancel": {"application": _APPLICATION, "reason": Key(text, required=False)},
    "revoke": {"application": _APPLICATION, "reason": Key(text, required=False)},
    "pay": {
        "application": _APPLICATION,
        "kind": Key(one_of(("advance", "balance"))),
        "certified_by": Key(person),
        "ordered_by": Key(person),
        "paid_on": Key(day, required=False),
        "amount_cents": Key(AMOUNT, required=False),
    },
    "settle": {
        "application": _APPLICATION,
        "receipts": Key(_RECEIPTS),
        "report": Key(text),
        "photos": Key(number(0, 20), required=False),
    },
    "recognise": {"application": _APPLICATION, "receipt": Key(number(1, 200)), "cuts": Key(_CUTS)},
    "finalise": {"application": _APPLICATION, "certified_by": Key(person), "ordered_by": Key(person)},
    "repay": {"application": _APPLICATION, "amount_cents": Key(AMOUNT)},
    "waive_interest": {"application": _APPLICATION},
    "close": {"application": _APPLICATION},
    "year_end": {},
}

FIGURES: Mapping[str, Reader] = {
    "state": one_of(ApplicationState),
    "outcome": one_of(Outcome),
    "quorate": flag,
    "due_on": day,
    **dict.fromkeys(
        (
            "available_cents",
            "reserved_cents",
            "committed_cents",
            "spent_cents",
            "returned_cents",
            "requested_cents",
            "awarded_cents",
            "advance_cents",
            "recognised_cents",
            "flat_rate_cents",
            "entitlement_cents",
            "balance_payment_cents",
            "repayment_cents",
            "interest_cents",
            "borne_by_applicant_cents",
        ),
        FIGURE,
    ),
    **dict.fromkeys(("present", "entitled", "needed", "yes", "no", "abstain", "ballots"), COUNT),
}


def refusal(value: Any, names: Names) -> str | bool:
    """Read the code of an expected refusal, or true for any."""
    return True if value is True else text(value, names)


COMMON: Mapping[str, Key] = {
    "on": Key(moment),
    "do": Key(one_of(VERBS)),
    "by": Key(person, required=False),
    "refused": Key(refusal, required=False),
    "expect": Key(table({key: Key(read, required=False) for key, read in FIGURES.items()}), required=False),
}
ALONE = frozenset({"year_end"})


def step_table(verb: Any, names: Names) -> Mapping[str, Key]:
    """Return the keys a step with this verb may hold."""
    one_of(VERBS)(verb, names)
    by = Key(person, required=verb not in ALONE)
    return {**COMMON, "by": by, **VERBS[verb]}


def role(value: Any, names: Names) -> str:
    """Read a role."""
    found: str = one_of(ROLES)(value, names)
    return found


__all__ = ["ALONE", "DEPUTY", "FIGURES", "ROLES", "SEATED", "VERBS", "Unfit", "refusal", "role", "step_table"]
