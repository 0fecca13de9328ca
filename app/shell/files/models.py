"""The table of stored files: what is known of the bytes; the bytes themselves lie in the file store."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.shell.database import Base, new_id


class StoredFile(Base):
    """A file kept unchanged, «Datei», found by the SHA-256 of its bytes; ``pixel_hash`` by what the picture shows."""

    __tablename__ = "stored_file"
    id: Mapped[UUID] = new_id()
    area_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("area.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    pixel_hash: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    media_type: Mapped[str] = mapped_column(sa.String(60))
    size: Mapped[int] = mapped_column(sa.BigInteger())
    name: Mapped[str] = mapped_column(sa.String(160))
    stored_at: Mapped[datetime]
