"""Pages of votes: the evening on one screen, declaring bias, putting to the vote, the ballot."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.bodies import commands as body_commands
from app.bodies.forms import ButtonForm
from app.bodies.rules import AGENDA_ITEM_LABELS, SESSION_LABELS
from app.core.policy import Action, require
from app.shell.doors.context import current_actor
from app.shell.doors.forms import Form, attempt
from app.voting import commands, queries
from app.voting.forms import BallotForm, ConflictForm, MotionForm, SeatForm
from app.voting.rules import CHOICES, CONFLICT_KINDS, OUTCOME_LABELS

bp = Blueprint("voting", __name__, template_folder="templates")


@bp.route("/sitzungen/<uuid:session_id>")
def evening(session_id: UUID) -> Any:
    """Show a session as its leader or as a member needs it; what has not changed is not sent again."""
    shown = queries.evening(current_actor(), session_id)
    if request.args.get("stand", "") == shown.session.mark and "HX-Request" in request.headers:
        return Response(status=204)
    return _evening(shown)


@bp.route("/sitzungen/<uuid:session_id>/eroeffnen", methods=["POST"])
def open_session(session_id: UUID) -> Any:
    """Open the session."""
    return _button(session_id, body_commands.open_session, _("Die Sitzung ist eröffnet."), session_id=session_id)


@bp.route("/sitzungen/<uuid:session_id>/beenden", methods=["POST"])
def close_session(session_id: UUID) -> Any:
    """End the session."""
    return _button(session_id, body_commands.close_session, _("Die Sitzung ist beendet."), session_id=session_id)


@bp.route("/sitzungen/<uuid:session_id>/kommen", methods=["POST"])
def arrive(session_id: UUID) -> Any:
    """Note that a member has come."""
    return _button(session_id, body_commands.record_arrival, "", SeatForm(), session_id=session_id)


@bp.route("/sitzungen/<uuid:session_id>/gehen", methods=["POST"])
def leave(session_id: UUID) -> Any:
    """Note that a member has left."""
    return _button(session_id, body_commands.record_departure, "", SeatForm(), session_id=session_id)


@bp.route("/tagesordnung/<uuid:agenda_item_id>/befangenheit", methods=["GET", "POST"])
def conflict(agenda_item_id: UUID) -> Any:
    """Declare bias on an item: a member for themselves, whoever leads for everybody."""
    shown, view = queries.item_for(current_actor(), agenda_item_id)
    free = [entry for entry in view.roll if entry.person_id and entry.conflict is None and entry.choice is None]
    mine = [entry for entry in free if shown.can_run or entry == view.own]
    form = ConflictForm()
    form.offer_kinds()
    form.seat_id.choices = [(str(entry.seat_id), entry.name) for entry in mine]
    if attempt(form, commands.declare_conflict, agenda_item_id=agenda_item_id):
        flash(_("Die Befangenheit ist eingetragen. Dieser Sitz stimmt bei diesem Antrag nicht mit ab."), "success")
        return redirect(url_for("voting.evening", session_id=shown.session.id))
    return render_template("voting/conflict.html", form=form, evening=shown, view=view, mine=mine), form.status


@bp.route("/tagesordnung/<uuid:agenda_item_id>/befangenheit/zuruecknehmen", methods=["POST"])
def withdraw_conflict(agenda_item_id: UUID) -> Any:
    """Take back a declaration made by mistake."""
    session_id = queries.place_of(agenda_item_id)[0]
    done = _("Die Befangenheit ist zurückgenommen.")
    return _button(session_id, commands.withdraw_conflict, done, SeatForm(), agenda_item_id=agenda_item_id)


@bp.route("/tagesordnung/<uuid:agenda_item_id>/abstimmung", methods=["GET", "POST"])
def open_motion(agenda_item_id: UUID) -> Any:
    """Put an item to the vote, with the whole amount or less."""
    shown, view = queries.item_for(current_actor(), agenda_item_id)
    require(current_actor(), Action.RUN_SESSION, shown.session.subject)
    form = MotionForm(data={"award_cents": view.item.requested_cents})
    if attempt(form, commands.open_motion, agenda_item_id=agenda_item_id):
        flash(_("Die Abstimmung ist eröffnet."), "success")
        return redirect(url_for("voting.evening", session_id=shown.session.id))
    return render_template("voting/open_motion.html", form=form, evening=shown, view=view), form.status


@bp.route("/tagesordnung/<uuid:agenda_item_id>/vertagen", methods=["POST"])
def postpone(agenda_item_id: UUID) -> Any:
    """Leave an item for another session."""
    session_id = queries.place_of(agenda_item_id)[0]
    done = _("Der Antrag ist vertagt. Er kann auf die nächste Tagesordnung.")
    return _button(session_id, commands.postpone_item, done, agenda_item_id=agenda_item_id)


@bp.route("/abstimmungen/<uuid:motion_id>")
def motion(motion_id: UUID) -> Any:
    """Show one vote: the question, how it stands, and its result with the arithmetic."""
    actor = current_actor()
    found = queries.motion_for(actor, motion_id)
    shown, view = queries.item_for(actor, found.agenda_item_id)
    ballots = queries.ballots_of(actor, found) if shown.can_read_ballots else []
    return render_template("voting/motion.html", evening=shown, view=view, ballots=ballots, **_words())


@bp.route("/abstimmungen/<uuid:motion_id>/stimme", methods=["POST"])
def cast(motion_id: UUID) -> Any:
    """Cast a ballot."""
    found = queries.motion_for(current_actor(), motion_id)
    form = BallotForm()
    voted = CHOICES.get(form.choice.data, "")
    done = _("Ihre Stimme ist gezählt: %(choice)s.", choice=_(voted)) if voted else ""
    return _button(found.session_id, commands.cast_ballot, done, form, motion_id=motion_id)


def _button(
    session_id: UUID, command: Callable[..., UUID | None], done: str, form: Form | None = None, /, **arguments: Any
) -> Any:
    """Run the command of a button and go back to the evening, which says what was refused."""
    form = form or ButtonForm()
    if attempt(form, command, **arguments):
        if done:
            flash(done, "success")
        return redirect(url_for("voting.evening", session_id=session_id))
    shown = queries.evening(current_actor(), session_id)
    return _evening(shown, form), form.status


def _evening(shown: queries.Evening, form: Form | None = None) -> str:
    state = shown.session.mark
    return render_template("voting/evening.html", evening=shown, state=state, form=form or ButtonForm(), **_words())


def _words() -> dict[str, Any]:
    return {
        "session_labels": SESSION_LABELS,
        "item_labels": AGENDA_ITEM_LABELS,
        "conflict_labels": CONFLICT_KINDS,
        "outcome_labels": OUTCOME_LABELS,
        "choice_labels": CHOICES,
    }
