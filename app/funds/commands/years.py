"""Funds and their years: created, opened with a budget, bound by commitments, closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from app.areas.models import Area
from app.core.clock import berlin_date
from app.core.money import Euro
from app.core.policy import Action
from app.funds.models import Commitment, Fund, FundKind, FundYear
from app.funds.queries import rules_on
from app.funds.rules import FUND_YEAR, FundYearState, NoBudget, ensure_open, ensure_settled
from app.ledger.commands import open_accounts, post
from app.ledger.queries import balances
from app.ledger.rules import BOUND, AccountKind, OverdrawnAccount, transfer
from app.shell.audit.events import Event
from app.shell.work import Work

UNDER_WAY = (AccountKind.RESERVED, *BOUND)


@dataclass(frozen=True, kw_only=True)
class FundCreated(Event):
    """An area has a fund, «Fonds angelegt»."""

    kind: FundKind


@dataclass(frozen=True, kw_only=True)
class FundYearOpened(Event):
    """A fund year began with its budget, «Fondsjahr eröffnet»."""

    tag = "fund_year.opened"
    year: int
    budget_cents: int


@dataclass(frozen=True, kw_only=True)
class FundYearClosed(Event):
    """A fund year takes no new awards, «Fondsjahr geschlossen»."""

    tag = "fund_year.closed"
    year: int
    available_cents: int


@dataclass(frozen=True, kw_only=True)
class FundYearSettled(Event):
    """Every account of a fund year is closed, «Fondsjahr abgerechnet»."""

    tag = "fund_year.settled"
    year: int
    spent_cents: int


@dataclass(frozen=True, kw_only=True)
class FundYearReported(Event):
    """The office reported a fund year to the authority, «Fondsjahr berichtet»."""

    tag = "fund_year.reported"
    year: int


@dataclass(frozen=True, kw_only=True)
class CommitmentBooked(Event):
    """Money was bound outside an application, «Verpflichtung gebucht»."""

    fund_year_id: UUID
    amount_cents: int


def create_fund(work: Work, *, area_id: UUID, kind: FundKind, name: str) -> UUID:
    """Create a fund of an area and return its id; an area has one of each kind."""
    area = work.load(Area, area_id)
    work.require(Action.CREATE_FUND, area)

    fund = Fund(id=uuid4(), area_id=area_id, kind=kind, name=name)
    work.store(fund)

    work.record(FundCreated(area_id=area_id, subject_id=fund.id, kind=kind))
    return fund.id


def open_fund_year(work: Work, *, fund_id: UUID, year: int, budget_cents: int | None = None) -> UUID:
    """Open a fund year and book its budget as available; without an amount the rule book gives it. Return its id."""
    fund = work.load(Fund, fund_id)
    work.require(Action.OPEN_FUND_YEAR, fund)
    rules = rules_on(fund_id, max(berlin_date(work.now), date(year, 1, 1)))
    budget = rules.values.integer("fund.annual_budget_cents") if budget_cents is None else budget_cents
    if budget <= 0:
        raise NoBudget

    row = FundYear(
        id=uuid4(),
        fund_id=fund_id,
        area_id=fund.area_id,
        year=year,
        budget_cents=budget,
        state=FUND_YEAR.after(FundYearState.DRAFT, "open"),
    )
    work.store(row)
    open_accounts(work, row.id, budget_cents=budget)

    work.record(FundYearOpened(area_id=fund.area_id, subject_id=row.id, year=year, budget_cents=budget))
    return row.id


def book_commitment(work: Work, *, fund_year_id: UUID, amount_cents: int, text: str = "") -> UUID:
    """Bind money of an open fund year outside an application and return the commitment's id."""
    year = work.load(FundYear, fund_year_id)
    work.require(Action.BOOK_COMMITMENT, year)
    ensure_open(year.state, year=year.year)
    if amount_cents > balances(fund_year_id)[AccountKind.AVAILABLE]:
        raise OverdrawnAccount(field="amount_cents")

    row = Commitment(
        id=uuid4(),
        area_id=year.area_id,
        fund_year_id=fund_year_id,
        amount_cents=amount_cents,
        text=text,
        booked_at=work.now,
    )
    work.store(row)
    post(
        work,
        transfer(amount_cents, source=AccountKind.AVAILABLE, target=AccountKind.COMMITTED),
        fund_year_id=fund_year_id,
        cause=("commitment", row.id),
        step="commit",
    )

    work.record(
        CommitmentBooked(area_id=year.area_id, subject_id=row.id, fund_year_id=fund_year_id, amount_cents=amount_cents)
    )
    return row.id


def close_fund_year(work: Work, *, fund_year_id: UUID) -> UUID:
    """Close a fund year for new awards; what is bound is still paid and settled, what is left is not spent any more."""
    year = work.load(FundYear, fund_year_id)
    work.require(Action.CLOSE_FUND_YEAR, year)

    year.state = FUND_YEAR.after(year.state, "close_spending")
    work.store()

    available = balances(fund_year_id)[AccountKind.AVAILABLE]
    work.record(
        FundYearClosed(area_id=year.area_id, subject_id=fund_year_id, year=year.year, available_cents=available)
    )
    return fund_year_id


def settle_fund_year(work: Work, *, fund_year_id: UUID) -> UUID:
    """Call a closed fund year settled: nothing is reserved, bound, on its way or unproven. Raise MoneyUnderWay."""
    year = work.load(FundYear, fund_year_id)
    work.require(Action.CLOSE_FUND_YEAR, year)
    state = FUND_YEAR.after(year.state, "settle")
    cents = balances(fund_year_id)
    ensure_settled(Euro(sum(cents[kind] for kind in UNDER_WAY)))

    year.state = state
    work.store()

    spent = cents[AccountKind.SPENT]
    work.record(FundYearSettled(area_id=year.area_id, subject_id=fund_year_id, year=year.year, spent_cents=spent))
    return fund_year_id


def report_fund_year(work: Work, *, fund_year_id: UUID) -> UUID:
    """Note that a settled fund year was reported to the authority."""
    year = work.load(FundYear, fund_year_id)
    work.require(Action.CLOSE_FUND_YEAR, year)

    year.state = FUND_YEAR.after(year.state, "report")
    work.store()

    work.record(FundYearReported(area_id=year.area_id, subject_id=fund_year_id, year=year.year))
    return fund_year_id
