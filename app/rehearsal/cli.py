"""Commands for teams who want to try things out: rehearse a case, fill and serve a demo."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.core.clock import utc_now
from app.core.words import N_
from app.rehearsal import transcript
from app.rehearsal.demo.cast import CAST, NEIGHBOURS, PASSWORD, SHOWN, email
from app.rehearsal.demo.fill import fill, is_demo, is_empty
from app.rehearsal.player import Played, play
from app.rehearsal.scratch import scratch_app, set_stage
from app.rehearsal.script import Script, Unreadable, read
from app.shell.cli import serve_forever
from app.shell.database import db
from app.shell.doors.words import said
from app.shell.settings import Settings

DIFFERS = 1
UNREADABLE = 2
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
BEGINNING = N_("Der Musterkiez wird eingerichtet, das dauert einen Moment …")
NOT_EMPTY = N_("In dieser Datenbank sind schon andere Daten. Die Vorführung füllt nur eine leere.")
NO_SECOND_FACTOR = N_("Die Vorführung verlangt keinen zweiten Faktor. Alle Personen sind erfunden.")
ADDRESSES = (
    N_("Öffentlich:  %(address)s/gebiete/musterkiez"),
    N_("Anmelden:    %(address)s/anmelden"),
    N_("Passwort:    %(password)s  (für alle)"),
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the transcript as JSON.")
@with_appcontext
def rehearse(file: Path, *, as_json: bool) -> None:
    """Play a case in a scratch database; exit code 1 when an expectation fails, 2 when FILE cannot be read."""
    try:
        script = read(file)
    except Unreadable as unreadable:
        click.echo(transcript.fault(unreadable), err=True)
        sys.exit(UNREADABLE)
    done = _played(script, told=not as_json)
    if as_json:
        click.echo(json.dumps(transcript.as_json(script, done), ensure_ascii=False, indent=2))
    else:
        _echo(*transcript.summary(script, done))
    if len(done) < len(script.steps) or not all(played.holds for played in done):
        sys.exit(DIFFERS)


def _played(script: Script, *, told: bool) -> list[Played]:
    before: list[Played] = []

    def tell(played: Played) -> None:
        if told:
            _echo(*transcript.lines(played, before[-1] if before else None))
        before.append(played)

    if told:
        _echo(*transcript.heading(script))
    with scratch_app():
        return play(script, set_stage(script), tell)


def _echo(*lines: str) -> None:
    for line in lines:
        click.echo(line)


@click.command()
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8000, help="Port to listen on.")
@click.option("--fill-only", is_flag=True, help="Fill the database and stop.")
@with_appcontext
def demo(host: str, port: int, *, fill_only: bool) -> None:
    """Fill an empty database with an invented neighbourhood, print who may sign in, and serve it."""
    address = f"http://{host}:{port}"
    app = _app_for_visitors(address)
    with app.app_context():
        upgrade()
        if is_empty():
            click.echo(said(BEGINNING, {}))
            fill(utc_now())
        elif not is_demo():
            click.echo(said(NOT_EMPTY, {}), err=True)
            sys.exit(DIFFERS)
        _echo(*programme(address))
        db.engine.dispose()
    if not fill_only:
        serve_forever(app, host=host, port=port)


def _app_for_visitors(address: str) -> Flask:
    """Return an application that asks for no second factor and names the address it is served at in its letters."""
    settings: Settings = current_app.extensions["settings"]
    is_default = settings.base_url == DEFAULT_ADDRESS
    visited = replace(settings, second_factor_required=False, base_url=address if is_default else settings.base_url)
    app: Flask = current_app.extensions["create_app"](visited)
    return app


def programme(address: str) -> list[str]:
    """Return the table of addresses and sign-ins."""
    width = max(len(email(CAST[handle])) for handle in SHOWN)
    people = [(email(player), player.part) for player in (*(CAST[handle] for handle in SHOWN), *NEIGHBOURS.values())]
    facts = {"address": address, "password": PASSWORD}
    return [
        "",
        *(said(line, facts) for line in ADDRESSES),
        "",
        *(f"  {who:<{width}}  {part}" for who, part in people),
        "",
        said(NO_SECOND_FACTOR, {}),
        "",
    ]
