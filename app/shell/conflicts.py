"""What the database refuses, said in the words of the domain: constraint name -> refusal."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.core.errors import DomainError
from app.core.words import N_
from app.shell.database import Base

REFUSALS: dict[str, type[DomainError]] = {}

_SQLITE_COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")
_SQLITE_NAME = re.compile(r"CHECK constraint failed: (\w+)")


class AlreadyExists(DomainError):
    """Something with these values exists already."""

    title = N_("Das gibt es schon.")


def refused_as(**errors: type[DomainError]) -> None:
    """Say which refusal of the domain stands for which constraint or trigger."""
    REFUSALS.update(errors)


def as_domain_error(error: IntegrityError) -> Exception:
    """Return the refusal for a violated constraint; a constraint nobody named stays a fault."""
    name, is_unique = constraint_of(error)
    if name in REFUSALS:
        return REFUSALS[name]()
    return AlreadyExists() if is_unique else error


def constraint_of(error: IntegrityError) -> tuple[str, bool]:
    """Return the name of the violated constraint or trigger, and whether it is a unique one."""
    original: Any = error.orig
    diagnosis = getattr(original, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or "", original.sqlstate == "23505"
    text = str(original)
    if unique := _SQLITE_COLUMNS.match(text):
        return _unique_name(unique[1]), True
    if check := _SQLITE_NAME.match(text):
        return check[1], False
    return text, False


def _unique_name(columns: str) -> str:
    if columns.startswith("index "):
        return columns.removeprefix("index ").strip("'")
    table_name = columns.partition(".")[0]
    wanted = {part.rpartition(".")[2] for part in columns.split(", ")}
    table = Base.metadata.tables.get(table_name)
    if table is None:
        return ""
    unique = (
        *(found for found in table.constraints if isinstance(found, sa.UniqueConstraint | sa.PrimaryKeyConstraint)),
        *(index for index in table.indexes if index.unique),
    )
    names = [str(found.name) for found in unique if {column.name for column in found.columns} == wanted]
    return names[0] if names else ""
