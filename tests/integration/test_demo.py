"""The demo: every state there is, money that adds up, a log that verifies, at whatever day it starts."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.areas.models import Area
from app.core.clock import berlin_date, due_on, utc_now
from app.disbursement.models import PayeeAccount
from app.funds.models import FundYear
from app.ledger.queries import balances
from app.ledger.rules import PARTS
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.rehearsal.cli import demo
from app.rehearsal.demo.cast import CAST
from app.rehearsal.demo.fill import add_call, fill, is_demo, is_empty
from app.rehearsal.demo.history import add_year
from app.rehearsal.demo.plot import LEAD_DAYS, Plot
from app.rehearsal.demo.present import add_present, add_today
from app.settlement.models import Receipt
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.shell.files.checking import check


def test_the_demo_shows_every_state_with_money_that_adds_up_and_a_sound_log(app):
    now = utc_now()
    assert is_empty()
    fill(now)

    assert is_demo()
    states = set(db.session.scalars(sa.select(Application.state)))
    assert states == set(ApplicationState)
    whole_names = {player.name for player in CAST.values()} | {""}
    assert set(db.session.scalars(sa.select(Application.applicant_name))) <= whole_names
    assert set(db.session.scalars(sa.select(PayeeAccount.holder))) <= whole_names
    for year in db.session.scalars(sa.select(FundYear)).all():
        cents = balances(year.id)
        assert sum(cents[part] for part in PARTS) == year.budget_cents
        assert all(cents[part] >= 0 for part in PARTS)
    assert db.session.scalar(sa.select(sa.func.count()).where(Receipt.file_id.is_(None))) == 0
    report = verify(now)
    assert report.is_sound, report.faults
    assert set(db.session.scalars(sa.select(Area.code))) == {"MK", "NK"}

    applications = sa.select(sa.func.count()).select_from(Application)
    before = db.session.scalar(applications)
    db.session.rollback()
    again = app.test_cli_runner().invoke(demo, ["--fill-only"])
    assert again.exit_code == 0
    assert "/gebiete/musterkiez" in again.output
    assert db.session.scalar(applications) == before


@pytest.mark.usefixtures("demo_app")
def test_every_file_is_there_and_those_of_erased_cases_are_gone():
    report = check()
    assert (report.files > 0, report.faults, report.ownerless) == (True, (), ())


def test_a_database_with_other_data_is_left_alone(world):
    result = world.app.test_cli_runner().invoke(demo, ["--fill-only"])
    assert result.exit_code == 1
    assert "andere Daten" in result.output
    assert not is_demo()


@pytest.mark.parametrize("start", range(0, 366, 5))
def test_on_any_day_of_the_year_the_plot_keeps_the_rules_of_the_fund(start):
    today = date(2026, 1, 1) + timedelta(days=start)
    now = datetime.fromisoformat(f"{today}T10:00:00+00:00")
    plot = Plot(today)
    for year in (today.year - 2, today.year - 1):
        add_year(plot, year)
    add_present(plot)
    add_today(plot, lambda minutes: now - timedelta(minutes=minutes))
    add_call(plot)

    steps = plot.in_order()
    assert steps[-1].on <= now
    for step in steps:
        if step.verb == "submit":
            handle = step.arguments["application"]
            action_from, action_to = plot.actions[handle]
            assert action_from >= due_on(berlin_date(step.on), LEAD_DAYS), handle
            assert action_from <= action_to <= date(plot.years[handle], 12, 31), handle
        if step.verb == "plan":
            assert len({plot.years[handle] for handle in step.arguments["applications"]}) == 1
