"""Whoever is staff in one neighbourhood is nobody in the next: every address with an id of another area is not found."""

import re

import pytest
import sqlalchemy as sa

from app.areas.models import Area
from app.bodies.models import AgendaItem, Body, JurySession, Seat
from app.core.clock import utc_now
from app.disbursement.commands import make_bank_file
from app.disbursement.models import BankFile, Payment
from app.funds.models import Call, Fund, FundYear
from app.laboratory.models import Trial
from app.people.actors import actor_of
from app.people.models import RoleGrant
from app.people.queries import person_by_email
from app.proposals.commands import add_attachment
from app.proposals.models import Application, Attachment
from app.proposals.rules import ApplicationState
from app.settlement.models import Receipt, SettlementPhoto
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.shell.doors.context import is_public
from app.shell.work import acting
from app.voting.models import Motion
from tests.clients import program, signed_in
from tests.paid_actions import picture

IDS = {
    "application_id": Application,
    "attachment_id": Attachment,
    "agenda_item_id": AgendaItem,
    "body_id": Body,
    "call_id": Call,
    "fund_id": Fund,
    "fund_year_id": FundYear,
    "motion_id": Motion,
    "payment_id": Payment,
    "photo_id": SettlementPhoto,
    "receipt_id": Receipt,
    "seat_id": Seat,
    "session_id": JurySession,
    "trial_id": Trial,
    "area_id": Area,
    "bank_file_id": BankFile,
    "role_id": RoleGrant,
    "event_id": AuditEvent,
}
OWN = {"token_id", "token", "person_id", "other_id"}  # people and their keys belong to no area; their own tests guard them
PLAIN = {"slug": "musterkiez", "number": "1", "step": "sachlich"}
OPEN_TO_READ = {"funds.rule_book"}  # rules are public
OPEN_TO_ALL = {"funds.rules_in_force", "funds_api.rule_books"}


@pytest.fixture
def app(demo_app):
    """Take the demo for the application."""
    return demo_app


@pytest.fixture
def neighbours(app):
    """The demo's neighbourhood with every state, and a stranger: staff of the next one."""
    area_id = db.session.scalar(sa.select(Area.id).where(Area.code == "MK"))
    with acting(actor_of(person_by_email("holger.brandt@musterkiez.example").id, utc_now())) as work:
        make_bank_file(work, area_id=area_id)
    asked = sa.select(Application.id).where(Application.area_id == area_id, Application.state == ApplicationState.NEEDS_INFO)
    case = db.session.scalar(asked.limit(1))
    with acting(actor_of(person_by_email("katrin.wiesner@musterkiez.example").id, utc_now())) as work:
        add_attachment(work, application_id=case, file=picture(), label="Angebot")
    stranger = person_by_email("martin.behrendt@musterkiez.example").id
    ids = {name: _one(model, area_id) for name, model in IDS.items()}
    assert [name for name, found in ids.items() if found is None] == [], "the demo has none of these"
    db.session.rollback()
    return ids, stranger


def _one(model, area_id):
    if model is Area:
        return area_id
    column = model.area_id if hasattr(model, "area_id") else None
    statement = sa.select(model.id).limit(1)
    if model is Seat:
        return db.session.scalar(statement.join(Body, Body.id == Seat.body_id).where(Body.area_id == area_id))
    return db.session.scalar(statement.where(column == area_id) if column is not None else statement)


def test_no_address_of_another_area_is_found(app, neighbours):
    ids, stranger = neighbours
    pages, api = signed_in(app, stranger), program(app, stranger)
    wrong, tried = [], 0
    for rule in app.url_map.iter_rules():
        names = set(rule.arguments)
        if is_public(rule.endpoint) or rule.endpoint in OPEN_TO_ALL or not names - {"step", "filename"} or names & OWN:
            continue
        assert names <= {*IDS, *PLAIN}, f"{rule.rule} has something this test does not know"
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda part: str(ids.get(part[1]) or PLAIN[part[1]]), rule.rule)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            client = api if path.startswith("/api/") else pages
            headers = {"Idempotency-Key": f"{method}{path}"[:80]}
            answer = client.open(path, method=method, headers=headers, **({"json": {}} if path.startswith("/api/") and method != "GET" else {}))
            tried += 1
            if method == "GET" and rule.endpoint in OPEN_TO_READ:
                continue
            if answer.status_code not in ((404,) if method == "GET" else (404, 422, 415, 400)):
                wrong.append(f"{method} {rule.rule}: {answer.status_code}")

    assert wrong == [], "\n".join(wrong)
    assert tried > 150
