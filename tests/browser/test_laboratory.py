"""The laboratory in a real browser: a city's 50,000 ballots are uploaded with the keyboard, and the house stays awake."""

import random
import time
import urllib.request

import pytest

from app.shell.jobs.worker import start_embedded
from tests.browser.conftest import SIZES
from tests.browser.journey import SIGHTS, enter

BALLOTS = 50_000
PROJECTS = 24


@pytest.fixture
def city():
    """A city's election with many different ballots, made without a clock."""
    dice = random.Random(20261123)
    costs = [dice.randrange(5, 400) * 1000 for _ in range(PROJECTS)]
    ids = list(range(1, PROJECTS + 1))
    votes = [",".join(map(str, sorted(dice.sample(ids, dice.randrange(1, 8))))) for _ in range(BALLOTS)]
    lines = [
        "META", "key;value", "description;Stadt", "currency;EUR", f"num_projects;{PROJECTS}", f"num_votes;{BALLOTS}", "budget;1000000",
        "vote_type;approval", "PROJECTS", "project_id;cost;name;category",
        *(f"{number};{cost};Vorhaben {number};{('Grün', 'Wege', 'Kinder')[number % 3]}" for number, cost in zip(ids, costs, strict=True)),
        "VOTES", "voter_id;vote;neighborhood", *(f"{number};{vote};Teil {number % 5}" for number, vote in enumerate(votes, start=1)),
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def worker(app):
    consumer = start_embedded(app)
    yield consumer
    consumer.stop(graceful=True)


def slowest_answer(address, seconds):
    """Ask for a public page again and again; return the slowest answer in seconds and how many there were."""
    until, slowest, answers = time.monotonic() + seconds, 0.0, 0
    while time.monotonic() < until:
        begin = time.monotonic()
        with urllib.request.urlopen(f"{address}/", timeout=20) as answer:
            assert answer.status == 200
        slowest, answers = max(slowest, time.monotonic() - begin), answers + 1
    return slowest, answers


def look_at(one, name):
    """Look at the page as a phone and a desk show it, by day and at night."""
    for size, scheme, options in SIGHTS:
        one.page.set_viewport_size(SIZES[size])
        one.page.emulate_media(color_scheme=scheme)
        one.check(f"{name}-{size}-{scheme}", **options)


def test_a_city_is_counted_while_others_read(app, neighbourhood, reader, worker, address, city):
    one = reader()
    enter(app, one, neighbourhood.people["q1"])
    one.go("/labor")
    look_at(one, "labor-leer")
    one.page.get_by_role("link", name="Datei auswerten").press("Enter")
    one.page.wait_for_url("**/labor/datei")
    look_at(one, "labor-datei")
    one.page.locator("input[type=file]").set_input_files({"name": "stadt.pb", "mimeType": "text/plain", "buffer": city})
    one.page.get_by_label("Titel").fill("Stadt")
    one.page.get_by_role("button", name="Auszählen").press("Enter")
    one.page.wait_for_url("**/labor/*-*")

    slowest, answers = slowest_answer(address, 2)
    assert answers >= 3
    assert slowest < 5, "a page waits for the count"

    one.page.get_by_role("heading", name="Mitnehmen").wait_for(timeout=120_000)
    one.sees("Diese Auswertung entscheidet nichts.")
    one.sees("Gleiche Anteile")
    one.sees("50.000")
    look_at(one, "labor")
    for summary in one.page.locator("summary:visible").all():
        summary.press("Enter")
    look_at(one, "labor-offen")


def test_without_javascript_a_link_shows_how_far_it_is(app, neighbourhood, reader, worker):
    one = reader(size="phone", javascript=False)
    enter(app, one, neighbourhood.people["q1"])
    one.go("/labor/datei")
    head = "META\nkey;value\nnum_projects;1\nnum_votes;1\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;5\nVOTES\nvoter_id;vote\n1;1\n"
    one.page.locator("input[type=file]").set_input_files({"name": "klein.pb", "mimeType": "text/plain", "buffer": head.encode()})
    one.press("Auszählen")
    for _ in range(60):
        if one.page.get_by_role("link", name="Stand neu laden").count() == 0:
            break
        one.page.get_by_role("link", name="Stand neu laden").click()
        time.sleep(0.5)
    one.sees("Mitnehmen")
