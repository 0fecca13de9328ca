"""Looking at bank files: what waits for one, what stands in one."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.policy import Action, require
from app.disbursement.models import BankFile, BankFileEntry, Payment
from app.disbursement.rules import PaymentState
from app.shell.database import db

MOST = 100


def exportable(area_id: UUID) -> list[UUID]:
    """Return the ordered payments of an area that are in no bank file yet, oldest first."""
    statement = (
        sa.select(Payment.id)
        .outerjoin(BankFileEntry, BankFileEntry.payment_id == Payment.id)
        .where(
            Payment.area_id == area_id,
            Payment.state == PaymentState.ORDERED,
            Payment.payee_account_id.is_not(None),
            BankFileEntry.payment_id.is_(None),
        )
        .order_by(Payment.requested_at, Payment.id)
        .limit(MOST)
    )
    return list(db.session.scalars(statement))


def bank_file_of(actor: Actor, bank_file_id: UUID, action: Action = Action.EXPORT_PAYMENTS) -> BankFile:
    """Return a bank file the actor may take, or do something else with; raise NotFound or Forbidden."""
    row = db.session.get(BankFile, bank_file_id)
    if row is None:
        raise NotFound
    require(actor, action, row.subject)
    return row


def bank_files_of(area_ids: Iterable[UUID]) -> list[BankFile]:
    """Return the latest bank files of areas, without their bytes; the caller has asked permission."""
    statement = sa.select(BankFile).options(sa.orm.defer(BankFile.content_sealed))
    return list(
        db.session.scalars(
            statement.where(BankFile.area_id.in_(list(area_ids))).order_by(BankFile.made_at.desc()).limit(10)
        )
    )
