"""A jury evening for tests: admitted applications on the agenda of an opened session, members in the room."""

from datetime import date

import sqlalchemy as sa

from app.bodies.commands import open_session, plan_session, record_arrival
from app.bodies.models import AgendaItem
from app.core.clock import berlin_moment
from app.core.policy import Action
from app.proposals.commands import check_eligibility, submit_whole
from app.shell.database import db
from app.voting.commands import cast_ballot, count_motion, open_motion
from app.voting.models import Motion
from app.voting.rules import Choice

LINES = [{"category": "materials", "text": "Pflanzen", "amount_cents": 20_000}]


def admitted(world, title="Hoffest", by="applicant", **details):
    """Return an application that was sent and admitted in January, for an action in June."""
    application_id = sent(world, title, by, **details)
    admitted_at = berlin_moment(date(world.today.year, 1, 10))
    world.do("q1", check_eligibility, now=admitted_at, application_id=application_id, result="ok", note="In Ordnung.")
    return application_id


def sent(world, title="Hoffest", by="applicant", **details):
    """Return an application that was sent in January, for an action in June."""
    begins, sent_at = date(world.today.year, 6, 14), berlin_moment(date(world.today.year, 1, 10))
    whole = {
        "title": title, "summary": "Ein Fest für alle.", "applicant_name": by, "applicant_email": "a@example.org",
        "applicant_kind": "resident", "action_from": begins, "action_to": begins, "own_share": "Aufbau", "themes": ["neighbourhood"],
        "lines": LINES, **details,
    }  # fmt: skip
    return world.do(by, submit_whole, now=sent_at, fund_year_id=world.fund_year_id, **whole)


def planned(world, applications):
    """Return a planned session with these applications on its agenda."""
    return world.do(
        "q1", plan_session, body_id=world.body_id, fund_year_id=world.fund_year_id, title="Sitzung", held_on=world.today,
        place="Nachbarschaftshaus", application_ids=applications,
    )  # fmt: skip


class Evening:
    """An opened session with some members in the room."""

    def __init__(self, world, *, present=7, applications=None):
        self.world = world
        self.applications = applications or [admitted(world)]
        self.session_id = planned(world, self.applications)
        world.do("q1", open_session, session_id=self.session_id)
        for number in range(1, present + 1):
            self.comes(f"j{number}")

    def comes(self, handle):
        self.world.do("q1", record_arrival, session_id=self.session_id, seat_id=self.world.seats[handle])

    def item(self, index=0):
        statement = sa.select(AgendaItem.id).where(
            AgendaItem.session_id == self.session_id, AgendaItem.application_id == self.applications[index]
        )
        return db.session.scalar(statement)

    def opens(self, index=0, **arguments):
        return self.world.do("q1", open_motion, agenda_item_id=self.item(index), **arguments)

    def casts(self, motion_id, handle, choice, by=None):
        return self.world.do(by or handle, cast_ballot, motion_id=motion_id, seat_id=self.world.seats[handle], choice=choice)

    def votes(self, motion_id, yes=0, no=0, abstain=0):
        choices = [Choice.YES] * yes + [Choice.NO] * no + [Choice.ABSTAIN] * abstain
        for number, choice in enumerate(choices, start=1):
            self.casts(motion_id, f"j{number}", choice)

    def counts(self, motion_id):
        with self.world.acting("q1") as work:
            motion = work.load(Motion, motion_id)
            work.require(Action.RUN_SESSION, motion)
            return count_motion(work, motion)
