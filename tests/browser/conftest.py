"""A real server in this process, a real Chromium beside it; skipped, saying so, where there is none."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright

from app.shell.settings import ROOT
from tests.clock import Clock
from tests.factories import World
from tests.server import serving

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
PICTURES = ROOT / "tests" / "browser" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def address(app):
    """Serve the application and return its address."""
    with serving(app) as url:
        yield url


@pytest.fixture
def neighbourhood(app):
    return World(app)


class Reader:
    """One person at one browser: signs in, goes somewhere, fills in, presses, and is looked at by axe."""

    def __init__(self, chromium, address, *, size="desk", scheme="light", javascript=True, locale="de-DE"):
        self.context = chromium.new_context(
            viewport=SIZES[size], color_scheme=scheme, java_script_enabled=javascript, locale=locale, base_url=address
        )
        self.address = address
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.faults = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def go(self, path):
        answer = self.page.goto(path)
        assert answer.status < 500, path
        return answer

    def sign_in(self, email, password):
        self.go("/anmelden")
        self.page.get_by_label("E-Mail-Adresse").last.fill(email)
        self.page.get_by_label("Passwort", exact=True).fill(password)
        self.page.get_by_role("button", name="Anmelden", exact=True).first.click()

    def press(self, name):
        self.page.get_by_role("button", name=name).first.click()

    def sees(self, text):
        assert text in self.page.inner_text("main"), f"{text!r} is not on {self.page.url}:\n{self.page.inner_text('main')[:2000]}"

    def check(self, name, **options):
        """Look at the page and keep a picture of it."""
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        self.look(name, **options)

    def look(self, name, **options):
        """Let axe look at the page as it stands; nothing scrolls sideways."""
        heard = len(self.faults)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **options})["violations"]
        del self.faults[heard:]  # the styles axe tries to set, which the policy of our pages forbids
        assert not found, f"{name}: " + "; ".join(f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found)
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{name} scrolls sideways"


@pytest.fixture
def reader(chromium, address):
    """Open browsers: ``reader(size='phone')``."""
    opened = []

    def open_one(**options):
        opened.append(Reader(chromium, address, **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.context.close()
