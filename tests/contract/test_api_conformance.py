"""The API keeps to its document: schemathesis sends fitting and unfitting requests as the office, derandomised and few."""

from collections import defaultdict

import pytest
import schemathesis
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.disbursement.commands import release_payment
from app.funds.commands import create_call
from app.proposals.commands import add_attachment, start_application
from app.settlement.commands import add_receipt
from app.shell.database import Base, db
from tests.awards import ordered
from tests.clients import token_of
from tests.evenings import Evening, admitted
from tests.factories import World
from tests.paid_actions import picture

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(
    max_examples=8, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
NOTHING = "00000000-0000-4000-8000-000000000000"
NAMES = {"session": "jury_session", "role": "role_grant"}


@pytest.fixture
def town(app):
    """Return a neighbourhood with a call and applications in many states: begun, asked for, on the agenda, paid."""
    world = World(app)
    application_id, payment_id = ordered(world)
    world.do("q3", release_payment, payment_id=payment_id, paid_on=world.today)
    receipt = {"issued_on": world.today, "payee": "Laden", "category": "materials", "amount_cents": 1_000}
    world.do("applicant", add_receipt, application_id=application_id, file=picture(), **receipt)
    evening = Evening(world, applications=[admitted(world, title="Zweites Fest")])
    evening.opens()
    admitted(world, title="Drittes Fest")
    draft_id = world.do("applicant", start_application, fund_year_id=world.fund_year_id)
    world.do("applicant", add_attachment, application_id=draft_id, file=picture())
    days = {"opens_on": world.today, "cut_off_on": world.today, "session_on": world.today}
    world.do("q1", create_call, fund_year_id=world.fund_year_id, title="Ideen", **days)
    return world


def ids(world):
    """Return the ids there are, by the name they have in paths and bodies."""
    found = defaultdict(list)
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns and isinstance(table.c.id.type, sa.Uuid):
            found[f"{table.name}_id"] = [str(one) for one in db.session.scalars(sa.select(table.c.id).limit(20))]
    for name, table in NAMES.items():
        found[f"{name}_id"] = found[f"{table}_id"]
    found["slug"] = [world.slug]
    found["person_id"] = [str(world.people["j7"])]  # the office itself must not be erased on the way
    db.session.rollback()
    return found


def operations_of(app):
    """Return every operation of the document, those that only read first."""

    def fresh(environ, start_response):
        with app.app_context():
            return app(environ, start_response)

    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", fresh)
    return sorted((found.ok() for found in schema.get_all_operations()), key=lambda found: found.method != "get")


def failures(operation, known, token):
    """Return what schemathesis finds wrong with an operation, and the statuses it was answered with."""
    wrong, statuses = [], set()
    names = [parameter.name for parameter in operation.path_parameters]

    @FEW
    @given(st.data(), st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    def send(data, mode):
        path = {name: data.draw(st.sampled_from(known[name] or [NOTHING])) for name in names}
        case = data.draw(operation.as_strategy(mode, path_parameters=path))
        if isinstance(case.body, dict) and mode is GenerationMode.POSITIVE:
            case.body |= {name: data.draw(st.sampled_from(known[name])) for name in case.body if known[name]}
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        statuses.add(response.status_code)
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            wrong.extend(
                f"{response.status_code}: {' '.join(str(failure).split())[:400]}" for failure in group.exceptions
            )

    send()
    return wrong, statuses


@pytest.mark.conformance
def test_every_operation_keeps_to_the_document(town):
    known, token = ids(town), token_of(town.app, town.people["q1"])
    found, done = [], 0

    for operation in operations_of(town.app):
        wrong, statuses = failures(operation, known, token)
        done += any(status < 300 for status in statuses)
        found.extend(f"{operation.label} answered {fault}" for fault in wrong[:2])

    assert not found, "\n".join(found)
    assert done > 40
