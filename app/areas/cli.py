"""Commands for operators: create areas, say who runs their office, take them through their life."""

from datetime import datetime
from typing import Any

import click
from flask.cli import AppGroup

from app.areas import commands, queries
from app.areas.rules import AREA
from app.areas.schemas import NewAreaShape
from app.core.actor import SYSTEM
from app.core.clock import berlin_date
from app.core.errors import DomainError
from app.shell.doors.shapes import ValidationError
from app.shell.doors.words import sentence
from app.shell.work import acting

area = AppGroup("area", help="Neighbourhoods of the programme.")
DAY = click.DateTime(["%Y-%m-%d"])
STEPS = sorted({step for _state, step in AREA.table})


@area.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="The name people know.")
@click.option("--code", required=True, help="Short code for file numbers: up to six capital letters.")
@click.option("--district", "district_name", required=True, help="The district it lies in.")
@click.option("--carrier", "carrier_name", help="Who runs the office from today on.")
def create(slug: str, *, name: str, code: str, district_name: str, carrier_name: str | None) -> None:
    """Create an area; SLUG is its name in addresses."""
    try:
        values: dict[str, Any] = NewAreaShape().load(
            {"slug": slug, "name": name, "code": code, "district_name": district_name}
        )
        with acting(SYSTEM) as work:
            area_id = commands.create_area(work, **values)
            if carrier_name:
                today = berlin_date(work.now)
                commands.assign_carrier(work, area_id=area_id, carrier_name=carrier_name, valid_from=today)
    except ValidationError as error:
        raise click.ClickException(str(error.messages)) from error
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    click.echo(f"{slug}: {area_id}")


@area.command("carrier")
@click.argument("slug")
@click.argument("carrier_name")
@click.option(
    "--from", "valid_from", type=DAY, required=True, help="First day; the carrier before ends the day before."
)
def carrier(slug: str, carrier_name: str, *, valid_from: datetime) -> None:
    """Say who runs the office of an area from a day on."""
    try:
        with acting(SYSTEM) as work:
            area_id = queries.area_by_slug(slug).id
            commands.assign_carrier(work, area_id=area_id, carrier_name=carrier_name, valid_from=valid_from.date())
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    click.echo(f"{slug}: {carrier_name}")


@area.command("step")
@click.argument("slug")
@click.argument("step", type=click.Choice(STEPS))
def step(slug: str, step: str) -> None:
    """Take an area one step further in its life."""
    try:
        with acting(SYSTEM) as work:
            commands.change_area_state(work, area_id=queries.area_by_slug(slug).id, step=step)
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    click.echo(f"{slug}: {step}")
