"""The audit log: sealed into one tree, and every changed byte is found."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.clock import utc_now
from app.shell.audit.merkle import leaf_hash, root_of
from app.shell.audit.models import AuditEvent, AuditPending, AuditPlace, AuditRoot
from app.shell.audit.sealer import head, seal
from app.shell.audit.verifier import verify
from app.shell.database import db
from tests.integration.test_work import area, store


@pytest.fixture
def sealed(any_app):
    """Seven lines, sealed in two batches."""
    for number in range(5):
        store(area(slug=f"kiez-{number}", code=f"K{number}"))
    seal()
    for number in range(5, 7):
        store(area(slug=f"kiez-{number}", code=f"K{number}"))
    seal()
    return any_app


def raw(statement, **values):
    """Run a statement as an intruder would who owns the database: triggers dropped, no session."""
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET session_replication_role = replica"))
        else:
            names = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.text(statement), values)
        connection.commit()


def test_sealing_gives_each_line_a_place_without_gaps(sealed):
    places = db.session.scalars(sa.select(AuditPlace.position).order_by(AuditPlace.position)).all()
    lines = db.session.scalars(sa.select(AuditEvent.line).order_by(AuditEvent.id)).all()

    assert places == list(range(9))
    assert db.session.scalars(sa.select(AuditEvent.id).where(AuditEvent.tag == "log.sealed")).all() == [6, 9]
    assert head().root == root_of(map(leaf_hash, lines))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditPending)) == 0
    assert verify(utc_now()).is_sound
    assert seal() == 0


@pytest.mark.parametrize("fault", [
    "UPDATE audit_event SET line = :line WHERE id = 4",
    "UPDATE audit_event SET tag = 'area.forgotten' WHERE id = 4",
    "UPDATE audit_event SET leaf_hash = :line WHERE id = 4",
    "DELETE FROM audit_place WHERE position = 3",
    "UPDATE audit_place SET position = 99 WHERE position = 8",
    "DELETE FROM audit_root WHERE size = 6",
    "DELETE FROM audit_root WHERE size = 9",
    "UPDATE audit_root SET root = :line WHERE size = 6",
])  # fmt: skip
def test_one_changed_byte_is_found(sealed, fault):
    line = db.session.scalar(sa.select(AuditEvent.line).where(AuditEvent.id == 4))
    changed = line[:-3] + bytes([line[-3] ^ 1]) + line[-2:]
    raw(fault, **({"line": changed} if ":line" in fault else {}))

    report = verify(utc_now())

    assert not report.is_sound


def test_a_rewritten_line_with_a_fitting_hash_is_found_by_the_root_and_named(sealed):
    forged = b'{"at":"2025-01-01T00:00:00+00:00","tag":"area.touched"}'
    raw("UPDATE audit_event SET line = :line, leaf_hash = :hash WHERE id = 4", line=forged, hash=leaf_hash(forged))

    report = verify(utc_now())

    assert "position 3, line 4" in report.faults[0]


def test_a_line_that_waits_too_long_for_its_place_is_found(any_app):
    store(area())

    assert verify(utc_now()).is_sound
    assert not verify(utc_now() + timedelta(hours=2)).is_sound


@pytest.mark.parametrize("statement", [
    "UPDATE audit_event SET tag = 'x'",
    "DELETE FROM audit_event",
    "DELETE FROM audit_place",
    "UPDATE audit_root SET size = 9",
])  # fmt: skip
def test_the_database_refuses_to_change_the_log(sealed, statement):
    with pytest.raises(sa.exc.IntegrityError), db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(sa.text(statement))


def test_verify_is_a_command_that_fails_loudly(sealed):
    runner = sealed.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0

    raw("UPDATE audit_event SET line = :line WHERE id = 4", line=b"{}")

    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "line 4" in result.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditRoot)) == 2
