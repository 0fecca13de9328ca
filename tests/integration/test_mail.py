"""Mail through a server: encrypted where a password goes, refused by a server nobody vouches for, never twice, never lost."""

import socketserver
import ssl
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.core.actor import NOBODY
from app.core.clock import utc_now
from app.people.commands import request_link
from app.people.rules import LinkPurpose
from app.shell.database import db
from app.shell.jobs import running
from app.shell.jobs.outbox import Job
from app.shell.jobs.running import run
from app.shell.settings import Settings
from app.shell.work import acting
from tests.logs import written


class Postbox(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given and says whether it came encrypted."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, certificate, *, from_the_start=False, refuses=False):
        super().__init__(("localhost", 0), _Talk)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.from_the_start, self.refuses = from_the_start, refuses
        self.letters, self.passwords = [], []

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """Say nothing of clients who turn away."""


class _Talk(socketserver.StreamRequestHandler):
    def setup(self):
        super().setup()
        self.is_safe = False
        if self.server.from_the_start:
            self.encrypt()

    def encrypt(self):
        self.connection = self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()
        self.is_safe = True

    def finish(self):
        super().finish()
        self.connection.close()

    def says(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def handle(self):
        self.says("220 ready")
        for line in iter(lambda: self.rfile.readline().decode().strip(), ""):
            word, _, rest = line.partition(" ")
            match word.upper():
                case "EHLO":
                    self.says("250-here", "250-STARTTLS", "250 AUTH PLAIN")
                case "STARTTLS":
                    self.says("220 go on")
                    self.encrypt()
                case "AUTH":
                    self.server.passwords.append((self.is_safe, b64decode(rest.split()[1]).split(b"\0")[-1].decode()))
                    self.says("235 come in")
                case "RCPT" if self.server.refuses:
                    self.says(f"550 no {rest} here")
                case "DATA":
                    self.says("354 tell me")
                    lines = iter(self.rfile.readline, b".\r\n")
                    self.server.letters.append((self.is_safe, message_from_bytes(b"".join(lines), policy=policy.default)))
                    self.says("250 kept")
                case "QUIT":
                    self.says("221 bye")
                    return
                case _:
                    self.says("250 yes")


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """Return the file of a certificate for localhost that this process trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = utc_now()
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "localhost.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def by(app):
    """Return what lets the application send by a mail server."""

    @contextmanager
    def by(scheme, box, who=""):
        Thread(target=box.serve_forever, daemon=True).start()
        settings: Settings = app.extensions["settings"]
        app.extensions["settings"] = replace(settings, mail_url=f"{scheme}://{who}localhost:{box.port}")
        yield
        app.extensions["settings"] = settings
        box.shutdown()
        box.server_close()

    return by


def asked(email="ada@example.org"):
    """Return the job of a letter with a link to sign in."""
    with acting(NOBODY) as work:
        request_link(work, purpose=LinkPurpose.SIGN_IN, email=email)
    return work.job_ids()[0]


@pytest.mark.parametrize(("scheme", "from_the_start"), [("smtp", False), ("smtp+starttls", False), ("smtps", True)])
def test_a_password_never_travels_in_the_clear(by, certificate, scheme, from_the_start):
    box = Postbox(certificate, from_the_start=from_the_start)
    with by(scheme, box, "kiez:s%40fe@"):
        job_id = asked()
        assert run(job_id)
    ((is_safe, letter),) = box.letters
    assert is_safe
    assert box.passwords == [(True, "s@fe")]
    assert letter["To"] == "ada@example.org"
    assert str(job_id) in letter["Message-ID"]
    assert "http://localhost/anmelden/link/" in letter.get_content()


def test_a_relay_on_the_own_machine_needs_neither(by, certificate):
    box = Postbox(certificate)
    with by("smtp", box):
        assert run(asked())
    assert [is_safe for is_safe, _letter in box.letters] == [False]


@pytest.mark.parametrize(("scheme", "from_the_start"), [("smtp", False), ("smtps", True)])
def test_a_server_nobody_vouches_for_gets_no_password_and_the_letter_waits(by, certificate, monkeypatch, scheme, from_the_start):
    monkeypatch.delenv("SSL_CERT_FILE")
    box = Postbox(certificate, from_the_start=from_the_start)
    with by(scheme, box, "kiez:safe@"):
        job_id = asked()
        assert not run(job_id)
    assert (box.passwords, box.letters) == ([], [])
    row = db.session.get(Job, job_id)
    assert (row.done_at, row.failed_at, row.last_error) == (None, None, "SSLCertVerificationError")


def test_what_the_server_answers_about_a_reader_stands_in_no_log(by, certificate, monkeypatch):
    box, log = Postbox(certificate, refuses=True), written(monkeypatch, running)
    with by("smtp+starttls", box):
        job_id = asked("ada.geheim@example.org")
        assert not run(job_id)
    assert str(job_id) in log.getvalue()
    assert "NotDelivered: ('SMTPRecipientsRefused', 550)" in log.getvalue()
    assert "ada.geheim" not in log.getvalue()
    assert db.session.get(Job, job_id).last_error == "NotDelivered"
