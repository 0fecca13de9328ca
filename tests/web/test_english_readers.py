"""Readers in English: amounts as they write them, in letters too, and the German agreement in short."""

from email import message_from_bytes, policy

import pytest

from app.people.commands import change_profile
from app.shell.jobs.running import run_due
from tests.awards import agreed, decided
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
