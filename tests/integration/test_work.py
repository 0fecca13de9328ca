"""The one door for change: nothing unasked, nothing unrecorded, nothing lost, nothing nested."""

import threading
from dataclasses import dataclass
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.areas.models import Area
from app.areas.rules import AreaState
from app.core.actor import NOBODY, SYSTEM
from app.core.errors import DomainError, NotFound, SignInNeeded, StaleVersion
from app.core.policy import Action, Subject
from app.shell.audit.events import Event
from app.shell.audit.models import AuditEvent
from app.shell.database import db, look_steadily
from app.shell.jobs.outbox import Job
from app.shell.work import Unguarded, acting, housekeeping


@dataclass(frozen=True, kw_only=True)
class AreaTouched(Event):
    number: int


def area(slug="kiez", code="MK"):
    return Area(id=uuid4(), slug=slug, name="0", code=code, district_name="Mitte", state=AreaState.ACTIVE)


def store(row):
    with acting(SYSTEM) as work:
        work.require(Action.CREATE_AREA, Subject("area"))
        work.store(row)
        work.record(AreaTouched(area_id=row.id, subject_id=row.id, number=0))
    return row.id


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_change_leaves_its_line_in_the_log(any_app):
    area_id = store(area())

    line = db.session.scalar(sa.select(AuditEvent.line))
    assert b'"tag":"area.touched"' in line
    assert str(area_id).encode() in line


def test_a_change_nobody_asked_permission_for_is_not_kept(app):
    with pytest.raises(Unguarded), acting(SYSTEM) as work:
        work.store(area())
        work.record(AreaTouched(area_id=None, subject_id=uuid4(), number=0))
    assert count(Area) == 0


def test_a_change_nobody_recorded_is_not_kept(app):
    with pytest.raises(Unguarded), acting(SYSTEM) as work:
        work.require(Action.CREATE_AREA, Subject("area"))
        work.store(area())
    assert count(Area) == 0


@dataclass(frozen=True, kw_only=True)
class NumberWritten(Event):
    """A line that only supports another."""

    is_reason = False


def test_a_line_that_only_supports_another_is_no_reason_for_a_change(app):
    with pytest.raises(Unguarded), acting(SYSTEM) as work:
        work.require(Action.CREATE_AREA, Subject("area"))
        work.store(area())
        work.record(NumberWritten(area_id=None, subject_id=uuid4()))
    assert count(Area) == 0


def test_a_bulk_update_needs_permission_and_event_too(app):
    store(area())
    with pytest.raises(Unguarded), acting(SYSTEM):
        db.session.execute(sa.update(Area).values(name="1"))
    assert db.session.scalar(sa.select(Area.name)) == "0"


def test_nothing_changes_outside_a_work(app):
    db.session.add(area())
    with pytest.raises(Unguarded):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(Unguarded):
        db.session.execute(sa.delete(Area))


def test_housekeeping_may_not_touch_the_domain(app):
    with pytest.raises(Unguarded), housekeeping() as work:
        work.store(area())
    assert count(Area) == 0


def test_a_work_is_never_nested(app):
    with acting(SYSTEM), pytest.raises(Unguarded), acting(SYSTEM):
        pass


def test_a_refused_change_leaves_no_row_no_line_and_no_job(any_app):
    with pytest.raises(SignInNeeded), acting(NOBODY) as work:
        work.afterwards("send-mail", to="a@example.org", template="x", facts={})
        work.store(area())
        work.require(Action.CREATE_AREA, Subject("area"))
    assert (count(Area), count(AuditEvent), count(Job)) == (0, 0, 0)


def test_a_violated_unique_rule_is_a_refusal_and_not_a_fault(any_app):
    store(area())
    with pytest.raises(DomainError) as refusal:
        store(area())
    assert refusal.value.status in (409, 422)
    assert count(Area) == 1


def test_a_missing_row_is_not_found(app):
    with pytest.raises(NotFound), acting(SYSTEM) as work:
        work.load(Area, uuid4())


def test_a_change_from_a_stale_page_is_refused(app):
    area_id = store(area())
    with pytest.raises(StaleVersion), acting(SYSTEM) as work:
        work.check_version(work.load(Area, area_id), 0)


def test_six_writers_with_fifty_steps_each_lose_none(any_app):
    area_id = store(area())
    faults = []

    def count_up():
        with any_app.app_context():
            for _ in range(50):
                with acting(SYSTEM) as work:
                    row = work.load(Area, area_id)
                    work.require(Action.CREATE_AREA, row)
                    row.name = str(int(row.name) + 1)
                    work.record(AreaTouched(area_id=area_id, subject_id=area_id, number=int(row.name)))
            db.session.remove()

    def guarded():
        try:
            count_up()
        except Exception as error:  # noqa: BLE001 - whatever a thread meets is shown by the test
            faults.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    db.session.rollback()
    assert db.session.scalar(sa.select(Area.name)) == "300"
    assert count(AuditEvent) == 301


@pytest.mark.postgres
def test_who_only_looks_cannot_change_anything(postgres_app):
    area_id = store(area())
    with pytest.raises(sa.exc.DBAPIError, match="read-only transaction"):
        db.session.connection().execute(sa.update(Area).where(Area.id == area_id).values(name="1"))
    db.session.rollback()
    assert db.session.get(Area, area_id).name == "0"


def test_a_steady_look_sees_one_moment(any_app):
    store(area())
    look_steadily()
    assert count(Area) == 1
    with db.engine.connect().execution_options(writes=True) as other:
        other.execute(sa.update(Area).values(name="1"))
        other.commit()
    assert db.session.scalar(sa.select(Area.name)) == "0"
    db.session.rollback()
    assert db.session.scalar(sa.select(Area.name)) == "1"
