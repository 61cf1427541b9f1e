"""Prices that are well formed and can hardly be right, each with what is said about it."""

import pytest

from publishing.authoring import AuthoringError, load_files
from publishing.sanity import sanity
from tests.publishing.files import MODEL, entry, table_with, tokens

REASON = "reason: so it is"
CHECK_UNIT = "; check the unit, or say in `reason` why it is right"
CHECK_ROW = "; check the row, or say in `reason` why it is right"
LONG = "above_input_tokens: 200000, usd_per_million_input_tokens: {}, usd_per_million_output_tokens: {}"
DEAR, CHEAP = LONG.format("5", "20"), LONG.format("2", "20")
INPUT, OUTPUT = "usd_per_million_input_tokens", "usd_per_million_output_tokens"
CACHED = "usd_per_million_cached_input_tokens"


def _found(core_table, **model):
    """What is said of the garden's model, without the advice at the end."""
    said = [str(found) for found in sanity(table_with(core_table, **model))]
    for sentence in said:
        assert sentence.startswith(f"garden.yaml: {MODEL}."), sentence
        assert sentence.endswith((CHECK_ROW, CHECK_UNIT)), sentence
    return [sentence.removeprefix(f"garden.yaml: {MODEL}.").rpartition("; check the ")[0] for sentence in said]


def test_usual_prices_pass(core_table):
    cached = tokens("2.5", "10", cached_input="1.25", batch_input="1.25", batch_output="5", cache_write="3.125")
    assert _found(core_table, base=f"[{cached}]", fine_tuned=f"[{tokens('3.75', '15')}]") == []


def test_what_is_free_is_not_out_of_bounds(core_table):
    assert _found(core_table, base=f"[{tokens('0', '0')}]", hosting=f"[{entry(deployment_hour='0')}]") == []


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("0.0000025", "0.0000025 is too little for {}; it looks like USD per token, which is 2.5 here"),
        ("0.0025", "0.0025 is too little for {}; it looks like USD per 1,000 tokens, which is 2.5 here"),
        ("2500", "2500 is too much for {}; it looks like USD per billion tokens, which is 2.5 here"),
        ("0.000000002", "0.000000002 is too little for {}"),
    ],
)
def test_a_token_price_in_another_unit_is_told_by_its_size(core_table, price, said):
    usual = "USD per million tokens, where 0.005 to 1,000 is usual"
    found = _found(core_table, base=f"[{tokens(price, price)}]")
    assert found == [f"base[0].{field}: {said.format(usual)}" for field in (INPUT, OUTPUT)]


@pytest.mark.parametrize(
    ("field", "price", "said"),
    [
        (
            "deployment_hour",
            "1224",
            "too much for USD per hour, where 0.02 to 1,000 is usual; it looks like USD per month",
        ),
        (
            "deployment_hour",
            "0.01",
            "too little for USD per hour, where 0.02 to 1,000 is usual; it looks like USD per minute",
        ),
        ("unit_minute", "12", "too much for USD per minute, where 0.001 to 10 is usual; it looks like USD per hour"),
    ],
)
def test_a_rent_in_another_unit_is_told_by_its_size(core_table, field, price, said):
    more = "window_minutes: 5" if field == "unit_minute" else ""
    [found] = _found(core_table, hosting=f"[{entry(more=more, **{field: price})}]")
    assert found.startswith(f"hosting[0].usd_per_{field}: {price} is {said}")


def test_storage_and_training_have_bounds_too(core_table):
    storage = entry(deployment_hour="1", model_month_storage="0.002")
    training = entry(training_hour="0.05")
    found = _found(core_table, hosting=f"[{storage}]", training=f"{{sft: [{training}]}}")
    assert [sentence.partition(" is too ")[0] for sentence in found] == [
        "training.sft[0].usd_per_training_hour: 0.05",
        "hosting[0].usd_per_model_month_storage: 0.002",
    ]


def test_a_cached_token_is_not_dearer_than_an_output_token(core_table):
    found = _found(core_table, base=f"[{tokens('10', '6', cached_input='8')}]")
    assert found == [f"base[0].{CACHED}: 8 is dearer than {OUTPUT} (6)"]


def test_a_cached_token_that_is_dearer_than_a_fresh_one_is_refused_by_the_schema(core_table):
    with pytest.raises(AuthoringError, match="44 is dearer than usd_per_million_input_tokens"):
        table_with(core_table, base=f"[{tokens('5.5', '10', cached_input='44')}]")


def test_a_cached_token_costs_a_hundredth_of_a_fresh_one_at_the_least(core_table):
    assert _found(core_table, base=f"[{tokens('2.5', '10', cached_input='0.025')}]") == []
    found = _found(core_table, base=f"[{tokens('2.5', '10', cached_input='0.0024')}]")
    assert found == [f"base[0].{CACHED}: 0.0024 is less than a hundredth of {INPUT} (2.5)"]


def test_batch_is_not_dearer_than_standard(core_table):
    found = _found(core_table, base=f"[{tokens('2.5', '10', batch_input='2.6', batch_output='10')}]")
    assert found == [f"base[0].usd_per_million_batch_input_tokens: 2.6 is dearer than {INPUT} (2.5)"]


@pytest.mark.parametrize(("output", "odd"), [("1.25", False), ("1.24", True), ("75", False), ("75.01", True)])
def test_an_output_token_costs_between_half_and_thirty_times_an_input_token(core_table, output, odd):
    found = _found(core_table, base=f"[{tokens('2.5', output)}]")
    why = "less than half of" if output < "2" else "more than 30 times"
    assert found == ([f"base[0].{OUTPUT}: {output} is {why} {INPUT} (2.5)"] if odd else [])


@pytest.mark.parametrize(
    ("later", "factor"), [("12.51", "5 times as much"), ("25", "10 times as much"), ("0.25", "10 times less")]
)
def test_a_price_does_not_change_by_more_than_five_times_without_a_reason(core_table, later, factor):
    first = tokens("2.5", "10")
    then = tokens(later, "10", "2027-01-01")
    said = f"base[1].{INPUT}: {later} after 2.5 in the entry before (2025-09-01), {factor}"
    assert said in _found(core_table, base=f"[{first}, {then}]")
    assert _found(core_table, base=f"[{first}, {tokens(later, '10', '2027-01-01', REASON)}]") == []


def test_five_times_is_let_through(core_table):
    assert _found(core_table, base=f"[{tokens('2.5', '20')}, {tokens('12.5', '20', '2027-01-01')}]") == []


def test_what_becomes_free_and_what_was_free_needs_a_reason(core_table):
    hosting = [entry(day, deployment_hour=usd) for day, usd in (("2025-09-01", "0"), ("2026-01-01", "1.7"))]
    assert _found(core_table, hosting=f"[{', '.join(hosting)}]") == [
        "hosting[1].usd_per_deployment_hour: 1.7 after 0 in the entry before (2025-09-01)"
    ]


def test_another_unit_than_before_needs_a_reason(core_table):
    by_token = entry(million_training_tokens="25")
    by_hour = entry("2026-05-01", training_hour="100")
    said = (
        "training.sft[1].usd_per_training_hour: usd_per_million_training_tokens of the entry before (2025-09-01) is "
        "now usd_per_training_hour: the unit is another one"
    )
    assert _found(core_table, training=f"{{sft: [{by_token}, {by_hour}]}}") == [said]
    explained = entry("2026-05-01", REASON, training_hour="100")
    assert _found(core_table, training=f"{{sft: [{by_token}, {explained}]}}") == []


def test_a_fine_tune_is_priced_near_its_base(core_table):
    base, near, far = tokens("2.5", "10"), tokens("50", "200"), tokens("50.1", "200")
    assert _found(core_table, base=f"[{base}]", fine_tuned=f"[{near}]") == []
    assert _found(core_table, base=f"[{base}]", fine_tuned=f"[{far}]") == [
        f"fine_tuned[0].{INPUT}: fine-tuned 50.1 against 2.5 of the base, more than 20 times apart"
    ]


def test_a_base_that_drops_away_from_its_fine_tune_is_the_one_that_is_odd(core_table):
    base = f"[{tokens('2.5', '10')}, {tokens('0.6', '2.4', '2027-01-01')}]"
    assert _found(core_table, base=base, fine_tuned=f"[{tokens('15', '15')}]") == [
        f"base[1].{INPUT}: fine-tuned 15 against 0.6 of the base, more than 20 times apart"
    ]


def test_a_tiers_fine_tune_is_held_against_the_models_base(core_table):
    tiers = f"{{regional: {{fine_tuned: [{tokens('100', '200')}]}}}}"
    assert _found(core_table, base=f"[{tokens('2.5', '10')}]", tiers=tiers) == [
        f"tiers.regional.fine_tuned[0].{INPUT}: fine-tuned 100 against 2.5 of the base, more than 20 times apart"
    ]


def test_a_long_call_is_not_cheaper_than_a_short_one(core_table):
    assert _found(core_table, base=f"[{tokens('2.5', '10', more=f'long_context: {{{DEAR}}}')}]") == []
    assert _found(core_table, base=f"[{tokens('2.5', '10', more=f'long_context: {{{CHEAP}}}')}]") == [
        f"base[0].long_context.{INPUT}: 2 is cheaper than the standard {INPUT} (2.5)"
    ]


def test_the_rates_of_a_long_call_have_the_same_bounds(core_table):
    rates = LONG.format("0.005", "0.001")
    found = _found(core_table, base=f"[{tokens('0.005', '0.01', more=f'long_context: {{{rates}}}')}]")
    assert found[0].startswith(f"base[0].long_context.{OUTPUT}: 0.001 is too little")


def test_a_reason_on_the_entry_lets_everything_through(core_table):
    odd = tokens("2500", "0.001", more=f"{REASON}, long_context: {{{CHEAP}}}")
    assert _found(core_table, base=f"[{odd}]") == []


def test_rents_and_thresholds_are_looked_at_too(core):
    files = core | {
        "gpus.yaml": core["gpus.yaml"].replace("usd_per_instance_hour: 1.006\n", "usd_per_instance_hour: 1006\n", 1),
        "policy.yaml": core["policy.yaml"].replace(
            "      value: 3\n",
            f"      value: 3\n      {_lines()}\n    - effective_from: 2031-01-01\n      value: 30\n",
            1,
        ),
    }
    said = [str(found) for found in sanity(load_files(files))]
    assert [sentence.partition("; ")[0] for sentence in said] == [
        (
            "gpus.yaml: instances.aws.g5.xlarge.on_demand[0].usd_per_instance_hour: 1006 is too much for USD per hour, "
            "where 0.02 to 1,000 is usual"
        ),
        (
            "policy.yaml: thresholds.payback_limit_months[1].value: 30 after 3 in the entry before (2025-09-01), "
            "10 times as much"
        ),
    ]


def _lines():
    return "source: article\n      checked_on: 2026-11-22\n      confirmed: true"
