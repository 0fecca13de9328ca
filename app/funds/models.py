"""Tables of funds: fund years, rule books in versions, calls."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.policy import Subject
from app.funds.rules.life import CallState, FundExists, FundYearExists, FundYearState
from app.shell.conflicts import refused_as
from app.shell.database import Base, cents, new_id, one_of


class FundKind(StrEnum):
    """The kinds of funds, «Fondsart»."""

    ACTION_FUND = "action_fund"
    PROJECT_FUND = "project_fund"
    BUILDING_FUND = "building_fund"
    NETWORK_FUND = "network_fund"


class Fund(Base):
    """A pot of money of an area, «Fonds»."""

    __tablename__ = "fund"
    __table_args__ = (sa.UniqueConstraint("area_id", "kind"),)
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    kind: Mapped[FundKind] = one_of(FundKind)
    name: Mapped[str] = mapped_column(sa.String(120))

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("fund", self.id, self.area_id)


class FundYear(Base):
    """The money of a fund in one year, «Fondsjahr»; this row is locked first by whoever moves money.

    ``next_number`` numbers the applications of the year.
    """

    __tablename__ = "fund_year"
    __table_args__ = (
        sa.UniqueConstraint("fund_id", "year"),
        sa.CheckConstraint("budget_cents > 0", "budget_positive"),
    )
    id: Mapped[UUID] = new_id()
    fund_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund.id"))
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    year: Mapped[int]
    budget_cents: Mapped[int] = cents()
    state: Mapped[FundYearState] = one_of(FundYearState)
    next_number: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("fund_year", self.id, self.area_id)


class RuleBook(Base):
    """One version of a fund's rules, «Regelwerk»: never changed once written; a newer version replaces it from its day on.

    ``overrides`` holds what differs from the documented defaults, ``effective`` every value as of that day, so that a later
    default changes nothing, ``fingerprint`` the SHA-256 of all effective values.
    """

    __tablename__ = "rule_book"
    __table_args__ = (sa.UniqueConstraint("fund_id", "version_number"),)
    id: Mapped[UUID] = new_id()
    fund_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund.id"))
    version_number: Mapped[int]
    valid_from: Mapped[date]
    overrides: Mapped[dict[str, Any]]
    effective: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    created_at: Mapped[datetime]


class Commitment(Base):
    """Money bound outside an application, «Verpflichtung»: an older award, a running contract."""

    __tablename__ = "commitment"
    __table_args__ = (sa.CheckConstraint("amount_cents > 0", "amount_positive"),)
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"), index=True)
    amount_cents: Mapped[int] = cents()
    text: Mapped[str] = mapped_column(sa.String(200))
    booked_at: Mapped[datetime]


class Call(Base):
    """An invitation to apply, «Aufruf»."""

    __tablename__ = "call"
    __table_args__ = (
        sa.CheckConstraint("opens_on <= cut_off_on AND cut_off_on <= session_on", "dates_in_order"),
        sa.Index("ix_call_area_id_state", "area_id", "state"),
    )
    id: Mapped[UUID] = new_id()
    fund_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fund_year.id"))
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    title: Mapped[str] = mapped_column(sa.String(160))
    text: Mapped[str] = mapped_column(sa.String(4000), default="")
    opens_on: Mapped[date]
    cut_off_on: Mapped[date]
    session_on: Mapped[date]
    state: Mapped[CallState] = one_of(CallState)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("call", self.id, self.area_id)


refused_as(uq_fund_area_id_kind=FundExists, uq_fund_year_fund_id_year=FundYearExists)
