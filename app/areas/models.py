"""Tables of areas: neighbourhoods and the carriers who run their office."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.areas.rules import AreaState, CodeTaken, SlugTaken
from app.core.policy import Subject
from app.shell.conflicts import refused_as
from app.shell.database import Base, new_id, one_of


class Area(Base):
    """A neighbourhood of the programme, «QM-Gebiet»."""

    __tablename__ = "area"
    id: Mapped[UUID] = new_id()
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    code: Mapped[str] = mapped_column(sa.String(6), unique=True)
    district_name: Mapped[str] = mapped_column(sa.String(80))
    introduction: Mapped[str] = mapped_column(sa.String(2000), default="")
    contact: Mapped[str] = mapped_column(sa.String(500), default="")
    state: Mapped[AreaState] = one_of(AreaState)
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view."""
        return Subject("area", self.id, self.id)


class Carrier(Base):
    """An organisation that runs a neighbourhood office, «Träger»."""

    __tablename__ = "carrier"
    id: Mapped[UUID] = new_id()
    name: Mapped[str] = mapped_column(sa.String(160), unique=True)


class CarrierAssignment(Base):
    """Who runs the office of an area, and when, «Beauftragung»."""

    __tablename__ = "carrier_assignment"
    __table_args__ = (sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "dates_in_order"),)
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    carrier_id: Mapped[UUID] = mapped_column(sa.ForeignKey("carrier.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


refused_as(uq_area_slug=SlugTaken, uq_area_code=CodeTaken)
