"""Commands of the ledger for operators."""

import sys

import click
from flask.cli import AppGroup

from app.ledger.checking import check

ledger = AppGroup("ledger", help="The double-entry books.")
MOST_SHOWN = 50


@ledger.command("check")
def ledger_check() -> None:
    """Prove the books from their entries; exit code 1 and every fault in words when something is wrong."""
    report = check()
    click.echo(f"{report.fund_years} fund years, {report.journals} journals, {report.entries} entries")
    for fault in report.faults[:MOST_SHOWN]:
        click.echo(f"FAULT {fault}")
    if not report.is_sound:
        sys.exit(1)
    click.echo("The books add up.")
