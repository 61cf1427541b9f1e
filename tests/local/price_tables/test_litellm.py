"""LiteLLM's file is read as data: exact prices per million, and only what a rate table can say."""

from datetime import date
from decimal import Decimal

import pytest

from local.price_tables import litellm
from local.price_tables.rows import (
    BATCH_CACHED,
    BATCH_INPUT,
    BATCH_OUTPUT,
    CACHE_WRITE,
    CACHE_WRITE_1H,
    CACHED,
    INPUT,
    OUTPUT,
    Key,
    UnreadableTableError,
)
from tests.local.price_tables.tables import litellm_file, priced


def _read(**models):
    rows, _ = litellm.read(litellm_file(**models))
    return rows


def _rates(entry, name="gpt-5"):
    (row,) = _read(**{name: entry}).values()
    return row.history[0].prices.rates


def test_a_price_per_token_becomes_the_exact_price_per_million():
    prices = '"input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07'
    rows, _ = litellm.read(f'{{"gpt-5": {{"litellm_provider": "openai", "mode": "chat", {prices}}}}}')
    assert rows[Key("openai", "gpt-5")].history[0].prices.rates == {INPUT: Decimal("0.15"), OUTPUT: Decimal("0.6")}


def test_a_float_that_is_not_quite_the_price_is_rounded_to_it():
    assert _rates(priced("1", "2", cache_read_input_token_cost=7.500000000000001e-08))[CACHED] == Decimal("0.075")


def test_every_kind_of_rate_has_its_field():
    rates = _rates(
        priced(
            "3",
            "15",
            cache_read_input_token_cost=3e-07,
            cache_creation_input_token_cost=3.75e-06,
            cache_creation_input_token_cost_above_1hr=6e-06,
            input_cost_per_token_batches=1.5e-06,
            output_cost_per_token_batches=7.5e-06,
            cache_read_input_token_cost_batches=1.5e-07,
        )
    )
    assert rates == {
        INPUT: 3,
        OUTPUT: 15,
        CACHED: Decimal("0.3"),
        CACHE_WRITE: Decimal("3.75"),
        CACHE_WRITE_1H: 6,
        BATCH_INPUT: Decimal("1.5"),
        BATCH_OUTPUT: Decimal("7.5"),
        BATCH_CACHED: Decimal("0.15"),
    }


def test_a_zero_for_what_is_not_sold_is_no_price():
    assert CACHE_WRITE not in _rates(priced("1", "2", cache_creation_input_token_cost=0.0))


def test_a_model_that_costs_nothing_at_all_is_left_out():
    assert _read(**{"command-a-plus-05-2026": priced("0", "0", "cohere_chat")}) == {}


def test_the_rates_of_long_contexts_begin_at_their_length():
    entry = priced(
        "1.25",
        "10",
        input_cost_per_token_above_200k_tokens=2.5e-06,
        cache_read_input_token_cost_above_200k_tokens=2.5e-07,
    )
    (row,) = _read(**{"gpt-5": entry}).values()
    long = row.history[0].prices.long_context
    assert long is not None
    assert long.above_input_tokens == 200_000
    assert long.rates == {INPUT: Decimal("2.5"), OUTPUT: 10, CACHED: Decimal("0.25")}


def test_two_lengths_with_prices_of_their_own_are_refused():
    entry = priced("1", "2", input_cost_per_token_above_128k_tokens=2e-6, input_cost_per_token_above_256k_tokens=3e-6)
    rows, refused = litellm.read(litellm_file(**{"gpt-5": entry}))
    assert not rows
    assert refused[0].reason == "has more than one price for long contexts"


@pytest.mark.parametrize("field", ["input_cost_per_request", "tiered_pricing", "off_peak_pricing"])
def test_what_is_billed_by_more_than_tokens_is_refused(field):
    rows, refused = litellm.read(litellm_file(**{"gpt-5": priced("1", "2") | {field: 0.1}}))
    assert not rows
    assert refused[0].reason == f"is billed by {field} too"


def test_what_else_the_table_knows_of_a_model_comes_along():
    entry = priced("1", "2", max_input_tokens=128000, deprecation_date="2027-01-14", supports_reasoning=True)
    (row,) = _read(**{"gpt-5": entry}).values()
    assert (row.input_tokens_per_call, row.retires_on, row.bills_reasoning) == (128000, date(2027, 1, 14), True)
    assert row.interface == "chat"


def test_a_completion_model_says_so():
    (row,) = _read(**{"davinci-002": priced("2", "2", "text-completion-openai", "completion")}).values()
    assert row.interface == "completions"


@pytest.mark.parametrize(
    ("name", "provider", "key"),
    [
        ("gemini/gemini-3.8-flash", "gemini", Key("google", "gemini-3.8-flash")),
        ("gemini-2.5-pro", "vertex_ai-language-models", Key("vertex", "gemini-2.5-pro")),
        ("vertex_ai/claude-opus-4-6@default", "vertex_ai-anthropic_models", Key("vertex", "claude-opus-4-6")),
        ("xai/grok-4.7", "xai", Key("xai", "grok-4.7")),
        ("azure/gpt-4o", "azure", Key("azure", "gpt-4o")),
        ("azure/eu/gpt-4o", "azure", Key("azure", "gpt-4o", "datazone")),
        ("us.anthropic.claude-opus-5", "bedrock_converse", Key("bedrock", "anthropic.claude-opus-5", "us")),
        ("global.anthropic.claude-opus-5", "bedrock", Key("bedrock", "anthropic.claude-opus-5", "global")),
        ("fireworks_ai/glm-4p7", "fireworks_ai", Key("fireworks", "accounts/fireworks/models/glm-4p7")),
        (
            "fireworks_ai/accounts/fireworks/models/glm-4p7",
            "fireworks_ai",
            Key("fireworks", "accounts/fireworks/models/glm-4p7"),
        ),
        ("together_ai/openai/gpt-oss-120b", "together_ai", Key("together", "openai/gpt-oss-120b")),
    ],
)
def test_a_name_is_written_as_the_provider_writes_it(name, provider, key):
    assert list(_read(**{name: priced("1", "2", provider)})) == [key]


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("gpt-4o-audio-preview", "openai"),
        ("gpt-4o-search-preview", "openai"),
        ("ft:gpt-4o-2024-08-06", "openai"),
        ("bedrock/us-east-1/anthropic.claude-v1", "bedrock"),
        ("azure/us-gov/gpt-5.1", "azure"),
        ("together-ai-4.1b-8b", "together_ai"),
        ("deepinfra/some-model", "deepinfra"),
    ],
)
def test_what_is_no_plain_text_model_of_a_listed_provider_is_left_out(name, provider):
    assert _read(**{name: priced("1", "2", provider)}) == {}


def test_a_model_that_the_table_prices_in_two_ways_is_refused():
    rows, refused = litellm.read(
        litellm_file(**{"azure/us/gpt-6": priced("1", "2", "azure"), "azure/eu/gpt-6": priced("3", "4", "azure")})
    )
    assert not rows
    assert refused[0].reason == "stands twice with different prices"


@pytest.mark.parametrize("text", ["[]", "not JSON"])
def test_another_layout_is_named(text):
    with pytest.raises(UnreadableTableError, match="adapt its reader"):
        litellm.read(text)
