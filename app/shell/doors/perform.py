"""One way to run a command from a request: acting as whoever asks, once per idempotency key."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from app.core.errors import DomainError
from app.core.words import N_
from app.shell.audit.events import canonical
from app.shell.database import Base, Moment
from app.shell.doors.context import current_actor
from app.shell.files.store import Upload, received
from app.shell.looking import look
from app.shell.work import Work, acting
from app.shell.writing import Write

KEY_LENGTH = 80
HEADER = "Idempotency-Key"
Command = Callable[..., UUID | None]


class IdempotencyKeyReused(DomainError):
    """The same key came with other content."""

    status = 422
    title = N_("Dieser Vorgang wurde schon mit anderen Angaben gesendet. Bitte laden Sie die Seite neu.")


class IdempotencyKeyNeeded(DomainError):
    """A request that votes or moves money came without a key."""

    status = 400
    title = N_("Für diesen Aufruf ist die Kopfzeile Idempotency-Key nötig.")


class Repeatable(Base):
    """What a key has done, «Vorgangsschlüssel», so that a second sending changes nothing."""

    __tablename__ = "idempotency_key"
    __table_args__ = {"info": {"housekeeping": True}}
    owner: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    result: Mapped[UUID | None]
    created_at: Mapped[datetime]


def perform(command: Command, /, **arguments: Any) -> UUID | None:
    """Run a command as whoever asks and return the id of its subject.

    A key (header ``Idempotency-Key`` or form field ``idempotency_key``) makes the second sending return the first
    result without doing anything; the key is stored in the same transaction. The same key with other content is
    refused with IdempotencyKeyReused. Files are looked into before the change begins.
    """
    files = {name: received(value) for name, value in arguments.items() if isinstance(value, FileStorage) and value}
    key = sent_key()
    with acting(current_actor()) as work:
        if not key:
            return command(work, **arguments | files)
        return _once(work, key, command, arguments | files)


def sent_key() -> str:
    """Return the idempotency key of the request, or an empty string."""
    return (request.headers.get(HEADER) or request.form.get("idempotency_key", ""))[:KEY_LENGTH]


def _once(work: Work, key: str, command: Command, arguments: dict[str, Any]) -> UUID | None:
    owner = str(work.actor.person_id or f"public {request.remote_addr}")[:64]
    fingerprint = hashlib.sha256(canonical([command.__name__, _plain(arguments)])).hexdigest()
    row = {"owner": owner, "key": key, "fingerprint": fingerprint, "created_at": work.now}
    if not _keep(row):  # whoever sends the same key at the same moment waits here
        (done,) = _done(owner=owner, key=key)
        if done.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        return done.result
    result = command(work, **arguments)
    _note_result({"of_owner": owner, "of_key": key, "found": result})
    return result


@look
def _done(owner: Any, key: Any) -> Any:
    return sa.select(Repeatable.fingerprint, Repeatable.result).where(Repeatable.owner == owner, Repeatable.key == key)


_keep = Write(
    sa.text(
        "INSERT INTO idempotency_key (owner, key, fingerprint, created_at) VALUES (:owner, :key, :fingerprint, :created_at)"
        " ON CONFLICT DO NOTHING"
    ).bindparams(sa.bindparam("created_at", type_=Moment()))
)
_note_result = Write(
    sa.update(Repeatable)
    .where(Repeatable.owner == sa.bindparam("of_owner"), Repeatable.key == sa.bindparam("of_key"))
    .values(result=sa.bindparam("found"))
)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Upload):
        return _plain([value.name, value.data])
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return str(value)
