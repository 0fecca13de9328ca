"""The file store: uploads are checked by their bytes, cleaned, and kept by the hash of what is kept.

Pictures are decoded and written anew, without position data or hidden parts; documents lose scripts, forms and
attachments. The name of an upload is only ever shown, never trusted. Files lie in ``<first two digits>/<SHA-256>``.
"""

import hashlib
import io
import os
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

import filetype
import pikepdf
import sqlalchemy as sa
from flask import Response, current_app, send_file
from PIL import Image, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from app.core.errors import DomainError, NotFound
from app.core.words import N_
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.jobs.outbox import job
from app.shell.work import Work

PDF = "application/pdf"
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
KINDS = {"image": frozenset(IMAGES), "pdf": frozenset({PDF})}
SIDE_MAX = 3000
PIXELS_MAX = 60_000_000
NAME_LENGTH = 160
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


class FileTooLarge(DomainError):
    """The upload has more bytes than is allowed."""

    status = 413
    title = N_("Diese Datei ist zu groß. Möglich sind höchstens %(megabytes)s MB.")
    field = "file"


class WrongFileType(DomainError):
    """The bytes are not those of an allowed kind, whatever the name says."""

    status = 415
    title = N_("Diese Datei ist kein Foto (JPG, PNG, WebP) und kein PDF.")
    field = "file"


class UnreadableFile(DomainError):
    """The bytes are of the right kind but broken, locked, or far too large when opened."""

    status = 422
    title = N_(
        "Diese Datei lässt sich nicht öffnen. Bitte machen Sie ein neues Foto oder speichern Sie das PDF ohne Passwort."
    )
    field = "file"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of an upload; ``pixels`` is the hash of what a picture shows."""

    data: bytes
    media_type: str
    pixels: str | None = None


def store_upload(
    work: Work, file: FileStorage, *, area_id: UUID | None, kinds: Collection[str] = ("image", "pdf")
) -> StoredFile:
    """Check, clean and keep an upload; raise FileTooLarge, WrongFileType or UnreadableFile at its field."""
    most: int = current_app.extensions["settings"].receipt_bytes_max
    data = file.stream.read(most + 1)
    if len(data) > most:
        raise FileTooLarge(megabytes=most // (1024 * 1024))
    cleaned = clean(data, kinds)
    return _keep(work, cleaned, name=file.filename or "", area_id=area_id)


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
    if db.session.scalar(sa.select(StoredFile.id).where(StoredFile.sha256 == digest).limit(1)) is None:
        _path(digest).unlink(missing_ok=True)


def path_of(row: StoredFile) -> Path:
    """Return where the bytes of a file lie, for a process that reads them itself."""
    return _path(row.sha256)


def open_file(row: StoredFile) -> BinaryIO:
    """Open the bytes of a file; raise NotFound when they are gone."""
    try:
        return _path(row.sha256).open("rb")
    except FileNotFoundError:
        raise NotFound from None


def send(row: StoredFile, *, as_attachment: bool = False) -> Response:
    """Answer with the bytes of a file, in a sandbox of its own; the caller has asked permission."""
    with open_file(row) as file:  # files are small; read whole, nothing stays open when a reader leaves
        data = io.BytesIO(file.read())
    response = send_file(data, row.media_type, as_attachment=as_attachment, download_name=row.name or "datei")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def clean(data: bytes, kinds: Collection[str] = ("image", "pdf")) -> Cleaned:
    """Return what may be kept of these bytes, judged by the bytes alone."""
    found = filetype.guess(data)
    media_type = found.mime if found else ""
    if media_type not in frozenset().union(*(KINDS[kind] for kind in kinds)):
        raise WrongFileType
    return _clean_pdf(data) if media_type == PDF else _clean_image(data, media_type)


def _clean_image(data: bytes, media_type: str) -> Cleaned:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(IMAGES.values())) as opened:
                if opened.width * opened.height > PIXELS_MAX:
                    raise UnreadableFile
                opened.draft("RGB", (SIDE_MAX, SIDE_MAX))  # a large JPEG is decoded smaller, in less memory
                picture = ImageOps.exif_transpose(opened)
                picture.thumbnail((SIDE_MAX, SIDE_MAX))
                shown = _on_white(picture)
    except (
        OSError,
        ValueError,
        SyntaxError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise UnreadableFile from error
    out = io.BytesIO()
    options: dict[str, Any] = {} if media_type == "image/png" else {"quality": 85}
    shown.save(out, IMAGES[media_type], **options)
    size = f"{shown.width}x{shown.height}:".encode()
    return Cleaned(out.getvalue(), media_type, hashlib.sha256(size + shown.tobytes()).hexdigest())


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _clean_pdf(data: bytes) -> Cleaned:
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            for key in ("/OpenAction", "/AA", "/AcroForm", "/JavaScript"):
                if key in document.Root:
                    del document.Root[key]
            if "/Names" in document.Root:
                for key in ("/JavaScript", "/EmbeddedFiles"):
                    if key in document.Root.Names:
                        del document.Root.Names[key]
            for page in document.pages:
                for key in ("/AA", "/Annots"):
                    if key in page:
                        del page[key]
            out = io.BytesIO()
            document.save(out, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise UnreadableFile from error
    return Cleaned(out.getvalue(), PDF)


def _keep(work: Work, cleaned: Cleaned, *, name: str, area_id: UUID | None) -> StoredFile:
    digest = hashlib.sha256(cleaned.data).hexdigest()
    _write(_path(digest), cleaned.data)
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


def _path(digest: str) -> Path:
    folder: Path = current_app.extensions["settings"].files_folder
    return folder / digest[:2] / digest


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
