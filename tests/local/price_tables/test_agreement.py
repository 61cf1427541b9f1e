"""Two tables laid side by side: what is confirmed, since when a price holds, and what is left alone."""

from datetime import date
from decimal import Decimal

import pytest

from local.price_tables.rows import (
    BATCH_INPUT,
    BATCH_OUTPUT,
    CACHE_WRITE,
    CACHED,
    INPUT,
    Key,
)
from tests.local.price_tables.tables import compared, genai_file, litellm_file, model, mtok, priced, since

TIERED = "TieredPrices(base=Decimal({base!r}), tiers=[Tier(start={start}, price=Decimal({above!r}))])"


def _proposal(litellm_text, genai_text, key=("openai", "gpt-5")):
    found = {proposal.key: proposal for proposal in compared(litellm_text, genai_text).proposals}
    return found[Key(*key)]


def _long(start):
    """The same model in both tables, with a long context that begins at `start` in genai-prices."""
    prices = mtok(TIERED.format(base="1", start=start, above="2"), TIERED.format(base="4", start=start, above="6"))
    entry = priced("1", "4", input_cost_per_token_above_200k_tokens=2e-6, output_cost_per_token_above_200k_tokens=6e-6)
    return litellm_file(**{"gpt-5": entry}), genai_file(openai=[model("gpt-5", prices)])


def test_what_both_tables_say_is_confirmed_and_known_since_september_2025():
    (entry,) = _proposal(
        litellm_file(**{"gpt-5": priced("1", "2")}), genai_file(openai=[model("gpt-5", mtok("1", "2"))])
    ).entries
    assert (entry.confirmed, entry.effective_from) == (True, date(2025, 9, 1))
    assert entry.source == "genai-prices-0.1.0+litellm-1.2.3"


def test_what_only_litellm_has_is_not_confirmed_and_holds_from_its_release():
    (entry,) = _proposal(litellm_file(**{"gpt-5": priced("1", "2")}), genai_file()).entries
    assert (entry.confirmed, entry.effective_from, entry.source) == (False, date(2026, 11, 20), "litellm-1.2.3")


def test_what_only_genai_prices_has_is_not_confirmed_and_holds_from_its_beginning():
    withdrawn = genai_file(anthropic=[model("claude-opus-4", mtok("15", "75"))])
    (entry,) = _proposal(litellm_file(), withdrawn, ("anthropic", "claude-opus-4")).entries
    assert (entry.confirmed, entry.effective_from, entry.source) == (False, date(2025, 1, 1), "genai-prices-0.1.0")


def test_a_price_that_changed_is_an_entry_of_its_own_and_only_the_current_one_is_confirmed():
    history = f"[{since(None, mtok('10', '40'))}, {since(date(2025, 6, 10), mtok('2', '8'))}]"
    entries = _proposal(
        litellm_file(o3=priced("2", "8")), genai_file(openai=[model("o3", history)]), ("openai", "o3")
    ).entries
    assert [(entry.effective_from, entry.prices.rates[INPUT], entry.confirmed) for entry in entries] == [
        (date(2025, 1, 1), 10, False),
        (date(2025, 6, 10), 2, True),
    ]


def test_a_price_that_is_announced_is_an_entry_that_nobody_confirms_yet():
    history = f"[{since(None, mtok('2', '8'))}, {since(date(2027, 1, 1), mtok('1', '4'))}]"
    entries = _proposal(
        litellm_file(**{"gpt-5": priced("2", "8")}), genai_file(openai=[model("gpt-5", history)])
    ).entries
    assert [(entry.effective_from, entry.confirmed) for entry in entries] == [
        (date(2025, 1, 1), True),
        (date(2027, 1, 1), False),
    ]


def test_an_undated_price_before_a_change_that_is_older_than_the_table_has_no_time_of_its_own():
    history = f"[{since(None, mtok('30', '60'))}, {since(date(2024, 5, 1), mtok('10', '30'))}]"
    (entry,) = _proposal(
        litellm_file(**{"gpt-4-turbo": priced("10", "30")}),
        genai_file(openai=[model("gpt-4-turbo", history)]),
        ("openai", "gpt-4-turbo"),
    ).entries
    assert (entry.effective_from, entry.prices.rates[INPUT]) == (date(2024, 5, 1), 10)


def test_a_rate_that_only_one_table_has_is_taken_and_marked():
    (entry,) = _proposal(
        litellm_file(**{"gpt-5": priced("1", "2", cache_read_input_token_cost=1e-07)}),
        genai_file(openai=[model("gpt-5", mtok("1", "2", cache_write_mtok="1.25"))]),
    ).entries
    assert (entry.prices.rates[CACHED], entry.prices.rates[CACHE_WRITE]) == (Decimal("0.1"), Decimal("1.25"))
    assert entry.unconfirmed == (CACHED, CACHE_WRITE)


def test_a_rate_that_the_tables_do_not_agree_on_is_left_out():
    proposal = _proposal(
        litellm_file(**{"gpt-5": priced("1", "2", cache_read_input_token_cost=1e-07)}),
        genai_file(openai=[model("gpt-5", mtok("1", "2", cache_read_mtok="0.5"))]),
    )
    assert CACHED not in proposal.entries[0].prices.rates
    assert proposal.disputed == (CACHED,)


def test_batch_prices_that_the_tables_do_not_agree_on_are_left_out_together():
    batch = f"[PriceVariant(when={{'processing': 'batch'}}, prices={mtok('0.6', '1')})]"
    proposal = _proposal(
        litellm_file(
            **{"gpt-5": priced("1", "2", input_cost_per_token_batches=5e-07, output_cost_per_token_batches=1e-06)}
        ),
        genai_file(openai=[model("gpt-5", mtok("1", "2"), price_variants=batch)]),
    )
    assert proposal.disputed == (BATCH_INPUT, BATCH_OUTPUT)
    assert not proposal.entries[0].prices.rates.keys() & {BATCH_INPUT, BATCH_OUTPUT}


@pytest.mark.parametrize("genai_usd", [("1.5", "2"), ("1", "3")])
def test_where_they_disagree_on_today_nothing_is_imported(genai_usd):
    found = compared(litellm_file(**{"gpt-5": priced("1", "2")}), genai_file(openai=[model("gpt-5", mtok(*genai_usd))]))
    assert not found.proposals
    assert [row.key.name for row in found.disagreements] == ["gpt-5"]


def test_the_rates_of_long_contexts_that_one_table_has_are_taken_with_a_note():
    text, _ = _long(200_000)
    (entry,) = _proposal(text, genai_file(openai=[model("gpt-5", mtok("1", "4"))])).entries
    assert entry.prices.long_context is not None
    assert entry.note == "the rates of long contexts are in LiteLLM only"


@pytest.mark.parametrize("start", [200_000, 199_999])
def test_a_long_context_from_a_token_on_is_one_above_the_token_before(start):
    (entry,) = _proposal(*_long(start)).entries
    assert entry.prices.long_context is not None
    assert entry.prices.long_context.above_input_tokens == start
    assert entry.note is None


def test_where_they_disagree_on_long_contexts_nothing_is_imported():
    found = compared(*_long(128_000))
    assert not found.proposals
    assert len(found.disagreements) == 1


@pytest.mark.parametrize(("name", "imported"), [("openai/gpt-oss-120b", True), ("zai-org/GLM-4.7", False)])
def test_of_a_provider_with_a_long_list_only_what_both_have_is_imported(name, imported):
    found = compared(
        litellm_file(
            **{
                f"together_ai/{known}": priced("1", "2", "together_ai")
                for known in ("openai/gpt-oss-120b", "zai-org/GLM-4.7")
            }
        ),
        genai_file(together=[model("openai/gpt-oss-120b", mtok("1", "2"))]),
    )
    assert (name in {proposal.key.name for proposal in found.proposals}) is imported


def test_the_price_of_the_default_tier_is_the_models_own():
    found = compared(
        litellm_file(
            **{
                "anthropic.claude-opus-5": priced("5", "25", "bedrock"),
                "global.anthropic.claude-opus-5": priced("5", "25", "bedrock"),
                "us.anthropic.claude-opus-5": priced("5.5", "27.5", "bedrock"),
            }
        ),
        genai_file(),
    )
    assert [(proposal.key.tier, proposal.entries[0].prices.rates[INPUT]) for proposal in found.proposals] == [
        ("", 5),
        ("us", Decimal("5.5")),
    ]


def test_a_row_that_says_its_tier_wins_over_one_that_does_not():
    found = compared(
        litellm_file(
            **{
                "azure/gpt-4o-2024-11-20": priced("2.75", "11", "azure"),
                "azure/global/gpt-4o-2024-11-20": priced("2.5", "10", "azure"),
            }
        ),
        genai_file(),
    )
    assert [proposal.entries[0].prices.rates[INPUT] for proposal in found.proposals] == [Decimal("2.5")]
