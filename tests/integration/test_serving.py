"""The served service in a process of its own: behind a proxy it knows its visitors, without one nobody can pretend to be another."""

import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from app.core.actor import SYSTEM
from app.people.commands import create_person
from app.shell.settings import ROOT
from app.shell.work import acting
from tests.server import PATIENCE, listens, until


@contextmanager
def served(app, **settings):
    """Serve the instance of an application and return the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"INSTANCE": str(app.extensions["settings"].instance), "SECOND_FACTOR": "false", **settings}
    env = os.environ | {f"KIEZFONDS_{name}": value for name, value in own.items()}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        until(lambda: listens(port))
        yield port
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0, "a service that is told to end ends in order"


class Visitor:
    """Somebody at the service, as a proxy tells of them."""

    def __init__(self, port, address, **headers):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.headers = {"X-Forwarded-For": address, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.cookies = {}

    def ask(self, method, path, body=None):
        sent = self.headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(body) if body else None, sent)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.connection.close()
        self.set = answer.headers.get_all("Set-Cookie") or []
        for line in self.set:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer, text

    def sign_in(self, email, password="falsch"):
        _, page = self.ask("GET", "/anmelden")
        token = re.search(r'name="password-csrf_token"[^>]*value="([^"]+)"', page)[1]
        sent = {"password-email": email, "password-password": password, "password-csrf_token": token}
        return self.ask("POST", "/anmelden", sent)[0]


def guesses(port, addresses):
    return [Visitor(port, address).sign_in(f"{number}@example.org").status for number, address in enumerate(addresses)]


def test_what_is_decided_is_done_by_the_worker_inside(app):
    folder = app.extensions["settings"].instance / "mail"
    with served(app) as port:
        ada = Visitor(port, "10.0.0.1")
        _, page = ada.ask("GET", "/anmelden")
        token = re.search(r'name="link-csrf_token"[^>]*value="([^"]+)"', page)[1]
        assert ada.ask("POST", "/anmelden/link", {"link-email": "ada@example.org", "link-csrf_token": token})[0].status == 302
        until(lambda: list(folder.glob("*.eml")))


def test_behind_a_proxy_each_visitor_has_attempts_of_their_own(app):
    with served(app, PROXIES="1") as port:
        assert guesses(port, ["10.0.0.1"] * 11) == [422] * 10 + [429]
        assert guesses(port, ["10.0.0.2", "6.6.6.6, 10.0.0.2", "10.0.0.1", "6.6.6.6, 10.0.0.1"]) == [422, 422, 429, 429]


def test_without_a_proxy_nobody_gets_more_attempts_by_naming_another_address(app):
    with served(app) as port:
        assert guesses(port, [f"10.0.0.{number}" for number in range(11)]) == [422] * 10 + [429]


def test_behind_a_proxy_that_encrypts_people_sign_in_with_safe_cookies(app):
    with acting(SYSTEM) as work:
        create_person(work, name="Ada", email="ada@example.org", password="korrekt pferd batterie")
    with served(app, PROXIES="1", BASE_URL="https://kiez.example") as port:
        told = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "kiez.example", "Referer": "https://kiez.example/anmelden"}
        ada = Visitor(port, "10.0.0.1", **told)
        answer = ada.sign_in("ada@example.org", "korrekt pferd batterie")
        assert (answer.status, answer.getheader("Location")) == (302, "/start")
        assert ada.set
        assert all("Secure" in line and "HttpOnly" in line and "SameSite=Lax" in line for line in ada.set)

        elsewhere = Visitor(port, "10.0.0.1", **told | {"Referer": "https://elsewhere.example/"})
        assert elsewhere.sign_in("ada@example.org", "korrekt pferd batterie").status == 400


def test_a_browser_keeps_its_connection_when_a_page_is_unchanged(app):
    with served(app) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

        def ask(**headers):
            connection.request("GET", "/", headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheader("ETag"), answer.will_close

        status, page, tag, _closes = ask()
        assert (status, len(page) > 0) == (200, True)
        until(lambda: ask(**{"If-None-Match": ask()[2]})[0] == 304)
        tag, held = ask()[2], connection.sock
        for _ in range(3):
            assert ask(**{"If-None-Match": tag}) == (304, b"", tag, False)
        assert connection.sock is held is not None
        assert ask()[:2] == (200, page)
        assert ask(**{"If-None-Match": tag, "Connection": "close"}) == (304, b"", tag, True)
        connection.close()
