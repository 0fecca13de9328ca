"""Looking: what is asked of the driver without detours says the same as what SQLAlchemy would say, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import aliased

from app.areas.commands import create_area
from app.areas.models import Area
from app.areas.rules import AreaState
from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.shell.database import db
from app.shell.direct import STATEMENTS_MOST
from app.shell.jobs.outbox import Job
from app.shell.looking import look
from app.shell.work import acting, housekeeping

OTHERS_END = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


@look
def areas_among(ids, most):
    states = [AreaState.ACTIVE, AreaState.PLANNED]
    return sa.select(Area.id, Area.state, Area.name).where(Area.id.in_(ids), Area.state.in_(states)).order_by(Area.code).limit(most)


@look
def jobs_before(moment):
    return sa.select(Job.id, Job.arguments, Job.run_after, Job.done_at, sa.literal("100 %")).where(Job.run_after < moment).order_by(Job.name)


@look
def how_many():
    return sa.select(sa.func.count().label("many")).select_from(Area)


def add_area(number):
    with acting(SYSTEM) as work:
        return create_area(work, name=f"Kiez {number}", slug=f"kiez-{number}", code=f"K{number}", district_name="Mitte")


def some_areas(count):
    return [add_area(number) for number in range(count)]


def both_ways(ask):
    """Return what the driver says, and what SQLAlchemy says while somebody listens to it."""
    straight, heard = ask(), []

    def note(_connection, _cursor, statement, *_rest):
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        long_way = ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(heard) == 1
    return straight, long_way


@pytest.mark.parametrize("chosen", [0, 1, 3])
def test_lists_of_any_length_give_the_same_rows_either_way(any_app, chosen):
    ids = some_areas(4)
    straight, long_way = both_ways(lambda: areas_among(ids=ids[:chosen], most=2))

    assert [tuple(row) for row in straight] == [tuple(row) for row in long_way] == [(ids[n], AreaState.ACTIVE, f"Kiez {n}") for n in range(min(chosen, 2))]
    assert [row.state for row in straight] == [row.state for row in long_way]


def test_moments_and_facts_are_the_same_either_way(any_app):
    with housekeeping():
        db.session.add(Job(name="first", arguments={"amount": 10}, run_after=utc_now(), created_at=utc_now()))
    straight, long_way = both_ways(lambda: jobs_before(moment=utc_now() + timedelta(days=1)))

    assert [tuple(row) for row in straight] == [tuple(row) for row in long_way]
    (row,) = straight
    assert (row.arguments, row.done_at, row[4]) == ({"amount": 10}, None, "100 %")
    assert utc_now() - row.run_after < timedelta(minutes=5)
    assert jobs_before(moment=utc_now() - timedelta(days=1)) == []


def test_looks_and_rows_never_hold_two_connections(any_app):
    some_areas(1)

    assert how_many()[0].many == 1
    assert len(db.session.scalars(sa.select(Area)).all()) == 1
    assert how_many()[0].many == 1
    assert db.engine.pool.checkedout() == 1
    db.session.rollback()
    assert db.engine.pool.checkedout() == 0
    assert len(db.session.scalars(sa.select(Area)).all()) == 1
    assert how_many()[0].many == 1
    assert db.engine.pool.checkedout() == 1


def test_a_view_on_sqlite_stays_as_it_is_until_it_ends(app):
    some_areas(1)
    assert how_many()[0].many == 1
    with db.engine.connect().execution_options(writes=True) as other:
        other.execute(sa.delete(Area))
        other.commit()

    assert how_many()[0].many == 1
    db.session.rollback()
    assert how_many()[0].many == 0


def test_a_change_sees_its_own_rows_before_they_are_kept(any_app):
    assert how_many()[0].many == 0
    with pytest.raises(RuntimeError, match="enough"), acting(SYSTEM):
        db.session.add(Area(id=uuid4(), slug="neu", name="Neu", code="NE", district_name="Mitte", state=AreaState.ACTIVE))
        assert how_many()[0].many == 1
        raise RuntimeError("enough")
    assert how_many()[0].many == 0


def test_who_only_looks_cannot_change(any_app):
    some_areas(1)
    how_many()
    with pytest.raises(Exception, match=r"changed outside a work"):
        db.session.execute(sa.update(Area).values(name="fremd"))


def test_a_fault_is_said_as_sqlalchemy_says_it(any_app):
    lost = look(lambda: sa.select(sa.column("no_such_column")).select_from(Area))
    with pytest.raises(sa.exc.DBAPIError):
        lost()
    db.session.rollback()
    assert how_many()[0].many == 0


def test_who_only_looks_does_not_notice_a_connection_that_broke(postgres_app):
    assert how_many()[0].many == 0
    with sa.create_engine(db.engine.url, poolclass=sa.NullPool).connect() as other:
        other.execute(OTHERS_END)
    assert how_many()[0].many == 0


def test_a_change_on_a_connection_that_broke_is_not_half_made(postgres_app):
    add_area(0)
    db.session.rollback()
    with sa.create_engine(db.engine.url, poolclass=sa.NullPool).connect() as other:
        other.execute(OTHERS_END)
    with pytest.raises(sa.exc.OperationalError):
        add_area(1)
    assert add_area(2)
    assert how_many()[0].many == 2


def test_columns_with_the_same_name_are_kept_apart_by_their_place(any_app):
    other = aliased(Area)
    pairs = look(lambda: sa.select(Area.id, other.id, Area.name, other.name).join(other, other.code > Area.code))
    first, second = some_areas(2)

    straight, long_way = both_ways(pairs)
    assert [tuple(row) for row in straight] == [tuple(row) for row in long_way] == [(first, second, "Kiez 0", "Kiez 1")]


def test_after_many_refused_changes_a_change_finds_its_statements(any_app):
    some_areas(1)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="enough"), acting(SYSTEM):
            assert how_many()[0].many == 1
            for _ in range(9):
                assert len(db.session.scalars(sa.select(Area)).all()) == 1
            raise RuntimeError("enough")


@pytest.mark.postgres
def test_a_column_of_another_kind_is_asked_for_anew(postgres_app):
    change = "ALTER TABLE fleeting ALTER COLUMN word TYPE"
    words = look(lambda: sa.select(sa.column("word")).select_from(sa.table("fleeting")))

    def alter(text):
        with db.engine.connect().execution_options(writes=True) as connection:
            connection.execute(sa.text(text))
            connection.commit()

    alter("CREATE TABLE fleeting AS SELECT CAST('7' AS varchar) AS word")
    try:
        assert words()[0].word == "7"
        alter(f"{change} text")
        for _ in range(2):
            assert words()[0].word == "7"
            db.session.rollback()
        cursor = db.session().cursor()
        cursor.execute("SELECT count(*) AS many FROM pg_prepared_statements WHERE statement LIKE %(like)s", {"like": "SELECT word%"})
        spoken = cursor.fetchall()
    finally:
        db.session.rollback()
        alter("DROP TABLE fleeting")
    assert spoken == [(2,)]


@pytest.mark.postgres
def test_only_so_many_statements_stay_prepared(postgres_app):
    cursor = db.session().cursor()
    for number in range(STATEMENTS_MOST + 10):
        cursor.execute(f"SELECT {number} + %(more)s::integer AS sum, '%%' AS sign", {"more": 1})
        assert cursor.fetchall() == [(number + 1, "%")]
    assert [name for name, _kind in cursor.description] == ["sum", "sign"]
    cursor.execute("SELECT count(*) FROM pg_prepared_statements", {})
    assert cursor.fetchall() == [(STATEMENTS_MOST,)]
