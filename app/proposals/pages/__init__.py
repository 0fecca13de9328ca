"""The HTML door of applications: applying in four steps, the office's list and check, files and answers."""

from app.proposals.pages import answering, apply, checking, files, sending
from app.proposals.pages.door import bp

__all__ = ["answering", "apply", "bp", "checking", "files", "sending"]
