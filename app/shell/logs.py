"""Logs for operators: one JSON line an event on standard error, with ids and never with names, mail or amounts."""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog
from jinja2 import TemplateError
from sqlalchemy.exc import InvalidRequestError, OperationalError, ProgrammingError

SPEAKING = (
    AssertionError, AttributeError, ImportError, NameError, OSError, RuntimeError, TypeError,
    TemplateError, InvalidRequestError, OperationalError, ProgrammingError,
)  # fmt: skip
"""Faults whose text tells of the program or the machine; that of all others may repeat what somebody typed."""


def register(level: str) -> None:
    """Send structured lines of this level and above to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_story,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _with_story(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exception()
    if error:
        event["exception"] = "".join(_story(error))
    return event


def _story(error: BaseException) -> Iterator[str]:
    """Tell where a fault arose and of which kind it is, its cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from _story(cause)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}: {error}\n" if isinstance(error, SPEAKING) else f"{type(error).__qualname__}\n"
