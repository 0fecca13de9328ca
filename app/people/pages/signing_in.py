"""Signing in by password or by a link from the mail, the second step, signing out."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user, logout_user

from app.core.actor import NOBODY
from app.core.clock import utc_now
from app.people import actors, commands, queries
from app.people.forms import CodeForm, EmailForm, LinkForm, PasswordSignInForm
from app.people.pages.frame import SECOND_STEP, begin_session, bp, come_in, end_present_session, sent
from app.people.passwords import hashed, is_outdated, matches
from app.people.rules import LinkPurpose, WrongCredentials, safe_next
from app.shell.doors.context import locale, public
from app.shell.doors.limits import limited
from app.shell.work import acting


def _typed_address() -> str:
    typed = [value for name, value in request.form.items() if name.endswith("email")]
    return f"mail {typed[0].strip().lower()[:254]}" if typed and typed[0].strip() else get_remote_address()


def _waiting_person() -> str:
    step = session.get(SECOND_STEP)
    return f"person {step['person']}" if step else get_remote_address()


def _next_url() -> str:
    return safe_next(request.args.get("next"))


def _sign_in_page(*, shown: Any, password_form: Any, link_form: Any) -> Any:
    next_url = request.args.get("next")
    return render_template(
        "people/sign_in.html",
        form=shown,
        password_form=password_form,
        link_form=link_form,
        password_action=url_for("people.sign_in", next=next_url),
        link_action=url_for("people.request_link", next=next_url),
        is_sent_here=bool(next_url),
    ), (shown.status if shown else 200)


@bp.route("/anmelden", methods=["GET", "POST"])
@public
@limited(also_by=_typed_address)
def sign_in() -> Any:
    """Sign in by password; the page also offers a link by mail."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_next_url())
    form = PasswordSignInForm(prefix="password")
    person_id = sent(form, _checked)
    if person_id:
        return come_in(person_id, way="password", next_url=_next_url())
    return _sign_in_page(
        shown=form if form.is_submitted() else None,
        password_form=form,
        link_form=EmailForm(prefix="link", formdata=None),
    )


def _checked(values: dict[str, Any]) -> UUID:
    person = queries.person_by_email(values["email"])
    if not matches(person.password_hash if person else None, values["password"]) or person is None:
        raise WrongCredentials
    if is_outdated(person.password_hash or ""):
        with acting(actors.actor_of(person.id, utc_now()) or NOBODY) as work:
            commands.set_password(work, person_id=person.id, password_hash=hashed(values["password"]))
    return person.id


@bp.route("/anmelden/link", methods=["POST"])
@public
@limited(also_by=_typed_address)
def request_link() -> Any:
    """Mail a link; the answer is the same whether or not there is an account."""
    form = EmailForm(prefix="link")
    if sent(form, lambda values: _mailed(LinkPurpose.SIGN_IN, values)):
        return redirect(url_for("people.link_sent"))
    return _sign_in_page(shown=form, password_form=PasswordSignInForm(prefix="password", formdata=None), link_form=form)


def _mailed(purpose: LinkPurpose, values: dict[str, Any]) -> bool:
    with acting(NOBODY) as work:
        commands.request_link(work, purpose=purpose, email=values["email"], next_url=_next_url(), locale=locale())
    return True


@bp.route("/anmelden/gesendet")
@public
def link_sent() -> Any:
    """Say that a mail is on its way."""
    return render_template("people/link_sent.html")


@bp.route("/anmelden/link/<string(maxlength=80):token>", methods=["GET", "POST"])
@public
@limited()
def use_link(token: str) -> Any:
    """Come in by a link: reading it changes nothing (mail scanners follow links), the button uses it."""
    link = queries.link_by_token(token, utc_now())
    if link is None or link.purpose == LinkPurpose.PASSWORD:
        return render_template("people/link_spent.html"), 409
    has_account = link.person_id is not None or queries.person_by_email(link.email) is not None
    next_url, email = safe_next(link.next_url), link.email
    form = LinkForm()
    person_id = sent(form, lambda values: _used(token, values["name"]))
    if person_id:
        return come_in(person_id, way="link", next_url=next_url)
    return render_template("people/use_link.html", form=form, has_account=has_account, email=email), form.status


def _used(token: str, name: str) -> UUID:
    with acting(NOBODY) as work:
        return commands.use_link(work, token=token, name=name)


@bp.route("/anmelden/code", methods=["GET", "POST"])
@public
@limited(also_by=_waiting_person)
def sign_in_code() -> Any:
    """Take the second step of signing in."""
    step = session.get(SECOND_STEP)
    if not step or step["until"] < utc_now().timestamp():
        session.pop(SECOND_STEP, None)
        return redirect(url_for("people.sign_in"))
    form = CodeForm()
    person_id = sent(form, lambda values: _second_step(UUID(step["person"]), values["code"]))
    if person_id:
        return begin_session(person_id, way=step["way"], next_url=safe_next(step["next"]), second_factor="totp")
    return render_template("people/sign_in_code.html", form=form), form.status


def _second_step(person_id: UUID, code: str) -> UUID:
    with acting(actors.actor_of(person_id, utc_now()) or NOBODY) as work:
        return commands.check_second_factor(work, person_id=person_id, code=code)


@bp.route("/abmelden", methods=["POST"])
@public
def sign_out() -> Any:
    """End the session of this browser; every copy of its cookie ends with it."""
    end_present_session()
    logout_user()
    session.clear()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect("/")
