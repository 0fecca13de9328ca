"""A clock that tests can set: everything that asks ``core.clock.utc_now`` lives on the chosen day."""

from datetime import UTC, datetime, timedelta

from app.core import clock as core_clock


class Clock:
    """Shifts the time of this process's application; ``at`` chooses a Berlin day, noon."""

    def __init__(self, monkeypatch):
        self.shift = timedelta()
        outer = self

        class Shifted(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + outer.shift

        monkeypatch.setattr(core_clock, "datetime", Shifted)

    def at(self, day):
        """Go to noon of a Berlin day."""
        self.shift = core_clock.berlin_moment(day) - datetime.now(UTC)
