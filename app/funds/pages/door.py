"""The blueprint of funds and what its pages share."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from app.areas.queries import INSIDERS
from app.ledger.rules import ACCOUNT_LABELS, PARTS, AccountKind
from app.shell.charts import BarPart, bar_parts
from app.shell.doors import html
from app.shell.doors.context import current_actor
from app.shell.doors.words import euro

bp = Blueprint("funds", __name__, template_folder="../templates")
PER_PAGE = 50


def menu() -> list[tuple[str, str, bool]]:
    """Return what those find in the menu who may look into the books of an area."""
    if not current_actor().areas(*INSIDERS):
        return []
    return [html.menu_entry(_("Geld"), "funds.money"), html.menu_entry(_("Regelwerk"), "funds.rule_books")]


html.NAVIGATION.append(menu)


def fund_bar(cents: Mapping[AccountKind, int]) -> tuple[BarPart, ...]:
    """Return the parts of a fund year's bar, all six."""
    return bar_parts([(kind.value, _(ACCOUNT_LABELS[kind]), cents[kind], euro(cents[kind])) for kind in PARTS])


def page_of(number: int, total: int, url: Any) -> dict[str, Any]:
    """Return what the pager shows; ``url`` makes the address of a page."""
    pages = max(1, -(-total // PER_PAGE))
    number = min(number, pages)
    first, last = (number - 1) * PER_PAGE + 1, min(number * PER_PAGE, total)
    return {
        "number": number,
        "pages": pages,
        "previous_url": url(number - 1) if number > 1 else None,
        "next_url": url(number + 1) if number < pages else None,
        "text": _("%(first)s bis %(last)s von %(total)s", first=first, last=last, total=total) if total else "",
    }
