"""Fixtures: an application on a fresh copy of a migrated database, on SQLite and on PostgreSQL.

Building an application and compiling its templates takes longer than most tests. So each process builds one for each
kind of database, and a test finds its instance and database as if it were the first. All instances have the same keys,
so that what was encrypted in one opens in a copy.
"""

import shutil
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask_migrate import upgrade

from app.factory import create_app
from app.people import passwords
from app.rehearsal.cli import demo
from app.shell.database import db
from app.shell.jobs.running import run_due
from app.shell.settings import read_settings
from tests.clients import FreshClient
from tests.databases import postgres_server
from tests.factories import World

passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the real one is slow on purpose


def make_app(folder: Path, database_url: str | None = None):
    """Return an application in a folder of its own, without rate limits."""
    url = database_url or f"sqlite:///{folder / 'kiezfonds.db'}"
    return create_app(read_settings(folder, database_url=url, rate_limits_on=False, base_url="http://localhost"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """Return a migrated SQLite file to copy."""
    folder = tmp_path_factory.mktemp("template")
    app = make_app(folder)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def world_template(sqlite_template, tmp_path_factory):
    """Return the instance of a neighbourhood to copy, and its world."""
    folder = _copy(sqlite_template, tmp_path_factory.mktemp("world"))
    worlds = [World(app) for app in _pushed(make_app(folder))]
    return folder, worlds[0]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """Return a PostgreSQL server with a migrated database ``template_kiez``, or skip."""
    server = postgres_server(tmp_path_factory)
    app = make_app(tmp_path_factory.mktemp("pg"), server.create("template_kiez"))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_world(postgres, sqlite_template, tmp_path_factory):
    """Return the name of a database of a neighbourhood to copy, and its world."""
    url = postgres.create("template_world", template="template_kiez")
    worlds = [World(app) for app in _pushed(make_app(_copy(sqlite_template, tmp_path_factory.mktemp("pg-world")), url))]
    return "template_world", worlds[0]


@pytest.fixture(scope="session")
def sqlite_house(sqlite_template, tmp_path_factory):
    """Return the application of this process on SQLite."""
    return make_app(_copy(sqlite_template, tmp_path_factory.mktemp("house")))


@pytest.fixture(scope="session")
def postgres_house(postgres, sqlite_template, tmp_path_factory):
    """Return the application of this process on PostgreSQL."""
    return make_app(_copy(sqlite_template, tmp_path_factory.mktemp("pg-house")), postgres.address("kiez"))


@pytest.fixture
def app(request, sqlite_house):
    """Return an application on a fresh SQLite database, with its context pushed; the test's world is in it, if it has one."""
    template = request.getfixturevalue("world_template")[0] if _wants_world(request) else request.getfixturevalue("sqlite_template")
    yield from _pushed(sqlite_house, template)


@pytest.fixture(scope="session")
def demo_template(sqlite_template, tmp_path_factory):
    """Return the instance of the demo's neighbourhood, its trials counted, to copy."""
    folder = _copy(sqlite_template, tmp_path_factory.mktemp("demo"))
    for app in _pushed(make_app(folder)):
        result = app.test_cli_runner().invoke(demo, ["--fill-only"])
        assert result.exit_code == 0, result.output
        run_due()
    return folder


@pytest.fixture
def demo_app(demo_template, sqlite_house):
    """Return an application on a copy of the demo, with its context pushed."""
    yield from _pushed(sqlite_house, demo_template)


@pytest.fixture
def postgres_app(request, postgres, postgres_house, sqlite_template):
    """Return an application on a fresh PostgreSQL database, with its context pushed; the test's world is in it, if it has one."""
    template = request.getfixturevalue("postgres_world")[0] if _wants_world(request) else "template_kiez"
    postgres.create("kiez", template=template)
    yield from _pushed(postgres_house, sqlite_template)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_app(request):
    """Return an application on each database in turn."""
    return request.getfixturevalue("app" if request.param == "sqlite" else "postgres_app")


@pytest.fixture
def world(world_template, app):
    """Return a neighbourhood with fund, rules, office and jury, made through the commands."""
    return world_template[1].elsewhere(app)


@pytest.fixture
def any_world(request, any_app):
    """Return such a neighbourhood on each database in turn."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    return request.getfixturevalue("world_template" if is_sqlite else "postgres_world")[1].elsewhere(any_app)


def _copy(template, folder):
    """Return a folder with a copy of another instance."""
    return shutil.copytree(template, folder, dirs_exist_ok=True)


def _wants_world(request):
    return not {"world_template", "any_world"}.isdisjoint(request.fixturenames)


def _pushed(app, template=None):
    """Push the context of an application with nothing in its instance but a copy of a template."""
    folder = app.extensions["settings"].instance
    config, extensions = dict(app.config), dict(app.extensions)
    if template:
        shutil.rmtree(folder)
        _copy(template, folder)
    app.testing = True
    app.test_client_class = FreshClient
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(config)
    app.extensions.clear()
    app.extensions.update(extensions)
