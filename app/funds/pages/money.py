"""Funds and fund years for the office: where the money is, opening and closing a year, commitments."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.areas.queries import INSIDERS, area, area_names, areas_held
from app.core.actor import Role
from app.core.clock import berlin_date, utc_now
from app.core.policy import Action, may, require
from app.funds import commands, queries
from app.funds.forms import CommitmentForm, EmptyForm, FundForm, FundYearForm
from app.funds.pages.door import bp, fund_bar
from app.funds.rules import CALL_LABELS, FUND_YEAR, FUND_YEAR_LABELS, FundYearState
from app.ledger.rules import AccountKind
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt


@bp.route("/geld")
def money() -> Any:
    """Show the funds of this person's areas, their years and calls."""
    actor = current_actor()
    funds = queries.visible_funds(actor, *INSIDERS)
    area_ids = {fund.area_id for fund in funds}
    years = queries.years_of_areas(area_ids)
    balances = queries.money_of([year.id for year in years])
    calls = queries.calls_of_areas(area_ids)
    return render_template(
        "funds/money.html",
        funds=[
            {
                "row": fund,
                "may_edit": may(actor, Action.OPEN_FUND_YEAR, fund.subject),
                "years": [_shown(year, balances, calls) for year in years if year.fund_id == fund.id],
            }
            for fund in funds
        ],
        area_names=area_names(area_ids),
        offices=areas_held(actor, Role.STAFF),
        year_labels=FUND_YEAR_LABELS,
        call_labels=CALL_LABELS,
    )


def _shown(year: queries.YearRow, balances: Any, calls: Any) -> dict[str, Any]:
    return {
        "row": year,
        "is_open": year.state is FundYearState.OPEN,
        "steps": {step: FUND_YEAR.allows(year.state, step) for step in ("settle", "report")},
        "bar": fund_bar(balances[year.id]),
        "budget_cents": -balances[year.id][AccountKind.BUDGET],
        "calls": [call for call in calls if call.fund_year_id == year.id],
    }


@bp.route("/gebiete/<uuid:area_id>/fonds/neu", methods=["GET", "POST"])
def new_fund(area_id: UUID) -> Any:
    """Create a fund of an area."""
    found = area(area_id)
    require(current_actor(), Action.CREATE_FUND, found.subject)
    form = FundForm(data={"name": _("Aktionsfonds")})
    if done := attempt(form, commands.create_fund, area_id=area_id):
        flash(_("Der Fonds ist angelegt. Veröffentlichen Sie jetzt sein Regelwerk."), "success")
        return redirect(url_for("funds.rule_book", fund_id=done.id))
    return render_template("funds/fund_form.html", form=form, area=found), form.status


@bp.route("/fonds/<uuid:fund_id>/jahre/neu", methods=["GET", "POST"])
def new_year(fund_id: UUID) -> Any:
    """Open a fund year."""
    fund = queries.fund_for_editing(current_actor(), fund_id)
    rules = queries.last_version(fund_id)
    form = FundYearForm(data={"year": berlin_date(utc_now()).year})
    if attempt(form, commands.open_fund_year, fund_id=fund_id):
        flash(_("Das Fondsjahr ist eröffnet."), "success")
        return redirect(url_for("funds.money"))
    budget = rules.values.integer("fund.annual_budget_cents") if rules else None
    return render_template("funds/year_form.html", form=form, fund=fund, budget_cents=budget), form.status


@bp.route("/fonds/<uuid:fund_year_id>/verpflichtung", methods=["GET", "POST"])
def commitment(fund_year_id: UUID) -> Any:
    """Bind money outside an application."""
    year = queries.fund_year_for_reading(current_actor(), fund_year_id)
    form = CommitmentForm()
    if attempt(form, commands.book_commitment, fund_year_id=fund_year_id):
        flash(_("Die Verpflichtung ist gebucht."), "success")
        return redirect(url_for("funds.book", fund_year_id=fund_year_id))
    available = queries.money_of([fund_year_id])[fund_year_id][AccountKind.AVAILABLE]
    return render_template("funds/commitment.html", form=form, year=year, available_cents=available), form.status


@bp.route("/fonds/<uuid:fund_year_id>/schliessen", methods=["GET", "POST"])
def close_year(fund_year_id: UUID) -> Any:
    """Close a fund year for new awards."""
    year = queries.fund_year_for_reading(current_actor(), fund_year_id)
    form = EmptyForm()
    if attempt(form, commands.close_fund_year, fund_year_id=fund_year_id):
        flash(_("Das Fondsjahr ist für neue Bewilligungen geschlossen."), "success")
        return redirect(url_for("funds.money"))
    cents = queries.money_of([fund_year_id])[fund_year_id]
    return render_template(
        "funds/close_year.html", form=form, year=year, bar=fund_bar(cents), budget_cents=-cents[AccountKind.BUDGET]
    ), form.status


@bp.route("/fonds/<uuid:fund_year_id>/abgerechnet", methods=["POST"])
def settle_year(fund_year_id: UUID) -> Any:
    """Call a fund year settled."""
    return _take(commands.settle_fund_year, fund_year_id, _("Das Fondsjahr ist abgerechnet."))


@bp.route("/fonds/<uuid:fund_year_id>/berichtet", methods=["POST"])
def report_year(fund_year_id: UUID) -> Any:
    """Note that a fund year was reported."""
    return _take(commands.report_fund_year, fund_year_id, _("Vermerkt: Das Fondsjahr ist berichtet."))


def _take(command: Callable[..., UUID | None], fund_year_id: UUID, done: str) -> Any:
    form = EmptyForm()
    if attempt(form, command, fund_year_id=fund_year_id):
        flash(done, "success")
    for refusal in form.form_errors:
        flash(str(refusal), "danger")
    return redirect(url_for("funds.money"))
