"""Signing in, links, second factor, profile and keys through the pages and the API."""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy

import pyotp
import pytest
import time_machine
from argon2 import PasswordHasher

from app.areas import commands as areas
from app.core.actor import SYSTEM, Role
from app.core.clock import berlin_date, utc_now
from app.factory import create_app
from app.people import actors, commands, queries
from app.people.commands.second_factor import readable_secret
from app.shell.database import db
from app.shell.doors.language import catalogue
from app.shell.jobs.running import run_due
from app.shell.settings import read_settings
from app.shell.work import acting
from tests.clients import FreshClient

FIRST = date(2020, 1, 1)
PASSWORD = "korrekt pferd batterie"


@pytest.fixture
def open_app(app):
    """Return the application without form tokens, as tests of pages see it."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    if "portal.language" not in app.view_functions:
        app.add_url_rule("/sprache/<code>", "portal.language", lambda code: "")
    return app


@pytest.fixture
def browser(open_app):
    """Return a browser."""
    return open_app.test_client()


def area(slug="kiez", code="MK"):
    with acting(SYSTEM) as work:
        return areas.create_area(work, name=slug.title(), slug=slug, code=code, district_name="Mitte")


def person(email="ada@beispiel.de", role=None, area_id=None, password=PASSWORD, name="Ada Beispiel"):
    with acting(SYSTEM) as work:
        person_id = commands.create_person(work, name=name, email=email, password=password)
        if role:
            commands.grant_role(work, person_id=person_id, role=role, area_id=area_id, valid_from=FIRST)
    return person_id


def sign_in(browser, email="ada@beispiel.de", password=PASSWORD, path="/anmelden"):
    return browser.post(path, data={"password-email": email, "password-password": password})


def mailed_link(app):
    run_due()
    files = sorted((app.extensions["settings"].instance / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    text = message_from_bytes(files[-1].read_bytes(), policy=policy.default).get_content()
    return re.search(r"http://localhost(/\S+)", text)[1]


def with_second_factor(browser, person_id, then="/start"):
    """Set up the second factor in a signed-in browser and return its secret."""
    browser.post("/profil/zweiter-faktor/beginnen")
    secret = readable_secret(queries.person(person_id))
    answer = browser.post(f"/profil/zweiter-faktor?next={then}", data={"code": pyotp.TOTP(secret).now()})
    assert "Ihre Ersatzcodes" in answer.text
    return secret, re.findall(r"<code>(\S+)</code>", answer.text)


def next_code(secret):
    return pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30))


def test_a_page_that_needs_somebody_asks_to_sign_in_and_goes_on_there(open_app, browser):
    person()
    answer = browser.get("/profil?x=1")

    assert answer.status_code == 302
    assert answer.location == "/anmelden?next=/profil?x%3D1"
    assert sign_in(browser, path=answer.location).location == "/profil?x=1"
    assert "Ada Beispiel" in browser.get("/profil").text


def test_sign_in_leads_never_to_another_host(open_app, browser):
    person()
    assert sign_in(browser, path="/anmelden?next=//boese.example").location == "/start"


@pytest.mark.parametrize(("email", "password"), [("ada@beispiel.de", "falsch und lang"), ("fremd@beispiel.de", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(open_app, browser, email, password):
    person()
    answer = sign_in(browser, email, password)

    assert answer.status_code == 422
    assert "E-Mail-Adresse oder Passwort stimmt nicht." in answer.text
    assert password not in answer.text
    assert browser.get("/profil").status_code == 302


def test_every_sign_in_has_a_new_token_and_ends_the_one_before(open_app, browser):
    person_id = person()
    sign_in(browser)
    with browser.session_transaction() as session:
        first = session["_user_id"]
    sign_in(browser)
    with browser.session_transaction() as session:
        second = session["_user_id"]

    assert first != second
    assert actors.actor_by_session(first, utc_now()) is None
    assert queries.open_sessions(person_id, utc_now()) == 1


def test_a_copied_cookie_ends_with_the_sign_out(open_app, browser):
    person()
    sign_in(browser)
    thief = open_app.test_client()
    thief.set_cookie("kiezfonds", browser.get_cookie("kiezfonds").value)
    assert thief.get("/profil").status_code == 200

    assert browser.post("/abmelden").status_code == 302
    assert thief.get("/profil").status_code == 302
    assert thief.post("/abmelden").status_code == 302


def test_signing_out_everywhere_ends_every_browser(open_app, browser):
    person()
    other = open_app.test_client()
    sign_in(browser)
    sign_in(other)

    browser.post("/profil/ueberall-abmelden")

    assert browser.get("/profil").status_code == 302
    assert other.get("/profil").status_code == 302


def test_a_link_by_mail_makes_an_account_when_its_button_is_pressed(open_app, browser):
    answer = browser.post("/anmelden/link?next=/antraege/neu", data={"link-email": "Neu@Beispiel.de"})
    assert answer.location == "/anmelden/gesendet"
    link = mailed_link(open_app)

    for _scanner in range(2):
        assert "Konto anlegen" in browser.get(link).text
    assert browser.post(link, data={"name": ""}).status_code == 422
    assert queries.person_by_email("neu@beispiel.de") is None
    assert browser.post(link, data={"name": "Neu Hier"}).location == "/antraege/neu"
    assert "Neu Hier" in browser.get("/profil").text
    assert browser.get(link).status_code == 409
    assert browser.post(link, data={"name": "Neu Hier"}).status_code == 409


def test_the_answer_never_tells_whether_an_address_has_an_account(open_app, browser):
    person()
    for path, field in (("/anmelden/link", "link-email"), ("/passwort/vergessen", "email")):
        answers = [browser.post(path, data={field: email}) for email in ("ada@beispiel.de", "fremd@beispiel.de")]
        assert answers[0].status_code == answers[1].status_code == 302
        assert answers[0].location == answers[1].location


def test_a_wrong_address_is_told_at_its_field(open_app, browser):
    answer = browser.post("/anmelden/link", data={"link-email": "keine adresse"})
    assert answer.status_code == 422
    assert 'id="link-email-error"' in answer.text


def test_a_link_by_mail_still_asks_for_the_second_factor(open_app, browser):
    person_id = person()
    sign_in(browser)
    secret, codes = with_second_factor(browser, person_id)
    stranger = open_app.test_client()
    stranger.post("/anmelden/link", data={"link-email": "ada@beispiel.de"})

    assert stranger.post(mailed_link(open_app)).location == "/anmelden/code"
    assert stranger.get("/profil").status_code == 302
    assert stranger.post("/anmelden/code", data={"code": "000000"}).status_code == 422
    assert stranger.post("/anmelden/code", data={"code": next_code(secret)}).location == "/start"
    assert stranger.get("/profil").status_code == 200
    assert len(codes) == 8


def test_the_second_step_without_the_first_leads_to_the_first(open_app, browser):
    assert browser.get("/anmelden/code").location == "/anmelden"
    assert browser.post("/anmelden/code", data={"code": "1"}).location == "/anmelden"


def test_the_office_works_only_with_the_second_factor(open_app, browser):
    here = area()
    person_id = person(role=Role.STAFF, area_id=here)
    answer = sign_in(browser)

    assert answer.location == "/profil/zweiter-faktor"
    assert "erst mit dem zweiten Faktor" in browser.get("/profil/zweiter-faktor").text
    assert browser.get("/buero/gebiet/kiez").status_code == 404
    _secret, codes = with_second_factor(browser, person_id)
    assert browser.get("/buero/gebiet/kiez").status_code == 200
    browser.post("/abmelden")
    assert sign_in(browser).location == "/anmelden/code"
    assert browser.get("/buero/gebiet/kiez").status_code == 302
    assert browser.post("/anmelden/code", data={"code": codes[0]}).location == "/start"
    assert browser.get("/buero/gebiet/kiez").status_code == 200


def test_a_password_hashed_weaker_than_today_is_hashed_anew_when_it_is_known(open_app, browser):
    person_id = person()
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=2).hash(PASSWORD)
    with acting(SYSTEM) as work:
        commands.set_password(work, person_id=person_id, password_hash=weak)
    assert sign_in(browser, password="falsch").status_code == 422
    assert queries.person(person_id).password_hash == weak

    assert sign_in(browser).location == "/start"

    assert queries.person(person_id).password_hash != weak
    assert sign_in(open_app.test_client()).location == "/start"


def test_the_second_factor_is_set_up_from_a_picture_and_removed_with_a_code(open_app, browser):
    person_id = person()
    sign_in(browser)
    browser.post("/profil/zweiter-faktor/beginnen")
    page = browser.get("/profil/zweiter-faktor").text
    secret = readable_secret(queries.person(person_id))
    assert 'src="data:image/svg+xml' in page
    assert secret in page.replace(" ", "")
    wrong = browser.post("/profil/zweiter-faktor", data={"code": "000000"})
    assert wrong.status_code == 422
    assert 'id="code-error"' in wrong.text

    _secret, codes = with_second_factor(browser, person_id)
    page = browser.get("/profil/zweiter-faktor").text
    assert "Der zweite Faktor ist eingerichtet." in page
    assert "data:image" not in page
    assert browser.get("/profil/zweiter-faktor/entfernen").status_code == 200
    assert browser.post("/profil/zweiter-faktor/entfernen", data={"code": "000000"}).status_code == 422
    assert queries.person(person_id).totp_confirmed_at is not None
    assert browser.post("/profil/zweiter-faktor/entfernen", data={"code": codes[0]}).location == "/profil"
    assert queries.person(person_id).totp_secret is None


def test_an_invited_juror_comes_in_by_the_link(open_app, browser):
    here = area()
    person_id = person(role=Role.STAFF, area_id=here)
    sign_in(browser)
    with_second_factor(browser, person_id)
    data = {"name": "Jo Jury", "email": "jo@beispiel.de", "role": "juror", "valid_from": "01.01.2025", "valid_to": ""}
    assert browser.post("/buero/gebiet/kiez/menschen", data=data).status_code == 302
    juror = open_app.test_client()

    assert juror.post(mailed_link(open_app)).location == "/start"
    assert "Jurymitglied" in juror.get("/profil").text
    page = browser.get("/buero/gebiet/kiez/menschen").text
    assert "Jo Jury" in page
    again = browser.post("/buero/gebiet/kiez/menschen", data=data)
    assert again.status_code == 422
    assert "diese Rolle in dieser Zeit schon" in again.text
    ending = re.search(r"/buero/gebiet/kiez/rollen/[0-9a-f-]+/ende", page)[0]
    assert browser.post(ending, data={"last_day": ""}).status_code == 302
    assert "Jurymitglied" not in juror.get("/profil").text


def test_the_office_cannot_invite_its_own_colleague(open_app, browser):
    here = area()
    person_id = person(role=Role.STAFF, area_id=here)
    sign_in(browser)
    with_second_factor(browser, person_id)
    data = {"name": "Zwei", "email": "zwei@beispiel.de", "role": "staff", "valid_from": "01.01.2025"}
    assert browser.post("/buero/gebiet/kiez/menschen", data=data).status_code == 403
    assert queries.person_by_email("zwei@beispiel.de") is None


def test_a_forgotten_password_is_set_anew_and_signs_every_browser_out(open_app, browser):
    person()
    sign_in(browser)
    other = open_app.test_client()
    other.post("/passwort/vergessen", data={"email": "ada@beispiel.de"})
    link = mailed_link(open_app)

    assert other.post(link, data={"password": "kurz"}).status_code == 422
    assert other.post(link, data={"password": "ganz neues fahrrad"}).location == "/anmelden"
    assert browser.get("/profil").status_code == 302
    assert sign_in(other, password="ganz neues fahrrad").location == "/start"
    assert other.get(link).status_code == 409


def test_a_password_is_changed_with_the_present_one(open_app, browser):
    person()
    sign_in(browser)

    answer = browser.post("/profil/passwort", data={"current_password": "falsch", "password": "ganz neues fahrrad"})
    assert answer.status_code == 422
    assert 'id="current_password-error"' in answer.text
    assert browser.post("/profil/passwort", data={"current_password": PASSWORD, "password": "kurz"}).status_code == 422
    assert browser.post("/profil/passwort", data={"current_password": PASSWORD, "password": "ganz neues fahrrad"}).status_code == 302
    assert browser.get("/profil").status_code == 200


def english(sentence):
    return catalogue("en").gettext(sentence)


def test_a_stale_profile_page_changes_nothing(open_app, browser):
    person_id = person()
    sign_in(browser)

    assert browser.post("/profil", data={"name": "Neu", "phone": "", "locale": "en", "version": "1"}).status_code == 302
    stale = browser.post("/profil", data={"name": "Alt", "phone": "", "locale": "", "version": "1"})
    assert stale.status_code == 422
    assert english("Inzwischen hat jemand anderes das geändert. Bitte laden Sie die Seite neu und prüfen Sie Ihre Angaben.") in stale.text
    assert queries.person(person_id).name == "Neu"
    answer = browser.post("/profil", data={"name": "x" * 200, "phone": "", "locale": "xx", "version": "2"})
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'id="locale-error"' in answer.text


def test_a_key_is_shown_once_works_on_the_api_only_and_can_be_revoked(open_app, browser):
    person_id = person()
    sign_in(browser)
    expires = (berlin_date(utc_now()) + timedelta(days=30)).isoformat()
    answer = browser.post("/profil/schluessel", data={"name": "Büro", "scopes": ["read"], "expires_on": expires})
    token = re.search(r"kf_[\w-]+", answer.text)[0]
    assert token not in browser.get("/profil/schluessel").text
    header = {"Authorization": f"Bearer {token}"}
    program = open_app.test_client()

    answer = program.get("/api/v1/me", headers=header)
    assert answer.json["id"] == str(person_id)
    assert answer.json["scopes"] == ["read"]
    assert program.get("/profil", headers=header).status_code == 302
    revoking = f"/profil/schluessel/{queries.tokens_of(person_id)[0].id}/sperren"
    assert browser.post(revoking).status_code == 302
    assert program.get("/api/v1/me", headers=header).status_code == 401


def test_the_api_takes_no_cookie(open_app, browser):
    person()
    sign_in(browser)
    answer = browser.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json["code"] == "sign-in-needed"


def test_nobody_touches_the_keys_of_another(open_app, browser):
    person()
    other = person("bo@beispiel.de", name="Bo")
    with acting(SYSTEM) as work:
        token_id = commands.create_access_token(work, person_id=other, token="t", name="x", scopes=["read"], expires_on=berlin_date(work.now) + timedelta(days=1))
    sign_in(browser)

    assert browser.post(f"/profil/schluessel/{token_id}/sperren").status_code == 403
    assert len(queries.tokens_of(other)) == 1


def test_a_form_without_its_token_is_refused(app):
    if "portal.language" not in app.view_functions:
        app.add_url_rule("/sprache/<code>", "portal.language", lambda code: "")
    person()
    browser = app.test_client()

    assert sign_in(browser).status_code == 400
    page = browser.get("/anmelden").text
    token = re.search(r'name="password-csrf_token"[^>]*value="([^"]+)"', page)[1]
    data = {"password-email": "ada@beispiel.de", "password-password": PASSWORD, "password-csrf_token": token}
    assert browser.post("/anmelden", data=data).location == "/start"


def test_whatever_strangers_may_send_is_limited(app):
    views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    unlimited = {name for name, view in views.items() if getattr(view, "is_public", False) and not getattr(view, "is_limited", False)}
    assert unlimited == {"people.sign_out"}


def test_too_many_guesses_are_stopped(open_app, tmp_path):
    person()
    url = open_app.config["SQLALCHEMY_DATABASE_URI"]
    strict = create_app(read_settings(tmp_path, database_url=url, rate_limits_on=True))
    strict.test_client_class = FreshClient
    strict.config["WTF_CSRF_ENABLED"] = strict.config["WTF_CSRF_CHECK_DEFAULT"] = False
    if "portal.language" not in strict.view_functions:
        strict.add_url_rule("/sprache/<code>", "portal.language", lambda code: "")
    with strict.app_context():
        answers = [sign_in(strict.test_client(), password="falsch").status_code for _guess in range(12)]
        db.engine.dispose()
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429
    assert sign_in(open_app.test_client()).status_code == 302, "an application without limits is not limited by another"


def test_a_new_address_holds_only_after_the_link_sent_to_it_and_the_old_one_hears_of_it(open_app, browser):
    person_id = person()
    sign_in(browser)
    assert browser.post("/profil/e-mail", data={"email": "neu@beispiel.de"}).status_code == 302
    assert queries.person(person_id).email == "ada@beispiel.de"

    link = mailed_link(open_app)
    assert "neu@beispiel.de" in browser.get(link).text
    assert queries.person(person_id).email == "ada@beispiel.de"
    assert browser.post(link).location == "/profil"
    db.session.rollback()
    assert queries.person_by_email("neu@beispiel.de").id == person_id
    assert queries.person_by_email("ada@beispiel.de") is None
    assert browser.post(link).status_code == 409

    run_due()
    mails = (open_app.extensions["settings"].instance / "mail").glob("*.eml")
    told = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in mails]
    assert [mail["Subject"] for mail in told if mail["To"] == "ada@beispiel.de"] == [
        "Ihre E-Mail-Adresse für Kiezfonds hat sich geändert"
    ]


def test_nobody_uses_the_address_link_of_another_or_takes_an_address_that_has_an_account(open_app, browser):
    person()
    person(email="bo@beispiel.de", name="Bo")
    sign_in(browser)
    browser.post("/profil/e-mail", data={"email": "bo@beispiel.de"})
    link = mailed_link(open_app)
    other = open_app.test_client()
    sign_in(other, email="bo@beispiel.de")
    assert other.get(link).status_code == 409
    answer = browser.post(link)
    assert answer.status_code in {409, 422}
    assert queries.person_by_email("bo@beispiel.de").name == "Bo"


def test_a_browser_in_use_stays_signed_in_and_an_idle_one_does_not(open_app, browser):
    person()
    sign_in(browser)
    began = utc_now()
    for hours in (10, 20, 30):
        with time_machine.travel(began + timedelta(hours=hours), tick=False):
            assert browser.get("/profil").status_code == 200
    with time_machine.travel(began + timedelta(hours=43), tick=False):
        assert browser.get("/profil").status_code in {302, 401}
