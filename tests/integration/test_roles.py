"""A city's database with two roles: the service does all its work, and what is only added to it cannot change, guards or none."""

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import ProgrammingError

from app.core.clock import utc_now
from app.ledger.checking import check
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.shell.jobs.running import run_due
from app.shell.settings import ROOT
from tests.fixtures import make_app

DEPLOY = ROOT / "deploy"


def told(address, script):
    """Run a script of ours."""
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql((DEPLOY / script).read_text())
    engine.dispose()


@pytest.fixture
def city(postgres, tmp_path):
    """Return the application of a city, set up as the folder for deployment says."""
    administrator = postgres.create("city")
    owner, service = (
        sa.make_url(administrator).set(username=role, password=None).render_as_string() for role in ("kiezfonds_owner", "kiezfonds_app")
    )
    told(administrator, "postgres-roles.sql")
    with make_app(tmp_path / "owner", owner).app_context():
        upgrade()
        db.engine.dispose()
    told(owner, "postgres-rights.sql")
    yield make_app(tmp_path / "service", service)
    postgres.create("city")
    engine = sa.create_engine(administrator, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for role in ("kiezfonds_owner", "kiezfonds_app"):
            connection.exec_driver_sql(f"DROP ROLE {role}")
    engine.dispose()


def test_the_service_lives_with_the_rights_it_has(city):
    with city.app_context():
        filled = city.test_cli_runner().invoke(args=["demo", "--fill-only"])
        assert filled.exit_code == 0, filled.output
        run_due()
        assert check().is_sound
        assert verify(utc_now()).faults == ()
        db.session.rollback()
        for statement in ("UPDATE audit_event SET tag = 'x'", "DELETE FROM ballot", "UPDATE ledger_balance SET cents = 0", "UPDATE rule_book SET note = 'x'"):
            with db.engine.connect().execution_options(writes=True) as connection, pytest.raises(ProgrammingError, match="permission denied"):
                connection.exec_driver_sql(statement)
        db.session.remove()
        db.engine.dispose()
