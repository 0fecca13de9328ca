"""Rule books: a new version replaces the last from its day on, a written one never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from app.core.clock import berlin_date
from app.core.policy import Action
from app.funds.models import Fund, RuleBook
from app.funds.queries import last_version
from app.funds.rules import NothingChanged, RuleValues, ensure_not_in_the_past
from app.shell.audit.events import Event
from app.shell.work import Work


@dataclass(frozen=True, kw_only=True)
class RuleBookPublished(Event):
    """A version of the rules was published, «Fassung veröffentlicht»; names the parameters that changed."""

    tag = "rule_book.published"
    fund_id: UUID
    version_number: int
    valid_from: date
    fingerprint: str
    changed: tuple[str, ...]


def publish_rule_book(
    work: Work,
    *,
    fund_id: UUID,
    valid_from: date,
    overrides: Mapping[str, Any],
    note: str = "",
    version: int | None = None,
) -> UUID:
    """Publish the rules that hold from a day on and return the version's id.

    ``overrides`` are values by parameter, whatever is absent has its default; only differences from the defaults are
    kept. ``version`` is the number of the last version the writer saw. Raise InvalidInput by parameter.
    """
    fund = work.load(Fund, fund_id)
    work.require(Action.EDIT_RULE_BOOK, fund)
    values = RuleValues.from_overrides(overrides).differences()
    last = last_version(fund_id)
    if last is not None:
        work.check_version(last, version)
    ensure_not_in_the_past(valid_from, today=berlin_date(work.now), last_from=last.valid_from if last else None)
    before = last.values if last else RuleValues()
    if last is not None and values == before:
        raise NothingChanged

    row = RuleBook(
        id=uuid4(),
        fund_id=fund_id,
        version_number=last.version_number + 1 if last else 1,
        valid_from=valid_from,
        overrides=values.overrides,
        effective=values.effective(),
        fingerprint=values.fingerprint,
        note=note,
        created_at=work.now,
    )
    work.store(row)

    work.record(
        RuleBookPublished(
            area_id=fund.area_id,
            subject_id=row.id,
            fund_id=fund_id,
            version_number=row.version_number,
            valid_from=valid_from,
            fingerprint=row.fingerprint,
            changed=values.changed_from(before),
        )
    )
    return row.id
