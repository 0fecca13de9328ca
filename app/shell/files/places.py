"""Where bytes lie, by their SHA-256: a folder on this machine; a bucket many machines share stands in ``bucket``."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4


class Place(Protocol):
    """What the file store asks of a place; a digest is 64 hexadecimal digits."""

    def keep(self, digest: str, data: bytes) -> None:
        """Keep the bytes for good before returning; the same bytes may be there already."""

    def read(self, digest: str) -> bytes:
        """Return the bytes; raise FileNotFoundError when they are not there."""

    def forget(self, digest: str) -> None:
        """Delete the bytes, if they are there."""

    def lent(self, digest: str) -> AbstractContextManager[Path]:
        """Give a path to the bytes for the time of the block; raise FileNotFoundError when they are not there."""

    def digests(self) -> Iterator[str]:
        """Return the names of all that is there, in no order: digests, and what is not ours."""


def name_of(digest: str) -> str:
    """Return ``<first two digits>/<digest>``, so that no folder grows too long."""
    return f"{digest[:2]}/{digest}"


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        """Begin with what is in it; it is made when the first file comes."""
        self._root = root

    def keep(self, digest: str, data: bytes) -> None:
        """Write beside, let the disk confirm it, then move to its name: no reader sees half a file."""
        path = self._root / name_of(digest)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    def read(self, digest: str) -> bytes:
        """Return the bytes; raise FileNotFoundError when they are not there."""
        return (self._root / name_of(digest)).read_bytes()

    def forget(self, digest: str) -> None:
        """Delete the bytes, if they are there."""
        (self._root / name_of(digest)).unlink(missing_ok=True)

    @contextmanager
    def lent(self, digest: str) -> Iterator[Path]:
        """Give the path itself."""
        path = self._root / name_of(digest)
        if not path.exists():
            raise FileNotFoundError(digest)
        yield path

    def digests(self) -> Iterator[str]:
        """Return the names of all whole files."""
        return (path.name for path in self._root.glob("??/*") if not path.name.startswith("."))
