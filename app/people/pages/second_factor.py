"""The second factor on the profile: set up with a picture for the phone, recovery codes shown once, removed with a code."""

import base64
import secrets
from typing import Any

import pyotp
import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.people import commands, queries
from app.people.commands.second_factor import readable_secret, recovery_hash
from app.people.forms import ButtonForm, CodeForm
from app.people.pages.frame import bp, sent
from app.people.rules import RECOVERY_CODES, safe_next
from app.shell.doors.context import current_actor, person_id
from app.shell.doors.forms import attempt
from app.shell.doors.limits import limited
from app.shell.settings import Settings
from app.shell.work import acting


@bp.route("/profil/zweiter-faktor", methods=["GET", "POST"])
@limited()
def second_factor() -> Any:
    """Show where the second factor stands; a right code lets it count and shows the recovery codes once."""
    owner = queries.person(person_id())
    if owner is None:
        raise NotFound
    secret = readable_secret(owner)
    form = CodeForm()
    codes = sent(form, _confirmed)
    if codes:
        go_on = safe_next(request.args.get("next"))
        return render_template("people/recovery_codes.html", codes=codes, go_on=go_on)
    return render_template(
        "people/second_factor.html",
        form=form,
        owner=queries.person(person_id()),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        picture=_picture(secret, owner.email or owner.name) if secret else "",
        is_needed=queries.needs_second_factor(person_id(), berlin_date(utc_now())),
        begin_action=url_for("people.begin_second_factor", next=request.args.get("next")),
    ), form.status


def _confirmed(values: dict[str, Any]) -> list[str]:
    codes = [_fresh_code() for _number in range(RECOVERY_CODES)]
    with acting(current_actor()) as work:
        commands.confirm_second_factor(
            work,
            person_id=person_id(),
            code=values["code"],
            recovery_hashes=[recovery_hash(code) for code in codes],
            token=current_user.token,
        )
    return codes


@bp.route("/profil/zweiter-faktor/beginnen", methods=["POST"])
def begin_second_factor() -> Any:
    """Make a new secret for the phone."""
    form = ButtonForm()
    attempt(form, commands.begin_second_factor, person_id=person_id())
    for sentence in form.form_errors:
        flash(sentence, "warning")
    return redirect(url_for("people.second_factor", next=request.args.get("next")))


@bp.route("/profil/zweiter-faktor/entfernen", methods=["GET", "POST"])
@limited()
def remove_second_factor() -> Any:
    """Remove the second factor with a valid code."""
    form = CodeForm()
    if sent(form, _removed):
        flash(_("Der zweite Faktor ist entfernt."), "success")
        return redirect(url_for("people.profile"))
    is_needed = queries.needs_second_factor(person_id(), berlin_date(utc_now()))
    return render_template("people/remove_second_factor.html", form=form, is_needed=is_needed), form.status


def _removed(values: dict[str, Any]) -> bool:
    with acting(current_actor()) as work:
        commands.remove_second_factor(work, person_id=person_id(), code=values["code"])
    return True


def _fresh_code() -> str:
    text = base64.b32encode(secrets.token_bytes(10)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _picture(secret: str, account: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=settings.brand)
    return str(segno.make(uri, error="m").svg_data_uri(scale=5, light="white"))
