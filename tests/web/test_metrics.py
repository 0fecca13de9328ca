"""The figures for the operator: closed without a token, counted by route, with what waits in the database."""

import re

import pytest

from app.core.actor import NOBODY
from app.factory import create_app
from app.people.commands import request_link
from app.people.rules import LinkPurpose
from app.shell.settings import read_settings
from app.shell.work import acting
from tests.clients import FreshClient

TOKEN = "nur-fuer-den-betrieb"


@pytest.fixture
def counting(app):
    """Return a service of the same database that counts."""
    settings = app.extensions["settings"]
    made = create_app(
        read_settings(settings.instance, database_url=settings.database_url, rate_limits_on=False, metrics_token=TOKEN)
    )
    made.test_client_class = FreshClient
    return made


def figures(client):
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return dict(re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", answer.get_data(as_text=True), re.MULTILINE))


def test_without_a_setting_there_are_no_figures(app):
    assert app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer falsch"}, {"Authorization": "Bearer ü"}])
def test_who_does_not_know_the_token_sees_nothing(counting, sent):
    answer = counting.test_client().get("/metrics", headers=sent)
    assert answer.status_code == 401
    assert b"kiezfonds_" not in answer.data


def test_requests_are_counted_by_route_and_status_never_by_address(counting):
    client = counting.test_client()
    for slug in ("eins", "zwei"):
        assert client.get(f"/gebiete/{slug}/").status_code == 404
    found = figures(client)
    assert found['kiezfonds_requests_total{method="GET",route="/gebiete/<slug>/",status="404"}'] == "2.0"
    assert found['kiezfonds_request_seconds_count{route="/gebiete/<slug>/"}'] == "2.0"
    assert not any("eins" in name for name in found)


def test_waiting_jobs_and_unsealed_lines_are_counted(counting, world):
    before = figures(counting.test_client())
    with acting(NOBODY) as work:
        request_link(work, purpose=LinkPurpose.SIGN_IN, email="wer@example.org")
    world.add("neu")
    after = figures(counting.test_client())
    assert float(after["kiezfonds_jobs_waiting"]) == float(before["kiezfonds_jobs_waiting"]) + 1
    assert float(after["kiezfonds_audit_lines_unsealed"]) == float(before["kiezfonds_audit_lines_unsealed"]) + 1
    assert after["kiezfonds_jobs_failed"] == "0.0"
