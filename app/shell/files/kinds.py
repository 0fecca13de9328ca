"""Which kinds of file are taken, what is kept of one, and why one is refused."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.errors import DomainError
from app.core.words import N_

PDF = "application/pdf"
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
"""Media types with the names of their formats."""
KINDS = {"image": frozenset(IMAGES), "pdf": frozenset({PDF})}


def accepted(*kinds: str) -> str:
    """Return what a file field says it accepts: each type by name, for a phone then sends a photo as JPEG, not as HEIC."""
    return ",".join(sorted(types_of(kinds)))


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


def types_of(kinds: Collection[str]) -> frozenset[str]:
    """Return the media types of some kinds of file."""
    return frozenset().union(*(KINDS[kind] for kind in kinds))
