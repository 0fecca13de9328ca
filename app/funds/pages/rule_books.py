"""Rule books: the editing page with every parameter, its versions, and the rules in force for everybody."""

from itertools import zip_longest
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.areas.queries import INSIDERS, area_names, public_area
from app.core.clock import berlin_date, utc_now
from app.core.policy import Action, may
from app.funds import commands, queries
from app.funds.forms import RuleBookForm, typed_values
from app.funds.pages.door import bp
from app.funds.rules import RuleValues
from app.funds.wording import changes, chapters
from app.shell.doors import html
from app.shell.doors.context import current_actor, public
from app.shell.doors.forms import attempt


@bp.route("/regelwerk")
def rule_books() -> Any:
    """List the rule books of this person's areas; a single one opens at once."""
    funds = queries.visible_funds(current_actor(), *INSIDERS)
    if len(funds) == 1:
        return redirect(url_for("funds.rule_book", fund_id=funds[0].id))
    return render_template("funds/rule_books.html", funds=funds, area_names=area_names({f.area_id for f in funds}))


@bp.route("/fonds/<uuid:fund_id>/regelwerk", methods=["GET", "POST"])
def rule_book(fund_id: UUID) -> Any:
    """Show the rules of a fund with all versions; the office writes the next one."""
    actor = current_actor()
    fund = (
        queries.fund_for_editing(actor, fund_id)
        if request.method == "POST"
        else queries.fund_for_reading(actor, fund_id)
    )
    if not may(actor, Action.EDIT_RULE_BOOK, fund.subject):
        return render_template("funds/rule_book_read.html", **_shown(fund))
    written = queries.versions(fund_id)
    values = written[0].values if written else RuleValues()
    today = berlin_date(utc_now())
    form = RuleBookForm(
        data={
            "valid_from": max(today, written[0].valid_from) if written else today,
            "overrides": typed_values(values),
            "version": written[0].version_number if written else None,
        }
    )
    if attempt(form, commands.publish_rule_book, fund_id=fund_id):
        flash(_("Die neue Fassung ist veröffentlicht."), "success")
        return redirect(url_for("funds.rule_book", fund_id=fund_id))
    return render_template(
        "funds/rule_book.html", form=form, chapters=chapters(values), **_shown(fund, written)
    ), form.status


@bp.route("/gebiete/<slug>/regeln")
@public
def rules_in_force(slug: str) -> Any:
    """Show everybody the rules in force in an area."""
    area = public_area(slug)
    g.area_name = area.name
    today = berlin_date(utc_now())
    return html.if_changed(lambda: _rules_page(area), html.last_change(area.id), today)


def _rules_page(area: Any) -> str:
    funds = queries.funds_of_areas([area.id])
    return render_template("funds/rules.html", area=area, funds=[_shown(fund) for fund in funds])


def _shown(fund: Any, written: list[queries.RulesInForce] | None = None) -> dict[str, Any]:
    """Return a fund with its rules in force today and what changed from version to version."""
    found = queries.versions(fund.id) if written is None else written
    today = berlin_date(utc_now())
    in_force = next((version for version in _latest_first(found) if version.valid_from <= today), None)
    return {
        "fund": fund,
        "in_force": in_force,
        "in_force_chapters": chapters(in_force.values) if in_force else [],
        "versions": [
            {"row": version, "changes": changes(version.values, before.values if before else RuleValues())}
            for version, before in zip_longest(found, found[1:])
        ],
    }


def _latest_first(found: list[queries.RulesInForce]) -> list[queries.RulesInForce]:
    return sorted(found, key=lambda version: (version.valid_from, version.version_number), reverse=True)
