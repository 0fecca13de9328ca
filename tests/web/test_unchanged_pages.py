"""A page is only called unchanged to a reader for whom nothing on it has changed."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import url_for

from app.areas.models import Area
from app.areas.rules import AreaState
from app.core.actor import Role
from app.core.clock import utc_now
from app.people.commands import change_profile, grant_role
from app.people.models import RoleGrant
from app.proposals.models import Application
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.doors.html import _installed
from tests.clients import signed_in
from tests.evenings import admitted
from tests.factories import World
from tests.listening import counted


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


def page_of(world, application_id):
    with world.app.test_request_context():
        return url_for("desk.case", application_id=application_id)


def test_who_has_a_role_there_is_told_with_one_question_that_nothing_changed(any_world):
    application_id = admitted(any_world)
    browser = signed_in(any_world.app, any_world.people["q1"])
    for url in (page_of(any_world, application_id), "/buero/antraege", "/buero"):
        known = {"If-None-Match": browser.get(url).headers["ETag"]}
        with counted() as queries:
            again = browser.get(url, headers=known)
        assert (again.status_code, len(queries)) == (304, 1), url
        with changing() as other:
            note(other, any_world.area_id)
            other.commit()
        assert browser.get(url, headers=known).status_code == 200, url


def a_quiet_area(connection, slug):
    """Write an area nothing was ever recorded about."""
    row = {"id": uuid4(), "slug": slug, "name": slug, "code": slug[:2], "district_name": "Mitte", "state": AreaState.ACTIVE, "version": 1}
    return connection.execute(sa.insert(Area.__table__).values(row).returning(Area.id)).scalar()


def test_who_has_no_role_there_is_asked_each_time(any_world):
    """The applicant has a role in another area, and the marks of both begin with nothing."""
    application_id, applicant = admitted(any_world), any_world.people["applicant"]
    with changing() as other:
        there, home = a_quiet_area(other, "dort"), a_quiet_area(other, "heim")
        other.execute(sa.update(Application).values(area_id=there))
        other.execute(sa.update(RoleGrant).where(RoleGrant.person_id == applicant).values(area_id=home))
        other.commit()
    browser, url = signed_in(any_world.app, applicant), page_of(any_world, application_id)
    known = {"If-None-Match": browser.get(url).headers["ETag"]}
    with counted() as queries:
        assert browser.get(url, headers=known).status_code == 304
    assert len(queries) == 2
    with changing() as other:
        note(other, there)
        other.commit()
    after = browser.get(url, headers=known)
    assert after.status_code == 200
    with changing() as other:
        other.execute(sa.update(Application).values(applicant_id=any_world.people["q2"]))
        other.commit()
    assert browser.get(url, headers={"If-None-Match": after.headers["ETag"]}).status_code == 404


def test_another_program_makes_the_page_anew(world, tmp_path):
    browser, url = world.app.test_client(), f"/gebiete/{world.slug}/"
    known = {"If-None-Match": browser.get(url).headers["ETag"]}
    assert browser.get(url, headers=known).status_code == 304
    (tmp_path / "page.html").write_text("anders")
    assert _installed(tmp_path, "Kiezfonds") != _installed(tmp_path, "Anders") != world.app.extensions["installed"]
    world.app.extensions["installed"] = _installed(tmp_path, "Kiezfonds")
    assert browser.get(url, headers=known).status_code == 200
