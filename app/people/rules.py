"""Rules of people: who may be given which role by whom, passwords, one-time links and codes."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from app.core.actor import NEEDS_SECOND_FACTOR, SUPRA_AREA, Grant, Role
from app.core.errors import DomainError
from app.core.words import N_

HOME = "/start"
NEXT_LENGTH = 300
PASSWORD_LENGTH = 10
PASSWORD_LETTERS = 5
PASSWORD_REST = 6
TOKEN_DAYS_MAX = 366
TOTP_SECONDS = 30
RECOVERY_CODES = 8
GIVEN_BY_OFFICE = (Role.JUROR, Role.CHAIR, Role.APPLICANT)
ROLE_LABELS = {
    Role.APPLICANT: N_("Antragstellende Person"),
    Role.JUROR: N_("Jurymitglied"),
    Role.CHAIR: N_("Sitzungsleitung"),
    Role.STAFF: N_("QM-Büro"),
    Role.DISTRICT: N_("Bezirk"),
    Role.SENATE: N_("Senatsverwaltung"),
    Role.AUDITOR: N_("Prüfung"),
    Role.ADMINISTRATOR: N_("Verwaltung der Plattform"),
}
_COMMON = frozenset({"passwort", "password", "12345678", "qwertz", "qwerty", "berlin"})


class LinkPurpose(StrEnum):
    """What a one-time link, «Anmeldelink», is for."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - a word, no secret
    EMAIL = "email"


LINK_LIFE = {
    LinkPurpose.SIGN_IN: timedelta(minutes=20),
    LinkPurpose.PASSWORD: timedelta(minutes=20),
    LinkPurpose.EMAIL: timedelta(hours=2),
    LinkPurpose.INVITATION: timedelta(days=14),
}


class WrongCredentials(DomainError):
    """The address and the password do not belong together, or there is no such account: nobody learns which."""

    status = 422
    title = N_("E-Mail-Adresse oder Passwort stimmt nicht.")


class WrongPassword(DomainError):
    """The present password is another."""

    status = 422
    title = N_("Das ist nicht Ihr jetziges Passwort.")
    field = "current_password"


class WeakPassword(DomainError):
    """The password is too easy to guess."""

    status = 422
    title = N_(
        "Dieses Passwort ist zu leicht zu erraten. Nehmen Sie zum Beispiel vier Wörter, die nichts miteinander zu tun haben."
    )
    field = "password"


class WrongCode(DomainError):
    """The code is wrong, was used already, or is too old."""

    status = 422
    title = N_("Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten Code.")
    field = "code"


class LinkSpent(DomainError):
    """The link was used, has expired or never existed."""

    title = N_("Dieser Link wurde schon benutzt oder ist abgelaufen. Bitte fordern Sie einen neuen an.")


class SecondFactorNeeded(DomainError):
    """A right that needs a second factor is asked for without one."""

    title = N_("Dafür müssen Sie erst den zweiten Faktor einrichten und sich damit anmelden.")


class SecondFactorExists(DomainError):
    """The second factor is set up already."""

    title = N_("Der zweite Faktor ist schon eingerichtet.")


class EmailTaken(DomainError):
    """Another account has this address."""

    title = N_("Für diese E-Mail-Adresse gibt es schon ein Konto.")
    field = "email"


class AreaNeeded(DomainError):
    """The role is held in one area, not in all."""

    status = 422
    title = N_("Diese Rolle gilt immer für ein bestimmtes Gebiet.")


class RoleHeld(DomainError):
    """The person holds this role in the area at that time."""

    title = N_("Diese Person hat diese Rolle in dieser Zeit schon.")
    field = "role"


class DatesReversed(DomainError):
    """The end lies before the beginning."""

    status = 422
    title = N_("Das Ende liegt vor dem Beginn.")
    field = "valid_to"


class ExpiryOutOfRange(DomainError):
    """An access token ends tomorrow at the earliest and within a year."""

    status = 422
    title = N_("Das Ende muss in der Zukunft liegen, höchstens ein Jahr von heute.")
    field = "expires_on"


def check_role(role: Role, *, has_area: bool, valid_from: date, valid_to: date | None) -> None:
    """Refuse a role without its area or with reversed dates."""
    if not has_area and role not in SUPRA_AREA:
        raise AreaNeeded
    if valid_to is not None and valid_to < valid_from:
        raise DatesReversed


def check_free(held: Iterable[Grant], *, valid_from: date, valid_to: date | None) -> None:
    """Refuse a second grant of the same role in the same area for a day that is covered."""
    last = valid_to or date.max
    if any(grant.valid_from <= last and valid_from <= (grant.valid_to or date.max) for grant in held):
        raise RoleHeld


def check_password(password: str, *, email: str | None, name: str) -> None:
    """Refuse passwords that are short, of few characters, or little more than a common word or the person's own name."""
    lowered = password.strip().lower()
    rest = lowered
    own = {*(email or "").lower().replace("@", " ").replace(".", " ").split(), *name.lower().split()}
    for part in sorted((part for part in own | _COMMON if len(part) > 3), key=len, reverse=True):  # noqa: PLR2004
        rest = rest.replace(part, "")
    if len(lowered) < PASSWORD_LENGTH or len(set(lowered)) < PASSWORD_LETTERS or len(rest) < PASSWORD_REST:
        raise WeakPassword


def check_expiry(expires_on: date, *, today: date) -> None:
    """Refuse an access token that has ended already or lives longer than a year."""
    if not today < expires_on <= today + timedelta(days=TOKEN_DAYS_MAX):
        raise ExpiryOutOfRange


def without_second_factor(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Return the roles that count when a person came in without a second factor."""
    return tuple(grant for grant in grants if grant.role not in NEEDS_SECOND_FACTOR)


def safe_next(target: str | None) -> str:
    """Return a local path to go on to, or the home page: never another host, never a header break."""
    text = (target or "")[:NEXT_LENGTH]
    if not text.startswith("/") or text.startswith("//") or "\\" in text:
        return HOME
    if any(letter <= " " or letter == "\x7f" for letter in text) or urlsplit(text).netloc:
        return HOME
    return text


def link_token(secret_key: str, nonce: str) -> str:
    """Return the secret of a one-time link; it stands in the mail only, the database holds nonce and hash."""
    return hmac.new(secret_key.encode(), f"one-time link {nonce}".encode(), hashlib.sha256).hexdigest()


def recovery_code_of(typed: str) -> str:
    """Return a recovery code as it is hashed: without dashes and blanks, in capitals."""
    return "".join(typed.split()).replace("-", "").upper()
