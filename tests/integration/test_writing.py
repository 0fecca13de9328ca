"""Writing past the unit of work: the same rows, the same refusals and the same guards as with it, on both databases."""

import threading
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.errors import NotFound
from app.core.policy import Action, Subject
from app.proposals.commands import sending
from app.proposals.commands.sending import ApplicationResubmitted
from app.proposals.models import Application, BudgetLine
from app.proposals.rules import ApplicationState
from app.shell.audit.models import AuditEvent
from app.shell.conflicts import AlreadyExists
from app.shell.database import db
from app.shell.work import Unguarded, acting
from tests.evenings import sent


def application(world, number):
    return {
        "id": uuid4(), "area_id": world.area_id, "fund_year_id": world.fund_year_id, "number": number, "file_number": f"X-{number}", "title": "Fest",
        "state": ApplicationState.SUBMITTED, "created_at": utc_now(), "action_from": date(2026, 5, 1), "themes": ["garden", "hof"],
    }  # fmt: skip


def allowed(work, world):
    work.require(Action.CREATE_AREA, Subject("area"))
    work.record(ApplicationResubmitted(area_id=world.area_id, subject_id=uuid4(), case_id=None, requested_cents=0))


def stored(row_id):
    db.session.rollback()
    (row,) = db.session.execute(sa.select(Application.__table__).where(Application.id == row_id))
    return {name: value for name, value in row._asdict().items() if name not in {"id", "number", "file_number"}}


def test_a_row_is_what_the_unit_of_work_would_have_made_of_it(any_world):
    slow, quick = application(any_world, 901), application(any_world, 902)
    quick["created_at"] = slow["created_at"]
    with acting(SYSTEM) as work:
        allowed(work, any_world)
        work.store(Application(**slow))
        work.add(Application, quick)

    assert stored(quick["id"]) == stored(slow["id"])
    assert stored(quick["id"])["draft"] == {}
    assert db.session.get(Application, quick["id"]).version == 1


@pytest.mark.parametrize("count", [0, 1, 2, 8, 9, 20])
def test_any_number_of_rows_is_written_in_order(any_world, count):
    row = application(any_world, 900)
    lines = [{"id": uuid4(), "application_id": row["id"], "position": place, "category": "materials", "text": f"{place} %", "amount_cents": 100 + place} for place in range(count)]
    with acting(SYSTEM) as work:
        allowed(work, any_world)
        work.add(Application, row)
        work.add(BudgetLine, *lines)

    found = db.session.execute(sa.select(BudgetLine.text, BudgetLine.amount_cents).where(BudgetLine.application_id == row["id"]).order_by(BudgetLine.position))
    assert [tuple(line) for line in found] == [(f"{place} %", 100 + place) for place in range(count)]


def test_whoever_listens_hears_it_and_the_rows_are_the_same(any_world):
    heard = []

    def note(_connection, _cursor, statement, *_rest):
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        sent(any_world)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    for table in ("fund_year", "application", "budget_line", "audit_event", "job"):
        assert any(f"INTO {table} " in statement or f"UPDATE {table} " in statement for statement in heard), table
    heard.clear()
    sent(any_world)

    first, second = db.session.scalars(sa.select(Application.id).order_by(Application.number)).all()
    assert stored(first) | {"draft": 0} == stored(second) | {"draft": 0}
    assert heard == []


def test_new_rows_nobody_asked_permission_for_are_not_kept(any_world):
    with pytest.raises(Unguarded), acting(SYSTEM) as work:
        work.add(Application, application(any_world, 900))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Application)) == 0


def test_a_name_no_column_has_is_refused(any_world):
    with pytest.raises(TypeError, match="tilte"), acting(SYSTEM) as work:
        allowed(work, any_world)
        work.add(Application, application(any_world, 900) | {"tilte": "Fest"})


def test_a_row_that_is_there_already_is_refused_and_nothing_is_kept(any_world):
    row = application(any_world, 900)
    with acting(SYSTEM) as work:
        allowed(work, any_world)
        work.add(Application, row)
    for others in ([row | {"id": uuid4()}], [application(any_world, 901), row | {"id": uuid4()}]):
        with pytest.raises(AlreadyExists), acting(SYSTEM) as work:
            allowed(work, any_world)
            work.add(Application, *others)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Application)) == 1


def test_a_change_of_a_row_that_is_not_there_is_not_found(any_world):
    with pytest.raises(NotFound), acting(SYSTEM) as work:
        work.change(sending._take_number, fund_year_id=uuid4())


def test_a_change_outside_a_work_or_without_permission_is_refused(any_world):
    with pytest.raises(Unguarded), acting(SYSTEM) as work:
        work.change(sending._take_number, fund_year_id=any_world.fund_year_id)
    assert sent(any_world)
    assert db.session.scalar(sa.select(Application.number)) == 1


def test_whoever_sends_at_the_same_moment_gets_a_number_of_their_own(any_world):
    faults = []

    def send_some():
        with any_world.app.app_context():
            try:
                for _ in range(5):
                    sent(any_world)
            except Exception as error:  # noqa: BLE001 - said below
                faults.append(error)

    senders = [threading.Thread(target=send_some) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert faults == []
    db.session.rollback()
    assert sorted(db.session.scalars(sa.select(Application.number))) == list(range(1, 21))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent).where(AuditEvent.tag == "application.submitted")) == 20
