"""The account of an action as a whole: who, how far, which rules, which figures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.allocation.models import Award
from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.money import Euro
from app.core.policy import Action, Subject, require
from app.funds import queries as fund_queries
from app.funds.rules import RuleValues
from app.people.models import Person
from app.proposals.models import Application, BudgetLine
from app.proposals.rules import ApplicationState
from app.settlement.models import Receipt, Settlement, SettlementPhoto
from app.settlement.rules import Contents, SettlementResult, Shift, result, shifts
from app.shell.database import db

TO_REVIEW = (
    ApplicationState.SETTLEMENT_SUBMITTED,
    ApplicationState.CERTIFIED,
    ApplicationState.OVERDUE,
    ApplicationState.REPAYMENT_DUE,
    ApplicationState.REPAYMENT_LATE,
    ApplicationState.FINALISED,
)
LIST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class AccountView:
    """What a page needs to know of an account, «Abrechnung»; ``settlement_id`` is None until it is begun."""

    application_id: UUID
    area_id: UUID
    applicant_id: UUID | None
    fund_year_id: UUID
    rule_book_id: UUID
    file_number: str | None
    title: str
    state: ApplicationState
    due_on: date | None
    action_from: date | None
    action_to: date | None
    awarded_cents: int
    paid_cents: int
    settlement_id: UUID | None
    report: str
    participants: int | None
    submitted_at: datetime | None
    certified_at: datetime | None
    certified_by_id: UUID | None
    certified_by: str | None
    ordered_at: datetime | None
    ordered_by: str | None
    recognised_cents: int | None
    flat_rate_cents: int | None
    entitlement_cents: int | None
    balance_payment_cents: int | None
    repayment_cents: int | None
    check_note: str
    version: int | None

    @property
    def subject(self) -> Subject:
        """Return the policy's view: the account belongs to the applicant."""
        return Subject("settlement", self.settlement_id, self.area_id, self.applicant_id)

    @property
    def settled_cents(self) -> int:
        """Return what was paid when the account was settled: all of it, less a balance that may have left since."""
        if self.ordered_at and self.balance_payment_cents and self.entitlement_cents:
            return self.entitlement_cents - self.balance_payment_cents
        return self.paid_cents


def account_of(actor: Actor, application_id: UUID) -> AccountView:
    """Return the account of an application that has an award; NotFound for others and for strangers."""
    certifier, orderer = sa.orm.aliased(Person), sa.orm.aliased(Person)
    statement = (
        sa.select(
            Application.id.label("application_id"),
            Application.area_id,
            Application.applicant_id,
            Application.fund_year_id,
            Award.rule_book_id,
            Application.file_number,
            Application.title,
            Application.state,
            Application.due_on,
            Application.action_from,
            Application.action_to,
            Award.amount_cents.label("awarded_cents"),
            Application.paid_cents,
            Settlement.id.label("settlement_id"),
            sa.func.coalesce(Settlement.report, "").label("report"),
            Settlement.participants,
            Settlement.submitted_at,
            Settlement.certified_at,
            Settlement.certified_by_id,
            certifier.name.label("certified_by"),
            Settlement.ordered_at,
            orderer.name.label("ordered_by"),
            Settlement.recognised_cents,
            Settlement.flat_rate_cents,
            Settlement.entitlement_cents,
            Settlement.balance_payment_cents,
            Settlement.repayment_cents,
            sa.func.coalesce(Settlement.check_note, "").label("check_note"),
            Settlement.version,
        )
        .select_from(Application)
        .join(Award, Award.application_id == Application.id)
        .outerjoin(Settlement, Settlement.application_id == Application.id)
        .outerjoin(certifier, certifier.id == Settlement.certified_by_id)
        .outerjoin(orderer, orderer.id == Settlement.ordered_by_id)
        .where(Application.id == application_id)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    view = AccountView(**row._mapping)  # noqa: SLF001 - the documented way
    require(actor, Action.READ_SETTLEMENT, view.subject)
    return view


def rules_of_case(application_id: UUID) -> RuleValues:
    """Return the rules the award was made under; NotFound without an award."""
    rule_book_id = db.session.scalar(sa.select(Award.rule_book_id).where(Award.application_id == application_id))
    if rule_book_id is None:
        raise NotFound
    return fund_queries.rules_of(rule_book_id).values


def receipt_amounts(settlement_id: UUID | None) -> list[tuple[str, int, int | None]]:
    """Return kind of cost, amount and recognised amount of each receipt, in their order."""
    statement = (
        sa.select(Receipt.category, Receipt.amount_cents, Receipt.recognised_cents)
        .where(Receipt.settlement_id == settlement_id)
        .order_by(Receipt.number)
    )
    return [(category, amount, recognised) for category, amount, recognised in db.session.execute(statement)]


def figures_of(
    amounts: list[tuple[str, int, int | None]], *, award_cents: int, paid_cents: int, values: RuleValues
) -> SettlementResult:
    """Return the figures as they stand: what is not decided yet counts in full."""
    kept = [amount if recognised is None else recognised for _, amount, recognised in amounts]
    return result(
        [Euro(cents) for cents in kept],
        award=Euro(award_cents),
        paid=Euro(paid_cents),
        values=values,
        cut=Euro(sum(amount for _, amount, _ in amounts) - sum(kept)),
    )


def plan_against_actual(
    application_id: UUID, amounts: list[tuple[str, int, int | None]], values: RuleValues
) -> list[Shift]:
    """Compare planned and spent amounts by kind of cost; what was cut is not spent."""
    planned = sa.select(BudgetLine.category, sa.func.sum(BudgetLine.amount_cents)).where(
        BudgetLine.application_id == application_id
    )
    rows = db.session.execute(planned.group_by(BudgetLine.category).order_by(sa.func.min(BudgetLine.position)))
    actual: dict[str, Euro] = {}
    for category, amount, recognised in amounts:
        cents = amount if recognised is None else recognised
        actual[category] = actual.get(category, Euro(0)) + Euro(cents)
    return shifts({category: Euro(int(cents)) for category, cents in rows}, actual, values)


def contents_of(settlement_id: UUID) -> Contents:
    """Return what a settlement holds, for the check before it is sent. Three queries."""
    row = db.session.execute(
        sa.select(Settlement.report, Settlement.participants).where(Settlement.id == settlement_id)
    ).one()
    photos = (
        sa.select(sa.func.count()).select_from(SettlementPhoto).where(SettlementPhoto.settlement_id == settlement_id)
    )
    receipts = db.session.execute(
        sa.select(Receipt.number, Receipt.category, Receipt.file_id, Receipt.is_on_paper)
        .where(Receipt.settlement_id == settlement_id)
        .order_by(Receipt.number)
    ).all()
    return Contents(
        report=row.report,
        participants=row.participants,
        photos=db.session.scalar(photos) or 0,
        categories=frozenset(receipt.category for receipt in receipts),
        unproven=tuple(receipt.number for receipt in receipts if receipt.file_id is None and not receipt.is_on_paper),
    )


def photos_of(settlement_id: UUID | None) -> list[SettlementPhoto]:
    """Return the photos of a settlement."""
    statement = sa.select(SettlementPhoto).where(SettlementPhoto.settlement_id == settlement_id)
    return list(db.session.scalars(statement.order_by(SettlementPhoto.id)))


def settlements_to_do(actor: Actor, limit: int = LIST_LIMIT) -> list[Any]:
    """Return the accounts that wait for the office in the reader's areas, the most urgent first."""
    statement = (
        sa.select(Application.id, Application.file_number, Application.title, Application.state, Application.due_on)
        .where(Application.state.in_(TO_REVIEW))
        .order_by(Application.due_on, Application.file_number)
        .limit(limit)
    )
    areas = actor.areas(Role.STAFF, Role.DISTRICT, Role.SENATE, Role.AUDITOR)
    if None not in areas:
        statement = statement.where(Application.area_id.in_([area for area in areas if area is not None]))
    return list(db.session.execute(statement))
