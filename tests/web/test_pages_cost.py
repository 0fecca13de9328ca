"""Pages cost a constant, small number of queries, whatever the number of applications."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.core.clock import utc_now
from app.proposals.models import Application, BudgetLine
from app.proposals.rules import ApplicationState
from app.shell.database import db
from tests.clients import program, signed_in

MOST = 12


def fill(world, start, end):
    """Insert applications past the house; only their number matters here."""
    states = [ApplicationState.SUBMITTED, ApplicationState.ADMITTED, ApplicationState.REJECTED, ApplicationState.CLOSED]
    now = utc_now()
    rows = [
        {"id": uuid4(), "area_id": world.area_id, "fund_year_id": world.fund_year_id, "number": 10_000 + number, "file_number": f"X-{number}",
         "applicant_id": world.people["applicant"], "title": f"Fest {number}", "state": states[number % 4], "requested_cents": 11_000,
         "created_at": now, "submitted_at": now - timedelta(minutes=number), "action_from": world.today, "action_to": world.today, "version": 1}
        for number in range(start, end)
    ]  # fmt: skip
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(sa.insert(Application), rows)
        connection.execute(sa.insert(BudgetLine), [
            {"id": uuid4(), "application_id": row["id"], "position": 1, "category": "materials", "text": "Erde", "amount_cents": 10_000} for row in rows
        ])  # fmt: skip
        connection.commit()
    return rows[0]["id"]


def queries_of(client, path, **options):
    """Return how many statements a request sends, transaction marks apart."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA", "ROLLBACK", "COMMIT")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        answer = client.get(path, **options)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200, path
    return len(sent)


@pytest.mark.parametrize("limit", [MOST])
def test_pages_cost_the_same_for_twenty_and_two_thousand_applications(app, world, limit):
    first = fill(world, 0, 20)
    office, applicant, api = signed_in(app, world.people["q1"]), signed_in(app, world.people["applicant"]), program(app, world.people["q1"])
    paths = [
        (office, "/"), (office, f"/gebiete/{world.slug}/"), (office, "/buero"), (office, "/buero/antraege"), (office, "/buero/antraege?seite=1&suche=Fest"),
        (office, f"/antraege/{first}"), (office, f"/antraege/{first}/pruefung"), (office, "/sitzungen"), (office, "/buero/zahlungen"),
        (applicant, "/antraege"), (applicant, f"/antraege/{first}"), (api, "/api/v1/applications"), (office, f"/protokoll/{world.area_id}"),
        (office, f"/gebiete/{world.slug}/entscheidungen"), (office, f"/gebiete/{world.slug}/regeln"),
    ]  # fmt: skip
    few = [queries_of(client, path) for client, path in paths]
    fill(world, 20, 2000)
    many = [queries_of(client, path) for client, path in paths]

    assert {path: (one, two) for (_c, path), one, two in zip(paths, few, many, strict=True) if two > limit or two > one + 1} == {}
