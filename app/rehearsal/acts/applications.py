"""Verbs of applications: bind, submit, check, resubmit, withdraw."""

from collections.abc import Mapping
from typing import Any

from app.funds.commands import book_commitment
from app.proposals.commands import check_eligibility, resubmit_application, submit_whole, withdraw_application
from app.proposals.rules import RejectionReason
from app.rehearsal.stage import Stage

OTHER_ACTIONS = "Andere Aktionen des Jahres"
THEME = "community"
QUESTION = "Bitte ergänzen Sie Ihren Antrag."
CHECK_NOTE = "Formal geprüft."


def bind(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Book commitments of other actions, so that the case starts from a realistic balance."""
    stage.act(
        by,
        book_commitment,
        fund_year_id=stage.fund_year_id,
        amount_cents=arguments["amount_cents"],
        text=OTHER_ACTIONS,
    )


def submit(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Send a whole application."""
    handle = arguments["application"]
    stage.applications[handle] = stage.act(
        by,
        submit_whole,
        fund_year_id=stage.fund_year_id,
        call_id=arguments.get("call_id"),
        **_form(stage, by, arguments),
    )
    stage.owners[handle] = by


def check(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Check eligibility; a reason is a code, or words when no code fits."""
    reason = arguments.get("reason", "")
    code, note = None, reason
    if arguments["result"] == "reject":
        is_code = reason in set(RejectionReason)
        code, note = (reason, "") if is_code else (RejectionReason.OTHER.value, reason)
    stage.act(
        by,
        check_eligibility,
        application_id=stage.case(arguments),
        result=arguments["result"],
        reason_code=code,
        note=note or (QUESTION if arguments["result"] == "query" else CHECK_NOTE),
    )


def resubmit(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Send the corrected application after a query."""
    stage.act(
        by,
        resubmit_application,
        application_id=stage.case(arguments),
        **_form(stage, by, arguments),
    )


def withdraw(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Take the application back."""
    stage.act(by, withdraw_application, application_id=stage.case(arguments))


def _form(stage: Stage, by: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "applicant_name": arguments.get("applicant_name", stage.name(by)),
        "applicant_email": arguments.get("applicant_email", ""),
        "applicant_kind": arguments.get("applicant_kind", "resident"),
        "title": arguments["title"],
        "summary": arguments.get("summary", arguments["title"]),
        "place": arguments.get("place", ""),
        "themes": list(arguments.get("themes", (THEME,))),
        "own_share": arguments.get("own_share", ""),
        "reasons": arguments.get("reasons", ""),
        "action_from": arguments["action_from"],
        "action_to": arguments["action_to"],
        "lines": [dict(line) for line in arguments["lines"]],
    }


ACTS = {"bind": bind, "submit": submit, "check": check, "resubmit": resubmit, "withdraw": withdraw}
