"""Pages of bodies: the jury with its seats, the list of sessions, planning a session."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.bodies import commands, queries
from app.bodies.forms import AgendaForm, BodyForm, ButtonForm, LastDayForm, MemberForm, SessionForm
from app.bodies.rules import SESSION_LABELS
from app.core.actor import Role
from app.core.clock import berlin_date, utc_now
from app.core.policy import Action, may, require
from app.funds.queries import fund_for_editing, last_version, visible_funds
from app.shell.doors import html
from app.shell.doors.context import current_actor
from app.shell.doors.forms import attempt
from app.shell.doors.words import euro

PER_PAGE = 20
bp = Blueprint("bodies", __name__, template_folder="templates")


def menu() -> list[tuple[str, str, bool]]:
    """Return the menu entry of whoever has to do with sessions."""
    if not current_actor().areas(*queries.READERS):
        return []
    return [html.menu_entry(_("Sitzungen"), "bodies.sessions")]


html.NAVIGATION.append(menu)


@bp.route("/sitzungen")
def sessions() -> Any:
    """Show the sessions that come and those that were."""
    actor = current_actor()
    number = max(1, request.args.get("seite", 1, type=int))
    found, total = queries.sessions(actor, page=number, per_page=PER_PAGE)
    return render_template(
        "bodies/sessions.html",
        coming=queries.next_sessions(actor, berlin_date(utc_now())) if number == 1 else [],
        sessions=found,
        bodies=queries.bodies(actor),
        funds=visible_funds(actor, Role.STAFF),
        runs=bool(actor.areas(Role.STAFF, Role.CHAIR)),
        labels=SESSION_LABELS,
        page=_page(number, total),
    )


@bp.route("/fonds/<uuid:fund_id>/gremien/neu", methods=["GET", "POST"])
def new_body(fund_id: UUID) -> Any:
    """Create a jury or council of a fund."""
    fund = fund_for_editing(current_actor(), fund_id)
    rules = last_version(fund_id)
    seats = rules.values.integer("jury.seats") if rules else None
    form = BodyForm(data={"name": _("Aktionsfondsjury"), "seats": seats})
    if done := attempt(form, commands.create_body, area_id=fund.area_id, fund_id=fund_id):
        flash(_("Das Gremium ist angelegt. Besetzen Sie jetzt seine Sitze."), "success")
        return redirect(url_for("bodies.body", body_id=done.id))
    return render_template("bodies/new_body.html", form=form, fund=fund), form.status


@bp.route("/gremien/<uuid:body_id>")
def body(body_id: UUID) -> Any:
    """Show a body: its seats and who holds them today."""
    return _body_page(body_id)


@bp.route("/sitze/<uuid:seat_id>/besetzen", methods=["GET", "POST"])
def member(seat_id: UUID) -> Any:
    """Give a seat to somebody."""
    seat = queries.seat_on(seat_id, berlin_date(utc_now()))
    require(current_actor(), Action.EDIT_BODY, seat.subject)
    form = MemberForm()
    if attempt(form, commands.invite_member, seat_id=seat_id):
        flash(_("Der Sitz ist besetzt. Die Einladung ist unterwegs."), "success")
        return redirect(url_for("bodies.body", body_id=seat.body_id))
    return render_template("bodies/member.html", form=form, seat=seat), form.status


@bp.route("/sitze/<uuid:seat_id>/freigeben", methods=["GET", "POST"])
def vacate(seat_id: UUID) -> Any:
    """End the membership that holds a seat."""
    seat = queries.seat_on(seat_id, berlin_date(utc_now()))
    require(current_actor(), Action.EDIT_BODY, seat.subject)
    form = LastDayForm()
    if attempt(form, commands.vacate_seat, seat_id=seat_id):
        flash(_("Das Ende der Mitgliedschaft ist eingetragen."), "success")
        return redirect(url_for("bodies.body", body_id=seat.body_id))
    return render_template("bodies/vacate.html", form=form, seat=seat), form.status


@bp.route("/gremien/<uuid:body_id>/sitzungen/neu", methods=["GET", "POST"])
def plan(body_id: UUID) -> Any:
    """Plan a session with an agenda."""
    found = queries.body_for(current_actor(), body_id)
    require(current_actor(), Action.RUN_SESSION, found.subject)
    years = queries.years_of(found.fund_id)
    form = SessionForm()
    form.fund_year_id.choices = [(str(year_id), str(year)) for year_id, year in years]
    form.application_ids.choices = _choices([row for year_id, _year in years for row in queries.schedulable(year_id)])
    done = attempt(form, commands.plan_session, body_id=body_id)
    if done:
        flash(_("Die Sitzung ist geplant. Laden Sie jetzt die Mitglieder ein."), "success")
        return redirect(url_for("voting.evening", session_id=done.id))
    return render_template("bodies/plan.html", form=form, body=found, years=years), form.status


@bp.route("/sitzungen/<uuid:session_id>/tagesordnung", methods=["GET", "POST"])
def agenda(session_id: UUID) -> Any:
    """Put more applications on the agenda."""
    session = queries.session_for(current_actor(), session_id)
    require(current_actor(), Action.RUN_SESSION, session.subject)
    form = AgendaForm()
    form.application_ids.choices = _choices(queries.schedulable(session.fund_year_id))
    if attempt(form, commands.add_to_agenda, session_id=session_id):
        flash(_("Die Tagesordnung ist ergänzt."), "success")
        return redirect(url_for("voting.evening", session_id=session_id))
    return render_template("bodies/agenda.html", form=form, session=session), form.status


@bp.route("/sitzungen/<uuid:session_id>/einladen", methods=["POST"])
def invite(session_id: UUID) -> Any:
    """Invite the members by mail."""
    form = ButtonForm()
    if attempt(form, commands.invite_to_session, session_id=session_id):
        flash(_("Die Einladung ist an alle Mitglieder unterwegs."), "success")
    for refusal in form.form_errors:
        flash(refusal, "danger")
    return redirect(url_for("voting.evening", session_id=session_id))


def _body_page(body_id: UUID) -> Any:
    actor = current_actor()
    found = queries.body_for(actor, body_id)
    sessions_, _total = queries.sessions(actor, per_page=10, body_id=body_id)
    return render_template(
        "bodies/body.html",
        body=found,
        seats=queries.seats_of(body_id, berlin_date(utc_now())),
        sessions=sessions_,
        labels=SESSION_LABELS,
        edits=may(actor, Action.EDIT_BODY, found.subject),
        runs=may(actor, Action.RUN_SESSION, found.subject),
    )


def _choices(rows: list[tuple[UUID, str | None, str, int]]) -> list[tuple[str, str]]:
    return [(str(found), f"{number or ''} {title} ({euro(cents)})".strip()) for found, number, title, cents in rows]


def _page(number: int, total: int) -> dict[str, Any]:
    pages = max(1, -(-total // PER_PAGE))
    return {
        "number": number,
        "pages": pages,
        "previous_url": url_for("bodies.sessions", seite=number - 1) if number > 1 else None,
        "next_url": url_for("bodies.sessions", seite=number + 1) if number < pages else None,
    }
