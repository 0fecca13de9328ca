"""The whole of hoffest.toml through the API of a running server: the same cents as the rehearsal."""

import json
from datetime import date
from http.client import HTTPConnection
from io import BytesIO
from itertools import count
from urllib.parse import urlsplit

import pytest
from PIL import Image

from app.core.clock import utc_now
from app.ledger.checking import check
from app.proposals.schemas import TASKS
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from tests.clients import token_of
from tests.clock import Clock
from tests.factories import World
from tests.hoffest import WORLD_RULES, step, steps
from tests.server import serving

KEYS = count()


class Caller:
    """A program that speaks to the API with one person's token."""

    def __init__(self, url, token):
        self.address, self.token = urlsplit(url).netloc, token

    def call(self, method, path, body=None, *, content="application/json", expect=(200, 201)):
        connection = HTTPConnection(self.address, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"key-{next(KEYS)}", "Content-Type": content}
        data = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}, default=str)
        connection.request(method, f"/api/v1{path}", None if method == "GET" else data, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status in expect, (method, path, answer.status, text[:600])
        return json.loads(text) if text else None


def picture():
    data = BytesIO()
    Image.effect_noise((80, 60), 60).convert("RGB").save(data, "PNG")
    return data.getvalue()


def multipart(name, data):
    head = f'--grenze\r\nContent-Disposition: form-data; name="{name}"; filename="foto.png"\r\nContent-Type: image/png\r\n\r\n'
    return head.encode() + data + b"\r\n--grenze--\r\n"


@pytest.fixture
def staged(app, monkeypatch):
    """The world of the case in spring 2025, served."""
    clock = Clock(monkeypatch)
    clock.at(date(2025, 4, 1))
    world = World(app, rules=WORLD_RULES, on=date(2025, 4, 1))
    with serving(app) as url:
        yield world, clock, lambda handle: Caller(url, token_of(app, world.people[handle]))


def test_the_case_comes_to_the_same_cents_through_the_api(staged):  # noqa: PLR0915 - one case from end to end
    world, clock, caller = staged
    q1, q2, q3, applicant = (caller(handle) for handle in ("q1", "q2", "q3", "applicant"))
    year = f"/fund-years/{world.fund_year_id}"
    q1.call("POST", f"{year}/commitments", {"amount_cents": step("bind")["amount_cents"], "text": "Andere Aktionen"})
    clock.at(step("submit")["on"])
    plan = {key: step("submit")[key] for key in ("title", "action_from", "action_to", "own_share", "lines")}
    whole = {**plan, "fund_year_id": world.fund_year_id, "applicant_name": "Ada", "applicant_kind": "resident", "summary": plan["title"],
             "themes": ["community"], "is_privacy_accepted": True}  # fmt: skip
    case = f"/applications/{applicant.call('POST', '/applications/submit', whole)['id']}"
    assert applicant.call("GET", case)["requested_cents"] == 149_996
    clock.at(step("check")["on"])
    assert q1.call("POST", f"{case}/check", {"result": "ok", "note": "Geprüft.", "tasks": list(TASKS)}, expect=(200, 201))

    clock.at(step("session")["on"])
    body = {"fund_year_id": world.fund_year_id, "title": "Mai", "held_on": step("session")["on"], "application_ids": [case.rpartition("/")[2]]}
    session = q1.call("POST", f"/bodies/{world.body_id}/sessions", body)["id"]
    q1.call("POST", f"/sessions/{session}/open")
    for handle in step("attend")["present"]:
        q1.call("POST", f"/sessions/{session}/arrivals", {"seat_id": world.seats[handle]})
    item = q1.call("GET", f"/sessions/{session}")["agenda"][0]["id"]
    motion = q1.call("POST", f"/agenda-items/{item}/motions", {})["id"]
    for handle, choice in step("vote")["ballots"].items():
        caller(handle).call("POST", f"/motions/{motion}/ballots", {"seat_id": world.seats[handle], "choice": choice})
    result = q1.call("POST", f"/motions/{motion}/close")
    assert (result["outcome"], result["yes"], result["no"], result["abstain"]) == ("approved", 5, 0, 1)
    assert money(q1, year)["available"] == 266_004

    clock.at(step("agree")["on"])
    q1.call("POST", f"{case}/agreement")
    q1.call("POST", f"{case}/agreement/sign")
    applicant.call("POST", f"{case}/agreement/accept", {"is_accepted": True})
    clock.at(step("pay")["on"])
    applicant.call("PUT", f"{case}/payee-account", {"holder": "Ada", "iban": "DE02120300000000202051"})
    payment = q1.call("POST", f"{case}/payments", {"kind": "advance"})
    assert payment["amount_cents"] == 104_997
    path = f"/payments/{payment['id']}"
    q1.call("POST", f"{path}/certify-factual")
    q1.call("POST", f"{path}/certify-arithmetical")
    assert q1.call("POST", f"{path}/order", expect=(403,))["code"] == "four-eyes"
    q2.call("POST", f"{path}/order")
    clock.at(date(2025, 5, 16))
    q3.call("POST", f"{path}/release", {"paid_on": date(2025, 5, 16)})

    clock.at(step("settle")["on"])
    q1, q2, applicant = (caller(handle) for handle in ("q1", "q2", "applicant"))  # tokens last ninety days
    receipts = {}
    for one in step("settle")["receipts"]:
        entry = {"issued_on": one["on"], "payee": one["payee"], "category": one["category"], "amount_cents": one["amount_cents"]}
        receipts[one["no"]] = applicant.call("POST", f"{case}/receipts", entry)["id"]
        applicant.call("POST", f"/receipts/{receipts[one['no']]}/file", multipart("file", picture()), content="multipart/form-data; boundary=grenze")
    applicant.call("PUT", f"{case}/settlement/report", {"report": step("settle")["report"], "participants": 40})
    for _ in range(step("settle")["photos"]):
        applicant.call("POST", f"{case}/settlement/photos", multipart("file", picture()), content="multipart/form-data; boundary=grenze")
    applicant.call("POST", f"{case}/settlement/submit")
    clock.at(step("finalise")["on"])
    for one in steps("recognise"):
        q1.call("POST", f"/receipts/{receipts[one['receipt']]}/recognise", {"cuts": one["cuts"]})
    q1.call("POST", f"{case}/settlement/certify", {"note": "Alle Belege geprüft."})
    q2.call("POST", f"{case}/settlement/order")
    figures = q1.call("GET", f"{case}/settlement")
    expected = step("finalise")["expect"]
    for name in ("recognised_cents", "flat_rate_cents", "entitlement_cents", "repayment_cents"):
        assert find(figures, name) == expected[name], name
    clock.at(step("repay")["on"])
    q1.call("POST", f"{case}/repayments", {"amount_cents": 8_846, "received_on": step("repay")["on"]})
    q2.call("POST", f"{case}/interest/waive")
    q1.call("POST", f"{case}/close")

    end = money(q1, year)
    assert q1.call("GET", case)["state"] == "closed"
    assert (end["spent"], end["available"]) == (96_151, 319_849)
    assert end["committed"] + end["in_transit"] + end["paid"] == 584_000
    seal()
    assert verify(utc_now()).is_sound
    assert check().faults == ()


def money(caller, year):
    found = caller.call("GET", year)
    return {name: find(found, f"{name}_cents") for name in ("available", "reserved", "committed", "in_transit", "paid", "spent")}


def find(tree, name):
    """Return the first value under this name, however deep."""
    if isinstance(tree, dict):
        if name in tree and tree[name] is not None:
            return tree[name]
        tree = list(tree.values())
    if isinstance(tree, list):
        return next((found for part in tree if (found := find(part, name)) is not None), None)
    return None


