"""Which applications somebody finds in lists: conditions that exclude each other, each answered from its own index."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.actor import Actor, Role
from app.core.policy import SCOPE_READ
from app.proposals.models import Application
from app.proposals.rules import SHARED_STATES, ApplicationState

OVERSEERS = (Role.DISTRICT, Role.SENATE, Role.AUDITOR)
_IS_SENT = Application.submitted_at.is_not(None)
_IS_OWN = Application.applicant_id == sa.bindparam("person")
_IN_ONE = sa.and_(Application.area_id == sa.bindparam("one"), _IS_SENT)
_IN_WIDE = sa.and_(Application.area_id.in_(sa.bindparam("wide")), _IS_SENT)
CONDITIONS: dict[str, sa.ColumnElement[bool]] = {
    "sent": _IS_SENT,
    "sent in one area": _IN_ONE,
    "sent in wide areas": _IN_WIDE,
    "own": _IS_OWN,
    "own, not sent": sa.and_(_IS_OWN, ~_IS_SENT),
    "own, besides one area": sa.and_(_IS_OWN, ~_IN_ONE),
    "own, besides wide areas": sa.and_(_IS_OWN, ~_IN_WIDE),
    "shared with the jury": sa.and_(
        Application.area_id.in_(sa.bindparam("narrow")),
        _IS_SENT,
        Application.state.in_(SHARED_STATES),
        sa.or_(Application.applicant_id.is_(None), ~_IS_OWN),
    ),
    "in this state": Application.state == sa.bindparam("state"),
    "with this text": sa.or_(
        *(
            sa.func.lower(column).like(sa.func.lower(sa.bindparam("text")), escape="/")
            for column in (Application.title, Application.file_number)
        )
    ),
}


_BESIDE = {
    (): "own",
    ("sent",): "own, not sent",
    ("sent in one area",): "own, besides one area",
    ("sent in wide areas",): "own, besides wide areas",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """Names of conditions, of which an application meets at most one, and the values of their parameters."""

    branches: tuple[str, ...]
    values: dict[str, Any]


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition for the applications somebody finds in lists: what they may read, less others' drafts."""
    reach = reach_of(actor)
    condition = sa.or_(sa.false(), *(CONDITIONS[name] for name in reach.branches))
    return condition.params(**reach.values) if reach.values else condition


def reach_of(actor: Actor) -> Reach:
    """Return which conditions open applications to somebody."""
    if actor.scopes is not None and SCOPE_READ not in actor.scopes:
        return Reach((), {})
    office = office_reach(actor)
    is_everywhere = "sent" in office.branches
    narrow = frozenset() if is_everywhere else actor.areas(Role.JUROR, Role.CHAIR) - actor.areas(Role.STAFF, *OVERSEERS)
    branches, values = [*office.branches], dict(office.values)
    if actor.person_id is not None:
        branches.append(_BESIDE[office.branches])
        values["person"] = actor.person_id
    if narrow:
        branches.append("shared with the jury")
        values |= {"narrow": list(narrow), "person": actor.person_id}
    return Reach(tuple(branches), values)


def office_reach(actor: Actor) -> Reach:
    """Return which conditions open what was sent to offices somebody works in or oversees."""
    wide = actor.areas(Role.STAFF, *OVERSEERS)
    if None in wide:
        return Reach(("sent",), {})
    if len(wide) == 1:
        return Reach(("sent in one area",), {"one": next(iter(wide))})
    return Reach(("sent in wide areas",), {"wide": list(wide)}) if wide else Reach((), {})


def narrowed(state: ApplicationState | None, search: str | None) -> Reach:
    """Return the conditions of a search that all must hold: a state, a part of the title or the file number."""
    names: list[str] = []
    values: dict[str, Any] = {}
    if state:
        names.append("in this state")
        values["state"] = state
    if search:
        names.append("with this text")
        plain = search.replace("/", "//").replace("%", "/%").replace("_", "/_")
        values["text"] = f"%{plain}%"
    return Reach(tuple(names), values)
