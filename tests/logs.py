"""What a module writes into the log, to read in a test."""

import io

import structlog


def written(monkeypatch, module):
    """Let a module write its lines, as operators get them, into a text and return it."""
    text = io.StringIO()
    logger = structlog.wrap_logger(structlog.PrintLogger(text), processors=structlog.get_config()["processors"])
    monkeypatch.setattr(module, "log", logger)
    return text
