"""Golden files: who may do what, which routes there are, which steps a thing may take; a change is a visible diff.

Run with ``UPDATE_GOLDEN=1`` to write them anew, then read the diff.
"""

import os
from datetime import date
from pathlib import Path
from uuid import UUID

from app.allocation.rules import AWARD
from app.areas.rules import AREA
from app.bodies.rules import AGENDA_ITEM, SESSION
from app.core.actor import SYSTEM, Actor, Grant, Role
from app.core.policy import Action, Subject, may
from app.disbursement.rules import PAYMENT
from app.funds.rules.life import CALL, FUND_YEAR
from app.laboratory.rules import TRIAL
from app.proposals.rules import APPLICATION
from app.settlement.rules import RECEIPT
from app.shell.doors.context import is_public
from app.voting.rules import MOTION

GOLDEN = Path(__file__).parent / "golden"
HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
PERSON = UUID(int=3)


def check(name, lines):
    path, text = GOLDEN / name, "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text)
    assert path.read_text() == text, f"{name} has changed: run with UPDATE_GOLDEN=1 and read the diff"


def test_who_may_do_what_is_known():
    subject = Subject("thing", UUID(int=9), HERE, None)
    own = Subject("thing", UUID(int=9), HERE, PERSON)
    shared = Subject("thing", UUID(int=9), HERE, None, is_shared=True)
    actors = {role.value: Actor(PERSON, (Grant(role, HERE, date(2020, 1, 1)),)) for role in Role}
    lines = []
    for action in Action:
        allowed = ["nobody"] if may(Actor(), action, subject) else []
        allowed += ["system"] if may(SYSTEM, action, subject) else []
        allowed += ["owner"] if may(Actor(PERSON), action, own) else []
        allowed += [name for name, actor in actors.items() if may(actor, action, subject)]
        allowed += [f"{name} (shared)" for name, actor in actors.items() if may(actor, action, shared) and name not in allowed]
        barred = [name for name, actor in actors.items() if name in allowed and not may(actor, action, own)]
        lines.append(f"{action.value}: {', '.join(allowed) or '-'}" + (f"; not as owner: {', '.join(barred)}" if barred else ""))
    check("permissions.txt", lines)


def test_no_role_of_one_area_opens_another():
    subject = Subject("thing", UUID(int=9), ELSEWHERE, UUID(int=4), is_shared=True)
    stranger = Actor(PERSON)
    for role in (Role.JUROR, Role.CHAIR, Role.STAFF, Role.DISTRICT):
        actor = Actor(PERSON, (Grant(role, HERE, date(2020, 1, 1)),))
        for action in Action:
            assert may(actor, action, subject) == may(stranger, action, subject), (role, action)


def test_every_route_is_known_with_its_access(app):
    lines = [
        f"{method} {rule.rule} {'public' if is_public(rule.endpoint) else 'signed in'}"
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]
    check("routes.txt", sorted(lines))


def test_every_step_of_every_machine_is_known():
    machines = (AREA, FUND_YEAR, CALL, APPLICATION, SESSION, AGENDA_ITEM, MOTION, TRIAL, AWARD, PAYMENT, RECEIPT)
    check("transitions.txt", [line for machine in machines for line in machine.lines()])
