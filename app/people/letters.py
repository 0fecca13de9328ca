"""Mails about accounts: one-time links. The job holds a nonce; the secret of the link appears only in the mail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app

from app.core.clock import BERLIN
from app.people.commands import forget_ended
from app.people.rules import LinkPurpose, link_token
from app.shell.jobs.outbox import DAILY, job
from app.shell.mail import send_mail
from app.shell.settings import Settings
from app.shell.work import housekeeping

TEMPLATES = {
    LinkPurpose.SIGN_IN: "people/mail/sign_in.txt",
    LinkPurpose.INVITATION: "people/mail/invitation.txt",
    LinkPurpose.PASSWORD: "people/mail/password.txt",
    LinkPurpose.EMAIL: "people/mail/new_email.txt",
}
PATHS = {
    LinkPurpose.SIGN_IN: "/anmelden/link/",
    LinkPurpose.INVITATION: "/anmelden/link/",
    LinkPurpose.PASSWORD: "/passwort/neu/",
    LinkPurpose.EMAIL: "/profil/e-mail/",
}


@job("send-link")
def send_link_mail(
    job_id: UUID, *, nonce: str, to: str, purpose: str, expires_at: str, locale: str, facts: dict[str, Any]
) -> None:
    """Write the link into a mail to its reader."""
    settings: Settings = current_app.extensions["settings"]
    kind = LinkPurpose(purpose)
    until = datetime.fromisoformat(expires_at).astimezone(BERLIN)
    url = settings.base_url + PATHS[kind] + link_token(settings.secret_key, nonce)
    shown = {**facts, "link": url, "until": until}
    send_mail(job_id, to=to, template=TEMPLATES[kind], facts=shown, locale=locale)


def tidy_up() -> None:
    """Forget links and sessions that ended long ago; runs daily."""
    with housekeeping() as work:
        forget_ended(work)


if tidy_up not in DAILY:
    DAILY.append(tidy_up)
