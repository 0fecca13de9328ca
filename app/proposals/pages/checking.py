"""The office: the list of applications and the check of eligibility."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.core.actor import Actor, Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import Forbidden
from app.core.policy import Action, may
from app.proposals import commands
from app.proposals.forms import CheckForm
from app.proposals.models import Application
from app.proposals.pages.door import bp
from app.proposals.pages.figures import findings_in_words
from app.proposals.queries import (
    OVERSEERS,
    LineRow,
    allowance_cents,
    application,
    attachments_of,
    checks_of,
    lines_of,
    messages_of,
    office_applications,
    paper_drafts,
    rules_for,
    siblings,
)
from app.proposals.rules import CATEGORIES, STATE_LABELS, ApplicationState
from app.shell.doors.context import current_actor, locale
from app.shell.doors.forms import attempt
from app.shell.doors.html import if_changed, last_change
from app.shell.doors.words import euro, said

OFFICE_STATES = tuple(state for state in ApplicationState if state is not ApplicationState.DRAFT)


@bp.route("/buero/antraege")
def office_list() -> Any:
    """Show the applications of one's areas, twenty a page."""
    actor = current_actor()
    areas = actor.areas(Role.STAFF, *OVERSEERS)
    if not areas:
        raise Forbidden
    today = berlin_date(utc_now())
    return if_changed(lambda: _office_list(actor, today), last_change(*areas), today)


def _office_list(actor: Actor, today: date) -> str:
    number = min(max(1, request.args.get("seite", 1, type=int)), 100_000)
    asked = request.args.to_dict()
    wanted, search = asked.get("stand", ""), asked.get("suche", "").strip()[:80]
    state = ApplicationState(wanted) if wanted in OFFICE_STATES else None
    is_staff = bool(actor.areas(Role.STAFF))
    return render_template(
        "proposals/office_list.html",
        page=office_applications(actor, page=number, state=state, search=search),
        drafts=paper_drafts(actor) if is_staff and number == 1 and not (state or search) else [],
        state=state,
        search=search,
        states=_states_in(locale()),
        is_staff=is_staff,
        today=today,
    )


@cache
def _states_in(_language: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.value, said(STATE_LABELS[one], {})) for one in OFFICE_STATES)


@bp.route("/antraege/<uuid:application_id>/pruefung", methods=["GET", "POST"])
def check(application_id: UUID) -> Any:
    """Check whether an application may be funded."""
    actor = current_actor()
    row = application(actor, application_id, Action.READ_AREA_INTERNALS)
    lines = lines_of(application_id)
    form = CheckForm(data={"version": row.version, "eligible_lines": [line.position for line in lines]})
    form.eligible_lines.choices = [SelectChoice(line.position, _line_in_words(line)) for line in lines]
    if attempt(form, commands.check_eligibility, application_id=application_id):
        flash(_DONE[str(form.result.data)](), "success")
        return redirect(url_for("desk.case", application_id=application_id))
    rules = rules_for(row, berlin_date(utc_now()))
    page = render_template(
        "proposals/check.html",
        form=form,
        row=row,
        lines=lines,
        allowance=allowance_cents(lines, rules),
        rules=rules,
        messages=messages_of(application_id),
        checks=checks_of(application_id),
        files=attachments_of(application_id),
        findings=findings_in_words(_as_sent(row, lines), rules, row) if row.submitted_at and lines else [],
        siblings=siblings(row),
        why_not_text=_why_not(actor, row),
        lead_days=(row.action_from - berlin_date(row.submitted_at)).days if row.action_from and row.submitted_at else 0,
    )
    return page, form.status


_DONE = {
    "ok": lambda: _("Der Antrag ist zugelassen. Er kann auf die Tagesordnung einer Sitzung."),
    "query": lambda: _("Ihre Frage ist unterwegs."),
    "reject": lambda: _("Der Antrag ist abgelehnt. Die Nachricht ist unterwegs."),
}


def _why_not(actor: Actor, row: Application) -> str:
    if actor.person_id is not None and actor.person_id == row.applicant_id:
        return _("Das ist Ihr eigener Antrag. Prüfen muss ihn jemand anderes.")
    if not may(actor, Action.CHECK_ELIGIBILITY, row.subject):
        return _("Prüfen darf nur das Quartiersbüro.")
    if row.state is not ApplicationState.SUBMITTED:
        return _("Dieser Antrag wartet gerade nicht auf eine Prüfung.")
    return ""


def _line_in_words(line: LineRow) -> str:
    return f"{line.text} ({said(CATEGORIES[line.category], {})}), {euro(line.amount_cents)}"  # type: ignore[index]


def _as_sent(row: Application, lines: list[LineRow]) -> dict[str, Any]:
    names = ("action_from", "action_to", "applicant_kind", "themes", "own_share", "reasons", "own_funds_cents")
    return {name: getattr(row, name) for name in names} | {
        "lines": [{"category": line.category, "text": line.text, "amount_cents": line.amount_cents} for line in lines]
    }
