"""Serving on a small machine: waitress, which here keeps a browser's connection after an answer that has no body.

After "unchanged" (304) waitress hangs up, although nothing follows that would have to end; the browser then has to call again,
which on a phone takes longer than the answer.
"""

from typing import Any

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

BODILESS = ("204", "304")


class Answer(WSGITask):  # type: ignore[misc]
    """An answer of waitress."""

    def set_close_on_finish(self) -> None:
        """Hang up after this answer, unless it ends with its headers and the browser wants to go on."""
        wants_more = self.version == "1.1" and self.request.headers.get("CONNECTION", "").lower() != "close"
        if self.wrote_header or not wants_more or not self.status.startswith(BODILESS):
            super().set_close_on_finish()


def keep_connections() -> None:
    """Let every server of this process answer so."""
    HTTPChannel.task_class = Answer


def serve(app: Flask, **options: Any) -> None:
    """Serve until stopped; the options are those of waitress."""
    keep_connections()
    waitress.serve(app, **options)
