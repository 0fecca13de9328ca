"""An application is checked before it is sent, and each refusal names its rule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import DomainError
from app.core.money import Euro
from app.funds.rules.parameters import PARAMETERS
from app.funds.rules.values import RuleValues
from app.proposals.rules import (
    THEMES,
    ActionTooLate,
    ActionTooLong,
    ApplicantFeeNotAllowed,
    ApplicantNotEligible,
    ApplicationFacts,
    BelowMinimum,
    CapExceeded,
    Category,
    CostLine,
    EndsBeforeStart,
    FeesNotAllowed,
    FoodNotAllowed,
    LeadTimeTooShort,
    NoCosts,
    OwnShareTooSmall,
    RetroactiveFunding,
    Severity,
    TooFewThemes,
    check_plan,
    flat_allowance,
    largest_base,
    refuse_blocked,
    requested,
)

DEFAULTS = RuleValues.from_overrides({})
TODAY, ACTION_DAY = date(2025, 4, 22), date(2025, 6, 14)
HOFFEST_LINES = (
    CostLine(Category.MATERIALS, "Pflanzen, Erde, Kübel", Euro(52_000)),
    CostLine(Category.MATERIALS, "Bastelmaterial", Euro(18_000)),
    CostLine(Category.MATERIALS, "Pavillon und Bänke, Miete", Euro(24_000)),
    CostLine(Category.FEE, "Straßenmusik, 2 Stunden", Euro(25_000)),
    CostLine(Category.MATERIALS, "Druck", Euro(11_000)),
    CostLine(Category.FOOD, "Gemeinsames Kochen", Euro(6_360)),
)
HOFFEST = ApplicationFacts(
    HOFFEST_LINES, ACTION_DAY, ACTION_DAY, themes=("contacts",), own_share="Aufbau", year_ends_on=date(2025, 12, 31)
)
SMALL = replace(HOFFEST, lines=(CostLine(Category.MATERIALS, "Farbe", Euro(5_000)),))


def rules(**overrides) -> RuleValues:
    return RuleValues.from_overrides({key.replace("__", "."): value for key, value in overrides.items()})


def blocking(facts: ApplicationFacts, values: RuleValues = DEFAULTS, on: date = TODAY) -> list[str]:
    return [finding.code for finding in check_plan(facts, values, on) if finding.severity is Severity.BLOCKS]


def asking(facts: ApplicationFacts, values: RuleValues = DEFAULTS, on: date = TODAY) -> list[str]:
    return [finding.code for finding in check_plan(facts, values, on) if finding.severity is Severity.ASKS]


def test_the_plan_of_the_worked_example():
    plan = requested(HOFFEST_LINES, DEFAULTS)
    assert (plan.base, plan.flat_allowance, plan.requested) == (Euro(136_360), Euro(13_636), Euro(149_996))


def test_the_worked_example_may_be_sent_and_is_asked_for_a_contract_offers_and_a_reason_for_food():
    assert blocking(HOFFEST) == []
    assert asking(HOFFEST) == [
        "offers-needed",
        "offers-needed",
        "offers-needed",
        "contract-needed",
        "food-needs-reason",
    ]
    refuse_blocked(check_plan(HOFFEST, DEFAULTS, TODAY))


def test_the_largest_base_under_the_cap_is_1363_64():
    assert largest_base(DEFAULTS) == Euro(136_364)
    assert largest_base(rules(fund__cap_includes_flat_rate=False)) == Euro(150_000)
    assert largest_base(rules(fund__max_award_cents=50)) == Euro(45)


@given(st.integers(1, 10**9), st.integers(0, 100))
def test_the_largest_base_fits_and_one_cent_more_does_not(cap, percent):
    values = rules(fund__max_award_cents=cap, flat_rate__percent=percent)
    base = largest_base(values)
    assert base + flat_allowance(base, values) <= Euro(cap)
    more = base + Euro(1)
    assert more + flat_allowance(more, values) > Euro(cap)


@given(st.lists(st.integers(1, 10**7), max_size=20))
def test_what_is_requested_is_the_lines_and_the_allowance_on_their_sum(amounts):
    plan = requested([CostLine(Category.OTHER, "x", Euro(cents)) for cents in amounts], DEFAULTS)
    assert plan.base == Euro(sum(amounts))
    assert plan.requested == plan.base + flat_allowance(plan.base, DEFAULTS)


def with_base(cents: int) -> ApplicationFacts:
    return replace(SMALL, lines=(CostLine(Category.OTHER, "x", Euro(cents)),))


def test_the_cap_holds_to_the_cent_and_names_the_largest_base():
    assert blocking(with_base(136_364)) == []
    found = check_plan(with_base(136_365), DEFAULTS, TODAY)
    assert found[0].refusal is CapExceeded
    assert found[0].facts == {"requested": Euro(150_002), "cap": Euro(150_000), "largest_base": Euro(136_364)}
    with pytest.raises(CapExceeded) as refused:
        refuse_blocked(found)
    assert (refused.value.code(), refused.value.field, refused.value.status) == ("cap-exceeded", "lines", 422)


def test_without_the_allowance_in_the_cap_only_costs_count():
    values = rules(fund__cap_includes_flat_rate=False)
    assert blocking(with_base(150_000), values) == []
    assert blocking(with_base(150_001), values) == [CapExceeded.code()]


def test_a_fund_may_ask_for_a_minimum():
    assert blocking(SMALL, rules(fund__min_award_cents=5_501)) == [BelowMinimum.code()]
    assert blocking(SMALL, rules(fund__min_award_cents=5_500)) == []


@pytest.mark.parametrize(
    "lines", [(), (CostLine(Category.OTHER, "x", Euro(0)),), (CostLine(Category.OTHER, "x", Euro(-1)),)]
)
def test_there_must_be_costs(lines):
    assert blocking(replace(SMALL, lines=lines)) == [NoCosts.code()]


def test_own_money_is_a_share_of_the_whole():
    values = rules(own_share__min_percent=10)
    assert blocking(SMALL, values) == [OwnShareTooSmall.code()]
    assert blocking(replace(SMALL, own_funds=Euro(611)), values) == [OwnShareTooSmall.code()]
    assert blocking(replace(SMALL, own_funds=Euro(612)), values) == []


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        (43, []),
        (42, []),
        (41, ["lead-time-too-short"]),
        (0, ["lead-time-too-short"]),
        (-1, ["retroactive-funding"]),
    ],
)
def test_the_application_comes_42_days_ahead_and_never_afterwards(days, codes):
    assert blocking(replace(SMALL, action_from=TODAY + timedelta(days=days), action_to=ACTION_DAY)) == codes


def test_the_earliest_day_is_named():
    [finding] = check_plan(SMALL, DEFAULTS, ACTION_DAY - timedelta(days=1))
    assert finding.refusal is LeadTimeTooShort
    assert finding.facts == {"lead_days": 42, "earliest_on": date(2025, 7, 25)}


def test_where_the_past_is_funded_lead_time_has_no_meaning():
    values = rules(retroactive__allowed=True)
    assert blocking(SMALL, values, on=date(2025, 12, 1)) == []
    assert blocking(SMALL, DEFAULTS, on=date(2025, 12, 1)) == [RetroactiveFunding.code()]


def test_an_action_ends_after_it_begins():
    assert blocking(replace(SMALL, action_to=ACTION_DAY - timedelta(days=1))) == [EndsBeforeStart.code()]


def test_an_action_lasts_at_most_twelve_months():
    long = replace(SMALL, year_ends_on=None, action_to=date(2026, 6, 13))
    assert blocking(long) == []
    assert blocking(replace(long, action_to=date(2026, 6, 14))) == [ActionTooLong.code()]


def test_an_action_ends_before_the_year_and_the_area_do():
    late = replace(SMALL, action_to=date(2026, 1, 1))
    assert blocking(late) == [ActionTooLate.code()]
    assert blocking(replace(late, year_ends_on=None)) == []
    assert blocking(replace(SMALL, area_ends_on=date(2025, 6, 13))) == [ActionTooLate.code()]
    assert blocking(replace(SMALL, area_ends_on=ACTION_DAY)) == []


def test_only_listed_kinds_of_applicants_apply():
    assert blocking(SMALL, rules(applicant__kinds=["association"])) == [ApplicantNotEligible.code()]


def test_an_action_serves_the_aims_of_the_fund():
    assert blocking(replace(SMALL, themes=())) == [TooFewThemes.code()]
    assert blocking(replace(SMALL, themes=("culture", "culture")), rules(themes__required_min=2)) == [
        TooFewThemes.code()
    ]
    assert len(THEMES) == PARAMETERS["themes.required_min"].largest


def test_a_missing_own_contribution_is_asked_for():
    assert asking(replace(SMALL, own_share="  ")) == ["own-contribution-missing"]
    assert asking(replace(SMALL, own_share=""), rules(own_contribution__required=False)) == []


def test_nobody_pays_themselves():
    facts = replace(SMALL, lines=(CostLine(Category.FEE, "Ich", Euro(5_000), to_applicant=True),))
    assert blocking(facts) == [ApplicantFeeNotAllowed.code()]
    assert blocking(facts, rules(applicant__fee_allowed=True)) == []


def test_a_fee_needs_a_contract_from_150_euro_on():
    fee = CostLine(Category.FEE, "Musik", Euro(15_000))
    assert asking(replace(SMALL, lines=(fee,))) == ["contract-needed"]
    assert asking(replace(SMALL, lines=(replace(fee, amount=Euro(14_999)),))) == []
    assert blocking(replace(SMALL, lines=(fee, fee)), rules(fees__third_party_allowed=False)) == [FeesNotAllowed.code()]


def test_food_follows_the_policy_of_the_fund():
    food = replace(SMALL, lines=(CostLine(Category.FOOD, "Suppe", Euro(5_000)),))
    assert asking(food) == ["food-needs-reason"]
    assert asking(replace(food, lines=(replace(food.lines[0], reason="Wir kochen zusammen."),))) == []
    assert asking(food, rules(food__policy="allowed")) == []
    assert blocking(food, rules(food__policy="forbidden")) == [FoodNotAllowed.code()]


def test_a_step_of_procurement_may_ask_for_nothing():
    assert asking(with_base(50_000), rules(procurement__steps=[[100, "none"]])) == []
    assert asking(with_base(50_000), rules(procurement__steps=[])) == []


def test_blocking_findings_come_first():
    facts = replace(HOFFEST, themes=())
    severities = [finding.severity for finding in check_plan(facts, DEFAULTS, TODAY)]
    assert severities == sorted(severities, key=lambda severity: severity is Severity.ASKS)
    assert severities[0] is Severity.BLOCKS


@settings(max_examples=40)
@given(
    st.builds(
        ApplicationFacts,
        lines=st.lists(
            st.builds(CostLine, st.sampled_from(Category), st.just("x"), st.integers(-5, 300_000).map(Euro),
                      st.sampled_from(["", "gut"]), st.booleans()),
            max_size=4,
        ).map(tuple),
        action_from=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        action_to=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
        applicant_kind=st.sampled_from(["resident", "martian"]),
        themes=st.sampled_from([(), ("culture",)]),
        own_share=st.sampled_from(["", "Aufbau"]),
        year_ends_on=st.none() | st.just(date(2025, 12, 31)),
        area_ends_on=st.none() | st.just(date(2026, 6, 30)),
    )
)  # fmt: skip
def test_every_finding_names_a_rule_and_fills_its_sentence(facts):
    found = check_plan(facts, DEFAULTS, TODAY)
    for finding in found:
        assert finding.rule_key in PARAMETERS
        assert finding.text % finding.facts
        assert (finding.refusal is not None) == (finding.severity is Severity.BLOCKS)
    if any(finding.severity is Severity.BLOCKS for finding in found):
        with pytest.raises(DomainError):
            refuse_blocked(found)
