"""Bank data at rest: IBANs are checked, then encrypted with the field key; four digits show which one it is."""

from cryptography.fernet import Fernet
from flask import current_app
from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError

from app.disbursement.rules import NotAnIban


def checked(typed: str) -> str:
    """Return the IBAN without spaces; raise NotAnIban when its form or checksum is wrong."""
    try:
        return str(iban_number.validate(typed))
    except ValidationError as error:
        raise NotAnIban from error


def sealed(iban: str) -> bytes:
    """Encrypt an IBAN."""
    return _box().encrypt(iban.encode())


def opened(stored: bytes) -> str:
    """Decrypt an IBAN."""
    return _box().decrypt(stored).decode()


def _box() -> Fernet:
    return Fernet(current_app.extensions["settings"].field_key)
