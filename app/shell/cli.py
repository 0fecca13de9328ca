"""Commands for operators: serve, worker, audit, backup, files, jobs."""

import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_migrate import upgrade

from app.core.clock import utc_now
from app.shell import backups, serving
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.files import checking
from app.shell.jobs.running import run_due
from app.shell.jobs.worker import run_worker, start_embedded
from app.shell.settings import Settings

audit = AppGroup("audit", help="The audit log.")
backup = AppGroup("backup", help="Copies of a single machine, on another disk.")
files = AppGroup("files", help="Uploads and letters.")
jobs = AppGroup("jobs", help="Work after a commit.")


@audit.command("verify")
def audit_verify() -> None:
    """Recompute every line and the root; exit code 1 and the first fault when something does not fit."""
    report = verify(utc_now())
    click.echo(f"{report.size} lines sealed, {report.pending} waiting, root {report.root.hex()}")
    for fault in report.faults[:20]:
        click.echo(f"FAULT {fault}")
    if not report.is_sound:
        sys.exit(1)


@audit.command("seal")
def audit_seal() -> None:
    """Give every waiting line its place in the tree."""
    click.echo(f"Lines sealed: {seal()}")


@backup.command("make")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def backup_make(folder: Path | None) -> None:
    """Add a copy of database and files to a folder (that of the settings by default)."""
    settings: Settings = current_app.extensions["settings"]
    if not (folder or settings.backups):
        raise click.UsageError("Name a folder, or set KIEZFONDS_BACKUPS.")
    _tell(partial(backups.make, folder or Path(settings.backups), utc_now(), keep=settings.backups_kept))
    click.echo(f"Keep secret.key and field.key of {settings.instance} apart: without field.key no account number can be read.")


@backup.command("restore")
@click.argument("folder", type=click.Path(path_type=Path))
def backup_restore(folder: Path) -> None:
    """Fill an empty instance from the newest copy in a folder; put the two keys into the instance first."""
    _tell(partial(backups.restore, folder))
    click.echo("Now run: audit verify, ledger check, files check.")


def _tell(step: Callable[[], backups.Backup]) -> None:
    try:
        done = step()
    except (backups.NoBackup, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{done.path}; files: {done.files}")
    for digest in done.missing:
        click.echo(f"FAULT {digest}: the bytes are gone or have changed")
    if done.missing:
        sys.exit(1)


@files.command("check")
def files_check() -> None:
    """Read every file; exit code 1 and every fault when bytes are gone or changed."""
    report = checking.check()
    click.echo(f"Files: {report.files}; belonging to nothing: {len(report.ownerless)}")
    for fault in report.faults:
        click.echo(f"FAULT {fault}")
    if not report.is_sound:
        sys.exit(1)


@files.command("tidy")
def files_tidy() -> None:
    """Delete the bytes that belong to nothing; never where two services share one folder or bucket."""
    click.echo(f"Files deleted: {checking.tidy()}")


@jobs.command("run")
def jobs_run() -> None:
    """Run every job that waits, once."""
    click.echo(f"Jobs done: {run_due()}")


@click.command()
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8000, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Bring the database up to date and serve with an embedded worker."""
    upgrade()
    serve_forever(current_app._get_current_object(), host=host, port=port)  # type: ignore[attr-defined]  # noqa: SLF001


def serve_forever(app: Flask, *, host: str, port: int) -> None:
    """Serve until stopped; the embedded worker starts and ends with the server."""
    settings: Settings = app.extensions["settings"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # waitress then answers who waits, and the worker ends its job
    consumer = start_embedded(app)
    click.echo(f"Listening on http://{host}:{port}")
    try:
        serving.serve(
            app,
            host=host,
            port=port,
            threads=settings.threads,
            ident=None,
            clear_untrusted_proxy_headers=not settings.proxies,  # else the application itself counts the proxies it trusts
        )
    finally:
        consumer.stop(graceful=True)


@click.command()
def worker() -> None:
    """Run jobs and the timetable in a process of their own."""
    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
