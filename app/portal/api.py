"""The JSON door of the public: the money of an area, its decisions, the way of one action's money."""

from typing import Any
from uuid import UUID

from app.core.clock import berlin_date, utc_now
from app.ledger.rules import PARTS
from app.portal import queries, schemas
from app.shell.doors import rest
from app.shell.doors.context import public

bp = rest.blueprint("portal", "What everybody may know: money, decisions, actions")
DecisionPage = rest.page_schema(schemas.PublicDecisionOut)


@bp.route("/areas/<string(maxlength=60):slug>/fund")
@bp.response(200, schemas.AreaFundsOut)
@public
def fund(slug: str) -> Any:
    """Show where the money of an area's funds is, this year and later, or in its latest year."""
    area, _change = queries.area_with_change(slug)
    return {
        "items": [
            {
                "fund_year_id": year.id,
                "fund_name": year.fund_name,
                "year": year.year,
                "budget_cents": year.budget_cents,
                **{f"{kind.value}_cents": year.cents[kind] for kind in PARTS},
            }
            for year in queries.years_with_money(berlin_date(utc_now()), area.id)
        ]
    }


@bp.route("/areas/<string(maxlength=60):slug>/decisions")
@bp.arguments(rest.PageQuery, location="query")
@bp.response(200, DecisionPage)
@public
def decisions(query: dict[str, int], slug: str) -> Any:
    """List the decisions of an area, the latest first."""
    area, _change = queries.area_with_change(slug)
    page, size = query["page"], query["per_page"]
    return {
        "items": [_decision(found) for found in queries.decisions(area.id, limit=size, offset=(page - 1) * size)],
        "page": page,
        "per_page": size,
        "total": queries.count_decisions(area.id),
    }


@bp.route("/areas/<string(maxlength=60):slug>/actions/<uuid:application_id>")
@bp.response(200, schemas.PublicActionOut)
@public
def action(slug: str, application_id: UUID) -> Any:
    """Follow the money of one action; persons have no name here, organisations do."""
    area, _change = queries.area_with_change(slug)
    account = queries.action(area.id, application_id)
    decision = queries.decision_on(application_id)
    return {
        "application_id": application_id,
        "title": account.action.title,
        "by": account.action.by,
        "stage": account.action.stage,
        "requested_cents": account.requested_cents,
        "awarded_cents": account.action.awarded_cents,
        "recognised_cents": account.cost_cents,
        "flat_rate_cents": account.flat_rate_cents,
        "entitlement_cents": account.entitlement_cents,
        "decision": _decision(decision) if decision else None,
        "moves": [
            {"on": move.on, "amount_cents": move.cents, "kind": move.kind.value if move.kind else "repayment"}
            for move in queries.money_moves(application_id)
        ],
    }


def _decision(found: queries.PublicDecision) -> dict[str, Any]:
    return {
        "application_id": found.application_id,
        "title": found.title,
        "by": found.by,
        "decided_on": berlin_date(found.decided_at),
        "outcome": found.outcome,
        "requested_cents": found.requested_cents,
        "award_cents": found.award_cents if found.is_award else 0,
        "reason": found.reason,
        "yes": found.yes or 0,
        "no": found.no or 0,
        "abstain": found.abstain or 0,
        "rules_fingerprint": found.fingerprint,
    }
