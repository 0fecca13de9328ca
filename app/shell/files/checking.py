"""The check of the file store: every row has its bytes, unchanged; and the way out for bytes nobody has a row for."""

import hashlib
import re
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa

from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.places import Place
from app.shell.files.store import discard_bytes, place

DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found: how many different files, the faults, and the digests no row has."""

    files: int
    faults: tuple[str, ...]
    ownerless: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether all bytes are there and unchanged; bytes too many are no fault."""
        return not self.faults


def check() -> Report:
    """Read every file and compute its hash; bytes without a row are left by uploads that were refused at last."""
    ownerless = _ownerless()
    known = _known()
    return Report(len(known), tuple(f"{digest}: {found}" for digest in known if (found := inspected(place(), digest)[1])), ownerless)


def tidy() -> int:
    """Delete bytes no row has and return how many; what is being uploaded at the moment stays."""
    ownerless = _ownerless()
    for digest in ownerless:
        discard_bytes(uuid4(), digest=digest)
    return len(ownerless)


def _known() -> list[str]:
    return list(db.session.scalars(sa.select(StoredFile.sha256).distinct().order_by(StoredFile.sha256)))


def _ownerless() -> tuple[str, ...]:
    kept = frozenset(filter(DIGEST.fullmatch, place().digests()))  # before the rows: what comes meanwhile has both
    return tuple(sorted(kept.difference(_known())))


def inspected(where: Place, digest: str) -> tuple[bytes, str]:
    """Return the bytes of a digest and what is wrong with them; empty when nothing is."""
    try:
        data = where.read(digest)
    except FileNotFoundError:
        return b"", "the bytes are gone"
    return data, "" if hashlib.sha256(data).hexdigest() == digest else "the bytes have changed"
