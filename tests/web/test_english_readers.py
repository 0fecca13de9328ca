"""Readers in English: amounts as they write them, in letters too, and the German agreement in short."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from app.core.clock import BERLIN, utc_now
from app.disbursement.commands import release_payment
from app.people.commands import change_profile, request_link
from app.people.rules import LinkPurpose
from app.shell.jobs.running import run_due
from tests.awards import agreed, application, decided, ordered, payment
from tests.clients import signed_in


@pytest.fixture
def letters(world):
    """Return a function that gives the letters sent so far."""

    def read():
        run_due()
        folder = world.app.extensions["settings"].instance / "mail"
        return "\n".join(
            message_from_bytes(path.read_bytes(), policy=policy.default).get_content() for path in folder.glob("*.eml")
        )

    return read


def speaks(world, locale):
    world.do("applicant", change_profile, person_id=world.people["applicant"], name="applicant", locale=locale)


@pytest.mark.parametrize(
    ("locale", "amount", "other"), [("en", "€220.00", "220,00"), ("de", "220,00\N{NO-BREAK SPACE}€", "€220")]
)
def test_amounts_in_letters_are_written_as_their_reader_is_used_to(world, letters, locale, amount, other):
    speaks(world, locale)
    decided(world)
    text = letters()
    assert amount in text
    assert other not in text


@pytest.mark.parametrize("locale", ["en", "de"])
def test_days_in_letters_are_written_as_their_reader_is_used_to(world, letters, locale):
    speaks(world, locale)
    due_on = application(decided(world, award_cents=15_000)).due_on
    text = letters()
    assert (f"{due_on.day} {due_on:%B %Y}" if locale == "en" else f"{due_on:%d.%m.%Y}") in text
    assert bool(re.search(r"\d\d\.\d\d\.\d{4}", text)) == (locale == "de")
    assert not re.search(r"\d{4}-\d\d-\d\d", text)


def test_a_paid_advance_tells_both_days_in_english(world, letters):
    speaks(world, "en")
    payment_id = ordered(world)[1]
    world.do("district", release_payment, payment_id=payment_id, paid_on=world.today)
    text = letters()
    due_on = application(payment(payment_id).application_id).due_on
    for day in (world.today, due_on):
        assert f"{day.day} {day:%B %Y}" in text


def test_a_sign_in_link_says_until_when_in_english(world, letters):
    with world.acting("system") as work:
        request_link(work, purpose=LinkPurpose.SIGN_IN, email="neu@beispiel.de", next_url="", locale="en")
    until = (utc_now() + timedelta(minutes=20)).astimezone(BERLIN)
    assert f"valid until {until.day} {until:%B %Y}, {until:%H}:" in letters()


def test_the_agreement_says_in_english_that_german_binds_and_what_it_asks(world):
    application_id = agreed(world)
    browser = signed_in(world.app, world.people["applicant"])
    url = f"/antraege/{application_id}/vereinbarung"
    browser.set_cookie("kiezfonds_language", "en")
    page = browser.get(url).get_data(as_text=True)
    assert "German" in page
    assert "€220.00" in page
    assert "€154.00" in page
    browser.set_cookie("kiezfonds_language", "de")
    assert "Das Wichtigste in Ihrer Sprache" not in browser.get(url).get_data(as_text=True)
