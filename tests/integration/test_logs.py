"""Logs tell operators where a fault arose, and nobody what somebody typed."""

import json

import pytest
import sqlalchemy as sa

from app.shell.database import db
from app.shell.doors import refusals
from tests.clients import signed_in
from tests.logs import written

NAME = "Ada Geheim"


@pytest.fixture
def fault(any_world, monkeypatch):
    """Return the line of the log about a page that goes wrong in a given way."""

    def fault(way):
        world = any_world
        log = written(monkeypatch, refusals)
        monkeypatch.setitem(world.app.view_functions, "people.profile", way)
        answer = signed_in(world.app, world.people["q1"]).get("/profil")
        assert answer.status_code == 500
        (line,) = map(json.loads, log.getvalue().splitlines())
        assert line["request_id"] in answer.text
        assert NAME not in log.getvalue()
        return line["exception"]

    return fault


def test_what_the_database_refuses_is_told_without_the_values(fault):
    def insert():
        with db.engine.connect().execution_options(writes=True) as connection:
            connection.execute(sa.text("INSERT INTO person (id, name) VALUES (NULL, :name)"), {"name": NAME})

    story = fault(insert)
    assert "test_logs.py" in story
    assert story.endswith("IntegrityError\n")


def test_a_fault_that_repeats_what_was_typed_is_told_by_its_kind(fault):
    story = fault(lambda: int(NAME))
    assert "in <lambda>" in story
    assert story.endswith("ValueError\n")


def test_a_fault_of_the_program_is_told_with_its_cause_and_its_words(fault):
    def fails():
        try:
            {}[NAME]
        except KeyError as error:
            raise RuntimeError("no such thing") from error

    story = fault(fails)
    assert story.index("KeyError\n") < story.index("RuntimeError: no such thing\n")


def test_a_missing_table_is_named(fault):
    def look():
        db.session.execute(sa.text("SELECT 1 FROM nowhere WHERE :name = 'x'"), {"name": NAME})

    assert "nowhere" in fault(look)
