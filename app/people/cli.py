"""Commands for operators: create people with roles, make access tokens, remove a lost second factor."""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.actor import SYSTEM, Role
from app.core.clock import berlin_date
from app.core.errors import DomainError
from app.people import commands, queries
from app.people.models import Person
from app.people.passwords import hashed
from app.people.rules import LinkPurpose, check_password, link_token
from app.people.schemas import SCOPES
from app.shell.doors.words import sentence
from app.shell.settings import Settings
from app.shell.work import acting

user = AppGroup("user", help="People with accounts.")
DAY = click.DateTime(["%Y-%m-%d"])


@user.command("create")
@click.argument("email")
@click.option("--name", required=True, help="First and last name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="A role to give.")
@click.option("--area", "slug", help="The area of the role, by its address.")
@click.option("--from", "valid_from", type=DAY, help="First day of the role (today by default).")
@click.option("--to", "valid_to", type=DAY, help="Last day of the role (open by default).")
@click.option("--password-prompt", "way", flag_value="prompt", help="Ask for a password now.")
@click.option("--link", "way", flag_value="link", default="link", help="Print a link to sign in (the default).")
def create(
    email: str,
    *,
    name: str,
    role: str | None,
    slug: str | None,
    valid_from: datetime | None,
    valid_to: datetime | None,
    way: str,
) -> None:
    """Create a person, or find them by their address, and give them a role."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if way == "prompt" else ""
    area_id = _area_id(slug)
    try:
        if password:
            check_password(password, email=email, name=name)
        with acting(SYSTEM) as work:
            known = queries.person_by_email(email)
            person_id = known.id if known else commands.create_person(work, name=name, email=email)
            if role:
                commands.grant_role(
                    work,
                    person_id=person_id,
                    role=Role(role),
                    area_id=area_id,
                    valid_from=_day(valid_from) or berlin_date(work.now),
                    valid_to=_day(valid_to),
                )
            if password:
                commands.set_password(work, person_id=person_id, password_hash=hashed(password))
        click.echo(f"{email}: {person_id}")
        if way == "link":
            click.echo(_link(email, person_id))
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error


@user.command("token")
@click.argument("email")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), default=("read",), help="May be repeated.")
@click.option("--days", default=90, help="How long it lives.")
@click.option("--name", default="Kommandozeile", help="What it is for.")
def token(email: str, *, scopes: tuple[str, ...], days: int, name: str) -> None:
    """Make an access token for the API and print it; it is not shown again."""
    person = _person(email)
    secret = f"kf_{secrets.token_urlsafe(32)}"
    try:
        with acting(SYSTEM) as work:
            commands.create_access_token(
                work,
                person_id=person.id,
                token=secret,
                name=name,
                scopes=list(scopes),
                expires_on=berlin_date(work.now) + timedelta(days=days),
            )
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    click.echo(secret)


@user.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Remove a lost second factor; the person sets up a new one at the next sign-in."""
    person = _person(email)
    with acting(SYSTEM) as work:
        commands.remove_second_factor(work, person_id=person.id)
        commands.end_all_sessions(work, person_id=person.id)
    click.echo(f"{email}: second factor removed")


def _link(email: str, person_id: UUID) -> str:
    settings: Settings = current_app.extensions["settings"]
    with acting(SYSTEM) as work:
        nonce = commands.make_link(work, purpose=LinkPurpose.INVITATION, email=email, person_id=person_id)
    return f"{settings.base_url}/anmelden/link/{link_token(settings.secret_key, nonce)}"


def _person(email: str) -> Person:
    person = queries.person_by_email(email)
    if person is None:
        raise click.ClickException(f"nobody has the address {email}")
    return person


def _area_id(slug: str | None) -> UUID | None:
    if slug is None:
        return None
    area_id = queries.area_id_by_slug(slug)
    if area_id is None:
        raise click.ClickException(f"there is no area {slug}")
    return area_id


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None
