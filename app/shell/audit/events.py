"""An audit line: what happened, to what, by whom, as canonical JSON bytes."""

import json
import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from app.core.actor import Actor
from app.core.money import Euro

_PLACE = frozenset({"area_id", "subject_id", "case_id"})


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, «Ereignis».

    ``subject_id`` is the thing it happened to, ``case_id`` the application it belongs to, if any. The tag is
    ``thing.verb`` from the class name: ``BallotCast`` is ``ballot.cast``. Every other field is a fact of the line.
    """

    tag: ClassVar[str] = ""
    is_reason: ClassVar[bool] = True  # False: it only supports another event, which has to say why
    area_id: UUID | None
    subject_id: UUID
    case_id: UUID | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        """Derive the tag from the name, unless the class states it."""
        super().__init_subclass__(**options)
        if "tag" not in cls.__dict__:
            words = re.findall(r"[A-Z][a-z0-9]*", cls.__name__)
            cls.tag = "_".join(words[:-1]).lower() + "." + words[-1].lower()

    def facts(self) -> dict[str, Any]:
        """Return what the line says beyond place and time, as plain values."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name not in _PLACE}


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line a kind
    """Turn a fact into a string, an integer, a boolean, null, or a list or mapping of them; refuse floats."""
    if isinstance(value, Enum):
        return value.value
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, Euro):
        return value.cents
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    raise TypeError(value)


def canonical(value: Any) -> bytes:
    """Write plain values as the one JSON form that is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def line(event: Event, *, actor: Actor, at: datetime) -> bytes:
    """Return the bytes of the audit line for an event."""
    return canonical(
        {
            "actor": actor.pseudonym(event.area_id),
            "area": plain(event.area_id),
            "at": at.isoformat(),
            "case": plain(event.case_id),
            "facts": event.facts(),
            "role": actor.role_in(event.area_id),
            "subject": str(event.subject_id),
            "tag": event.tag,
            "v": 1,
        },
    )
