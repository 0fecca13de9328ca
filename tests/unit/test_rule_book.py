"""A rule book holds only what its parameters allow, and its fingerprint says exactly what."""

import json
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import InvalidInput
from app.core.money import Euro
from app.funds.rules.deadlines import answer_due_on, offer_due_on, repayment_due_on, settlement_due_on
from app.funds.rules.life import CALL, FUND_YEAR, CallState, FundYearState
from app.funds.rules.parameter import (
    GROUP_LABELS,
    MARK_LABELS,
    NOT_A_CHOICE,
    NOT_A_DATE,
    NOT_A_FLAG,
    NOT_A_NUMBER,
    NOT_A_TABLE,
    NOT_STEPS,
    OUT_OF_RANGE,
    Group,
    Kind,
)
from app.funds.rules.parameters import PARAMETERS
from app.funds.rules.values import (
    QUORUM_ABOVE_ONE,
    QUORUM_ABOVE_SEATS,
    SLICES_NOT_WHOLE,
    UNKNOWN_KEY,
    RuleValues,
)

DEFAULTS = RuleValues.from_overrides({})


def errors_of(overrides: dict) -> dict:
    with pytest.raises(InvalidInput) as refused:
        RuleValues.from_overrides(overrides)
    return refused.value.errors


@pytest.mark.parametrize("key", PARAMETERS)
def test_every_parameter_is_documented_and_its_default_fits(key):
    parameter = PARAMETERS[key]
    assert parameter.key == key
    assert parameter.fit(parameter.default) == parameter.default
    assert parameter.title
    assert parameter.meaning.endswith(".")
    assert parameter.source
    assert parameter.mark in MARK_LABELS
    assert parameter.group in GROUP_LABELS
    assert parameter.minimum <= parameter.largest
    assert bool(parameter.choices) or parameter.kind not in {Kind.CHOICE, Kind.CHOICES, Kind.STEPS}


def test_every_chapter_has_parameters():
    assert {parameter.group for parameter in PARAMETERS.values()} == set(Group)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("fund.max_award_cents", "1500", NOT_A_NUMBER),
        ("fund.max_award_cents", True, NOT_A_NUMBER),
        ("fund.max_award_cents", 1500.0, NOT_A_NUMBER),
        ("fund.max_award_cents", 0, OUT_OF_RANGE),
        ("fund.annual_budget_cents", 10**13 + 1, OUT_OF_RANGE),
        ("flat_rate.percent", 101, OUT_OF_RANGE),
        ("application.lead_days", -1, OUT_OF_RANGE),
        ("photos.min", 51, OUT_OF_RANGE),
        ("jury.min_age", 100, OUT_OF_RANGE),
        ("retroactive.allowed", 1, NOT_A_FLAG),
        ("retroactive.allowed", "false", NOT_A_FLAG),
        ("food.policy", "sometimes", NOT_A_CHOICE),
        ("food.policy", ["allowed"], NOT_A_CHOICE),
        ("applicant.kinds", "resident", NOT_A_CHOICE),
        ("applicant.kinds", ["martian"], NOT_A_CHOICE),
        ("applicant.kinds", 3, NOT_A_CHOICE),
        ("applicant.kinds", ["resident"] * 201, OUT_OF_RANGE),
        ("interest.base_rate", [["2026-07-01", 127]], NOT_A_TABLE),
        ("interest.base_rate", 127, NOT_A_TABLE),
        ("interest.base_rate", {"tomorrow": 127}, NOT_A_DATE),
        ("interest.base_rate", {7: 127}, NOT_A_DATE),
        ("interest.base_rate", {"2026-07-01": 1.27}, NOT_A_NUMBER),
        ("interest.base_rate", {"2026-07-01": 2001}, OUT_OF_RANGE),
        ("interest.base_rate", {f"{year}-01-01": 1 for year in range(2000, 2201)}, OUT_OF_RANGE),
        ("retention.years", {"photos": 1}, NOT_A_CHOICE),
        ("procurement.steps", {}, NOT_STEPS),
        ("procurement.steps", [[15_000]], NOT_STEPS),
        ("procurement.steps", ["15"], NOT_STEPS),
        ("procurement.steps", [[15_000, "offers"], [15_000, "tender"]], NOT_STEPS),
        ("procurement.steps", [[15_000, "luck"]], NOT_A_CHOICE),
        ("procurement.steps", [[1, "none"]] * 201, NOT_STEPS),
        ("fund.maximum", 1, UNKNOWN_KEY),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_key(key, value, sentence):
    assert errors_of({key: value}) == {key: [sentence]}


def test_every_wrong_key_is_named_at_once():
    assert set(errors_of({"fund.maximum": 1, "flat_rate.percent": 101, "photos.min": 2})) == {
        "fund.maximum",
        "flat_rate.percent",
    }


def test_a_quorum_needs_seats_to_be_reached():
    assert errors_of({"quorum.rule": "number", "quorum.number": 8}) == {"quorum.number": [QUORUM_ABOVE_SEATS]}
    assert RuleValues.from_overrides({"quorum.number": 8, "jury.seats": 9, "quorum.rule": "number"})
    assert RuleValues.from_overrides({"jury.seats": 3}).integer("quorum.number") == 4


def test_a_fraction_for_the_quorum_is_at_most_one():
    overrides = {"quorum.rule": "fraction", "quorum.numerator": 4, "quorum.denominator": 3}
    assert errors_of(overrides) == {"quorum.numerator": [QUORUM_ABOVE_ONE]}


def test_year_slices_make_a_whole():
    assert errors_of({"programme_year.slices": {"1": 50, "2": 40}}) == {"programme_year.slices": [SLICES_NOT_WHOLE]}
    assert RuleValues.from_overrides({"programme_year.slices": {}}).table("programme_year.slices") == {}


def test_what_is_absent_has_its_default():
    values = RuleValues.from_overrides({"flat_rate.percent": 3})
    assert values.integer("flat_rate.percent") == 3
    assert values.integer("advance.percent") == 70
    assert values.cents("fund.max_award_cents") == Euro(150_000)
    assert values.flag("advance.allowed") is True
    assert values.choice("majority.rule") == "of_votes_cast"
    assert values.choices("applicant.kinds") == {"resident", "initiative", "association", "institution"}
    assert values.table("interest.base_rate")["2025-07-01"] == 127
    assert values.steps("procurement.steps") == ((15_000, "offers"),)


def test_a_value_is_read_only_as_what_it_is():
    with pytest.raises(TypeError, match="advance"):
        DEFAULTS.integer("advance.allowed")
    with pytest.raises(KeyError):
        DEFAULTS.integer("nothing.of_the_kind")


def test_a_version_cannot_be_changed():
    values = RuleValues.from_overrides({"photos.min": 3})
    assert isinstance(values.given, MappingProxyType)
    with pytest.raises(AttributeError):
        values.given = {}


def test_dates_may_come_from_toml():
    values = RuleValues.from_overrides({"interest.base_rate": {date(2026, 7, 1): 152}})
    assert values.table("interest.base_rate") == {"2026-07-01": 152}


def test_setting_a_default_changes_nothing_and_any_other_value_does():
    same = RuleValues.from_overrides({"flat_rate.percent": 10})
    other = RuleValues.from_overrides({"flat_rate.percent": 11})
    assert same == DEFAULTS
    assert hash(same) == hash(DEFAULTS)
    assert same.fingerprint == DEFAULTS.fingerprint
    assert other != DEFAULTS
    assert other.fingerprint != DEFAULTS.fingerprint
    assert DEFAULTS != "a rule book"


def test_the_canonical_form_is_sorted_tight_and_complete():
    canonical = DEFAULTS.canonical().decode()
    read = json.loads(canonical)
    assert list(read) == sorted(PARAMETERS)
    assert canonical == json.dumps(read, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


_PLAUSIBLE = {
    Kind.CENTS: lambda p: st.integers(p.minimum, p.largest),
    Kind.PERCENT: lambda p: st.integers(p.minimum, p.largest),
    Kind.DAYS: lambda p: st.integers(p.minimum, p.largest),
    Kind.COUNT: lambda p: st.integers(p.minimum, p.largest),
    Kind.FLAG: lambda _p: st.booleans(),
    Kind.CHOICE: lambda p: st.sampled_from(sorted(p.choices)),
    Kind.CHOICES: lambda p: st.lists(st.sampled_from(sorted(p.choices))),
    Kind.TABLE: lambda p: st.dictionaries(
        st.sampled_from(sorted(p.choices)) if p.choices else st.dates().map(date.isoformat),
        st.integers(p.minimum, p.largest),
        max_size=5,
    ),
    Kind.STEPS: lambda p: st.dictionaries(st.integers(0, 10**6), st.sampled_from(sorted(p.choices)), max_size=5).map(
        lambda steps: sorted(map(list, steps.items()))
    ),
}
_TOGETHER = {"quorum.rule", "programme_year.slices"}


@settings(max_examples=30)
@given(st.fixed_dictionaries({}, optional={
    key: _PLAUSIBLE[parameter.kind](parameter) for key, parameter in PARAMETERS.items() if key not in _TOGETHER
}))  # fmt: skip
def test_a_stored_version_reads_back_the_same(overrides):
    values = RuleValues.from_overrides(overrides)
    assert RuleValues.from_overrides(json.loads(json.dumps(values.overrides))) == values
    assert RuleValues.from_canonical(values.canonical()).fingerprint == values.fingerprint
    assert set(values.overrides) == set(overrides)


def test_deadlines_are_those_of_the_worked_example():
    assert settlement_due_on(date(2025, 6, 14), DEFAULTS) == date(2025, 7, 12)
    assert repayment_due_on(date(2025, 7, 18), DEFAULTS) == date(2025, 8, 8)
    assert answer_due_on(date(2025, 4, 24), DEFAULTS) == date(2025, 5, 8)
    assert offer_due_on(date(2025, 5, 6), DEFAULTS) == date(2025, 5, 20)


def test_a_fund_year_goes_from_draft_to_reported():
    state = FundYearState.DRAFT
    for step in ("open", "close_spending", "settle", "report"):
        state = FUND_YEAR.after(state, step)
    assert state is FundYearState.REPORTED


def test_a_call_goes_from_draft_to_the_archive():
    state = CallState.DRAFT
    for step in ("publish", "close", "begin_session", "decide", "archive"):
        state = CALL.after(state, step)
    assert state is CallState.ARCHIVED
