"""The HTML door of the desk: homes by role, the page of one application, the log of an area."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.allocation.queries import award_of
from app.areas.queries import area_names, areas_held
from app.bodies.queries import next_sessions
from app.core.actor import Actor, Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import Forbidden, NotFound
from app.core.policy import Action, may
from app.desk import queries
from app.desk.rules import Reader, next_step
from app.desk.words import ROLES, SENTENCES
from app.disbursement.queries import waiting_payments, why_not_sign
from app.funds.queries import money_of, years_of_areas
from app.proposals.models import subject_of
from app.proposals.queries import (
    allowance_cents,
    attachments_of,
    change_of,
    lines_of,
    messages_of,
    read_application,
    rules_for,
)
from app.proposals.rules import APPLICATION, CATEGORIES, ApplicationState
from app.shell import backups
from app.shell.audit.sealer import head
from app.shell.charts import bar_parts
from app.shell.doors import html
from app.shell.doors.context import current_actor
from app.shell.doors.html import if_area_changed, if_changed, last_change, menu_entry
from app.shell.doors.words import euro, said
from app.voting.queries import motions_of_application

bp = Blueprint("desk", __name__, template_folder="templates")
OVERSEERS = (Role.DISTRICT, Role.SENATE, Role.AUDITOR)
JURY = (Role.JUROR, Role.CHAIR)
WAITING_AWARDS = (ApplicationState.OFFER_REDUCED, ApplicationState.AWARDED_CONDITIONAL)


def menu() -> list[tuple[str, str, bool]]:
    """Return the menu entries of a signed-in person."""
    actor = current_actor()
    if actor.person_id is None:
        return []
    entries = []
    if actor.areas(Role.STAFF):
        entries += [menu_entry(_("Büro"), "desk.office"), menu_entry(_("Anträge"), "proposals.office_list")]
        entries.append(menu_entry(_("Abrechnungen"), "settlement.to_do"))
    if actor.areas(*OVERSEERS):
        entries.append(menu_entry(_("Aufsicht"), "desk.overseer"))
    if actor.areas(*JURY):
        entries.append(menu_entry(_("Jury"), "desk.jury"))
    if not actor.areas(Role.STAFF, *OVERSEERS):
        entries.append(menu_entry(_("Meine Anträge"), "proposals.mine"))
    return entries


html.NAVIGATION.append(menu)


@bp.route("/start")
def home() -> Any:
    """Send a person to the home of their strongest role."""
    actor = current_actor()
    if actor.areas(Role.STAFF):
        return redirect(url_for("desk.office"))
    if actor.areas(*OVERSEERS):
        return redirect(url_for("desk.overseer"))
    if actor.areas(Role.ADMINISTRATOR):
        return redirect(url_for("areas.offices"))
    return redirect(url_for("desk.jury" if actor.areas(*JURY) else "proposals.mine"))


@bp.route("/antraege/<uuid:application_id>")
def case(application_id: UUID) -> Any:
    """Show everything about one application, and what is asked of its reader now."""
    actor = current_actor()
    today = berlin_date(utc_now())
    return if_area_changed(lambda: _case(actor, application_id), lambda: change_of(actor, application_id), today)


@bp.route("/buero")
def office() -> Any:
    """Show the day's work of an office in the order of deadlines."""
    actor = current_actor()
    areas = actor.areas(Role.STAFF)
    if not areas:
        raise Forbidden
    backup = backups.state(utc_now())
    return if_changed(lambda: _office(actor, backup), last_change(*areas), berlin_date(utc_now()), backup)


@bp.route("/jury")
def jury() -> Any:
    """Show a member of the jury what comes next."""
    actor = current_actor()
    if not actor.areas(*JURY):
        raise Forbidden
    today = berlin_date(utc_now())
    return render_template("desk/jury.html", sessions=next_sessions(actor, today), today=today)


@bp.route("/aufsicht")
def overseer() -> Any:
    """Show what waits for release, what is late, and the head of the log."""
    actor = current_actor()
    areas = actor.areas(*OVERSEERS)
    if not areas:
        raise Forbidden
    payments = [(row, why_not_sign(actor, row)) for row in waiting_payments(actor)]
    held = areas_held(actor, *OVERSEERS)
    return render_template(
        "desk/overseer.html",
        payments=payments,
        late=queries.ageing(areas),
        head=head(),
        areas=[(one.id, one.name) for one in held],
        today=berlin_date(utc_now()),
    )


@bp.route("/protokoll/<uuid:area_id>")
def log(area_id: UUID) -> Any:
    """Show the audit log of an area, fifty lines a page."""
    actor = current_actor()
    number = max(1, request.args.get("seite", 1, type=int))
    tag = request.args.get("art", "")[:60]
    rows, count = queries.log_of_area(actor, area_id, page=number, tag=tag)
    return render_template(
        "desk/log.html",
        rows=rows,
        count=count,
        number=number,
        pages=max(1, -(-count // queries.PER_PAGE)),
        tag=tag,
        tags=queries.tags_of(area_id),
        names=queries.names_by_pseudonym(area_id),
        sentences=SENTENCES,
        roles=ROLES,
        area_id=area_id,
        area_name=area_names([area_id]).get(area_id, ""),
        head=head(),
    )


@bp.route("/protokoll/zeile/<int:event_id>")
def log_line(event_id: int) -> Any:
    """Show one line of the log with its bytes and its hash."""
    return render_template("desk/log_line.html", row=queries.log_line(current_actor(), event_id), sentences=SENTENCES)


def _case(actor: Actor, application_id: UUID) -> str:
    row = read_application(actor, application_id)
    subject = subject_of(row)
    reader = _reader(actor, row)
    lines = lines_of(row.id)
    rules = rules_for(row, berlin_date(utc_now()))
    sees_money = may(actor, Action.READ_PAYMENT, subject)
    is_insider = may(actor, Action.READ_AREA_INTERNALS, subject)
    names = queries.names_by_pseudonym(row.area_id, also=row.applicant_id) if is_insider else {}
    return render_template(
        "desk/case.html",
        row=row,
        lines=lines,
        allowance=allowance_cents(lines, rules),
        categories=CATEGORIES,
        step=next_step(row.state, reader),
        reader=reader.value,
        award=award_of(row.id),
        waits=row.state in WAITING_AWARDS,
        motions=motions_of_application(row.id),
        messages=messages_of(row.id) if sees_money else [],
        files=attachments_of(row.id),
        events=[_spoken(one, names) for one in queries.log_of_case(row.id)] if sees_money else [],
        sees_money=sees_money,
        may_withdraw=may(actor, Action.WITHDRAW_APPLICATION, subject) and APPLICATION.allows(row.state, "withdraw"),
        may_cancel=may(actor, Action.CANCEL_ACTION, subject) and APPLICATION.allows(row.state, "cancel"),
    )


def _office(actor: Actor, backup: backups.State | None) -> str:
    areas = actor.areas(Role.STAFF)
    today = berlin_date(utc_now())
    held = areas_held(actor, Role.STAFF)
    years = [year for year in years_of_areas([one.id for one in held]) if year.year >= today.year]
    money = money_of([year.id for year in years])
    tasks = queries.tasks_of(areas, today)
    waiting = [row for row in waiting_payments(actor) if not why_not_sign(actor, row)]
    return render_template(
        "desk/office.html",
        tasks=[(task, next_step(task.state, Reader.OFFICE)) for task in tasks],
        payments=waiting,
        sessions=next_sessions(actor, today),
        years=[(year, _bar(money[year.id]), money[year.id]) for year in years],
        areas=held,
        today=today,
        backup=backup,
    )


def _bar(cents: Any) -> Any:
    labels = {
        "available": _("Verfügbar"),
        "reserved": _("Reserviert"),
        "committed": _("Gebunden"),
        "in_transit": _("Unterwegs"),
        "paid": _("Ausgezahlt"),
        "spent": _("Ausgegeben"),
    }
    by_name = {kind.value: amount for kind, amount in cents.items()}
    return bar_parts([(name, label, by_name[name], euro(by_name[name])) for name, label in labels.items()])


def _reader(actor: Actor, row: Any) -> Reader:
    if actor.person_id is not None and actor.person_id == row.applicant_id:
        return Reader.APPLICANT
    if actor.has(Role.STAFF, row.area_id):
        return Reader.OFFICE
    if any(actor.has(role, row.area_id) for role in OVERSEERS):
        return Reader.OVERSEER
    if any(actor.has(role, row.area_id) for role in JURY):
        return Reader.JURY
    raise NotFound


def _spoken(one: queries.LogRow, names: dict[str, str]) -> dict[str, Any]:
    amount = one.facts.get("amount_cents") or one.facts.get("award_cents") or one.facts.get("requested_cents")
    return {
        "title": said(SENTENCES.get(one.tag, one.tag), {}),
        "when": one.at,
        "who": names.get(one.actor) or said(ROLES.get(one.role, one.role), {}),
        "text": euro(amount) if isinstance(amount, int) else "",
    }
