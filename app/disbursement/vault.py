"""Bank data at rest: IBANs are checked, then encrypted with the field key; four digits show which one it is."""

from cryptography.fernet import Fernet
from flask import Response, current_app
from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError

from app.disbursement.models import BankFile
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


def sealed_bytes(data: bytes) -> bytes:
    """Encrypt a file that holds account numbers."""
    return _box().encrypt(data)


def opened_bytes(stored: bytes) -> bytes:
    """Decrypt a file."""
    return _box().decrypt(stored)


def bank_file_answer(row: BankFile) -> Response:
    """Answer with the bytes of a bank file as they were made; the caller has asked permission and noted it."""
    answer = Response(opened_bytes(row.content_sealed), content_type="application/xml")
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"bankdatei-{row.made_at:%Y-%m-%d}-{row.sha256[:8]}.xml"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _box() -> Fernet:
    return Fernet(current_app.extensions["settings"].field_key)
