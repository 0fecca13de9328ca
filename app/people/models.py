"""Tables of people: accounts, roles by area, sign-in sessions, one-time links, access tokens."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Role
from app.core.policy import Subject
from app.people.rules import DatesReversed, EmailTaken
from app.shell.conflicts import refused_as
from app.shell.database import Base, new_id, one_of

HOUSEKEEPING = {"info": {"housekeeping": True}}


class Person(Base):
    """A natural person with an account, «Person»; ``salt`` makes their pseudonyms, erasing it unties the log."""

    __tablename__ = "person"
    id: Mapped[UUID] = new_id()
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    locale: Mapped[str | None] = mapped_column(sa.String(20))
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    totp_secret: Mapped[bytes | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(sa.BigInteger())
    recovery_hashes: Mapped[list[str]] = mapped_column(default=list)
    salt: Mapped[bytes]
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> Subject:
        """Return the policy's view: a person owns their account."""
        return Subject("person", self.id, None, self.id)


class RoleGrant(Base):
    """A role in an area with validity dates, both inclusive, «Rolle»; without an area it holds in all."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "dates_in_order"),
        sa.Index("ix_role_grant_area_id_role", "area_id", "role"),
    )
    id: Mapped[UUID] = new_id()
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role] = one_of(Role)
    area_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("area.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_at: Mapped[datetime]

    @property
    def subject(self) -> Subject:
        """Return the policy's view: a role belongs to its area."""
        return Subject("role_grant", self.id, self.area_id)


class SignInSession(Base):
    """A signed-in browser, «Sitzung am Gerät»; the cookie holds a token, the row its SHA-256. Sign-out ends the row."""

    __tablename__ = "sign_in_session"
    __table_args__ = HOUSEKEEPING
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SignInLink(Base):
    """A one-time link by mail, «Anmeldelink»: to sign in, to accept an invitation, to set a new password."""

    __tablename__ = "sign_in_link"
    __table_args__ = HOUSEKEEPING
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    email: Mapped[str] = mapped_column(sa.String(254))
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    next_url: Mapped[str | None] = mapped_column(sa.String(300))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccessToken(Base):
    """A personal access token for the API, «Zugriffsschlüssel», with scopes and an end."""

    __tablename__ = "access_token"
    id: Mapped[UUID] = new_id()
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_on: Mapped[date]
    revoked_at: Mapped[datetime | None]

    @property
    def subject(self) -> Subject:
        """Return the policy's view: a token belongs to its person."""
        return Subject("access_token", self.id, None, self.person_id)


refused_as(uq_person_email=EmailTaken, ck_role_grant_dates_in_order=DatesReversed)
