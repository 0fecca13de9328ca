"""Both doors of the jury evening: the same command, the same refusal as page and as problem+json."""

import re
import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import g

from app.core.clock import berlin_date, utc_now
from app.people.actors import digest
from app.people.models import AccessToken, SignInSession
from app.shell.database import db
from app.voting.models import Ballot
from tests.evenings import Evening, admitted


def insert(table, **values):
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(sa.insert(table).values(**values))
        connection.commit()


class Reader:
    """A browser and an API client of one person."""

    def __init__(self, world, handle):
        now, token = utc_now(), secrets.token_urlsafe(24)
        person = world.people[handle]
        insert(SignInSession, token_hash=digest(token), person_id=person, started_at=now, seen_at=now,
               expires_at=now + timedelta(days=1), second_factor_at=now)  # fmt: skip
        key = secrets.token_urlsafe(24)
        insert(AccessToken, id=uuid4(), person_id=person, name="test", token_hash=digest(key), scopes=["read", "write"],
               created_at=now, expires_on=berlin_date(now) + timedelta(days=9))  # fmt: skip
        self.client = world.app.test_client()
        self.headers = {"Authorization": f"Bearer {key}"}
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        world.app.config["WTF_CSRF_ENABLED"] = False

    def afresh(self):
        """Forget the request before: tests keep one application context open, and the reader stands in it."""
        db.session.remove()
        g.pop("_login_user", None)

    def page(self, path, **options):
        self.afresh()
        return self.client.get(path, **options)

    def press(self, path, **fields):
        self.afresh()
        return self.client.post(path, data=fields)

    def api(self, method, path, body=None, key=True):
        self.afresh()
        headers = self.headers | ({"Idempotency-Key": uuid4().hex} if key else {})
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)


@pytest.fixture
def jury(world):
    return Evening(world)


def count(motion_id):
    return db.session.scalar(sa.select(sa.func.count()).select_from(Ballot).where(Ballot.motion_id == motion_id))


def test_a_member_votes_on_the_page_and_sees_that_it_counts(world, jury):
    motion_id, reader = jury.opens(), Reader(world, "j1")
    page = reader.page(f"/sitzungen/{jury.session_id}").text
    assert page.count('name="choice"') == 3
    answer = reader.press(f"/abstimmungen/{motion_id}/stimme", seat_id=world.seats["j1"], choice="yes")
    assert answer.status_code == 302
    page = reader.page(f"/sitzungen/{jury.session_id}").text
    assert "Ihre Stimme ist gezählt: Ja" in page
    assert 'name="choice"' not in page


def test_a_second_ballot_is_refused_on_the_page_and_by_the_api(world, jury):
    motion_id, reader = jury.opens(), Reader(world, "j1")
    seat = str(world.seats["j1"])
    first = reader.api("POST", f"/motions/{motion_id}/ballots", {"seat_id": seat, "choice": "yes"})
    assert first.status_code == 201
    second = reader.api("POST", f"/motions/{motion_id}/ballots", {"seat_id": seat, "choice": "no"})
    assert (second.status_code, second.json["code"]) == (409, "already-voted")
    page = reader.press(f"/abstimmungen/{motion_id}/stimme", seat_id=seat, choice="no")
    assert page.status_code == 422
    assert "Für diesen Sitz ist schon eine Stimme abgegeben." in page.text
    assert count(motion_id) == 1


def test_a_ballot_by_the_api_needs_a_key_and_the_same_key_votes_once(world, jury):
    motion_id, reader = jury.opens(), Reader(world, "j1")
    body = {"seat_id": str(world.seats["j1"]), "choice": "yes"}
    assert reader.api("POST", f"/motions/{motion_id}/ballots", body, key=False).status_code == 400
    headers = reader.headers | {"Idempotency-Key": "einmal"}
    answers = []
    for _turn in range(2):
        reader.afresh()
        answers.append(reader.client.post(f"/api/v1/motions/{motion_id}/ballots", json=body, headers=headers))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert count(motion_id) == 1


def test_a_biased_member_sees_why_and_the_server_refuses(world, jury):
    reader, seat = Reader(world, "j1"), str(world.seats["j1"])
    form = reader.page(f"/tagesordnung/{jury.item()}/befangenheit")
    assert "Das ist kein Vorwurf" in form.text
    empty = reader.press(f"/tagesordnung/{jury.item()}/befangenheit", seat_id=seat)
    assert empty.status_code == 422
    assert reader.press(f"/tagesordnung/{jury.item()}/befangenheit", seat_id=seat, kind="relative").status_code == 302
    motion_id = jury.opens()
    page = reader.page(f"/sitzungen/{jury.session_id}").text
    assert "befangen" in page
    assert 'name="choice"' not in page
    answer = reader.api("POST", f"/motions/{motion_id}/ballots", {"seat_id": seat, "choice": "yes"})
    assert (answer.status_code, answer.json["code"]) == (403, "recused")


def test_whoever_leads_runs_the_evening_by_buttons(world, jury):
    reader = Reader(world, "q1")
    page = reader.page(f"/sitzungen/{jury.session_id}").text
    assert "Zur Abstimmung stellen" in page
    path = f"/tagesordnung/{jury.item()}/abstimmung"
    assert "220,00" in reader.page(path).text
    assert reader.press(path, award_cents="1.000,00", reason="").status_code == 422
    assert "höchstens der beantragte Betrag" in reader.press(path, award_cents="1.000,00", reason="").text
    assert reader.press(path, award_cents="150,00", reason="Ohne Druck").status_code == 302
    page = reader.page(f"/sitzungen/{jury.session_id}").text
    assert "Abstimmung schließen und auszählen" in page
    assert "0 von 7 Stimmen sind abgegeben" in page
    assert reader.press(f"/sitzungen/{jury.session_id}/gehen", seat_id=world.seats["j7"]).status_code == 302
    assert "0 von 6 Stimmen sind abgegeben" in reader.page(f"/sitzungen/{jury.session_id}").text
    refused = reader.press(f"/sitzungen/{jury.session_id}/beenden")
    assert "Eine Abstimmung läuft noch" in refused.text


def test_nothing_is_sent_again_while_nothing_has_changed(world, jury):
    reader = Reader(world, "j1")
    page = reader.page(f"/sitzungen/{jury.session_id}").text
    again = re.search(r'data-hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    assert reader.page(again, headers={"HX-Request": "true"}).status_code == 204
    jury.opens()
    assert reader.page(again, headers={"HX-Request": "true"}).status_code == 200


def test_the_result_says_its_arithmetic_and_who_voted_how_only_to_those_who_lead(world, jury):
    motion_id = jury.opens()
    jury.votes(motion_id, yes=5, no=1, abstain=1)
    jury.counts(motion_id)
    member, leader = Reader(world, "j1"), Reader(world, "q1")
    assert "5 Ja, 1 Nein, 1 Enthaltung." in member.page(f"/abstimmungen/{motion_id}").text
    assert "Wer wie gestimmt hat" not in member.page(f"/abstimmungen/{motion_id}").text
    assert "Wer wie gestimmt hat" in leader.page(f"/abstimmungen/{motion_id}").text
    shown = member.api("GET", f"/motions/{motion_id}").json
    assert (shown["outcome"], shown["yes"], shown["decision"]["needed"]) == ("approved", 5, 4)
    assert member.api("GET", f"/motions/{motion_id}/ballots").status_code == 403
    assert len(leader.api("GET", f"/motions/{motion_id}/ballots").json) == 7


def test_strangers_do_not_find_the_session(world, jury):
    stranger = Reader(world, "applicant")
    world.add("other")
    nobody = Reader(world, "other")
    assert nobody.page(f"/sitzungen/{jury.session_id}").status_code == 404
    assert nobody.api("GET", f"/sessions/{jury.session_id}").status_code == 404
    assert stranger.page(f"/sitzungen/{jury.session_id}").status_code == 403


def test_the_evening_costs_the_same_queries_however_long_the_agenda(world):
    counted = []
    for size in (1, 4):
        evening = Evening(world, applications=[admitted(world) for _ in range(size)])
        reader, seen = Reader(world, "q1"), []

        def note(*arguments, seen=seen):
            seen.append(arguments[2])

        sa.event.listen(db.engine, "before_cursor_execute", note)
        assert reader.page(f"/sitzungen/{evening.session_id}").status_code == 200
        sa.event.remove(db.engine, "before_cursor_execute", note)
        counted.append(len([statement for statement in seen if statement.startswith("SELECT")]))
    assert counted[0] == counted[1] <= 12, counted
