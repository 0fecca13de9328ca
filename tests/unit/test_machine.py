"""A thing takes only the steps of its table; refusals say what, where and which step."""

from enum import StrEnum

import pytest

from app.core.errors import DomainError, InvalidInput, StaleVersion, WrongState
from app.core.machine import Machine
from app.core.words import N_


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


LIGHT = Machine("light", {(Light.RED, "go"): Light.GREEN, (Light.GREEN, "stop"): Light.RED})


def test_a_step_of_the_table_leads_to_its_state():
    assert LIGHT.after(Light.RED, "go") is Light.GREEN
    assert LIGHT.allows(Light.RED, "go")


def test_a_step_outside_the_table_is_refused_with_its_facts():
    assert not LIGHT.allows(Light.RED, "stop")
    with pytest.raises(WrongState) as refused:
        LIGHT.after(Light.RED, "stop")
    assert refused.value.facts == {"thing": "light", "state": "red", "step": "stop"}
    assert str(refused.value) == "wrong-state {'thing': 'light', 'state': 'red', 'step': 'stop'}"


def test_the_whole_table_can_be_shown():
    assert list(LIGHT.lines()) == ["light: green --stop--> red", "light: red --go--> green"]


class NotEnoughCake(DomainError):
    title = N_("Es fehlen %(missing)s Stück Kuchen.")
    field = "pieces"


def test_the_code_of_a_refusal_is_its_name():
    assert NotEnoughCake.code() == "not-enough-cake"
    assert StaleVersion.code() == "stale-version"
    assert str(StaleVersion()) == "stale-version"


def test_a_refusal_carries_its_field_and_facts():
    refusal = NotEnoughCake(missing=2)
    assert (refusal.field, refusal.status) == ("pieces", 409)
    assert refusal.title % refusal.facts == "Es fehlen 2 Stück Kuchen."
    assert NotEnoughCake(field="cake").field == "cake"


def test_wrong_input_names_every_field():
    assert InvalidInput({"title": ["zu lang"]}).errors == {"title": ["zu lang"]}
