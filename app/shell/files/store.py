"""The file store: uploads are checked by their bytes, cleaned, and kept by the hash of what is kept.

The name of an upload is only ever shown, never trusted. Equal bytes lie in their place once, however many rows have
them; while a work keeps or takes out bytes, no other one does so with the same.
"""

import hashlib
import io
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Response, current_app, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.utils import import_string

from app.core.errors import DomainError, NotFound
from app.core.words import N_
from app.shell.database import db
from app.shell.files.kinds import Cleaned, WrongFileType, types_of
from app.shell.files.models import StoredFile
from app.shell.files.places import Folder, Place
from app.shell.jobs.outbox import job
from app.shell.work import Work, housekeeping

NAME_LENGTH = 160
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


class FileTooLarge(DomainError):
    """The upload has more bytes than is allowed."""

    status = 413
    title = N_("Diese Datei ist zu groß. Möglich sind höchstens %(megabytes)s MB.")
    field = "file"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sent: its name, its bytes, and what may be kept of them as a proof, or why nothing may."""

    name: str
    data: bytes
    kept: Cleaned | DomainError


Sent = FileStorage | Upload


def received(file: Sent) -> Upload:
    """Look into a file and clean it; a large photo takes half a second, so requests do this before they hold a lock."""
    if isinstance(file, Upload):
        return file
    data = file.stream.read()  # the whole request has its limit
    most: int = current_app.extensions["settings"].receipt_bytes_max
    kept: Cleaned | DomainError
    clean: Callable[[bytes], Cleaned] = import_string("app.shell.files.cleaning:clean")
    try:
        kept = clean(data) if len(data) <= most else FileTooLarge(megabytes=most // (1024 * 1024))
    except DomainError as refusal:
        kept = refusal
    return Upload(file.filename or "", data, kept)


def store_upload(
    work: Work, file: Sent, *, area_id: UUID | None, kinds: Collection[str] = ("image", "pdf")
) -> StoredFile:
    """Keep an upload, cleaned; raise FileTooLarge, WrongFileType or UnreadableFile at its field."""
    upload = received(file)
    if isinstance(upload.kept, DomainError):
        raise upload.kept
    if upload.kept.media_type not in types_of(kinds):
        raise WrongFileType
    return _keep(work, upload.kept, name=upload.name, area_id=area_id)


def store_bytes(work: Work, data: bytes, *, media_type: str, name: str, area_id: UUID | None) -> StoredFile:
    """Keep bytes this house has made itself."""
    return _keep(work, Cleaned(data, media_type), name=name, area_id=area_id)


def discard(work: Work, row: StoredFile) -> None:
    """Delete a file nothing points at any more; its bytes go after the commit, unless another row has the same."""
    work.afterwards("discard-file", digest=row.sha256)
    db.session.delete(row)
    work.store()


@job("discard-file")
def discard_bytes(_job_id: UUID, *, digest: str) -> None:
    """Delete the bytes of a hash that no row has any more."""
    with housekeeping():
        _alone(digest)
        if db.session.scalar(sa.select(StoredFile.id).where(StoredFile.sha256 == digest).limit(1)) is None:
            place().forget(digest)


def path_of(row: StoredFile) -> AbstractContextManager[Path]:
    """Lend a path to the bytes of a file, for a process that reads them itself; raise FileNotFoundError when they are gone."""
    return place().lent(row.sha256)


def open_file(row: StoredFile) -> BinaryIO:
    """Open the bytes of a file; raise NotFound when they are gone."""
    try:
        return io.BytesIO(place().read(row.sha256))  # files are small; nothing stays open when a reader leaves
    except FileNotFoundError:
        raise NotFound from None


def send(row: StoredFile, *, as_attachment: bool = False) -> Response:
    """Answer with the bytes of a file, in a sandbox of its own; the caller has asked permission."""
    response = send_file(open_file(row), row.media_type, as_attachment=as_attachment, download_name=row.name or "datei")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def place() -> Place:
    """Return where the bytes of this service lie: a folder, or a bucket when the setting is an address."""
    if "files" not in current_app.extensions:
        where: str = current_app.extensions["settings"].files
        made = import_string("app.shell.files.bucket:Bucket")(where) if "://" in where else Folder(Path(where))
        current_app.extensions["files"] = made
    return cast("Place", current_app.extensions["files"])


def _keep(work: Work, cleaned: Cleaned, *, name: str, area_id: UUID | None) -> StoredFile:
    digest = hashlib.sha256(cleaned.data).hexdigest()
    _alone(digest)
    place().keep(digest, cleaned.data)
    row = StoredFile(
        id=uuid4(),
        area_id=area_id,
        sha256=digest,
        pixel_hash=cleaned.pixels,
        media_type=cleaned.media_type,
        size=len(cleaned.data),
        name="".join(part for part in Path(name).name if part.isprintable())[-NAME_LENGTH:],
        stored_at=work.now,
    )
    work.store(row)
    return row


def _alone(digest: str) -> None:
    """Let no other work keep or take out these bytes until this one has ended; on SQLite no other one writes anyway."""
    if db.engine.dialect.name == "postgresql":
        key = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
