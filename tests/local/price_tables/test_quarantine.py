"""What cannot be right is found before it is written."""

from decimal import Decimal

import pytest

from local.price_tables.quarantine import far_apart, without_slips, wrong
from local.price_tables.rows import CACHE_WRITE, INPUT, OUTPUT
from tests.local.price_tables.tables import compared, genai_file, litellm_file, model, mtok, priced, row


def test_prices_that_are_sound_pass():
    sound = row("3", "15", cached_input="0.3", cache_write="3.75", batch_input="1.5", batch_output="7.5")
    assert wrong(sound) is None


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (row("", "2"), "has no input price"),
        (row("2", ""), "has no output price"),
        (row("0.0009", "2"), "outside 0.001–1000 USD per million"),
        (row("1", "1000.1"), "outside 0.001–1000 USD per million"),
        (
            row("1", "2", cached_input="1.1"),
            "cached_input_tokens (1.1) is dearer than usd_per_million_input_tokens (1)",
        ),
        (
            row("2", "1", cached_input="1.1"),
            "cached_input_tokens (1.1) is dearer than usd_per_million_output_tokens (1)",
        ),
        (row("1", "2", batch_input="1.1", batch_output="1"), "batch_input_tokens (1.1) is dearer than"),
        (row("1", "2", batch_input="1", batch_output="2.1"), "batch_output_tokens (2.1) is dearer than"),
    ],
    ids=["no input", "no output", "little", "much", "cached", "cached over output", "batch input", "batch output"],
)
def test_prices_that_cannot_be_right_are_named(odd, said):
    assert said in str(wrong(odd))


@pytest.mark.parametrize("usd", ["0.001", "1000"])
def test_the_limits_themselves_are_plausible(usd):
    assert wrong(row(usd, usd)) is None


@pytest.mark.parametrize(("other", "apart"), [("5", False), ("5.1", True), ("0.2", False), ("0.19", True)])
def test_two_tables_are_far_apart_beyond_five_times(other, apart):
    assert far_apart({INPUT: Decimal(1), OUTPUT: Decimal(1)}, {INPUT: Decimal(other), OUTPUT: Decimal(1)}) is apart


@pytest.mark.parametrize(("usd", "there"), [("0.99", False), ("1", True)])
def test_a_cache_write_below_fresh_input_is_left_out(usd, there):
    assert (CACHE_WRITE in without_slips(row("1", "2", cache_write=usd)).history[0].prices.rates) is there


def test_half_a_batch_price_is_left_out():
    assert set(without_slips(row("1", "2", batch_input="0.5")).history[0].prices.rates) == {INPUT, OUTPUT}


def test_what_is_wrong_in_one_table_is_not_taken_from_the_other():
    found = compared(
        litellm_file(**{"gpt-5": priced("1", "2", cache_read_input_token_cost=3e-06)}),
        genai_file(openai=[model("gpt-5", mtok("1", "2"))]),
    )
    assert not found.proposals
    assert [refused.table for refused in found.refused] == ["litellm"]


def test_tables_that_differ_by_more_than_five_times_are_quarantined():
    found = compared(litellm_file(**{"gpt-5": priced("1", "2")}), genai_file(openai=[model("gpt-5", mtok("6", "12"))]))
    assert not found.proposals
    assert not found.disagreements
    assert found.refused[0].reason == "differ by more than five times: 1/2 against 6/12"
