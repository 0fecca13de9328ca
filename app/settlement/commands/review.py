"""The office looks at receipts: recognise in full or in part, ask, and hear the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.core.clock import berlin_date, due_on
from app.core.errors import WrongState
from app.core.money import Euro
from app.core.policy import Action
from app.funds.rules import answer_due_on
from app.proposals.commands import advance
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.settlement.commands.case import load_receipt
from app.settlement.commands.receipts import replace_picture
from app.settlement.letters import notify
from app.settlement.models import Receipt, ReceiptCut, ReceiptMessage
from app.settlement.queries import receipt_amounts, rules_of_case, states_of
from app.settlement.rules import (
    RECEIPT,
    REVIEW_STATES,
    Cut,
    CutNeedsNote,
    CutReason,
    ReasonNotInForce,
    ReceiptState,
    reasons_in_force,
    recognise,
    review_step,
)
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.files.store import Sent
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class ReceiptRecognised(Event):
    """A receipt was recognised, in full or less the cuts (reason and cents of each)."""

    number: int
    amount_cents: int
    recognised_cents: int
    cuts: list[list[Any]]


@dataclass(frozen=True, kw_only=True)
class ReceiptQueried(Event):
    """The office asked about a receipt."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ReceiptAnswered(Event):
    """The question about a receipt was answered."""

    number: int
    has_new_file: bool


def recognise_receipt(
    work: Work,
    *,
    receipt_id: UUID,
    cuts: Sequence[dict[str, Any]] = (),
    note: str = "",
    version: int | None = None,
) -> UUID:
    """Recognise a receipt less its cuts (``amount_cents``, ``reason``); may be repeated until the account is certified."""
    receipt, application = load_receipt(work, receipt_id)

    work.require(Action.REVIEW_RECEIPT, application)

    work.check_version(receipt, version)
    _ensure_under_review(application)
    parts = [Cut(Euro(cut["amount_cents"]), CutReason(cut["reason"])) for cut in cuts]
    in_force = reasons_in_force(rules_of_case(application.id))
    if any(part.reason not in in_force for part in parts):
        raise ReasonNotInForce
    if any(part.reason is CutReason.OTHER for part in parts) and not note.strip():
        raise CutNeedsNote
    amount = Euro(receipt.amount_cents)
    recognised = recognise(amount, parts)

    receipt.state = RECEIPT.after(receipt.state, review_step(amount, recognised))
    receipt.recognised_cents = recognised.cents
    receipt.review_note = note
    receipt.reviewed_by_id = work.actor.person_id
    receipt.reviewed_at = work.now
    db.session.execute(sa.delete(ReceiptCut).where(ReceiptCut.receipt_id == receipt.id))
    work.store(
        receipt,
        *(
            ReceiptCut(id=uuid4(), receipt_id=receipt.id, reason=part.reason, amount_cents=part.amount.cents)
            for part in parts
        ),
    )
    application.recognised_cents = sum(kept or 0 for _, _, kept in receipt_amounts(receipt.settlement_id))
    _answered_all(work, application, receipt.settlement_id)
    work.store(application)

    work.record(
        ReceiptRecognised(
            area_id=application.area_id,
            subject_id=receipt.id,
            case_id=application.id,
            number=receipt.number,
            amount_cents=receipt.amount_cents,
            recognised_cents=recognised.cents,
            cuts=[[part.reason.value, part.amount.cents] for part in parts],
        )
    )
    return receipt.id


def ask_about_receipt(work: Work, *, receipt_id: UUID, text: str) -> UUID:
    """Ask the applicant about a receipt; the account waits for the answer."""
    receipt, application = load_receipt(work, receipt_id)

    work.require(Action.REVIEW_RECEIPT, application)

    _ensure_under_review(application)
    receipt.state = RECEIPT.after(receipt.state, "ask")
    answer_by = answer_due_on(berlin_date(work.now), rules_of_case(application.id))

    receipt.recognised_cents = None
    db.session.execute(sa.delete(ReceiptCut).where(ReceiptCut.receipt_id == receipt.id))
    if application.state is ApplicationState.SETTLEMENT_SUBMITTED:
        advance(work, application, "settlement_query", due_on=answer_by)
    work.store(receipt, application, _message(work, receipt, text, is_from_office=True))
    application.recognised_cents = sum(kept or 0 for _, _, kept in receipt_amounts(receipt.settlement_id))
    work.store(application)

    work.record(
        ReceiptQueried(
            area_id=application.area_id, subject_id=receipt.id, case_id=application.id, number=receipt.number
        )
    )
    notify(work, application, "question", number=receipt.number, text=text, answer_by=answer_by)
    return receipt.id


def answer_about_receipt(work: Work, *, receipt_id: UUID, text: str, file: Sent | None = None) -> UUID:
    """Answer the office, perhaps with a better picture; the last answer sends the account back to the office."""
    receipt, application = load_receipt(work, receipt_id)

    work.require(Action.EDIT_SETTLEMENT, application)

    receipt.state = RECEIPT.after(receipt.state, "answer")

    if file:
        replace_picture(work, receipt, application, file)
    work.store(receipt, _message(work, receipt, text, is_from_office=False))
    _answered_all(work, application, receipt.settlement_id)
    work.store(application)

    work.record(
        ReceiptAnswered(
            area_id=application.area_id,
            subject_id=receipt.id,
            case_id=application.id,
            number=receipt.number,
            has_new_file=bool(file),
        )
    )
    return receipt.id


def _ensure_under_review(application: Application) -> None:
    if application.state not in REVIEW_STATES:
        raise WrongState(thing="application", state=str(application.state), step="review")


def _answered_all(work: Work, application: Application, settlement_id: UUID) -> None:
    """Give the account back to the office when no question is open any more."""
    if application.state is not ApplicationState.SETTLEMENT_QUERY or ReceiptState.QUERY in states_of(settlement_id):
        return
    check_days = rules_of_case(application.id).integer("settlement.check_days")
    advance(work, application, "answer_settlement_query", due_on=due_on(berlin_date(work.now), check_days))


def _message(work: Work, receipt: Receipt, text: str, *, is_from_office: bool) -> ReceiptMessage:
    return ReceiptMessage(
        id=uuid4(),
        receipt_id=receipt.id,
        written_by_id=work.actor.person_id,
        is_from_office=is_from_office,
        written_at=work.now,
        text=text,
    )
