"""Where bytes lie: a folder, or a bucket that many machines share; both keep, lend, check and forget the same way."""

import hashlib
from concurrent.futures import ThreadPoolExecutor, wait
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.errors import NotFound
from app.laboratory.models import Trial
from app.laboratory.rules import TrialState
from app.proposals.commands import add_attachment, remove_attachment, start_application
from app.proposals.models import Attachment
from app.shell.database import db
from app.shell.files import bucket as bucket_module
from app.shell.files import cleaning
from app.shell.files.bucket import Bucket, StoreAway
from app.shell.files.cleaning import clean
from app.shell.files.models import StoredFile
from app.shell.files.places import Folder, name_of
from app.shell.files.store import discard_bytes, open_file, path_of, place
from app.shell.jobs.running import run_due
from app.shell.work import acting
from tests.buckets import KEYS, Buckets
from tests.clients import program
from tests.logs import written
from tests.paid_actions import picture
from tests.trials import asked

DATA = b"Quittung"
DIGEST = hashlib.sha256(DATA).hexdigest()
ABSENT = "0" * 64


@pytest.fixture(scope="module")
def buckets():
    """Return a server of buckets."""
    server = Buckets()
    yield server
    server.stop()


@pytest.fixture
def bucket(buckets):
    """Return the address of an empty bucket."""
    return buckets.create(f"kiez-{uuid4()}")


@pytest.fixture(params=["folder", "bucket"])
def kept_in(request, tmp_path):
    """Return an empty place of each kind."""
    return Folder(tmp_path / "files") if request.param == "folder" else Bucket(request.getfixturevalue("bucket"))


@pytest.fixture
def in_bucket(app, bucket):
    """Return the application with its files in a bucket."""
    app.extensions["files"] = Bucket(bucket)
    return app


@pytest.fixture
def away(app, monkeypatch):
    """Let the application's bucket be where nobody answers."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    app.extensions["files"] = Bucket("s3://nowhere")


def attached(world):
    """Return the file of a picture attached to a draft."""
    draft = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    world.do("applicant", add_attachment, application_id=draft, file=picture())
    return db.session.scalars(sa.select(StoredFile)).one()


def test_a_place_gives_back_what_it_keeps(kept_in):
    kept_in.keep(DIGEST, DATA)
    kept_in.keep(DIGEST, DATA)
    assert kept_in.read(DIGEST) == DATA
    assert list(kept_in.digests()) == [DIGEST]
    with kept_in.lent(DIGEST) as path:
        assert path.read_bytes() == DATA


def test_a_place_forgets_and_says_what_is_gone(kept_in):
    kept_in.keep(DIGEST, DATA)
    for _ in range(2):
        kept_in.forget(DIGEST)
    assert list(kept_in.digests()) == []
    with pytest.raises(FileNotFoundError):
        kept_in.read(DIGEST)
    with pytest.raises(FileNotFoundError), kept_in.lent(DIGEST):
        pass


def test_nothing_in_a_folder_is_seen_before_it_is_whole(tmp_path):
    folder = Folder(tmp_path)
    (tmp_path / name_of(DIGEST)).parent.mkdir()
    (tmp_path / DIGEST[:2] / f".{DIGEST}.12345678").write_bytes(DATA[:3])
    assert list(folder.digests()) == []


def test_bytes_that_are_gone_are_not_found(app):
    row = StoredFile(sha256=ABSENT)
    with pytest.raises(NotFound):
        open_file(row)
    with pytest.raises(FileNotFoundError), path_of(row):
        pass


def test_uploads_live_in_a_bucket_as_in_a_folder(in_bucket, world):
    file = attached(world)
    assert list(place().digests()) == [file.sha256]
    assert hashlib.sha256(open_file(file).read()).hexdigest() == file.sha256
    assert not (in_bucket.extensions["settings"].instance / "files").exists()

    world.do("applicant", remove_attachment, attachment_id=db.session.scalars(sa.select(Attachment.id)).one())
    run_due()
    assert list(place().digests()) == []


def test_a_request_looks_into_a_file_before_it_holds_a_lock(world, monkeypatch):
    draft = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    seen = []

    def watched(data):
        seen.append("work" in db.session.info)
        return clean(data)

    monkeypatch.setattr(cleaning, "clean", watched)
    client = program(world.app, world.people["applicant"])
    answer = client.post(f"/api/v1/applications/{draft}/attachments", data={"file": (picture().stream, "beleg.png")})
    assert (answer.status_code, seen) == (201, [False])


def test_a_key_that_came_with_another_file_is_refused(world):
    draft = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    client = program(world.app, world.people["applicant"])

    def sent(colour):
        data = {"file": (picture(colour).stream, "beleg.png")}
        return client.post(f"/api/v1/applications/{draft}/attachments", data=data, headers={"Idempotency-Key": "1"})

    assert sent((200, 30, 30)).json == sent((200, 30, 30)).json
    refused = sent((30, 200, 30))
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency-key-reused")
    assert len(db.session.scalars(sa.select(StoredFile)).all()) == 1


def test_an_election_is_counted_from_a_bucket(in_bucket, world):
    trial_id = asked(world)
    run_due()
    db.session.rollback()
    assert db.session.get(Trial, trial_id).state is TrialState.COUNTED


@pytest.mark.usefixtures("away")
def test_a_bucket_that_is_away_is_said_so_and_nothing_changes(world):
    draft = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    client = program(world.app, world.people["applicant"])
    answer = client.post(f"/api/v1/applications/{draft}/attachments", data={"file": (picture().stream, "beleg.png")})
    assert (answer.status_code, answer.json["code"]) == (503, "store-away")
    assert answer.json["title"].startswith("Die Ablage für Dateien antwortet gerade nicht.")
    assert db.session.scalars(sa.select(StoredFile)).all() == []


@pytest.mark.usefixtures("app", "bucket")
def test_a_bucket_nobody_made_is_away_too_and_the_operator_is_told(monkeypatch):
    log = written(monkeypatch, bucket_module)
    missing = Bucket("s3://nobody-made-this")
    with pytest.raises(StoreAway):
        missing.keep(DIGEST, DATA)
    assert '"event": "bucket away"' in log.getvalue()


def test_the_check_names_what_is_gone_and_what_has_changed(app, world):
    run = app.test_cli_runner().invoke
    file = attached(world)
    path = app.extensions["settings"].instance / "files" / name_of(file.sha256)
    whole = path.read_bytes()
    assert (sound := run(args=["files", "check"])).exit_code == 0
    assert sound.output == "Files: 1; belonging to nothing: 0\n"

    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    changed = run(args=["files", "check"])
    assert (changed.exit_code, f"FAULT {file.sha256}: the bytes have changed" in changed.output) == (1, True)
    path.unlink()
    gone = run(args=["files", "check"])
    assert (gone.exit_code, f"FAULT {file.sha256}: the bytes are gone" in gone.output) == (1, True)


def test_what_belongs_to_nothing_is_tidied_away_and_no_more(app, world):
    file = attached(world)
    place().keep(DIGEST, DATA)
    place().keep("readme.txt", b"not ours")
    run = app.test_cli_runner().invoke
    assert run(args=["files", "check"]).output == "Files: 1; belonging to nothing: 1\n"
    assert run(args=["files", "tidy"]).output == "Files deleted: 1\n"
    assert set(place().digests()) == {file.sha256, "readme.txt"}


def test_bytes_uploaded_again_while_they_are_taken_out_stay(any_world):
    app = any_world.app
    draft = any_world.do("applicant", start_application, fund_year_id=any_world.fund_year_id)

    def take_out(digest):
        with app.app_context():
            discard_bytes(uuid4(), digest=digest)

    with ThreadPoolExecutor(1) as pool:
        with acting(any_world.actor("applicant")) as work:
            add_attachment(work, application_id=draft, file=picture())
            digest = db.session.scalars(sa.select(StoredFile.sha256)).one()
            taking = pool.submit(take_out, digest)
            wait([taking], timeout=0.5)
        taking.result(timeout=20)
    assert place().read(digest)
