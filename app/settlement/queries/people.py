"""Looking for people who asked to be erased."""

from uuid import UUID

from app.people.queries import person_by_email
from app.settlement.rules import NobodyHasAddress


def person_to_erase(email: str) -> UUID:
    """Return who has this address; raise NobodyHasAddress. The caller has asked permission."""
    found = person_by_email(email)
    if found is None:
        raise NobodyHasAddress
    return found.id
