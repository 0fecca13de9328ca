"""The plan in figures as the steps show it, and what the rules say before sending, in words."""

from typing import Any

from flask_babel import gettext as _

from app.core.clock import berlin_date, utc_now
from app.core.money import Euro
from app.funds.queries import RulesInForce
from app.funds.rules import PARAMETERS
from app.funds.rules.parameter import MARK_LABELS
from app.funds.wording import in_words
from app.proposals.models import Application
from app.proposals.queries import limits_of
from app.proposals.rules import Category, CostLine, Severity, check_plan, largest_base, requested
from app.proposals.rules.sending import facts_of
from app.shell.doors.words import said

STEP_OF_FIELD = {
    "applicant_kind": 1,
    "action_from": 2,
    "action_to": 2,
    "themes": 2,
    "own_share": 2,
    "lines": 3,
    "reasons": 3,
    "own_funds": 3,
}


def figures(form: Any, rules: RulesInForce) -> dict[str, Any]:
    """Return the plan of the cost lines as they are typed; what cannot be read counts nothing."""
    cents = [_cents(entry.form.amount_cents) for entry in form.lines.entries]
    return figures_of([amount for amount in cents if amount is not None], rules, unread=cents.count(None))


def figures_of(amounts: list[int], rules: RulesInForce, *, unread: int = 0) -> dict[str, Any]:
    """Return base, flat allowance, sum, cap and what still fits, in cents."""
    plan = requested([CostLine(Category.OTHER, "", Euro(cents)) for cents in amounts], rules.values)
    return {
        "base": plan.base.cents,
        "allowance": plan.flat_allowance.cents,
        "percent": rules.values.integer("flat_rate.percent"),
        "requested": plan.requested.cents,
        "cap": rules.values.cents("fund.max_award_cents").cents,
        "left": (largest_base(rules.values) - plan.base).cents,
        "unread": unread,
    }


def findings_in_words(whole: dict[str, Any], rules: RulesInForce, row: Application) -> list[dict[str, Any]]:
    """Return what the rules say about an application, each with its rule, the rule's value and source."""
    year, area_ends_on = limits_of(row)
    facts = facts_of(whole, year=year, area_ends_on=area_ends_on)
    return [
        {
            "code": finding.code,
            "field": finding.field,
            "severity": finding.severity.value,
            "blocks": finding.severity is Severity.BLOCKS,
            "text": said(finding.text, dict(finding.facts)),
            "rule_key": finding.rule_key,
            "rule": _(PARAMETERS[finding.rule_key].title),
            "value": in_words(PARAMETERS[finding.rule_key], rules.values[finding.rule_key]),
            "source": PARAMETERS[finding.rule_key].source,
            "mark": _(MARK_LABELS[PARAMETERS[finding.rule_key].mark]),
            "step": STEP_OF_FIELD.get(finding.field, 1),
        }
        for finding in check_plan(facts, rules.values, berlin_date(row.submitted_at or utc_now()))
    ]


def _cents(field: Any) -> int | None:
    try:
        cents = field.shape() if field.raw_data else field.data
    except ValueError:
        return None
    return cents if isinstance(cents, int) and cents > 0 else 0
