"""A page is only called unchanged to a reader for whom nothing on it has changed."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import url_for

from app.core.actor import Role
from app.core.clock import utc_now
from app.people.commands import change_profile, grant_role
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from tests.clients import signed_in
from tests.evenings import admitted
from tests.factories import World


def note(connection, area_id):
    """Write a line into the log of an area."""
    row = {"at": utc_now(), "tag": "x", "area_id": area_id, "subject_id": uuid4(), "line": b"{}", "leaf_hash": b""}
    connection.execute(sa.insert(AuditEvent.__table__).values(row))


def changing():
    return db.engine.connect().execution_options(writes=True)


@pytest.mark.postgres
def test_a_change_that_is_committed_after_a_later_one_makes_a_new_page(postgres_app):
    world = World(postgres_app)
    browser, url = postgres_app.test_client(), f"/gebiete/{world.slug}/"
    with changing() as slow:
        note(slow, world.area_id)
        with changing() as quick:
            note(quick, world.area_id)
            quick.commit()
        during = browser.get(url)
        slow.commit()
    after = browser.get(url, headers={"If-None-Match": during.headers["ETag"]})
    assert after.status_code == 200
    assert browser.get(url, headers={"If-None-Match": after.headers["ETag"]}).status_code == 304


def test_who_got_another_role_finds_it_in_the_menu_at_once(world):
    browser, url = signed_in(world.app, world.people["q1"]), f"/gebiete/{world.slug}/"
    known = {"If-None-Match": browser.get(url).headers["ETag"]}
    assert browser.get(url, headers=known).status_code == 304
    auditor = {"person_id": world.people["q1"], "role": Role.AUDITOR, "area_id": None}
    world.do("system", grant_role, **auditor, valid_from=world.today)
    assert "Aufsicht" in browser.get(url, headers=known).text


def test_who_took_another_name_is_called_by_it_on_pages_known_before(world):
    application_id = admitted(world)
    with world.app.test_request_context():
        url = url_for("desk.case", application_id=application_id)
    browser = signed_in(world.app, world.people["q1"])
    known = {"If-None-Match": browser.get(url).headers["ETag"]}
    assert browser.get(url, headers=known).status_code == 304
    world.do("applicant", change_profile, person_id=world.people["applicant"], name="Ada Anders")
    assert "Ada Anders" in browser.get(url, headers=known).text
