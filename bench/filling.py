"""Fill an empty database with many applications for measuring; straight inserts, since only sizes matter here.

    python bench/filling.py APPLICATIONS BALLOTS      prints one line of JSON with addresses and keys
"""

import json
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
from flask_migrate import upgrade

from app.bodies.models import AgendaItem, Attendance, JurySession
from app.bodies.rules import AgendaItemState, SessionKind, SessionState
from app.core.clock import berlin_date, utc_now
from app.factory import create_app
from app.people.actors import digest
from app.people.models import AccessToken, SignInSession
from app.proposals.models import Application, BudgetLine
from app.proposals.rules import ApplicationState
from app.shell.database import db
from app.voting.models import Motion
from app.voting.rules import MotionState
from tests.factories import World


def insert(table, rows):
    """Insert rows past the session's guard, with the defaults of the model."""
    with db.engine.connect().execution_options(writes=True) as connection:
        for start in range(0, len(rows), 1000):
            connection.execute(sa.insert(table), rows[start : start + 1000])
        connection.commit()


def settled():
    """Let PostgreSQL know its tables, as its own housekeeping does within a minute of such a load."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))


def main(applications, ballots):
    """Fill the database of the environment's settings and print what the measuring needs."""
    app = create_app()
    with app.app_context():
        upgrade()
        world = World(app, year=berlin_date(utc_now()).year + 1)
        now, today = utc_now(), berlin_date(utc_now())
        rows = [application(world, number, now) for number in range(1, applications + 1)]
        insert(Application, rows)
        insert(BudgetLine, [line(row["id"], position) for row in rows for position in (1, 2)])
        fields = {"started_at": now, "seen_at": now, "expires_at": now + timedelta(days=1), "second_factor_at": now}
        token = secrets.token_urlsafe(24)
        insert(SignInSession, [{"token_hash": digest(token), "person_id": world.people["q1"], **fields}])
        keys = {handle: secrets.token_urlsafe(24) for handle in ("q1", "applicant")}
        insert(AccessToken, [
            {"id": uuid4(), "person_id": world.people[handle], "name": "bench", "token_hash": digest(key), "scopes": ["read", "write"],
             "created_at": now, "expires_on": today + timedelta(days=9)} for handle, key in keys.items()
        ])  # fmt: skip
        with app.test_request_context():
            cookie = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
        motions = many_motions(world, rows, now, ballots)
        settled()
        starts = (today + timedelta(days=80)).isoformat()
        body = {
            "fund_year_id": str(world.fund_year_id), "applicant_name": "Bench", "applicant_email": "bench@example.org", "applicant_kind": "resident",
            "title": "Hoffest", "summary": "Ein Fest", "action_from": starts, "action_to": starts, "themes": ["community"], "own_share": "Aufbau",
            "lines": [{"category": "materials", "text": "Pflanzen", "amount_cents": 20_000}], "is_privacy_accepted": True,
        }  # fmt: skip
        print(json.dumps({
            "cookie": f"kiezfonds={cookie}", "token": keys["q1"], "applicant_token": keys["applicant"],
            "neighbourhood": f"/gebiete/{world.slug}/", "list": "/buero/antraege", "case": f"/antraege/{rows[len(rows) // 2]['id']}",
            "api_list": "/api/v1/applications", "submit": "/api/v1/applications/submit",
            "ballots": [{"seat_id": str(seat)} for _motion, seat in motions],
            "ballot_paths": [f"/api/v1/motions/{motion}/ballots" for motion, _seat in motions],
            "applications": [body for _ in range(ballots)],
        }))  # fmt: skip


def application(world, number, now):
    """Return a submitted application as a row."""
    states = [ApplicationState.SUBMITTED, ApplicationState.ADMITTED, ApplicationState.REJECTED, ApplicationState.WITHDRAWN]
    return {
        "id": uuid4(), "area_id": world.area_id, "fund_year_id": world.fund_year_id, "number": 100_000 + number, "file_number": f"B-{number:06d}",
        "applicant_id": world.people["applicant"], "applicant_name": f"Person {number}", "title": f"Hoffest {number}", "summary": "Ein Fest " * 20,
        "state": states[number % 4], "requested_cents": 22_000, "created_at": now, "submitted_at": now - timedelta(minutes=number),
        "action_from": world.today, "action_to": world.today, "version": 1,
    }  # fmt: skip


def line(application_id: UUID, position: int):
    """Return a cost line as a row."""
    return {"id": uuid4(), "application_id": application_id, "position": position, "category": "materials", "text": "Pflanzen", "amount_cents": 10_000}


def many_motions(world, rows, now, ballots):
    """Return (motion, seat) pairs open for one ballot each, all in one session with everybody present."""
    session_id = uuid4()
    insert(JurySession, [{
        "id": session_id, "area_id": world.area_id, "body_id": world.body_id, "fund_year_id": world.fund_year_id, "rule_book_id": world.rule_book_id,
        "kind": SessionKind.MEETING, "title": "Sitzung", "held_on": world.today, "state": SessionState.OPEN, "opened_at": now, "version": 1,
    }])  # fmt: skip
    insert(Attendance, [
        {"id": uuid4(), "session_id": session_id, "seat_id": seat, "person_id": world.people[handle], "arrived_at": now}
        for handle, seat in world.seats.items()
    ])  # fmt: skip
    wanted = rows[: -(-ballots // 7) or 1]
    items = [
        {"id": uuid4(), "session_id": session_id, "application_id": row["id"], "position": number, "state": AgendaItemState.VOTING}
        for number, row in enumerate(wanted, start=1)
    ]
    insert(AgendaItem, items)
    motions = [
        {"id": uuid4(), "area_id": world.area_id, "agenda_item_id": item["id"], "application_id": item["application_id"],
         "rule_book_id": world.rule_book_id, "fingerprint": "0" * 64, "award_cents": 22_000, "state": MotionState.OPEN, "opened_at": now, "version": 1}
        for item in items
    ]  # fmt: skip
    insert(Motion, motions)
    return [(motion["id"], seat) for motion in motions for seat in world.seats.values()][:ballots]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
