"""genai-prices' data file is read as data, its dated prices and its exact names above all."""

from datetime import date
from decimal import Decimal

import pytest

from local.price_tables import genai_prices
from local.price_tables.literals import assigned
from local.price_tables.rows import (
    BATCH_CACHED,
    BATCH_INPUT,
    BATCH_OUTPUT,
    CACHED,
    INPUT,
    OUTPUT,
    Key,
    UnreadableTableError,
)
from tests.local.price_tables.tables import LITELLM_DAY, genai_file, model, mtok, since

GPT_5 = Key("openai", "gpt-5")


def _read(*wanted, **providers):
    rows, _ = genai_prices.read(genai_file(**providers), wanted, LITELLM_DAY)
    return rows


def _row(prices, **fields):
    return _read(GPT_5, openai=[model("gpt-5", prices, **fields)])[GPT_5]


def test_a_dated_price_begins_on_its_day():
    history = _row(f"[{since(None, mtok('10', '40'))}, {since(date(2025, 6, 10), mtok('2', '8'))}]").history
    assert [(entry.starts, entry.prices.rates[INPUT]) for entry in history] == [(None, 10), (date(2025, 6, 10), 2)]


@pytest.mark.parametrize(("on", "price"), [(date(2025, 6, 9), 10), (date(2025, 6, 10), 2)])
def test_the_price_in_force_changes_on_the_day_itself(on, price):
    row = _row(f"[{since(None, mtok('10', '40'))}, {since(date(2025, 6, 10), mtok('2', '8'))}]")
    assert row.in_force(on).rates[INPUT] == price


def test_prices_that_grow_with_the_context_are_those_of_the_whole_call():
    tiered = "TieredPrices(base=Decimal('1.25'), tiers=[Tier(start=200000, price=Decimal('2.5'))])"
    prices = _row(mtok(tiered, "10", cache_read_mtok="0.125")).history[0].prices
    assert prices.rates == {INPUT: Decimal("1.25"), OUTPUT: 10, CACHED: Decimal("0.125")}
    assert prices.long_context is not None
    assert prices.long_context.above_input_tokens == 200_000
    assert prices.long_context.rates == {INPUT: Decimal("2.5"), OUTPUT: 10, CACHED: Decimal("0.125")}


def _batch(day):
    constraint = f", constraint=StartDateConstraint(start_date=datetime.date({day:%Y, %-m, %-d}))"
    prices = mtok("1", "5", cache_read_mtok="0.1")
    return {"price_variants": f"[PriceVariant(when={{'processing': 'batch'}}, prices={prices}{constraint})]"}


def test_batch_prices_are_those_of_the_current_entry():
    changed = f"[{since(None, mtok('4', '20'))}, {since(date(2026, 1, 1), mtok('2', '10'))}]"
    before, current = _row(changed, **_batch(date(2026, 10, 14))).history
    assert BATCH_INPUT not in before.prices.rates
    assert [current.prices.rates[field] for field in (BATCH_INPUT, BATCH_OUTPUT, BATCH_CACHED)] == [
        1,
        5,
        Decimal("0.1"),
    ]


def test_batch_prices_that_have_not_begun_are_left_out():
    assert BATCH_INPUT not in _row(mtok("2", "10"), **_batch(date(2026, 12, 1))).history[0].prices.rates


def test_a_price_by_the_time_of_day_is_refused():
    night = "TimeOfDateConstraint(start_time=datetime.time(0, 30), end_time=datetime.time(16, 30))"
    prices = (
        f"[ConditionalPrice(prices={mtok('1', '2')}), ConditionalPrice(constraint={night}, prices={mtok('3', '4')})]"
    )
    rows, refused = genai_prices.read(genai_file(openai=[model("gpt-5", prices)]), [GPT_5], LITELLM_DAY)
    assert not rows
    assert refused[0].reason == "costs more at some times of the day"


def test_a_snapshot_is_the_model_whose_undated_name_the_table_spells_out():
    dated = Key("openai", "gpt-5-2025-08-07")
    prefixed = model("gpt-5", mtok("1", "2"), match="ClauseStartsWith(starts_with='gpt-5')")
    assert dated in _read(dated, openai=[prefixed])


def test_a_name_that_only_begins_like_a_model_is_not_that_model():
    sibling = Key("openai", "gpt-5-mini")
    prefixed = model("gpt-5", mtok("1", "2"), match="ClauseStartsWith(starts_with='gpt-5')")
    assert sibling not in _read(sibling, openai=[prefixed])


def test_a_withdrawn_model_is_read_though_nobody_else_knows_it():
    assert Key("anthropic", "claude-opus-4") in _read(
        anthropic=[model("claude-opus-4-0", mtok("15", "75"), "claude-opus-4")]
    )


def test_what_is_neither_wanted_nor_history_is_left_out():
    assert _read(mistral=[model("mistral-saba", mtok("1", "2"))]) == {}


def test_on_bedrock_the_regional_price_is_that_of_the_united_states():
    match = "ClauseContains(contains='claude-opus-5')"
    regional = model("regional.anthropic.claude-opus-5", mtok("5.5", "27.5"), match=match)
    us, eu = (Key("bedrock", "anthropic.claude-opus-5", tier) for tier in ("us", "eu"))
    assert list(_read(us, eu, aws=[regional])) == [us]


def test_a_rule_for_names_that_nobody_knows_is_named():
    with pytest.raises(UnreadableTableError, match="ClauseSoundsLike"):
        _read(GPT_5, openai=[model("gpt-5", mtok("1", "2"), match="ClauseSoundsLike(name='gpt-5')")])


@pytest.mark.parametrize(
    ("rule", "name", "is_it"),
    [
        ("ClauseEndsWith(ends_with='-2025-08-07')", "gpt-5-2025-08-07", True),
        ("ClauseRegex(regex='^gpt-5-[0-9-]+$')", "gpt-5-2025-08-07", True),
        (
            "ClauseAnd(and_=[ClauseContains(contains='5'), ClauseStartsWith(starts_with='o')])",
            "gpt-5-2025-08-07",
            False,
        ),
    ],
)
def test_a_rule_of_the_table_means_what_it_means_there(rule, name, is_it):
    key = Key("openai", name)
    assert (key in _read(key, openai=[model("gpt-5", mtok("1", "2"), match=rule)])) is is_it


@pytest.mark.parametrize(
    "source", ["providers = load()", "providers: list = [open('x')]", "providers = [Decimal(1 + 1)]"]
)
def test_nothing_in_the_file_is_executed(source):
    with pytest.raises(UnreadableTableError, match=r"line 1 is computed|no longer a list"):
        genai_prices.read(source.replace("load()", "print + 1"), [], LITELLM_DAY)


def test_a_file_without_providers_is_named():
    with pytest.raises(UnreadableTableError, match="nothing is assigned to providers"):
        assigned("other = 1", "providers")
