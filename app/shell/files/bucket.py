"""Bytes in a bucket of S3 or of what speaks like it (MinIO, Ceph, Garage), for many machines with one store.

The setting ``FILES`` is ``s3://bucket/prefix``; address and credentials come from the usual ``AWS_…`` variables
(``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``). A bucket that does not answer
within seconds is an error, not a wait: whoever uploads holds a lock.

This module is loaded only when the setting asks for a bucket, and in each process anew: its threads survive no fork.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from app.core.errors import DomainError
from app.core.words import N_
from app.shell.files.places import name_of

PATIENCE = timedelta(seconds=20)
log = structlog.get_logger()


class StoreAway(DomainError):
    """The bucket does not answer, or refuses us."""

    status = 503
    title = N_("Die Ablage für Dateien antwortet gerade nicht. Bitte versuchen Sie es in einigen Minuten noch einmal.")
    field = "file"


@contextmanager
def _speaking(faults: tuple[type[Exception], ...] = (BaseError, PermissionError)) -> Iterator[None]:
    try:
        yield
    except faults as error:
        log.warning("bucket away", error=type(error).__name__)
        raise StoreAway from error


class Bucket:
    """A bucket, or all in it that begins with a prefix."""

    def __init__(self, address: str) -> None:
        """Make ready to speak with the bucket; nothing is sent yet."""
        self._store = S3Store.from_url(
            address,
            client_options={"allow_http": True, "connect_timeout": "3s", "timeout": "15s"},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
        )

    def keep(self, digest: str, data: bytes) -> None:
        """Send the bytes; they are kept when the bucket has confirmed it."""
        with _speaking((BaseError, OSError)):  # there is no such bucket
            self._store.put(name_of(digest), data)

    def read(self, digest: str) -> bytes:
        """Return the bytes; raise FileNotFoundError when they are not there."""
        with _speaking():
            return bytes(self._store.get(name_of(digest)).bytes())

    def forget(self, digest: str) -> None:
        """Delete the bytes, if they are there."""
        with _speaking():
            self._store.delete(name_of(digest))

    @contextmanager
    def lent(self, digest: str) -> Iterator[Path]:
        """Give the path of a copy that is gone afterwards."""
        with tempfile.NamedTemporaryFile(prefix="kiezfonds-") as file:
            file.write(self.read(digest))
            file.flush()
            yield Path(file.name)

    def digests(self) -> Iterator[str]:
        """Return the last parts of all names."""
        with _speaking():
            for some in self._store.list():
                yield from (found["path"].rsplit("/", 1)[-1] for found in some)
