"""Filling an empty database with the demo, through the commands, each at its own moment in the past."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.areas.commands import assign_carrier
from app.areas.models import Area
from app.core.actor import Role
from app.core.clock import berlin_date, berlin_moment
from app.disbursement.commands import set_paying_account
from app.funds.commands import close_fund_year, open_fund_year
from app.people.models import Person
from app.people.passwords import hashed
from app.rehearsal.company import hire, open_house
from app.rehearsal.demo.acts import DEMO_ACTS
from app.rehearsal.demo.cast import CARRIER, CARRIER_IBAN, CAST, FORMER_CARRIER, NEIGHBOURS, PASSWORD, Player, email
from app.rehearsal.demo.history import add_long_ago, add_year
from app.rehearsal.demo.plot import Plot, days
from app.rehearsal.demo.present import add_present, add_today
from app.rehearsal.script import Step
from app.rehearsal.stage import HOUSE, Stage
from app.settlement.deadlines import run_deadlines
from app.settlement.retention import forget_old_cases
from app.shell.audit.sealer import seal
from app.shell.database import db
from app.shell.jobs.outbox import Job
from app.shell.work import housekeeping

SLUG = "musterkiez"
RULES = {
    "fund.annual_budget_cents": 1_300_000,
    "jury.seats": 7,
    "quorum.rule": "number",
    "quorum.number": 4,
    "majority.rule": "of_members",
}
INTRODUCTION = (
    "Im Musterkiez wohnen rund 9.000 Menschen zwischen Kanal, Marktplatz und Stadtteilpark. Der Aktionsfonds hilft, "
    "wenn Nachbarinnen und Nachbarn selbst etwas auf die Beine stellen wollen."
)
CONTACT = "Quartiersbüro Musterkiez, Marktplatz 3, Mo bis Do 10 bis 16 Uhr"
ROUND = timedelta(days=7)
LONG_AGO = 6  # years: grants are kept for five


def is_empty() -> bool:
    """Tell whether nobody and nothing is in the database."""
    found = db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
    db.session.rollback()
    return found


def is_demo() -> bool:
    """Tell whether the database holds the demo."""
    password_owner = sa.select(Person.id).where(Person.email == email(CAST["katrin"]))
    found = db.session.scalar(password_owner) is not None
    found = found and db.session.scalar(sa.select(Area.id).where(Area.slug == SLUG)) is not None
    db.session.rollback()
    return found


def fill(now: datetime, tell: Callable[[str], None] = lambda _: None) -> None:
    """Play a session of long ago, two years of history and the present into an empty database."""
    password_hash = hashed(PASSWORD)
    today = berlin_date(now)
    stage = _musterkiez(today.year - LONG_AGO, password_hash)
    _nachbarkiez(today, password_hash)
    plot = Plot(today)
    add_long_ago(plot, today.year - LONG_AGO)
    for year in (today.year - 2, today.year - 1):
        add_year(plot, year)
    add_present(plot)
    add_today(plot, lambda minutes: now - timedelta(minutes=minutes))
    add_call(plot)
    _play(stage, plot.in_order(), plot, now, tell)
    _mail_is_old(now)
    seal()


def add_call(plot: Plot) -> None:
    """Add the call that is open now."""
    year = plot.years["stolpersteine"]
    plot.add(
        days(plot.today, -13),
        "call",
        "joanna",
        title=f"Ideen für den Aktionsfonds {year}",
        cut_off_on=days(plot.today, 18),
        year=year,
    )


def _musterkiez(first_year: int, password_hash: str) -> Stage:
    new_year = date(first_year, 1, 2)
    stage = open_house(
        name="Musterkiez",
        slug=SLUG,
        code="MK",
        district_name="Mitte",
        introduction=INTRODUCTION,
        contact=CONTACT,
        overrides=RULES,
        year=first_year,
        at=berlin_moment(new_year),
    )
    for name, valid_from in ((FORMER_CARRIER, days(new_year, -1500)), (CARRIER, new_year)):
        stage.act(HOUSE, assign_carrier, area_id=stage.area_id, carrier_name=name, valid_from=valid_from)
    stage.act(HOUSE, set_paying_account, area_id=stage.area_id, holder=CARRIER, iban=CARRIER_IBAN)
    _engage(stage, CAST, since=new_year, password_hash=password_hash)
    return stage


def _nachbarkiez(today: date, password_hash: str) -> None:
    new_year = today.replace(month=1, day=1)
    stage = open_house(
        name="Nachbarkiez",
        slug="nachbarkiez",
        code="NK",
        district_name="Mitte",
        introduction="Der Nachbarkiez hat ein eigenes Büro, eine eigene Jury und eigenes Geld.",
        contact="Quartiersbüro Nachbarkiez",
        overrides={},
        year=today.year,
        at=berlin_moment(new_year),
    )
    _engage(stage, NEIGHBOURS, since=new_year, password_hash=password_hash)


def _engage(stage: Stage, players: Mapping[str, Player], *, since: date, password_hash: str) -> None:
    hire(
        stage,
        {handle: player.role for handle, player in players.items()},
        since=since,
        names={handle: player.name for handle, player in players.items()},
        emails={handle: email(player) for handle, player in players.items()},
        password_hash=password_hash,
    )


def _play(stage: Stage, steps: Iterable[Step], plot: Plot, now: datetime, tell: Callable[[str], None]) -> None:
    years = _Years(stage)
    next_round = stage.now
    for step in steps:
        while next_round < step.on:
            run_deadlines(next_round)
            next_round += ROUND
        stage.at(step.on)
        years.choose(step, plot)
        DEMO_ACTS[step.verb](stage, step.by, step.arguments)
    run_deadlines(now)
    forget_old_cases(now)
    tell(f"{len(plot.years)} applications")


class _Years:
    """The fund years of the demo, opened when they are first needed, closed when they are long over."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.ids = {stage.today.year: stage.fund_year_id}
        self.closed: set[int] = set()

    def choose(self, step: Step, plot: Plot) -> None:
        """Let the stage stand in the fund year a step belongs to."""
        for year in [year for year in self.ids if step.day >= date(year + 1, 2, 1) and year not in self.closed]:
            if year < plot.today.year - 1:
                self.stage.act(self.stage.first(Role.STAFF), close_fund_year, fund_year_id=self.ids[year])
                self.closed.add(year)
        applications = step.arguments.get("applications", ())
        handle = step.arguments.get("application", applications[0] if applications else "")
        year = step.arguments.get("year", plot.years.get(handle, step.day.year))
        if year not in self.ids:
            self.ids[year] = self.stage.act(HOUSE, open_fund_year, fund_id=self.stage.fund_id, year=year)
        self.stage.fund_year_id = self.ids[year]


def _mail_is_old(now: datetime) -> None:
    """Mark the letters of the past as sent; nobody wants two years of mail on the first start."""
    with housekeeping(now=now) as work:
        db.session.execute(sa.update(Job).where(Job.done_at.is_(None), Job.name == "send-mail").values(done_at=work.now))
