"""A settlement comes out to the cent."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Euro, total
from app.funds.rules.values import RuleValues
from app.proposals.rules import ApplicationState
from app.settlement.rules import (
    CUT_REASONS,
    RECEIPT,
    RECEIPT_LABELS,
    CaseUnfinished,
    Contents,
    Cut,
    CutNotPositive,
    CutReason,
    CutsExceedReceipt,
    Papers,
    ParticipantsMissing,
    PhotosMissing,
    ReceiptPictureMissing,
    ReceiptState,
    ReportMissing,
    StillKept,
    base_rate_missing_from,
    ended_in,
    ensure_receipts_old,
    interest,
    is_bagatelle,
    kept_until,
    missing,
    reasons_in_force,
    recognise,
    result,
    review_step,
    shifts,
)
from app.settlement.rules.late import BaseRateUnknown

DEFAULTS = RuleValues()
AWARD, ADVANCE = Euro(149_996), Euro(104_997)
HOFFEST_RECEIPTS = [
    (31_280, [(2_500, "NOT_PURPOSE")]),
    (17_135, []),
    (29_000, [(5_000, "REFUNDABLE_DEPOSIT")]),
    (10_890, []),
    (9_645, [(2_390, "ALCOHOL"), (650, "REFUNDABLE_DEPOSIT")]),
    (7_990, [(7_990, "OUT_OF_PERIOD")]),
    (2_000, [(2_000, "FINE")]),
]


def rules(**overrides) -> RuleValues:
    return RuleValues.from_overrides({key.replace("__", "."): value for key, value in overrides.items()})


def cuts_of(pairs) -> list[Cut]:
    return [Cut(Euro(cents), CutReason(reason)) for cents, reason in pairs]


def test_the_receipts_of_the_worked_example():
    recognised = [recognise(Euro(cents), cuts_of(cuts)) for cents, cuts in HOFFEST_RECEIPTS]
    assert [amount.cents for amount in recognised] == [28_780, 17_135, 24_000, 10_890, 6_605, 0, 0]
    cut = total(Euro(cents) for cents, _ in HOFFEST_RECEIPTS) - total(recognised)
    figures = result(recognised, award=AWARD, paid=ADVANCE, values=DEFAULTS, cut=cut)
    assert (figures.recognised, figures.flat_rate, figures.entitlement) == (Euro(87_410), Euro(8_741), Euro(96_151))
    assert (figures.repayment, figures.balance_payment, figures.released) == (Euro(8_846), Euro(0), Euro(53_845))
    assert figures.borne_by_applicant == Euro(20_530)


def test_a_fully_compliant_settlement_gets_a_second_payment():
    figures = result([Euro(136_360)], award=AWARD, paid=ADVANCE, values=DEFAULTS)
    assert (figures.balance_payment, figures.repayment, figures.released) == (Euro(44_999), Euro(0), Euro(0))


def test_what_lies_above_the_award_is_borne_by_the_applicant():
    figures = result([Euro(136_361), Euro(10_000)], award=AWARD, paid=ADVANCE, values=DEFAULTS, cut=Euro(500))
    assert figures.entitlement == AWARD
    assert figures.borne_by_applicant == Euro(500 + 146_361 + 14_636 - 149_996)


def test_the_flat_rate_is_rounded_once_on_the_sum():
    figures = result([Euro(5), Euro(5), Euro(5)], award=AWARD, paid=Euro(0), values=DEFAULTS)
    assert figures.flat_rate == Euro(2)


def test_without_recognised_costs_there_is_no_flat_rate_and_all_comes_back():
    figures = result([], award=AWARD, paid=ADVANCE, values=DEFAULTS)
    assert (figures.flat_rate, figures.entitlement, figures.repayment) == (Euro(0), Euro(0), ADVANCE)


def test_a_repayment_too_small_to_claim_is_forgiven():
    values = rules(repayment__bagatelle_cents=8_847)
    figures = result([Euro(87_410)], award=AWARD, paid=ADVANCE, values=values)
    assert (figures.repayment, figures.forgiven, figures.released) == (Euro(0), Euro(8_846), AWARD - ADVANCE)
    exactly = result([Euro(87_410)], award=AWARD, paid=ADVANCE, values=rules(repayment__bagatelle_cents=8_846))
    assert (exactly.repayment, exactly.forgiven) == (Euro(8_846), Euro(0))


@st.composite
def settlements(draw):
    award = draw(st.integers(1, 10**7))
    paid = draw(st.integers(0, award))
    recognised = draw(st.lists(st.integers(0, 10**6), max_size=8))
    values = rules(flat_rate__percent=draw(st.integers(0, 100)), repayment__bagatelle_cents=draw(st.integers(0, 10**5)))
    return result(map(Euro, recognised), award=Euro(award), paid=Euro(paid), values=values), Euro(award), Euro(paid)


@given(settlements())
def test_every_cent_of_the_award_ends_somewhere(settled):
    figures, award, paid = settled
    assert paid + figures.balance_payment - figures.repayment == figures.entitlement + figures.forgiven
    assert figures.entitlement + figures.forgiven + figures.released == award
    assert not (figures.balance_payment and figures.repayment)
    assert min(figures.entitlement, figures.released, figures.repayment, figures.forgiven) >= Euro(0)
    assert figures.borne_by_applicant == figures.recognised + figures.flat_rate - figures.entitlement


def test_cuts_take_something_and_never_more_than_the_receipt():
    with pytest.raises(CutNotPositive):
        recognise(Euro(100), cuts_of([(50, "TIP"), (0, "FINE")]))
    with pytest.raises(CutsExceedReceipt) as refused:
        recognise(Euro(100), cuts_of([(50, "TIP"), (51, "FINE")]))
    assert refused.value.facts == {"cuts": Euro(101), "receipt": Euro(100)}


@given(st.integers(1, 10**4), st.lists(st.integers(0, 10**4), max_size=3))
def test_recognised_and_cut_add_up_to_the_receipt(cents, cut_cents):
    cuts = [Cut(Euro(one), CutReason.OTHER) for one in cut_cents]
    if any(one <= 0 for one in cut_cents):
        with pytest.raises(CutNotPositive):
            recognise(Euro(cents), cuts)
    elif sum(cut_cents) > cents:
        with pytest.raises(CutsExceedReceipt):
            recognise(Euro(cents), cuts)
    else:
        assert recognise(Euro(cents), cuts) + total(cut.amount for cut in cuts) == Euro(cents)


@pytest.mark.parametrize(("recognised", "state"), [
    (100, ReceiptState.RECOGNISED_FULL), (40, ReceiptState.RECOGNISED_PARTLY), (0, ReceiptState.REJECTED),
])  # fmt: skip
def test_a_review_may_be_made_and_made_again(recognised, state):
    step = review_step(Euro(100), Euro(recognised))
    for before in ReceiptState:
        assert RECEIPT.after(before, step) is state


def test_a_question_is_asked_and_answered():
    assert RECEIPT.after(ReceiptState.UPLOADED, "ask") is ReceiptState.QUERY
    assert RECEIPT.after(ReceiptState.QUERY, "answer") is ReceiptState.UPLOADED
    assert not RECEIPT.allows(ReceiptState.QUERY, "ask")


def test_what_the_fund_pays_cannot_be_a_reason_to_cut():
    assert reasons_in_force(DEFAULTS) == tuple(CutReason)
    assert CutReason.ALCOHOL not in reasons_in_force(rules(alcohol__eligible=True))
    assert CutReason.FINE in reasons_in_force(rules(alcohol__eligible=True))


def test_every_code_has_words():
    assert set(CUT_REASONS) == set(CutReason)
    assert all(label and reason.endswith(".") for label, reason in CUT_REASONS.values())
    assert set(RECEIPT_LABELS) == set(ReceiptState)


def test_a_kind_of_cost_may_be_exceeded_by_a_fifth():
    planned = {"materials": Euro(10_000), "food": Euro(6_360), "fee": Euro(25_000)}
    actual = {"materials": Euro(12_001), "food": Euro(6_605), "publicity": Euro(1)}
    found = {shift.category: shift for shift in shifts(planned, actual, DEFAULTS)}
    assert list(found) == ["materials", "food", "fee", "publicity"]
    assert [shift.needs_consent for shift in found.values()] == [True, False, False, True]
    assert found["fee"].difference == Euro(-25_000)
    assert not shifts({"food": Euro(10_000)}, {"food": Euro(12_000)}, DEFAULTS)[0].needs_consent


def test_new_agreements_allow_more_and_a_fund_may_allow_new_kinds():
    values = rules(position_shift__percent=30, position_shift__kind_change_needs_ok=False)
    found = shifts({"food": Euro(10_000)}, {"food": Euro(13_000), "fee": Euro(1)}, values)
    assert [shift.needs_consent for shift in found] == [False, False]
    assert not shifts({}, {"fee": Euro(0)}, DEFAULTS)[0].needs_consent


def late(amount: int, due_on: date, days: int, values: RuleValues = DEFAULTS) -> int:
    return interest(Euro(amount), due_on=due_on, paid_on=due_on + timedelta(days=days), values=values).cents


def test_the_interest_of_the_worked_example():
    assert late(8_846, date(2025, 8, 8), 14) == 21
    assert is_bagatelle(Euro(21), DEFAULTS)
    assert not is_bagatelle(Euro(500), DEFAULTS)


@pytest.mark.parametrize("days", [0, -3])
def test_in_time_costs_nothing(days):
    assert late(8_846, date(2025, 8, 8), days) == 0


def test_nothing_owed_bears_no_interest():
    assert late(0, date(2025, 8, 8), 14) == 0


def test_interest_follows_the_base_rate_of_each_half_year():
    exact = Fraction(1_000_000 * (15 * (227 + 500) + 10 * (127 + 500)), 365 * 10_000)
    assert late(1_000_000, date(2025, 6, 15), 25) == round(exact) == 4_705


def test_a_base_rate_below_minus_the_points_is_no_reward():
    values = rules(interest__base_rate={"2025-01-01": -88}, interest__points_over_base=0)
    assert late(1_000_000, date(2025, 6, 15), 25, values) == 0


def test_before_the_first_known_base_rate_there_is_no_figure():
    with pytest.raises(BaseRateUnknown):
        late(8_846, date(2023, 8, 8), 14)
    with pytest.raises(BaseRateUnknown):
        late(8_846, date(2025, 8, 8), 14, rules(interest__base_rate={}))


def test_a_half_year_without_a_base_rate_is_named():
    assert base_rate_missing_from(date(2026, 6, 30), DEFAULTS) is None
    assert base_rate_missing_from(date(2026, 7, 1), DEFAULTS) == date(2026, 7, 1)
    assert base_rate_missing_from(date(2027, 2, 1), DEFAULTS) == date(2027, 1, 1)
    assert late(1_000_000, date(2026, 8, 1), 10) == 1_718


@given(st.integers(1, 10**9), st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(1, 900))
def test_interest_is_the_sum_over_days_rounded_once(amount, due_on, days):
    table = DEFAULTS.table("interest.base_rate")
    rates = [
        table[max(day for day in table if day <= (due_on + timedelta(days=number)).isoformat())] + 500
        for number in range(1, days + 1)
    ]
    exact = Fraction(amount * sum(rates), 365 * 10_000)
    assert late(amount, due_on, days) == int(exact + Fraction(1, 2))


@pytest.mark.parametrize(("papers", "last"), [(Papers.GRANTS, date(2030, 7, 18)), (Papers.RECEIPTS, date(2033, 7, 18))])
def test_each_kind_of_paper_is_kept_for_its_years(papers, last):
    assert kept_until(date(2025, 7, 18), RuleValues(), papers) == last


def test_a_case_without_money_counts_from_the_end_of_its_fund_year():
    assert ended_in(2025) == date(2025, 12, 31)


@pytest.mark.parametrize("state", [ApplicationState.CLOSED, ApplicationState.ANONYMISED])
def test_receipts_of_an_ended_case_go_the_day_after_their_last(state):
    facts = {"number": "MK-1", "closed_on": date(2025, 7, 18), "values": RuleValues()}
    ensure_receipts_old(state, **facts, today=date(2033, 7, 19))
    with pytest.raises(StillKept):
        ensure_receipts_old(state, **facts, today=date(2033, 7, 18))


@pytest.mark.parametrize(
    ("state", "closed_on", "values"),
    [
        (ApplicationState.RUNNING, date(2025, 7, 18), RuleValues()),
        (ApplicationState.CLOSED, None, RuleValues()),
        (ApplicationState.CLOSED, date(2025, 7, 18), None),
    ],
)
def test_receipts_of_a_case_that_goes_on_stay(state, closed_on, values):
    with pytest.raises(CaseUnfinished):
        ensure_receipts_old(state, "MK-1", closed_on=closed_on, values=values, today=date(2099, 1, 1))


def test_everything_a_settlement_lacks_is_said_at_once():
    nothing = Contents(report=" ", participants=None, photos=0, categories=frozenset(), unproven=(2, 5))
    counted = rules(participant_list__required="always")

    assert [type(refusal) for refusal in missing(nothing, counted)] == [
        ReportMissing,
        PhotosMissing,
        ParticipantsMissing,
        ReceiptPictureMissing,
    ]
