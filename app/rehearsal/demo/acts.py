"""Verbs only the demo has: things left half done, so that every page has something that waits."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.allocation.commands import draw_agreement, sign_agreement_for_qm
from app.bodies.commands import close_session, invite_to_session, open_session
from app.funds.commands import create_call, publish_call
from app.laboratory.commands import start_session_trial, start_trial
from app.laboratory.rules import USUAL, TieChoice
from app.proposals.commands import save_step, start_application
from app.rehearsal.acts import ACTS
from app.rehearsal.acts.sessions import item_of, plan
from app.rehearsal.acts.settlements import CHECKED
from app.rehearsal.demo.election import election_file
from app.rehearsal.demo.ideas import IDEAS
from app.rehearsal.demo.plot import days
from app.rehearsal.stage import Stage
from app.settlement.commands import ask_about_receipt, certify_settlement
from app.settlement.models import RepaymentClaim
from app.shell.database import db
from app.voting.commands import cast_ballot, open_motion
from app.voting.rules import Choice

CALL_TEXT = (
    "Haben Sie eine Idee für das Quartier? Bis zu 1.500 Euro je Aktion sind möglich. Das Büro hilft beim Antrag, "
    "auf Deutsch, Türkisch, Arabisch und Polnisch."
)


def plan_and_invite(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Plan a session and invite the jury."""
    plan(stage, by, arguments)
    stage.act(by, invite_to_session, session_id=stage.session_id(arguments))


def open_planned(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Open a session that was planned."""
    stage.act(by, open_session, session_id=stage.session_id(arguments))


def close_evening(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """End a session."""
    stage.act(by, close_session, session_id=stage.session_id(arguments))


def begin_vote(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Open a vote of which only some ballots are in."""
    motion_id = stage.act(by, open_motion, agenda_item_id=item_of(stage, arguments))
    for member, choice in arguments["ballots"].items():
        stage.act(member, cast_ballot, motion_id=motion_id, seat_id=stage.seats[member], choice=Choice(choice))


def draw(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Draw an agreement that only the office has signed."""
    stage.act(by, draw_agreement, application_id=stage.case(arguments))
    stage.act(by, sign_agreement_for_qm, application_id=stage.case(arguments))


def ask(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Ask the applicant about a receipt."""
    key = (arguments["application"], arguments["receipt"])
    stage.act(by, ask_about_receipt, receipt_id=stage.receipts[key], text=arguments["text"])


def certify(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Certify final figures that nobody has ordered yet."""
    stage.act(by, certify_settlement, application_id=stage.case(arguments), note=CHECKED)


def repay_all(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Book that everything claimed came back."""
    claimed = sa.select(RepaymentClaim.amount_cents).where(RepaymentClaim.application_id == stage.case(arguments))
    cents = db.session.scalar(claimed)
    if cents:
        ACTS["repay"](stage, by, {**arguments, "amount_cents": cents})


def draft(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Begin an application and leave it unfinished."""
    handle = arguments["application"]
    idea = IDEAS[handle]
    stage.applications[handle] = stage.act(by, start_application, fund_year_id=stage.fund_year_id)
    stage.owners[handle] = by
    values = {"title": idea.title, "summary": idea.summary, "place": idea.place}
    stage.act(by, save_step, application_id=stage.applications[handle], step=2, values=values)


def call(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Publish a call that is open now."""
    call_id = stage.act(
        by,
        create_call,
        fund_year_id=stage.fund_year_id,
        title=arguments["title"],
        text=CALL_TEXT,
        opens_on=stage.today,
        cut_off_on=arguments["cut_off_on"],
        session_on=days(arguments["cut_off_on"], 7),
    )
    stage.act(by, publish_call, call_id=call_id)
    stage.calls[stage.fund_year_id] = call_id


def submit_to_call(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Send an application, in answer to the open call if there is one."""
    ACTS["submit"](stage, by, {**arguments, "call_id": stage.calls.get(stage.fund_year_id)})


def count_again(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Ask the laboratory what other rules would have given: a session of the jury, a city's election."""
    asked = {"rules": USUAL, "tie": TieChoice.CHEAPER}
    stage.act(by, start_session_trial, session_id=stage.session_id(arguments), **asked)
    stage.act(by, start_trial, area_id=stage.area_id, title="Bürgerhaushalt Musterstadt", file=election_file(), **asked)


DEMO_ACTS = {
    **ACTS,
    "submit": submit_to_call,
    "plan": plan_and_invite,
    "open": open_planned,
    "close_session": close_evening,
    "begin_vote": begin_vote,
    "draw": draw,
    "ask": ask,
    "certify": certify,
    "repay_all": repay_all,
    "draft": draft,
    "call": call,
    "count_again": count_again,
}
