"""Mail: by SMTP where one is set, else into ``instance/mail/``, one file a message; always from a job.

The message id comes from the job's id, so a mail sent twice by a crash is one message to the reader.
"""

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from flask import current_app, render_template

from app.core.clock import utc_now
from app.shell.doors.context import speaking
from app.shell.jobs.outbox import job
from app.shell.settings import Settings

TIMEOUT_SECONDS = 20


class NotDelivered(RuntimeError):
    """The mail server refused; what it answers names the reader and is left out."""


@job("send-mail")
def send_mail(job_id: UUID, *, to: str, template: str, facts: dict[str, Any], locale: str = "de") -> None:
    """Render the template (first line: subject) and send it; a reader without an address gets nothing."""
    if not to:
        return
    settings: Settings = current_app.extensions["settings"]
    with speaking(locale):
        text = render_template(template, **facts, base_url=settings.base_url, brand=settings.brand)
    subject, _, body = text.strip().partition("\n")
    message = EmailMessage()
    message["From"] = settings.mail_sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = f"<{job_id}@{urlsplit(settings.base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.strip() + "\n")
    deliver(message, job_id, settings)


def deliver(message: EmailMessage, job_id: UUID, settings: Settings) -> None:
    """Hand a message to the mail server, or write it into the instance folder."""
    if settings.mail_url:
        _by_smtp(message, settings.mail_url)
    else:
        _into(settings.instance / "mail", f"{job_id}.eml", message.as_bytes())


def _into(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{name}"
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / name)


def _by_smtp(message: EmailMessage, url: str) -> None:
    """Send through a server: encrypted where a password is needed or it is asked for, and only to the server of that name."""
    server, trusted = urlsplit(url), ssl.create_default_context()
    connect = partial(smtplib.SMTP_SSL, context=trusted) if server.scheme == "smtps" else smtplib.SMTP
    try:
        with connect(server.hostname or "localhost", server.port or 0, timeout=TIMEOUT_SECONDS) as smtp:
            if server.scheme == "smtp+starttls" or (server.scheme == "smtp" and server.username):
                smtp.starttls(context=trusted)
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise NotDelivered(type(error).__name__, *(code for code, _ in error.recipients.values())) from None
    except smtplib.SMTPException as error:
        raise NotDelivered(type(error).__name__, getattr(error, "smtp_code", "")) from None
