"""What a call costs, and how much of a prompt a provider caches."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.inference import CachingSteps, CallTokens, TokenPrices, cost_per_call, monthly_lines
from costs.quantities import Range, total

OPENAI = CachingSteps(minimum_tokens=1024, step_tokens=128)
GPT_4O_MINI = TokenPrices(Decimal("0.15"), Decimal("0.60"), cached_input=Decimal("0.075"))
WRITES_COST = TokenPrices(Decimal("0.10"), Decimal("0.50"), Decimal("0.01"), cache_write=Decimal("0.125"))


def a_call(input: int, output: int = 0, cached: int = 0, hit_rate: str = "1") -> CallTokens:
    return CallTokens(Decimal(input), Decimal(output), Decimal(cached), Decimal(hit_rate))


@pytest.mark.parametrize(
    ("cacheable", "cached"),
    [
        (0, 0),
        (1023, 0),
        (1024, 1024),
        (1151, 1024),
        (1152, 1152),
        (2000, 1920),
        (2047, 1920),
        (2048, 2048),
        (2816, 2816),
        (2815, 2688),
    ],
)
def test_a_prefix_is_cached_from_1024_tokens_in_steps_of_128(cacheable: int, cached: int) -> None:
    assert OPENAI.cached_tokens(Decimal(cacheable)) == cached


def test_a_part_of_a_token_does_not_reach_the_next_step() -> None:
    assert OPENAI.cached_tokens(Decimal("1023.9")) == 0
    assert OPENAI.cached_tokens(Decimal("1151.9")) == 1024


@given(cacheable=st.integers(0, 1_000_000))
def test_what_is_cached_is_whole_steps_and_never_more_than_there_is(cacheable: int) -> None:
    cached = OPENAI.cached_tokens(Decimal(cacheable))
    assert cached <= cacheable
    assert cached == 0 or (cached >= 1024 and cached % 128 == 0 and cacheable - cached < 128)


def test_a_call_is_input_and_output_by_the_million() -> None:
    assert cost_per_call(a_call(3000, 300), GPT_4O_MINI) == Decimal("0.00063")


def test_unless_it_is_said_nothing_is_cached_and_what_is_cached_is_always_found() -> None:
    fresh, cached = CallTokens(Decimal(3000), Decimal(300)), CallTokens(Decimal(3000), Decimal(300), Decimal(2816))
    assert cost_per_call(fresh, GPT_4O_MINI) == Decimal("0.00063")
    assert cost_per_call(cached, GPT_4O_MINI) == Decimal("0.0004188")


def test_a_cached_prefix_costs_the_cached_price() -> None:
    assert cost_per_call(a_call(3000, 300, cached=2816), GPT_4O_MINI) == Decimal("0.0004188")


@pytest.mark.parametrize(("hit_rate", "usd"), [("0", "0.00063"), ("0.5", "0.0005244"), ("1", "0.0004188")])
def test_only_the_calls_that_hit_the_cache_pay_less(hit_rate: str, usd: str) -> None:
    assert cost_per_call(a_call(3000, 300, 2816, hit_rate), GPT_4O_MINI) == Decimal(usd)


@pytest.mark.parametrize(("hit_rate", "usd"), [("0", "0.00025"), ("0.9", "0.000043"), ("1", "0.00002")])
def test_a_call_that_misses_pays_for_writing_the_cache_where_writing_is_sold(hit_rate: str, usd: str) -> None:
    assert cost_per_call(a_call(2000, 0, 2000, hit_rate), WRITES_COST) == Decimal(usd)


def test_without_a_cached_price_cached_tokens_cost_as_much_as_fresh_ones_and_not_nothing() -> None:
    no_cache = TokenPrices(Decimal("0.5"), Decimal("1.5"))
    assert cost_per_call(a_call(2000, 0, cached=1024), no_cache) == Decimal("0.001")
    assert cost_per_call(a_call(2000, 0, cached=1024, hit_rate="0"), no_cache) == Decimal("0.001")


def test_a_cached_price_of_zero_is_a_price() -> None:
    free = TokenPrices(Decimal("0.5"), Decimal("1.5"), cached_input=Decimal(0), cache_write=Decimal(0))
    assert cost_per_call(a_call(1024, 0, cached=1024), free) == 0
    assert cost_per_call(a_call(1024, 0, cached=1024, hit_rate="0"), free) == 0


def test_the_months_lines_name_each_kind_of_token_that_occurs() -> None:
    lines = monthly_lines("today", Range.of(Decimal(600_000)), a_call(2500, 0, cached=1920), GPT_4O_MINI)
    assert [(line.name, line.quantity, line.unit_price_usd) for line in lines] == [
        ("today: input tokens", Decimal(348), Decimal("0.15")),
        ("today: cached input tokens", Decimal(1152), Decimal("0.075")),
    ]
    assert total(lines) == Range.of(Decimal("138.6"))


def test_a_month_with_misses_has_a_line_for_what_is_written() -> None:
    lines = monthly_lines("today", Range.of(Decimal(1000)), a_call(2000, 10, 1024, "0.5"), WRITES_COST)
    assert [line.name.removeprefix("today: ") for line in lines] == [
        "input tokens",
        "cached input tokens",
        "input tokens written to the cache",
        "output tokens",
    ]
    assert all(line.quantity * line.unit_price_usd == line.cost_usd.expected for line in lines)
    assert {line.unit for line in lines} == {"million tokens"}


def test_the_range_of_calls_is_the_range_of_the_bill() -> None:
    calls = Range(Decimal(1_000_000), Decimal(2_000_000), Decimal(4_000_000))
    assert total(monthly_lines("today", calls, a_call(1000), GPT_4O_MINI)) == Range(
        Decimal(150), Decimal(300), Decimal(600)
    )


counts = st.integers(0, 100_000)
rates = st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)


@given(input=counts, output=counts, more=counts, hit_rate=rates, cached_share=rates)
def test_more_tokens_never_cost_less(
    input: int, output: int, more: int, hit_rate: Decimal, cached_share: Decimal
) -> None:
    cached = OPENAI.cached_tokens(input * cached_share)
    call = CallTokens(Decimal(input), Decimal(output), cached, hit_rate)
    for prices in (GPT_4O_MINI, WRITES_COST):
        cost = cost_per_call(call, prices)
        assert cost >= 0
        assert cost_per_call(CallTokens(call.input + more, call.output, cached, hit_rate), prices) >= cost
        assert cost_per_call(CallTokens(call.input, call.output + more, cached, hit_rate), prices) >= cost


@given(input=st.integers(1024, 100_000), hit_rate=rates, better=rates)
def test_a_higher_hit_rate_never_costs_more(input: int, hit_rate: Decimal, better: Decimal) -> None:
    low, high = sorted((hit_rate, better))
    cached = OPENAI.cached_tokens(Decimal(input))
    for prices in (GPT_4O_MINI, WRITES_COST):
        cost = cost_per_call(CallTokens(Decimal(input), Decimal(0), cached, low), prices)
        assert cost_per_call(CallTokens(Decimal(input), Decimal(0), cached, high), prices) <= cost


@given(input=counts, output=counts, cached_share=rates, hit_rate=rates, calls=st.integers(0, 10**9))
def test_a_month_costs_its_calls_times_one_call(
    input: int, output: int, cached_share: Decimal, hit_rate: Decimal, calls: int
) -> None:
    call = CallTokens(Decimal(input), Decimal(output), OPENAI.cached_tokens(input * cached_share), hit_rate)
    month = total(monthly_lines("today", Range.of(Decimal(calls)), call, WRITES_COST))
    assert month == Range.of(calls * cost_per_call(call, WRITES_COST))
