"""Attachments of an application: add one, take one away while the application may be changed."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.core.policy import Action
from app.proposals.models import Application, Attachment
from app.proposals.queries import application_id_of_attachment, count_attachments
from app.proposals.rules import APPLICATION, ApplicationState
from app.proposals.rules.sending import TooManyAttachments
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import Sent, discard, store_upload
from app.shell.work import Work

ATTACHMENTS_MOST = 20


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """A file was added to an application."""

    attachment_id: UUID
    sha256: str


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(Event):
    """A file was taken out of an application."""

    attachment_id: UUID


def add_attachment(work: Work, *, application_id: UUID, file: Sent, label: str = "") -> UUID:
    """Add a file; raise FileTooLarge, WrongFileType, UnreadableFile or TooManyAttachments at its field."""
    application = _changeable(work, application_id)
    if count_attachments(application_id) >= ATTACHMENTS_MOST:
        raise TooManyAttachments(most=ATTACHMENTS_MOST)

    stored = store_upload(work, file, area_id=application.area_id)
    attachment = Attachment(
        id=uuid4(), application_id=application.id, file_id=stored.id, label=label or stored.name, added_at=work.now
    )
    work.store(attachment)
    work.record(
        AttachmentAdded(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            attachment_id=attachment.id,
            sha256=stored.sha256,
        )
    )
    return attachment.id


def remove_attachment(work: Work, *, attachment_id: UUID) -> UUID:
    """Take a file out; return the application's id."""
    application = _changeable(work, application_id_of_attachment(attachment_id))
    attachment = work.load(Attachment, attachment_id)

    db.session.delete(attachment)
    work.store()
    if application.state is ApplicationState.DRAFT:  # what was sent is kept as received
        discard(work, work.load(StoredFile, attachment.file_id))
    work.record(
        AttachmentRemoved(
            area_id=application.area_id,
            subject_id=application.id,
            case_id=application.id,
            attachment_id=attachment_id,
        )
    )
    return application.id


def _changeable(work: Work, application_id: UUID) -> Application:
    application = work.load(Application, application_id)
    work.require(Action.EDIT_APPLICATION, application)
    APPLICATION.after(application.state, "submit" if application.state is ApplicationState.DRAFT else "resubmit")
    return application
