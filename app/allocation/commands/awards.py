"""What every change of an award shares: its rows in the order of locks, its money."""

from uuid import UUID

import sqlalchemy as sa

from app.allocation.models import Award
from app.allocation.rules import NoAgreement
from app.core.policy import Action
from app.funds.models import FundYear
from app.ledger.commands import post
from app.ledger.rules import AccountKind, transfer
from app.proposals.models import Application
from app.shell.database import db
from app.shell.work import Work


def load_award(work: Work, application_id: UUID) -> tuple[Application, Award]:
    """Return application and award, locked after the fund year; raise NoAgreement while there is no award."""
    found = db.session.execute(
        sa.select(Award.id, Award.fund_year_id).where(Award.application_id == application_id)
    ).one_or_none()
    if found is None:
        work.require(Action.READ_APPLICATION, work.load(Application, application_id))
        raise NoAgreement
    work.load(FundYear, found.fund_year_id)
    return work.load(Application, application_id), work.load(Award, found.id)


def move(work: Work, award: Award, *, source: AccountKind, target: AccountKind, step: str) -> None:
    """Book the whole award from one account to another, once for each step."""
    post(
        work,
        transfer(award.amount_cents, source=source, target=target),
        fund_year_id=award.fund_year_id,
        cause=("award", award.id),
        step=step,
        case_id=award.application_id,
    )
