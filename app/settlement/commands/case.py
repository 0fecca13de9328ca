"""The rows of one case, loaded and locked in the order of everybody: fund year, application, award, settlement, claim."""

from uuid import UUID

import sqlalchemy as sa

from app.allocation.models import Award
from app.core.errors import NotFound
from app.disbursement.models import Payment
from app.disbursement.rules import PaymentState
from app.funds.models import FundYear
from app.proposals.models import Application
from app.settlement.models import Receipt, Settlement
from app.settlement.rules import PaymentUnderWay
from app.shell.database import db
from app.shell.work import Work

UNDER_WAY = (
    PaymentState.REQUESTED,
    PaymentState.CERTIFIED_FACTUAL,
    PaymentState.CERTIFIED_ARITHMETICAL,
    PaymentState.ORDERED,
)


def load_with_year(work: Work, application_id: UUID) -> Application:
    """Return the application, locked after its fund year: the order of everybody who moves money."""
    year_id = db.session.scalar(sa.select(Application.fund_year_id).where(Application.id == application_id))
    work.load(FundYear, year_id or application_id)
    return work.load(Application, application_id)


def load_award(work: Work, application_id: UUID) -> Award:
    """Return the award of an application, locked."""
    return work.load(Award, _only(sa.select(Award.id).where(Award.application_id == application_id)))


def load_settlement(work: Work, application_id: UUID) -> Settlement:
    """Return the settlement of an application, locked."""
    return work.load(Settlement, _only(sa.select(Settlement.id).where(Settlement.application_id == application_id)))


def load_receipt(work: Work, receipt_id: UUID) -> tuple[Receipt, Application]:
    """Return a receipt and its application, both locked, the application first."""
    application_id = db.session.scalar(
        sa.select(Settlement.application_id)
        .join(Receipt, Receipt.settlement_id == Settlement.id)
        .where(Receipt.id == receipt_id)
    )
    application = work.load(Application, application_id or receipt_id)
    return work.load(Receipt, receipt_id), application


def ensure_nothing_under_way(application_id: UUID) -> None:
    """Refuse while a payment was asked for and has neither left nor been stopped."""
    waiting = sa.select(Payment.id).where(Payment.application_id == application_id, Payment.state.in_(UNDER_WAY))
    if db.session.scalar(waiting.limit(1)) is not None:
        raise PaymentUnderWay


def _only(statement: sa.Select[UUID]) -> UUID:
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
