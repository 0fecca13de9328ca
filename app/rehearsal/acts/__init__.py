"""What each verb of a rehearsal does: the same commands as the pages, one function a verb."""

from collections.abc import Callable, Mapping
from typing import Any

from app.rehearsal.acts import applications, awards, sessions, settlements
from app.rehearsal.stage import Stage

Act = Callable[[Stage, str, Mapping[str, Any]], None]

ACTS: Mapping[str, Act] = {**applications.ACTS, **sessions.ACTS, **awards.ACTS, **settlements.ACTS}
