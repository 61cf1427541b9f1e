"""When a cost is repaid, from how many calls on, and what adds up month by month."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.payback import (
    OpenRange,
    break_even_calls_per_month,
    calls_to_repay,
    monthly_saving,
    months_to_repay,
    payback_months,
    rounded,
    whole_calls,
)
from costs.quantities import EXACT, NOTHING, Range


def between(low: int | str, expected: int | str, high: int | str) -> Range:
    return Range(Decimal(low), Decimal(expected), Decimal(high))


def test_thirty_dollars_at_22_a_day_take_a_day_and_a_third_and_not_less_than_a_day() -> None:
    months = months_to_repay(Decimal(30), Decimal(660))
    assert months is not None
    assert round(months * 30, 2) == Decimal("1.36")


@pytest.mark.parametrize("saving", [Decimal(0), Decimal(-1), Decimal("-0.000001")])
def test_what_saves_nothing_never_pays_back(saving: Decimal) -> None:
    assert months_to_repay(Decimal(30), saving) is None


def test_free_training_is_repaid_at_once() -> None:
    assert months_to_repay(Decimal(0), Decimal("0.3")) == 0


def test_free_training_that_loses_money_still_never_pays_back() -> None:
    assert months_to_repay(Decimal(0), Decimal(-1)) is None


def test_the_best_case_is_the_low_cost_with_the_high_saving() -> None:
    months = payback_months(between(2000, 3600, 5000), between(500, 600, 1000))
    assert months == OpenRange(Decimal(2), Decimal(6), Decimal(10))


def test_a_range_of_savings_may_never_repay_at_its_low_end_only() -> None:
    months = payback_months(between(10, 20, 30), between(-5, 10, 20))
    assert months == OpenRange(Decimal("0.5"), Decimal(2), None)
    assert not months.never


def test_where_even_the_best_case_loses_it_is_never() -> None:
    months = payback_months(between(10, 20, 30), between(-5, -2, 0))
    assert months == OpenRange(None, None, None)
    assert months.never
    assert months.scaled(Decimal(30)) == months


def test_months_become_days_where_they_come() -> None:
    months = OpenRange(Decimal(1), Decimal("1.5"), None)
    assert months.scaled(Decimal(30)) == OpenRange(Decimal(30), Decimal(45), None)


def test_an_answer_has_months_and_days_to_four_places_and_never_stays_never() -> None:
    assert rounded(Decimal(30) / 22) == Decimal("1.3636")
    assert rounded(Decimal("7.61666")) == Decimal("7.6167")
    assert rounded(None) is None
    months = OpenRange(Decimal("3.07649"), Decimal("5.349242"), None)
    assert months.rounded() == OpenRange(Decimal("3.0765"), Decimal("5.3492"), None)
    assert OpenRange(None, None, Decimal("0.00005001")).rounded() == OpenRange(None, None, Decimal("0.0001"))


def test_more_calls_save_more_where_a_call_saves() -> None:
    saving = monthly_saving(between(100, 200, 400), Decimal("0.5"), Decimal(0), NOTHING)
    assert saving == between(50, 100, 200)


def test_more_calls_lose_more_where_a_call_loses() -> None:
    saving = monthly_saving(between(100, 200, 400), Decimal("-0.5"), Decimal(0), NOTHING)
    assert saving == between(-200, -100, -50)


def test_fixed_costs_come_off_and_what_quality_is_worth_comes_on() -> None:
    saving = monthly_saving(between(100, 200, 400), Decimal(1), Decimal(10), between(1, 2, 3))
    assert saving == between(107, 208, 409)


@pytest.mark.parametrize(
    ("usd", "saving", "calls"),
    [
        ("8018", "0.00999", 802_603),
        ("1", "0.5", 2),
        ("1", "0.3", 4),
        ("0", "0.3", 0),
        ("1", "0", None),
        ("1", "-0.1", None),
        ("0", "0", None),
        ("1224", "0.000375", 3_264_000),
        ("1224", "0.0001638", 7_472_528),
    ],
)
def test_the_calls_that_repay_are_whole(usd: str, saving: str, calls: int | None) -> None:
    assert whole_calls(Decimal(usd), Decimal(saving)) == calls


def test_a_negative_cost_is_repaid_before_the_first_call() -> None:
    assert whole_calls(Decimal(-5), Decimal("0.1")) == 0
    assert break_even_calls_per_month(Decimal(30), Decimal(3), Decimal("0.1"), Decimal(-100)) == 0


@pytest.mark.parametrize(
    ("one_time", "per_call", "calls", "saving", "needed"),
    [
        ("3530.50", "0.00044", "1500000", "660", 8_023_864),
        ("3530.50", "0.00044", "15", "0.0066", 8_023_864),
        ("1000", "0.001", "1000000", "500", 2_000_000),
        ("1000", "0.001", "1000000", "300", 3_333_334),
        ("1000", "-0.001", "1000000", "500", 2_000_000),
        ("1000", "0.001", "1000000", "0.5", 2_000_000_000),
        ("1000", "0.001", "1000000", "0", None),
        ("1000", "0.001", "1000000", "-1", None),
        ("1000", "0", "1000000", "0", None),
        ("0", "0.001", "1000000", "500", 0),
    ],
)
def test_the_calls_until_the_cost_is_repaid_are_those_of_the_volume_where_hosting_or_quality_counts(
    one_time: str, per_call: str, calls: str, saving: str, needed: int | None
) -> None:
    found = calls_to_repay(Decimal(one_time), Decimal(per_call), Decimal(calls), Decimal(saving))
    assert found == needed


def test_a_call_that_saves_a_dollar_repays_a_dollar() -> None:
    assert whole_calls(Decimal(1), Decimal(1)) == 1
    assert break_even_calls_per_month(Decimal(3), Decimal(3), Decimal(1), Decimal(0)) == 1


def test_exactly_enough_is_enough() -> None:
    assert break_even_calls_per_month(Decimal(300), Decimal(3), Decimal("0.1"), Decimal(0)) == 1000
    assert break_even_calls_per_month(Decimal("300.01"), Decimal(3), Decimal("0.1"), Decimal(0)) == 1001
    assert break_even_calls_per_month(Decimal(300), Decimal(3), Decimal("0.1"), Decimal("0.1")) == 1001
    assert break_even_calls_per_month(Decimal(300), Decimal(3), Decimal(0), Decimal(0)) is None


money = st.decimals(0, 1_000_000, places=6)
positive = st.decimals("0.0000000001", 1000, places=10)
a_range = st.lists(money, min_size=3, max_size=3).map(lambda points: Range(*sorted(points)))
a_saving = st.lists(st.decimals(-1000, 1000, places=4), min_size=3, max_size=3).map(lambda p: Range(*sorted(p)))


@given(cost=a_range, saving=a_saving)
def test_the_best_case_never_comes_after_the_worst(cost: Range, saving: Range) -> None:
    months = payback_months(cost, saving)
    points = [months.low, months.expected, months.high]
    known = [point for point in points if point is not None]
    assert known == sorted(known)
    assert points[: len(known)] == known, "a worse case comes although a better one never does"


@given(calls=a_range, per_call=st.decimals(-1, 1, places=8), gained=money, fixed=a_range)
def test_the_saving_is_a_range_in_order(calls: Range, per_call: Decimal, gained: Decimal, fixed: Range) -> None:
    saving = monthly_saving(calls, per_call, gained, fixed)
    assert saving.low <= saving.expected <= saving.high


@given(usd=money, saving=positive)
def test_break_even_is_the_smallest_number_of_calls_that_repays(usd: Decimal, saving: Decimal) -> None:
    calls = whole_calls(usd, saving)
    assert calls is not None
    assert calls * Fraction(saving) >= Fraction(usd)
    assert calls == 0 or (calls - 1) * Fraction(saving) < Fraction(usd)


@given(usd=money, limit=st.integers(1, 60), saving=positive, fixed=st.decimals(-1000, 1000, places=4))
def test_one_call_a_month_fewer_does_not_repay_within_the_limit(
    usd: Decimal, limit: int, saving: Decimal, fixed: Decimal
) -> None:
    calls = break_even_calls_per_month(usd, Decimal(limit), saving, fixed)
    assert calls is not None

    def repays(number: int) -> bool:
        return (number * Fraction(saving) - Fraction(fixed)) * limit >= Fraction(usd)

    assert repays(calls)
    assert calls == 0 or not repays(calls - 1)


@given(usd=money, saving=positive, more=positive)
def test_a_larger_saving_never_takes_longer(usd: Decimal, saving: Decimal, more: Decimal) -> None:
    slow, fast = months_to_repay(usd, saving), months_to_repay(usd, saving + more)
    assert slow is not None
    assert fast is not None
    assert fast <= slow


def test_figures_that_were_rounded_already_are_not_rounded_again() -> None:
    once = EXACT.divide(Decimal(100), Decimal(3))
    saving = EXACT.divide(EXACT.multiply(once, Decimal(4)), Decimal(5))
    assert Fraction(once) * 4 / Fraction(saving) > 5, "by less than 150 digits show"
    assert calls_to_repay(once, Decimal(1), Decimal(4), saving) == 6
    assert break_even_calls_per_month(once, Decimal("0.25"), saving, Decimal(0)) == 6
