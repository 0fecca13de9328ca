"""All neighbourhoods, and one: the open call, the money left, the next session, actions and decisions."""

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from app.areas.queries import public_areas
from app.core.clock import berlin_date, utc_now
from app.portal import queries
from app.portal.pages.door import bp
from app.portal.rules import STAGE_LABELS, STAGE_TONES, Stage
from app.portal.wording import fund_bar, outcome, votes
from app.shell.doors import html
from app.shell.doors.context import public

FEW = 3
SEVERAL = 6
RUNNING = (Stage.OFFERED, Stage.CONDITIONAL, Stage.DECIDED, Stage.RUNNING, Stage.SETTLING)


@bp.route("/")
@public
def home() -> Any:
    """List the neighbourhoods."""
    return html.if_changed(_home, html.last_change(None), berlin_date(utc_now()))


def _home() -> str:
    areas = public_areas()
    today = berlin_date(utc_now())
    calls = queries.open_calls(today)
    years = queries.years_with_money(today)
    return render_template(
        "portal/home.html",
        areas=[
            {
                "row": area,
                "call": next((call for call in calls if call.area_id == area.id), None),
                "years": [year for year in years if year.area_id == area.id],
            }
            for area in areas
        ],
    )


@bp.route("/gebiete/<slug>/")
@public
def neighbourhood(slug: str) -> Any:
    """Show one neighbourhood."""
    area, change = queries.area_with_change(slug)
    g.area_name = area.name
    return html.if_changed(lambda: _neighbourhood(area), change, berlin_date(utc_now()))


def _neighbourhood(area: Any) -> str:
    today = berlin_date(utc_now())
    shown = queries.actions(area.id, *RUNNING, Stage.FINISHED, limit=2 * queries.PER_PAGE)
    years = queries.years_with_money(today, area.id)
    return render_template(
        "portal/neighbourhood.html",
        area=area,
        today=today,
        years=[{"row": year, "bar": fund_bar(year)} for year in years],
        may_apply=any(year.takes_applications for year in years),
        calls=queries.open_calls(today, area.id),
        session=queries.next_session(area.id, today),
        running=[action for action in shown if action.stage in RUNNING][:SEVERAL],
        finished=[action for action in shown if action.stage is Stage.FINISHED][:FEW],
        decisions=queries.decisions(area.id, limit=FEW),
        stage_labels=STAGE_LABELS,
        stage_tones=STAGE_TONES,
        votes=votes,
        outcome=outcome,
    )


@bp.route("/gebiete/<slug>/entscheidungen")
@public
def decisions(slug: str) -> Any:
    """List all decisions of a neighbourhood."""
    area, change = queries.area_with_change(slug)
    g.area_name = area.name
    return html.if_changed(lambda: _decisions(area, _number()), change)


def _decisions(area: Any, number: int) -> str:
    page = _page("portal.decisions", area, number, queries.count_decisions(area.id))
    return render_template(
        "portal/decisions.html",
        area=area,
        decisions=queries.decisions(area.id, offset=page["offset"]),
        votes=votes,
        outcome=outcome,
        page=page,
    )


@bp.route("/gebiete/<slug>/aktionen")
@public
def actions(slug: str) -> Any:
    """List all actions of a neighbourhood that were awarded money."""
    area, change = queries.area_with_change(slug)
    g.area_name = area.name
    return html.if_changed(lambda: _actions(area, _number()), change)


def _actions(area: Any, number: int) -> str:
    stages = (*RUNNING, Stage.FINISHED, Stage.CANCELLED)
    page = _page("portal.actions", area, number, queries.count_actions(area.id, *stages))
    return render_template(
        "portal/actions.html",
        area=area,
        actions=queries.actions(area.id, *stages, limit=queries.PER_PAGE, offset=page["offset"]),
        stage_labels=STAGE_LABELS,
        stage_tones=STAGE_TONES,
        page=page,
    )


def _number() -> int:
    return max(1, min(request.args.get("seite", 1, type=int), 100_000))


def _page(endpoint: str, area: Any, number: int, total: int) -> dict[str, Any]:
    pages = max(1, -(-total // queries.PER_PAGE))
    number = min(number, pages)
    return {
        "number": number,
        "pages": pages,
        "offset": (number - 1) * queries.PER_PAGE,
        "previous_url": url_for(endpoint, slug=area.slug, seite=number - 1) if number > 1 else None,
        "next_url": url_for(endpoint, slug=area.slug, seite=number + 1) if number < pages else None,
        "text": _("%(total)s insgesamt", total=total),
    }
