"""Receipts as pages show them: with cuts, conversation and what looks like a duplicate."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.policy import Action, Subject, require
from app.proposals.models import Application
from app.settlement.models import Receipt, ReceiptCut, ReceiptMessage, Settlement, SettlementPhoto
from app.settlement.rules import CUT_REASONS, CutReason, ReceiptState
from app.shell.database import db
from app.shell.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class CutView:
    """A cut with its reason."""

    amount_cents: int
    reason: CutReason

    @property
    def text(self) -> str:
        """Return the sentence that says why, still to be translated."""
        return CUT_REASONS[self.reason][1]


@dataclass(frozen=True, slots=True)
class MessageView:
    """A question or an answer about a receipt."""

    is_from_office: bool
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt, «Beleg», with everything that belongs to it; ``twins`` name receipts that look the same."""

    id: UUID
    number: int
    issued_on: date
    payee: str
    purpose: str
    category: str
    amount_cents: int
    recognised_cents: int | None
    state: ReceiptState
    is_on_paper: bool
    review_note: str
    version: int
    media_type: str | None
    sha256: str | None
    pixel_hash: str | None
    cuts: tuple[CutView, ...] = ()
    messages: tuple[MessageView, ...] = ()
    twins: tuple[str, ...] = ()

    @property
    def is_image(self) -> bool:
        """Tell whether the proof is a picture a page can show."""
        return (self.media_type or "").startswith("image/")

    @property
    def cut_cents(self) -> int:
        """Return what is not recognised."""
        return sum(cut.amount_cents for cut in self.cuts)


_COLUMNS = (
    Receipt.id,
    Receipt.number,
    Receipt.issued_on,
    Receipt.payee,
    Receipt.purpose,
    Receipt.category,
    Receipt.amount_cents,
    Receipt.recognised_cents,
    Receipt.state,
    Receipt.is_on_paper,
    Receipt.review_note,
    Receipt.version,
    StoredFile.media_type,
    StoredFile.sha256,
    StoredFile.pixel_hash,
)
_SELECT = sa.select(*_COLUMNS).select_from(Receipt).outerjoin(StoredFile, StoredFile.id == Receipt.file_id)


def receipts_of(settlement_id: UUID | None, area_id: UUID) -> list[ReceiptView]:
    """Return the receipts of a settlement in their order. Four queries, whatever their number."""
    rows = db.session.execute(_SELECT.where(Receipt.settlement_id == settlement_id).order_by(Receipt.number)).all()
    return _complete(rows, area_id)


def receipt_of(actor: Actor, receipt_id: UUID) -> tuple[ReceiptView, UUID]:
    """Return a receipt and the id of its application, for whoever may read the settlement."""
    place = db.session.execute(
        sa.select(Settlement.id, Settlement.area_id, Settlement.application_id, Settlement.applicant_id)
        .join(Receipt, Receipt.settlement_id == Settlement.id)
        .where(Receipt.id == receipt_id)
    ).one_or_none()
    if place is None:
        raise NotFound
    require(actor, Action.READ_SETTLEMENT, _subject(place))
    rows = db.session.execute(_SELECT.where(Receipt.id == receipt_id)).all()
    return _complete(rows, place.area_id)[0], place.application_id


def states_of(settlement_id: UUID) -> list[ReceiptState]:
    """Return the states of a settlement's receipts."""
    return list(db.session.scalars(sa.select(Receipt.state).where(Receipt.settlement_id == settlement_id)))


def file_of_receipt(actor: Actor, receipt_id: UUID) -> StoredFile:
    """Return the picture or PDF of a receipt, for whoever may read the settlement."""
    return _file(actor, Receipt.id == receipt_id, Receipt)


def file_of_photo(actor: Actor, photo_id: UUID) -> StoredFile:
    """Return a photo of the action, for whoever may read the settlement."""
    return _file(actor, SettlementPhoto.id == photo_id, SettlementPhoto)


def _file(actor: Actor, wanted: sa.ColumnElement[bool], kind: type[Receipt | SettlementPhoto]) -> StoredFile:
    row = db.session.execute(
        sa.select(Settlement.id, Settlement.area_id, Settlement.applicant_id, StoredFile)
        .select_from(kind)
        .join(Settlement, Settlement.id == kind.settlement_id)
        .join(StoredFile, StoredFile.id == kind.file_id)
        .where(wanted)
    ).one_or_none()
    if row is None:
        raise NotFound
    require(actor, Action.READ_SETTLEMENT, _subject(row))
    file: StoredFile = row.StoredFile
    return file


def _subject(row: Any) -> Subject:
    return Subject("settlement", row.id, row.area_id, row.applicant_id)


def _complete(rows: Iterable[Any], area_id: UUID) -> list[ReceiptView]:
    bare = [ReceiptView(**row._mapping) for row in rows]  # noqa: SLF001 - the documented way
    ids = [receipt.id for receipt in bare]
    cuts: dict[UUID, list[CutView]] = {}
    messages: dict[UUID, list[MessageView]] = {}
    for cut in db.session.execute(
        sa.select(ReceiptCut.receipt_id, ReceiptCut.amount_cents, ReceiptCut.reason)
        .where(ReceiptCut.receipt_id.in_(ids))
        .order_by(ReceiptCut.amount_cents.desc())
    ):
        cuts.setdefault(cut.receipt_id, []).append(CutView(cut.amount_cents, cut.reason))
    for said in db.session.execute(
        sa.select(ReceiptMessage).where(ReceiptMessage.receipt_id.in_(ids)).order_by(ReceiptMessage.written_at)
    ).scalars():
        view = MessageView(said.is_from_office, said.written_at, said.text)
        messages.setdefault(said.receipt_id, []).append(view)
    twins = _twins(bare, area_id)
    return [
        replace(
            receipt,
            cuts=tuple(cuts.get(receipt.id, ())),
            messages=tuple(messages.get(receipt.id, ())),
            twins=tuple(twins.get(receipt.id, ())),
        )
        for receipt in bare
    ]


def _twins(receipts: list[ReceiptView], area_id: UUID) -> dict[UUID, list[str]]:
    """Find receipts of the area with the same bytes, the same pixels, or the same payee, day and amount."""
    if not receipts:
        return {}
    others = (
        sa.select(
            Receipt.id,
            Receipt.number,
            Receipt.payee,
            Receipt.issued_on,
            Receipt.amount_cents,
            Application.file_number,
            StoredFile.sha256,
            StoredFile.pixel_hash,
        )
        .select_from(Receipt)
        .join(Settlement, Settlement.id == Receipt.settlement_id)
        .join(Application, Application.id == Settlement.application_id)
        .where(Settlement.area_id == area_id)
    )
    by_file = others.join(StoredFile, StoredFile.id == Receipt.file_id).where(
        sa.or_(
            StoredFile.sha256.in_({found.sha256 for found in receipts if found.sha256}),
            StoredFile.pixel_hash.in_({found.pixel_hash for found in receipts if found.pixel_hash}),
        )
    )
    by_facts = others.outerjoin(StoredFile, StoredFile.id == Receipt.file_id).where(
        Receipt.issued_on.in_({found.issued_on for found in receipts}),
        Receipt.amount_cents.in_({found.amount_cents for found in receipts}),
    )
    found: dict[UUID, list[str]] = {}
    for other in db.session.execute(sa.union(by_file, by_facts).limit(1000)):
        for receipt in receipts:
            if receipt.id != other.id and _alike(receipt, other):
                found.setdefault(receipt.id, []).append(f"{other.file_number or ''} Nr. {other.number}".strip())
    return found


def _alike(receipt: ReceiptView, other: Any) -> bool:
    same_facts = (receipt.payee.casefold(), receipt.issued_on, receipt.amount_cents) == (
        str(other.payee).casefold(),
        other.issued_on,
        other.amount_cents,
    )
    same_bytes = receipt.sha256 is not None and receipt.sha256 == other.sha256
    return same_facts or same_bytes or (receipt.pixel_hash is not None and receipt.pixel_hash == other.pixel_hash)
