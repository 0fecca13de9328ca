"""What the office does for a jury on pages: seats given and freed, a session planned, filled and announced."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.bodies.models import AgendaItem, JurySession
from app.bodies.queries import seats_of
from app.people.models import Person
from app.shell.database import db
from app.shell.jobs.running import run_due
from tests.clients import signed_in
from tests.evenings import admitted, planned


@pytest.fixture
def office(world):
    return signed_in(world.app, world.people["q1"])


def written(day):
    return day.strftime("%d.%m.%Y")


def holder(world, handle, on):
    (seat,) = [seat for seat in seats_of(world.body_id, on) if seat.id == world.seats[handle]]
    return seat.name


def letters(world):
    return list((world.app.extensions["settings"].instance / "mail").glob("*.eml"))


def test_a_seat_is_freed_and_given_to_somebody_who_is_written_to(world, office):
    address = f"/sitze/{world.seats['j1']}"
    assert "j1" in office.get(f"{address}/freigeben").text
    wrong = office.post(f"{address}/freigeben", data={"last_day": "32.13.2026"})
    assert wrong.status_code == 422
    assert 'id="last_day-error"' in wrong.text

    assert office.post(f"{address}/freigeben", data={"last_day": ""}).location == f"/gremien/{world.body_id}"
    assert holder(world, "j1", world.today) == ""

    assert office.get(f"{address}/besetzen").status_code == 200
    member = {"name": "Neu Gewählt", "email": "neu@example.org", "valid_from": written(world.today)}
    refused = office.post(f"{address}/besetzen", data=member | {"email": "keine Adresse"})
    assert refused.status_code == 422
    assert 'id="email-error"' in refused.text
    assert db.session.scalar(sa.select(Person).where(Person.name == "Neu Gewählt")) is None

    assert office.post(f"{address}/besetzen", data=member).location == f"/gremien/{world.body_id}"
    assert holder(world, "j1", world.today) == "Neu Gewählt"
    run_due()
    assert any(b"To: neu@example.org" in letter.read_bytes() for letter in letters(world))


def test_a_session_is_planned_filled_and_announced(world, office):
    first, second = admitted(world, "Hoffest"), admitted(world, "Chorprobe")
    address = f"/gremien/{world.body_id}/sitzungen/neu"
    page = office.get(address).text
    assert "Hoffest" in page
    assert "Chorprobe" in page

    session = {"fund_year_id": str(world.fund_year_id), "title": "Sitzung im Mai", "held_on": written(world.today + timedelta(days=3)), "starts_at": "19:30", "application_ids": str(first)}
    wrong = office.post(address, data=session | {"starts_at": "halb acht"})
    assert wrong.status_code == 422
    assert 'id="starts_at-error"' in wrong.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(JurySession)) == 0

    answer = office.post(address, data=session)
    row = db.session.scalars(sa.select(JurySession)).one()
    assert answer.location == f"/sitzungen/{row.id}"
    assert row.starts_at == "19:30"

    agenda = f"/sitzungen/{row.id}/tagesordnung"
    assert str(first) not in office.get(agenda).text
    assert office.post(agenda, data={"application_ids": str(second)}).location == f"/sitzungen/{row.id}"
    items = sa.select(AgendaItem.application_id).where(AgendaItem.session_id == row.id)
    assert set(db.session.scalars(items)) == {first, second}

    run_due()
    before = len(letters(world))
    assert office.post(f"/sitzungen/{row.id}/einladen").location == f"/sitzungen/{row.id}"
    run_due()
    assert len(letters(world)) - before == len(world.seats)


def test_nobody_is_invited_twice_and_the_page_says_why(world, office):
    session_id = planned(world, [admitted(world)])
    office.post(f"/sitzungen/{session_id}/einladen")
    run_due()
    before = len(letters(world))

    again = office.post(f"/sitzungen/{session_id}/einladen", follow_redirects=True)

    assert "kern-alert--danger" in again.text
    run_due()
    assert len(letters(world)) == before
