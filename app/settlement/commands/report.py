"""The report: what was done, how many came, photos; and sending it all to the office."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.core.clock import berlin_date, due_on
from app.core.policy import Action
from app.proposals.commands import advance
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.settlement.commands.receipts import settlement_for
from app.settlement.models import Settlement, SettlementPhoto
from app.settlement.queries import contents_of, receipt_amounts, rules_of_case
from app.settlement.rules import TooManyReceipts, ensure_editable, missing
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import Sent, discard, store_upload
from app.shell.work import Work

PHOTOS_MAX = 30


@dataclass(frozen=True, kw_only=True)
class ReportSaved(Event):
    """The report was written or changed."""

    participants: int | None


@dataclass(frozen=True, kw_only=True)
class PhotoAdded(Event):
    """A photo of the action came in."""


@dataclass(frozen=True, kw_only=True)
class PhotoRemoved(Event):
    """A photo was taken out."""


@dataclass(frozen=True, kw_only=True)
class SettlementSubmitted(Event):
    """The account was sent to the office."""

    receipts: int
    amount_cents: int


def save_report(
    work: Work, *, application_id: UUID, report: str, participants: int | None = None, version: int | None = None
) -> UUID:
    """Keep the report and the number of people who took part."""
    application = work.load(Application, application_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    ensure_editable(application.state)
    settlement = settlement_for(work, application)
    work.check_version(settlement, version)

    settlement.report = report
    settlement.participants = participants
    work.store(settlement)

    work.record(
        ReportSaved(
            area_id=application.area_id, subject_id=settlement.id, case_id=application.id, participants=participants
        )
    )
    return settlement.id


def add_photo(work: Work, *, application_id: UUID, file: Sent, caption: str = "") -> UUID:
    """Add a photo of the action."""
    application = work.load(Application, application_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    ensure_editable(application.state)
    settlement = settlement_for(work, application)
    count = (
        sa.select(sa.func.count()).select_from(SettlementPhoto).where(SettlementPhoto.settlement_id == settlement.id)
    )
    if (db.session.scalar(count) or 0) >= PHOTOS_MAX:
        raise TooManyReceipts(field="file", most=PHOTOS_MAX)

    stored = store_upload(work, file, area_id=application.area_id, kinds=frozenset({"image"}))
    photo = SettlementPhoto(id=uuid4(), settlement_id=settlement.id, file_id=stored.id, caption=caption)
    work.store(photo)

    work.record(PhotoAdded(area_id=application.area_id, subject_id=photo.id, case_id=application.id))
    return photo.id


def remove_photo(work: Work, *, photo_id: UUID) -> UUID:
    """Take a photo out before the account is sent."""
    application_id = db.session.scalar(
        sa.select(Settlement.application_id)
        .join(SettlementPhoto, SettlementPhoto.settlement_id == Settlement.id)
        .where(SettlementPhoto.id == photo_id)
    )
    application = work.load(Application, application_id or photo_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    ensure_editable(application.state)

    photo = work.load(SettlementPhoto, photo_id)
    db.session.delete(photo)
    work.store()
    discard(work, work.load(StoredFile, photo.file_id))

    work.record(PhotoRemoved(area_id=application.area_id, subject_id=photo_id, case_id=application.id))
    return application.id


def submit_settlement(work: Work, *, application_id: UUID) -> UUID:
    """Send the account to the office; refuse while report, photos or pictures of receipts are missing."""
    application = work.load(Application, application_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    ensure_editable(application.state)
    settlement = settlement_for(work, application)
    values = rules_of_case(application_id)
    for lack in missing(contents_of(settlement.id), values):
        raise lack

    if application.state is ApplicationState.AGREED:
        advance(work, application, "start")
    settlement.submitted_at = work.now
    check_by = due_on(berlin_date(work.now), values.integer("settlement.check_days"))
    advance(work, application, "submit_settlement", due_on=check_by)
    work.store(settlement, application)

    amounts = receipt_amounts(settlement.id)
    work.record(
        SettlementSubmitted(
            area_id=application.area_id,
            subject_id=settlement.id,
            case_id=application.id,
            receipts=len(amounts),
            amount_cents=sum(amount for _, amount, _ in amounts),
        )
    )
    return settlement.id
