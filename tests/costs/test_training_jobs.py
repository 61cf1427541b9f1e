"""What one training job costs: padding, seconds and cents, the least and the most, and several jobs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.quantities import CostLine, Range, total
from costs.training import instances_for
from costs.training_jobs import (
    JobBounds,
    gpu_hours_line,
    grouped,
    hours_line,
    padded_tokens,
    repeated,
    stepped_tokens,
    tokens_line,
)

HUNDRED = Range.of(Decimal(100))


def of(value: int | str) -> Range:
    return Range.of(Decimal(value))


def test_without_packing_every_example_is_as_long_as_the_longest() -> None:
    assert padded_tokens(1000, 8192) == Decimal(8_192_000)
    assert stepped_tokens(1000, 8, 8192) == Decimal(65_536_000)


def test_tokens_are_billed_by_the_million() -> None:
    line = tokens_line("training", of(75_536_000), of("0.5"))
    assert (line.quantity, line.unit, line.unit_price_usd) == (Decimal("75.536"), "million tokens", Decimal("0.5"))
    assert line.cost_usd == of("37.768")


def test_a_price_that_goes_by_the_region_is_a_range_too() -> None:
    price = Range(Decimal("1.65"), Decimal("1.98"), Decimal("1.98"))
    tokens = Range(Decimal(1_000_000), Decimal(2_000_000), Decimal(3_000_000))
    assert tokens_line("training", tokens, price).cost_usd == Range(Decimal("1.65"), Decimal("3.96"), Decimal("5.94"))


@pytest.mark.parametrize(
    ("hours", "usd"),
    [("1", "100.00"), ("0.0001388", "0.00"), ("0.0001389", "0.03"), ("1.23456", "123.44"), ("2.55", "255.00")],
)
def test_an_hour_is_billed_by_the_second_and_the_job_to_the_cent(hours: str, usd: str) -> None:
    assert hours_line("training", of(hours), HUNDRED).cost_usd == of(usd)


def test_half_a_second_is_billed_as_a_whole_one_and_half_a_cent_too() -> None:
    # 4.5 seconds are 5, not 4, and 12.5 cents are 13, not 12.
    assert hours_line("training", of("0.00125"), HUNDRED).cost_usd == of("0.14")
    assert hours_line("training", of(1), of("0.125")).cost_usd == of("0.13")


def test_the_hours_of_a_job_are_its_whole_seconds_at_the_price_of_an_hour() -> None:
    hours = Range(Decimal("0.5"), Decimal("1.50001"), Decimal(2))
    price = Range(Decimal(90), Decimal(100), Decimal(110))
    usd = Range(Decimal(45), Decimal(150), Decimal(220))
    assert hours_line("training", hours, price) == CostLine(
        "training", Decimal("1.5"), "training hours", Decimal(100), usd
    )


def test_gpu_hours_are_those_of_every_gpu() -> None:
    line = gpu_hours_line("training", 8, of("1.5"), of(2))
    assert line == CostLine("training", Decimal(12), "GPU hours", Decimal(2), of(24))


@pytest.mark.parametrize(
    ("usd", "billed"),
    [("3.99", "4"), ("4", "4"), ("4.01", "4.01"), ("4999", "4999"), ("5000", "5000"), ("6000", "5000")],
)
def test_a_job_costs_its_minimum_at_the_least_and_its_cap_at_the_most(usd: str, billed: str) -> None:
    bounds = JobBounds(Decimal(4), Decimal(5000))
    assert bounds.bounded(of(usd)) == of(billed)
    assert (bounds.raises(of(usd)), bounds.lowers(of(usd))) == (usd == "3.99", usd == "6000")


def test_without_bounds_a_job_costs_what_it_comes_to() -> None:
    lines = (hours_line("training", of(60), HUNDRED),)
    assert JobBounds().lines(lines) == lines


def test_bounds_that_do_not_decide_leave_the_lines_as_they_are() -> None:
    lines = (tokens_line("training", of(10_000_000), of(3)), tokens_line("validation", of(1_000_000), of(3)))
    assert JobBounds(Decimal(4), Decimal(5000)).lines(lines) == lines


def test_a_bound_that_decides_leaves_one_line_that_says_so() -> None:
    lines = (tokens_line("training", of(1_000_000), of(1)), tokens_line("validation", of(1_000_000), of(1)))
    [line] = JobBounds(minimum_usd=Decimal(4)).lines(lines)
    assert (line.name, line.unit) == ("training, at least 4 USD a job", "jobs")
    assert (line.quantity, line.unit_price_usd, line.cost_usd) == (Decimal(1), Decimal(4), of(4))
    [line] = JobBounds(cap_usd=Decimal(5000)).lines((hours_line("training", of(60), HUNDRED),))
    assert (line.name, line.cost_usd) == ("training, at most 5,000 USD a job", of(5000))


def test_each_end_of_a_range_has_its_own_bound() -> None:
    hours = Range(Decimal("0.01"), Decimal(20), Decimal(60))
    [line] = JobBounds(Decimal(4), Decimal(5000)).lines((hours_line("training", hours, HUNDRED),))
    assert line.name == "training, at least 4 USD and at most 5,000 USD a job"
    assert line.cost_usd == Range(Decimal(4), Decimal(2000), Decimal(5000))


def test_a_job_that_never_trained_has_no_minimum() -> None:
    assert JobBounds(minimum_usd=Decimal(4)).lines(()) == ()


def test_the_minimum_is_taken_for_every_run() -> None:
    runs = Range(Decimal(1), Decimal(2), Decimal(3))
    lines = repeated(JobBounds(minimum_usd=Decimal(4)).lines((tokens_line("training", of(1), of(1)),)), runs)
    assert total(lines) == Range(Decimal(4), Decimal(8), Decimal(12))
    assert lines[0].quantity * lines[0].unit_price_usd == total(lines).expected
    assert (lines[0].name, lines[0].unit) == ("training, at least 4 USD a job", "jobs")


def test_figures_for_people_are_grouped() -> None:
    assert [grouped(Decimal(value)) for value in ("1E+6", "1234.50", "0", "999")] == [
        "1,000,000",
        "1,234.5",
        "0",
        "999",
    ]


amounts = st.integers(0, 10**9)


@given(usd=amounts, more=amounts, minimum=st.none() | st.integers(0, 1000), cap=st.none() | st.integers(1000, 10**6))
def test_bounds_hold_and_keep_the_order(usd: int, more: int, minimum: int | None, cap: int | None) -> None:
    bounds = JobBounds(None if minimum is None else Decimal(minimum), None if cap is None else Decimal(cap))
    billed, billed_more = bounds.bounded(of(usd)).expected, bounds.bounded(of(usd + more)).expected
    assert billed <= billed_more
    assert minimum is None or billed >= minimum
    assert cap is None or billed <= cap


@given(gpus=st.integers(1, 10_000), each=st.integers(1, 64))
def test_instances_hold_all_the_gpus_and_none_is_idle_whole(gpus: int, each: int) -> None:
    instances = instances_for(gpus, each)
    assert (instances - 1) * each < gpus <= instances * each


@given(seconds=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_a_longer_job_never_costs_less(seconds: int, more: int) -> None:
    shorter, longer = (Range.of(Decimal(part) / 3600) for part in (seconds, seconds + more))
    assert hours_line("training", longer, HUNDRED).cost_usd.low >= hours_line("training", shorter, HUNDRED).cost_usd.low
