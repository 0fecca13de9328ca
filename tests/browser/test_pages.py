"""Every main page of the demo in a real browser: phone and desk, light and dark, axe finds nothing, nothing scrolls sideways."""

import pytest
import sqlalchemy as sa

from app.bodies.models import JurySession
from app.bodies.rules import SessionState
from app.laboratory.models import Trial
from app.people.models import Person
from app.proposals.models import Application
from app.shell.database import db
from tests.browser.conftest import SIZES
from tests.browser.journey import SIGHTS, enter

PUBLIC = ["/", "/gebiete/musterkiez/", "/gebiete/musterkiez/entscheidungen", "/gebiete/musterkiez/regeln", "/anmelden", "/pruefen", "/so-gehts", "/api/docs"]
OFFICE = [
    "/buero", "/buero/antraege", "/sitzungen", "/sitzungen/{evening}", "/antraege/{running}", "/antraege/{submitted}/pruefung",
    "/antraege/{running}/zahlungen", "/antraege/{awarded}/vereinbarung", "/antraege/{settlement_submitted}/abrechnung", "/profil", "/labor", "/labor/sitzung", "/labor/{trial}",
]  # fmt: skip
LONGEST = "/api/docs"  # looked at once on a phone by day and once at a desk at night
APPLICANT = ["/antraege", "/antraege/neu"]


@pytest.fixture
def app(demo_app):
    """Serve the demo."""
    return demo_app


@pytest.fixture
def neighbourhood(app):
    """The demo's neighbourhood, with one application for each state by its name."""
    places = {state.value: str(one) for state, one in db.session.execute(sa.select(Application.state, sa.func.max(Application.id)).group_by(Application.state))}
    places["trial"] = str(db.session.scalar(sa.select(Trial.id).where(Trial.session_id.is_(None))))
    places["evening"] = str(db.session.scalar(sa.select(JurySession.id).where(JurySession.state == SessionState.QUORATE)))
    db.session.rollback()
    return places


def come_in(app, reader, name):
    """Sign a person of the demo in."""
    enter(app, reader, db.session.scalar(sa.select(Person.id).where(Person.email.like(f"{name}@%"))))


@pytest.mark.parametrize("visit", [(None, PUBLIC), ("katrin.wiesner", OFFICE), ("nadia.rahimi", APPLICANT)], ids=["public", "office", "applicant"])
def test_axe_finds_nothing_on_the_main_pages(app, neighbourhood, reader, visit):
    who, paths = visit
    one = reader()
    if who:
        come_in(app, one, who)
    for path in paths:
        answer = one.go(path.format(**neighbourhood))
        assert answer.status == 200, path
        assert one.page.url.rstrip("/").endswith(path.format(**neighbourhood).rstrip("/")), f"{path} led to {one.page.url}"
        name = f"{who or 'public'}-{path.strip('/').replace('/', '-') or 'home'}".format(**neighbourhood)
        for size, scheme, options in SIGHTS[::3] if path == LONGEST else SIGHTS:
            one.page.set_viewport_size(SIZES[size])
            one.page.emulate_media(color_scheme=scheme)
            one.check(f"{name}-{size}-{scheme}", **options)


def test_an_application_is_begun_with_the_keyboard_and_without_javascript(app, neighbourhood, reader):
    one = reader(size="phone", javascript=False)
    come_in(app, one, "nadia.rahimi")
    one.go("/antraege/neu")
    one.page.locator("input[name=fund_year_id]").first.check()
    one.page.get_by_role("button", name="Antrag beginnen").focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/schritt/1")
    one.page.locator("input[name=applicant_name]").fill("Nadia Rahimi")
    one.page.locator("input[name=applicant_kind][value=resident]").check()
    one.page.locator("button[name=action][value=next]").first.press("Enter")
    one.page.wait_for_url("**/schritt/2")

    one.page.locator("button[name=action][value=next]").first.press("Enter")

    assert one.page.title().startswith("Fehler:")
    assert one.page.locator("#title-error").count() == 1
