"""The mark of all that has happened in an area: as long as it stays the same, so does every page about the area.

Numbers of lines are given before the commit, so on PostgreSQL a lower one may appear after a higher one. A mark made
while somebody writes therefore names the changes under way, and never comes again. What happens outside all areas (a
person takes another name) may show on the pages of any.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.shell.audit.models import AuditEvent


class UnderWay(FunctionElement[str]):
    """The changes under way, empty when there are none; SQLite lets only one be under way and shows it afterwards."""

    type = sa.String()
    inherit_cache = True


@compiles(UnderWay)
def _nothing(*_: Any, **_options: Any) -> str:
    return "''"


@compiles(UnderWay, "postgresql")
def _snapshot(*_: Any, **_options: Any) -> str:
    seen = "pg_current_snapshot()"
    return f"CASE WHEN pg_snapshot_xmin({seen}) = pg_snapshot_xmax({seen}) THEN '' ELSE CAST({seen} AS text) END"


def mark(area_id: Any = None) -> sa.Label[str]:
    """Return the mark of an area (a value or a column; None: of all areas) as a column."""
    if area_id is None:
        newest = _newest()
    else:
        newest = _newest(AuditEvent.area_id == area_id).concat(".").concat(_newest(AuditEvent.area_id.is_(None)))
    return newest.concat(UnderWay()).label("mark")


def mark_of_role(area_id: Any) -> sa.ColumnElement[str]:
    """Return the mark of the area a role is held in (a column), of all areas where that is none, as a column."""
    return sa.case((area_id.is_(None), mark().element), else_=mark(area_id).element).label("mark")


def _newest(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[str]:
    newest = sa.select(AuditEvent.id).where(*conditions).order_by(AuditEvent.id.desc()).limit(sa.literal_column("1"))
    return sa.func.coalesce(sa.cast(newest.scalar_subquery(), sa.String), "0")
