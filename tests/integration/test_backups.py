"""Backups: what was there at one moment comes back whole, what was erased goes from them, and nothing is overwritten."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.clock import utc_now
from app.proposals.commands import add_attachment, remove_attachment, start_application
from app.proposals.models import Application, Attachment
from app.shell import backups
from app.shell.audit.verifier import verify
from app.shell.backups import NoBackup, back_up_daily
from app.shell.database import db
from app.shell.files import checking
from app.shell.files.models import StoredFile
from app.shell.files.store import place
from app.shell.jobs.outbox import DAILY
from app.shell.jobs.running import run_due
from tests.clients import signed_in
from tests.fixtures import make_app
from tests.logs import written
from tests.paid_actions import picture

NIGHT = timedelta(days=1)


@pytest.fixture
def disk(tmp_path):
    """Return the folder of another disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def drafted(world, colour=(200, 30, 30)):
    """Return the ids of a draft with a picture, and the digest of the picture."""
    draft = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    world.do("applicant", add_attachment, application_id=draft, file=picture(colour))
    return draft, db.session.scalars(sa.select(StoredFile.sha256).order_by(StoredFile.stored_at.desc())).first()


def run(app, *words):
    return app.test_cli_runner().invoke(args=["backup", *map(str, words)])


def names(disk):
    return sorted(path.name for path in disk.glob("*.db"))


def elsewhere(app, tmp_path):
    """Return an application on an empty instance with the same keys."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for key in ("secret.key", "field.key"):
        shutil.copy(app.extensions["settings"].instance / key, folder / key)
    return make_app(folder)


def set_folder(app, folder):
    app.extensions["settings"] = replace(app.extensions["settings"], backups=str(folder))


def test_a_backup_fills_an_empty_instance(demo_app, disk, tmp_path):
    made = run(demo_app, "make", disk)
    assert made.exit_code == 0, made.output
    (copy,) = disk.glob("*.db")
    assert [oct(path.stat().st_mode & 0o777) for path in (disk / "files", copy)] == ["0o700", "0o600"]
    lines = verify(utc_now())

    fresh = elsewhere(demo_app, tmp_path)
    with fresh.app_context():
        assert run(fresh, "restore", disk).exit_code == 0
        again = verify(utc_now())
        assert (again.size, again.root, again.faults) == (lines.size, lines.root, ())
        report = checking.check()
        assert (report.files > 0, report.faults, report.ownerless) == (True, (), ())
        assert fresh.test_cli_runner().invoke(args=["ledger", "check"]).exit_code == 0
        assert fresh.test_client().get("/").status_code == 200
        db.session.remove()
        db.engine.dispose()


def test_what_is_written_while_a_backup_is_made_waits_for_nobody(world, disk, monkeypatch):
    kept = backups._mentioned

    def meanwhile(path):
        drafted(world, colour=(1, 2, 3))
        return kept(path)

    draft, digest = drafted(world)
    monkeypatch.setattr(backups, "_mentioned", meanwhile)
    made = backups.make(disk, utc_now(), keep=1)
    monkeypatch.undo()
    assert (made.files, made.missing, backups._mentioned(made.path)) == (1, (), [digest])
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) >= 2
    assert draft


def test_what_was_erased_goes_with_the_last_copy_that_knows_it(world, disk):
    draft, digest = drafted(world)
    now = utc_now()
    backups.make(disk, now, keep=2)
    attachment_id = db.session.scalars(sa.select(Attachment.id).where(Attachment.application_id == draft)).one()
    world.do("applicant", remove_attachment, attachment_id=attachment_id)
    run_due()
    assert digest not in set(place().digests())

    kept = disk / "files" / digest[:2] / digest
    backups.make(disk, now + NIGHT, keep=2)
    assert (len(names(disk)), kept.exists()) == (2, True)
    backups.make(disk, now + 2 * NIGHT, keep=2)
    assert (len(names(disk)), kept.exists()) == (2, False)


def test_only_its_own_files_are_taken_out_of_the_folder(world, disk):
    (disk / "urlaub.db").write_bytes(b"x")
    for night in range(3):
        backups.make(disk, utc_now() + night * NIGHT, keep=1)
    assert len(names(disk)) == 2
    assert (disk / "urlaub.db").read_bytes() == b"x"


def test_nothing_is_overwritten(world, disk):
    backups.make(disk, utc_now(), keep=1)
    refused = run(world.app, "restore", disk)
    assert (refused.exit_code, "nothing is overwritten" in refused.output) == (1, True)


@pytest.mark.usefixtures("world")
def test_a_disk_that_is_not_there_is_said_so_and_not_made(app, tmp_path):
    refused = run(app, "make", tmp_path / "usb")
    assert (refused.exit_code, "Is the disk there?" in refused.output) == (1, True)
    assert not (tmp_path / "usb").exists()
    assert run(app, "make").exit_code == 2


def test_a_folder_without_backups_fills_nothing(app, disk, tmp_path):
    fresh = elsewhere(app, tmp_path)
    with fresh.app_context():
        refused = run(fresh, "restore", disk)
        assert (refused.exit_code, "There is no backup" in refused.output) == (1, True)


@pytest.mark.parametrize("what", ["gone", "changed"])
def test_bytes_that_are_gone_or_changed_are_named_and_not_copied(world, disk, what):
    _draft, digest = drafted(world)
    place().forget(digest)
    if what == "changed":
        place().keep(digest, b"something else")
    made = run(world.app, "make", disk)
    assert (made.exit_code, f"FAULT {digest}: the bytes are gone or have changed" in made.output) == (1, True)
    assert (len(names(disk)), [path for path in (disk / "files").rglob("*") if path.is_file()]) == (1, [])


def test_every_night_makes_one_where_the_settings_say_so(world, disk):
    assert back_up_daily in DAILY
    back_up_daily()
    assert names(disk) == []
    set_folder(world.app, disk)
    back_up_daily()
    assert len(names(disk)) == 1


def test_a_night_without_a_disk_is_logged(world, tmp_path, monkeypatch):
    log = written(monkeypatch, backups)
    set_folder(world.app, tmp_path / "usb")
    back_up_daily()
    line = json.loads(log.getvalue())
    assert (line["level"], line["event"], line["reason"]) == ("error", "no backup", "NoBackup")


def test_a_broken_copy_is_not_put_back(world, disk, tmp_path):
    backups.make(disk, utc_now(), keep=1)
    (copy,) = disk.glob("*.db")
    copy.write_bytes(copy.read_bytes()[:5000])
    fresh = elsewhere(world.app, tmp_path)
    with fresh.app_context():
        refused = run(fresh, "restore", disk)
        assert (refused.exit_code, str(copy) in refused.output) == (1, True)
        assert not (fresh.extensions["settings"].instance / "kiezfonds.db").exists()


def test_the_office_sees_when_a_night_was_missed(world, disk):
    browser = signed_in(world.app, world.people["q1"])
    assert "Sicherung" not in browser.get("/buero").text
    set_folder(world.app, disk)
    assert "Es gibt noch keine." in browser.get("/buero").text
    backups.make(disk, utc_now() - 2 * NIGHT, keep=2)
    late = browser.get("/buero")
    assert "Die nächtliche Sicherung fehlt" in late.text
    backups.make(disk, utc_now(), keep=2)
    fresh = browser.get("/buero", headers={"If-None-Match": late.headers["ETag"]})
    assert ("fehlt" in fresh.text, "Letzte Sicherung" in fresh.text) == (False, True)


def test_a_broken_disk_does_not_keep_the_office_from_its_work(world, disk, monkeypatch):
    def broken(_folder):
        raise OSError(5, "Input/output error")

    set_folder(world.app, disk)
    monkeypatch.setattr(backups, "_copies", broken)
    page = signed_in(world.app, world.people["q1"]).get("/buero")
    assert (page.status_code, "Die nächtliche Sicherung fehlt" in page.text) == (200, True)


def test_whoever_reads_about_privacy_learns_how_long_copies_stay(world, disk):
    address, anyone = "/datenschutz", world.app.test_client()
    assert "Sicherungskopie" not in anyone.get(address).text
    set_folder(world.app, disk)
    assert "nach 14 Nächten überschrieben" in anyone.get(address).text


@pytest.mark.postgres
def test_on_postgresql_it_says_what_to_use(postgres_app, disk):
    with pytest.raises(NoBackup, match="pg_dump"):
        backups.make(disk, utc_now(), keep=1)
