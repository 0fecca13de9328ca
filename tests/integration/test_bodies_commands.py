"""A seat has one holder, the office holds none; a session has an agenda, rules frozen at its opening, people who come and go."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.bodies.commands import (
    add_to_agenda,
    close_session,
    create_body,
    fill_seat,
    invite_member,
    invite_to_session,
    open_session,
    plan_session,
    record_arrival,
    record_departure,
    vacate_seat,
)
from app.bodies.models import AgendaItem, Attendance, JurySession
from app.bodies.queries import bodies, next_sessions, present_seats, seats_of, sessions
from app.bodies.rules import (
    BodyKind,
    EmptyAgenda,
    NotThere,
    PresentAlready,
    SeatedAlready,
    SeatEmpty,
    SeatTaken,
    SessionNotOpen,
    SessionState,
    StaffHoldNoSeat,
    TermReversed,
    VoteStillOpen,
)
from app.core.actor import Role
from app.core.clock import utc_now
from app.core.errors import Forbidden, NotFound, WrongState
from app.people.commands import grant_role
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.shell.database import db
from app.shell.jobs.outbox import Job
from tests.evenings import Evening, admitted, planned
from tests.factories import World


def state_of(application_id):
    return db.session.scalar(sa.select(Application.state).where(Application.id == application_id))


def test_a_seat_has_one_holder_at_a_time(world):
    person = world.add("new", Role.JUROR)
    with pytest.raises(SeatTaken):
        world.do("q1", fill_seat, seat_id=world.seats["j1"], person_id=person, valid_from=world.today)
    world.do("q1", vacate_seat, seat_id=world.seats["j1"])
    world.do("q1", fill_seat, seat_id=world.seats["j1"], person_id=person, valid_from=world.today)
    assert seats_of(world.body_id, world.today)[0].name == "new"
    assert seats_of(world.body_id, world.today - timedelta(days=1))[0].name == "j1"


def test_a_person_holds_one_seat_of_a_body(world):
    world.do("q1", vacate_seat, seat_id=world.seats["j1"])
    with pytest.raises(SeatedAlready):
        world.do("q1", fill_seat, seat_id=world.seats["j1"], person_id=world.people["j2"], valid_from=world.today)


def test_the_office_holds_no_seat(world):
    world.do("q1", vacate_seat, seat_id=world.seats["j1"])
    with pytest.raises(StaffHoldNoSeat):
        world.do("q1", fill_seat, seat_id=world.seats["j1"], person_id=world.people["q2"], valid_from=world.today)


def test_a_term_does_not_end_before_it_begins(world):
    world.do("q1", vacate_seat, seat_id=world.seats["j1"])
    term = {"valid_from": world.today, "valid_to": world.today - timedelta(days=1)}
    with pytest.raises(TermReversed):
        world.do("q1", fill_seat, seat_id=world.seats["j1"], person_id=world.people["j1"], **term)


def test_an_empty_seat_has_nobody_to_leave_it(world):
    world.do("q1", vacate_seat, seat_id=world.seats["j1"])
    with pytest.raises(SeatEmpty):
        world.do("q1", vacate_seat, seat_id=world.seats["j1"])


def test_a_new_member_gets_an_account_a_role_and_a_mail(world):
    world.do("q1", vacate_seat, seat_id=world.seats["j1"])
    person = world.do(
        "q1", invite_member, seat_id=world.seats["j1"], name="Neu", email="neu@example.org", valid_from=world.today
    )
    world.people["neu"] = person
    assert world.actor("neu").has(Role.JUROR, world.area_id)
    assert db.session.scalar(sa.select(Job.name).where(Job.name == "send-link")) is not None


def test_a_body_belongs_to_a_fund_of_its_area(world, app):
    other = World(app)
    with pytest.raises(NotFound):
        world.do("q1", create_body, area_id=world.area_id, fund_id=other.fund_id, kind=BodyKind.JURY, name="Jury", seats=5)


def test_jurors_edit_no_body(world):
    with pytest.raises(Forbidden):
        world.do("j1", vacate_seat, seat_id=world.seats["j2"])


def test_planning_puts_applications_on_the_agenda(world):
    first, second = admitted(world), admitted(world)
    session_id = planned(world, [first])
    assert state_of(first) is ApplicationState.SCHEDULED
    world.do("q1", add_to_agenda, session_id=session_id, application_ids=[second])
    positions = db.session.scalars(sa.select(AgendaItem.position).where(AgendaItem.session_id == session_id))
    assert sorted(positions) == [1, 2]
    with pytest.raises(WrongState):
        planned(world, [first])


def test_a_session_needs_an_agenda(world):
    with pytest.raises(EmptyAgenda):
        planned(world, [])


def test_an_application_of_another_fund_is_not_scheduled(world, app):
    other = World(app)
    with pytest.raises(NotFound):
        planned(world, [admitted(other)])
    with pytest.raises(NotFound):
        world.do(
            "q1", plan_session, body_id=world.body_id, fund_year_id=other.fund_year_id, title="x", held_on=world.today,
            application_ids=[admitted(world)],
        )  # fmt: skip


def test_every_member_is_invited_by_mail_once(world):
    session_id = planned(world, [admitted(world)])
    world.do("q1", invite_to_session, session_id=session_id)
    jobs = list(db.session.scalars(sa.select(Job).where(Job.name == "send-mail")))
    invitations = [job for job in jobs if job.arguments["template"] == "bodies/mail/invitation.txt"]
    assert len(invitations) == 7
    assert invitations[0].arguments["facts"]["items"] == ["Hoffest"]
    with pytest.raises(WrongState):
        world.do("q1", invite_to_session, session_id=session_id)


def test_opening_freezes_the_rules(world):
    session_id = planned(world, [admitted(world)])
    assert db.session.get(JurySession, session_id).rule_book_id is None
    world.do("q1", open_session, session_id=session_id)
    opened = db.session.get(JurySession, session_id)
    assert (opened.state, opened.rule_book_id) == (SessionState.OPEN, world.rule_book_id)


def test_nobody_arrives_before_the_session_opens(world):
    session_id = planned(world, [admitted(world)])
    with pytest.raises(SessionNotOpen):
        world.do("q1", record_arrival, session_id=session_id, seat_id=world.seats["j1"])


def test_members_come_and_go_and_come_back(world):
    jury = Evening(world, present=1)
    seat = {"session_id": jury.session_id, "seat_id": world.seats["j1"]}
    with pytest.raises(PresentAlready):
        world.do("q1", record_arrival, **seat)
    world.do("q1", record_departure, **seat)
    assert present_seats(jury.session_id, utc_now()) == set()
    with pytest.raises(NotThere):
        world.do("q1", record_departure, **seat)
    world.do("q1", record_arrival, **seat)
    assert present_seats(jury.session_id, utc_now()) == {world.seats["j1"]}


def test_a_seat_of_another_jury_does_not_arrive(world, app):
    jury, other = Evening(world), World(app)
    with pytest.raises(NotFound):
        world.do("q1", record_arrival, session_id=jury.session_id, seat_id=other.seats["j1"])


def test_somebody_who_went_to_work_in_the_office_does_not_arrive(world):
    jury = Evening(world, present=0)
    with world.acting("system") as work:
        grant_role(
            work, person_id=world.people["j1"], role=Role.STAFF, area_id=world.area_id, valid_from=date(2020, 1, 1)
        )
    with pytest.raises(StaffHoldNoSeat):
        jury.comes("j1")


def test_one_member_arrives_once_even_at_the_same_moment(any_world):
    world = any_world
    jury = Evening(world, present=0)
    results = []

    def arrive():
        with world.app.app_context():
            try:
                jury.comes("j1")
                results.append("there")
            except PresentAlready:
                results.append("refused")

    threads = [threading.Thread(target=arrive) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["refused", "refused", "there"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attendance)) == 1


def test_a_session_ends_when_no_vote_is_open_and_postpones_what_is_left(world):
    applications = [admitted(world), admitted(world)]
    jury = Evening(world, applications=applications)
    motion_id = jury.opens(0)
    with pytest.raises(VoteStillOpen):
        world.do("q1", close_session, session_id=jury.session_id)
    jury.counts(motion_id)
    world.do("q1", close_session, session_id=jury.session_id)
    assert state_of(applications[1]) is ApplicationState.ADMITTED
    assert db.session.get(JurySession, jury.session_id).state is SessionState.CLOSED


def test_lists_show_only_what_the_reader_may_read(world, app):
    session_id, other = planned(world, [admitted(world)]), World(app)
    for handle in ("q1", "j1", "district", "auditor"):
        assert [row.id for row in sessions(world.actor(handle))[0]] == [session_id]
        assert world.body_id in [body.id for body in bodies(world.actor(handle))]
    assert sessions(other.actor("q1"))[0] == []
    assert sessions(world.actor("applicant"))[0] == []
    assert [row.id for row in next_sessions(world.actor("j1"), world.today)] == [session_id]
    assert next_sessions(world.actor("district"), world.today) == []
    assert next_sessions(other.actor("j1"), world.today) == []
