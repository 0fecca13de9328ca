"""How a journey goes: people at browsers of their own, who find their way by links and buttons, watched by axe."""

import re
import secrets
from datetime import date
from io import BytesIO
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import expect

from app.core.clock import utc_now
from app.core.money import german_digits
from app.people.actors import actor_of
from app.people.commands import start_session
from app.people.models import Person
from app.settlement.deadlines import run_deadlines
from app.shell.database import db
from app.shell.doors.words import euro
from app.shell.work import acting
from tests.browser.conftest import SIZES

PASSWORD = "geheim-und-lang"
MOST_TABS = 150
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # all that differs in the dark
SIGHTS = [(size, scheme, options) for size in SIZES for scheme, options in (("light", {}), ("dark", COLOURS))]


def enter(app, reader, person_id):
    """Sign a person in at a browser, with a second factor."""
    token, now = secrets.token_hex(16), utc_now()
    with acting(actor_of(person_id, now), now=now) as work:
        start_session(work, person_id=person_id, token=token, second_factor_at=now)
    with app.test_request_context():
        cookie = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    reader.context.add_cookies([{"name": "kiezfonds", "value": cookie, "url": reader.address}])


class Journey:
    """A case on its way through the pages, day by day; axe looks at each kind of page once for each kind of reader."""

    def __init__(self, world, clock, reader, *, javascript):
        self.world, self.clock, self.reader, self.javascript = world, clock, reader, javascript
        self.today = world.today
        self.walkers, self.inside, self.seen = {}, set(), set()

    def on(self, day):
        """Let it be that day: the timetable has run, and nobody is signed in any more."""
        if day != self.today:
            self.today = day
            self.clock.at(day)
            run_deadlines(utc_now())
            self.inside.clear()

    def somebody(self, handle, *, size="desk"):
        """Return this person at a browser of their own; nobody signs them in."""
        if handle not in self.walkers:
            self.walkers[handle] = Walker(self, handle, self.reader(size=size, javascript=self.javascript))
        return self.walkers[handle]

    def signed_in(self, handle, *, size="desk"):
        """Return somebody at their first page, signed in with a second factor."""
        walker = self.somebody(handle, size=size)
        if handle not in self.inside:
            enter(self.world.app, walker.reader, self.world.people[handle])
            self.inside.add(handle)
        return walker.go("/start")

    def with_keyboard(self, handle):
        """Return somebody with a phone and no mouse at their first page."""
        return Keyboard(self.signed_in(handle, size="phone"))

    def come_in(self, handle):
        """Return somebody with a phone and no mouse who signs in by password, from the front page on."""
        keyboard = Keyboard(self.somebody(handle, size="phone").go("/"))
        keyboard.sign_in(self.world.people[handle])
        self.inside.add(handle)
        return keyboard


class Walker:
    """One person who goes on by what the page offers; each page is looked at."""

    def __init__(self, journey, handle, reader):
        self.journey, self.handle, self.reader, self.page = journey, handle, reader, reader.page
        self.size = next(name for name, size in SIZES.items() if size == reader.page.viewport_size)

    @property
    def id(self):
        """Return what the page is about: the id in its address."""
        return UUID(ID.search(self.page.url)[0])

    def go(self, path):
        """Type an address."""
        assert self.reader.go(path).ok, path
        return self.look()

    def follow(self, name, *, exact=False):
        """Follow the first link of this name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.look()

    def press(self, name):
        """Press the first button of this name."""
        with self.page.expect_navigation():
            self.reader.press(name)
        return self.look()

    def fill(self, **values):
        """Fill in fields by their names: whole numbers are cents, days are chosen."""
        for name, value in values.items():
            box = self.page.locator(f"main [name={name}]")
            text = value.isoformat() if isinstance(value, date) else value
            box.fill(german_digits(text) if isinstance(text, int) else text)
        return self

    def choose(self, **values):
        """Choose an option by its value."""
        for name, value in values.items():
            self.page.locator(f"main select[name={name}]").select_option(value)
        return self

    def tick(self, **values):
        """Tick these of a list, or one radio button, by their values."""
        for name, wanted in values.items():
            for value in wanted:
                self.page.locator(f"main [name={name}][value='{value}']").check()
        return self

    def attach_picture(self, kind):
        """Choose a file with a picture no other file has, a PNG or a PDF."""
        data = BytesIO()
        Image.effect_noise((80, 60), 60).convert("RGB").save(data, kind)
        file = {"name": f"beleg.{kind.lower()}", "mimeType": "", "buffer": data.getvalue()}
        self.page.locator("main [name=file]").set_input_files(file)
        return self

    def sees(self, *wanted):
        """Find these on the page: texts as they stand, whole numbers as amounts of money."""
        for one in wanted:
            self.reader.sees(euro(one) if isinstance(one, int) else one)
        return self

    def lacks(self, name):
        """Find no link of this name, and no button that works."""
        for role in ("link", "button"):
            expect(self.page.get_by_role(role, name=name, disabled=False)).to_have_count(0)
        return self

    def look(self, moment=""):
        """Let axe look at this kind of page for this kind of reader, unless it did before at such a moment."""
        who = self.handle.rstrip("0123456789") if self.handle in self.journey.inside else ""
        kind = (who, ID.sub("*", urlsplit(self.page.url).path), moment)
        if not self.journey.javascript or kind in self.journey.seen:
            return self
        self.journey.seen.add(kind)
        for size, scheme, options in SIGHTS:
            self.page.set_viewport_size(SIZES[size])
            self.page.emulate_media(color_scheme=scheme)
            self.reader.look(f"{kind}, {size}, {scheme}", **options)
        self.page.set_viewport_size(SIZES[self.size])
        self.page.emulate_media(color_scheme="light")
        return self


class Keyboard:
    """A person who has no mouse: Tab, Space, Enter, and typing."""

    def __init__(self, walker):
        self.walker, self.page, self.keys = walker, walker.page, walker.page.keyboard

    def sign_in(self, person_id):
        """Go to the menu of the front page, and on by password."""
        email = db.session.scalar(sa.select(Person.email).where(Person.id == person_id))
        db.session.rollback()
        self.reach(self.page.locator("header summary"))
        self.keys.press("Enter")
        self.enter("link", "Anmelden")
        self.type("password-email", email)
        self.type("password-password", PASSWORD)
        self.enter("button", "Anmelden", exact=True)

    def reach(self, target, key="Tab"):
        """Go on with Tab until the focus is there."""
        there = target.and_(self.page.locator(":focus"))
        for _ in range(MOST_TABS):
            if there.count():
                return
            self.keys.press(key)
        message = f"{target} is out of reach on {self.page.url}"
        raise AssertionError(message)

    def enter(self, role, name, *, exact=False):
        """Go to a link or a button and press Enter."""
        self.reach(self.page.get_by_role(role, name=name, exact=exact).first)
        with self.page.expect_navigation():
            self.keys.press("Enter")
        self.walker.look()

    def type(self, name, text):
        """Go to a field and type."""
        self.reach(self.page.locator(f"main [name={name}]"))
        self.keys.type(text)

    def pick(self, name, label):
        """Go to a list and type the first word of an option."""
        box = self.page.locator(f"main [name={name}]")
        self.reach(box)
        self.keys.type(label.partition(" ")[0])
        expect(box.locator("option:checked")).to_have_text(label)

    def type_day(self, name, day):
        """Go to a day and type its digits in the order this browser's own language has."""
        box = self.page.locator(f"main [name={name}]")
        self.reach(box)
        self.keys.type(f"{day:%d%m%Y}")
        if box.input_value() != day.isoformat():
            self.keys.press("ArrowLeft")
            self.keys.press("ArrowLeft")
            self.keys.type(f"{day:%m%d%Y}")
        expect(box).to_have_value(day.isoformat())

    def tick(self, name):
        """Go to a tick and press Space."""
        box = self.page.locator(f"main [name={name}]")
        self.reach(box)
        self.keys.press("Space")
        expect(box).to_be_checked()

    def mark(self, name, value):
        """Go to one of several ticks or radio buttons, among radio buttons with the arrow, and press Space."""
        boxes = self.page.locator(f"main [name={name}]")
        self.reach(boxes.first)
        wanted = self.page.locator(f"main [name={name}][value={value}]")
        self.reach(wanted, "ArrowDown" if boxes.first.get_attribute("type") == "radio" else "Tab")
        self.keys.press("Space")
        expect(wanted).to_be_checked()
