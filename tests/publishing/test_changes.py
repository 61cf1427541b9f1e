"""What changed between two tables, in sentences."""

import pytest

from publishing.authoring import load_files
from publishing.changes import changes
from tests.publishing.files import entry, table_with, tokens

GPT_4O_INPUT = "usd_per_million_input_tokens: 2.5\n"
MINI_TRAINING = """          usd_per_million_training_tokens: 3
          source: pricing
          checked_on: 2026-11-22
          confirmed: true
"""
NEW_MODEL = """  gpt-7:
    base:
      - effective_from: 2027-01-01
        usd_per_million_input_tokens: 1
        usd_per_million_output_tokens: 2
        source: pricing
        checked_on: 2026-11-22
        confirmed: true

models_end: {}
"""


def _said(newer, older):
    found = changes("b", "a", newer, older)
    assert (found.version, found.since) == ("b", "a")
    return list(found.changes)


@pytest.fixture
def sentences(core_table, edited_core):
    """The sentences about one replacement in one file."""
    return lambda file, old, new: _said(edited_core(file, old, new), core_table)


def test_nothing_changed_between_a_table_and_itself(core_table):
    assert _said(core_table, core_table) == []


def test_a_price_that_changes_on_a_later_day(sentences):
    entry = """        - effective_from: 2027-01-01
          usd_per_million_training_tokens: 2.5
          source: pricing
          checked_on: 2026-11-22
          confirmed: true
"""
    assert sentences("openai.yaml", MINI_TRAINING, MINI_TRAINING + entry) == [
        (
            "OpenAI gpt-4o-mini-2024-07-18, training by sft: 3.00 → 2.50 USD per million training tokens "
            "from 2027-01-01 (16.7 % cheaper)"
        )
    ]


def test_a_correction_comes_with_its_reason(sentences):
    corrected = "usd_per_million_input_tokens: 2.4\n        correction: misread, the page says 2.40\n"
    assert sentences("openai.yaml", GPT_4O_INPUT, corrected) == [
        (
            "OpenAI gpt-4o-2024-08-06: corrected for 2025-09-01, input 2.50 → 2.40 USD per million tokens "
            "(4 % cheaper); misread, the page says 2.40"
        )
    ]


def test_a_change_without_a_reason_is_told_all_the_same(sentences):
    assert sentences("openai.yaml", GPT_4O_INPUT, "usd_per_million_input_tokens: 2.4\n") == [
        ("OpenAI gpt-4o-2024-08-06: corrected for 2025-09-01, input 2.50 → 2.40 USD per million tokens (4 % cheaper)")
    ]


def test_a_price_that_appears_and_one_that_goes(sentences):
    cached = "        usd_per_million_cached_input_tokens: 1.25\n"
    assert sentences("openai.yaml", cached, "") == [
        "OpenAI gpt-4o-2024-08-06: corrected for 2025-09-01, cached input 1.25 USD per million tokens → no longer sold"
    ]
    free = "        usd_per_million_cache_write_tokens: 0\n"
    assert sentences("openai.yaml", cached, cached + free) == [
        "OpenAI gpt-4o-2024-08-06: corrected for 2025-09-01, cache write none → 0.00 USD per million tokens"
    ]


def test_a_model_that_is_added_and_one_that_is_removed(core, core_table):
    more = load_files(core | {"openai.yaml": core["openai.yaml"] + NEW_MODEL.replace("models_end: {}\n", "")})
    assert _said(more, core_table) == ["OpenAI gpt-7 was added"]
    assert _said(core_table, more) == ["OpenAI gpt-7 was removed"]


def test_a_provider_that_is_added_and_one_that_is_removed(core, core_table):
    more = load_files(core | {"zeta.yaml": "schema_version: 1\ntitle: Zeta\nsources: {}\nmodels: {}\n"})
    assert _said(more, core_table) == ["Zeta was added with 0 models"]
    assert _said(core_table, more) == ["Zeta was removed"]


def test_a_training_method_that_is_added_and_one_that_is_removed(core_table, edited_core):
    dpo = MINI_TRAINING + "      dpo:\n        - effective_from: 2026-12-01\n" + MINI_TRAINING
    more = edited_core("openai.yaml", MINI_TRAINING, dpo)
    name = "OpenAI gpt-4o-mini-2024-07-18, training by dpo"
    assert _said(more, core_table) == [f"{name}: 3.00 USD per million training tokens from 2026-12-01"]
    assert _said(core_table, more) == [f"{name} was removed"]


def test_an_entry_that_was_taken_back(core_table, edited_core):
    added = "    open_to: nobody\n    source: pricing\n    checked_on: 2026-11-22\n    confirmed: true\n"
    text = "\n# The price list has no row"
    more = edited_core("openai.yaml", text, "  - effective_from: 2028-01-01\n" + added + text)
    assert _said(more, core_table) == []  # from nobody to nobody
    assert _said(core_table, more) == ["OpenAI training jobs: the entry of 2028-01-01 was removed"]


def test_who_may_train(sentences):
    assert sentences("openai.yaml", "open_to: nobody", "open_to: everyone") == [
        "OpenAI training jobs: corrected for 2027-01-06, open to nobody → everyone"
    ]


def test_a_threshold_of_the_policy(sentences):
    assert sentences("policy.yaml", "value: 3\n", "value: 6\n") == [
        "policy payback_limit_months: corrected for 2025-09-01, 3 → 6"
    ]
    assert sentences("policy.yaml", "value: {low: 3, high: 5}", "value: {low: 2, high: 5}") == [
        "policy experiment_runs: corrected for 2025-09-01, 3 to 5 → 2 to 5"
    ]
    assert sentences("policy.yaml", "value: [0.8, 1]", "value: [0.5, 0.8, 1]") == [
        "policy budget_alert_shares: corrected for 2025-09-01, 0.8, 1 → 0.5, 0.8, 1"
    ]


def test_a_date_that_is_moved_added_or_dropped(core_table, edited_core):
    gpt_4o = "{date: 2027-01-14, source: deprecations, checked_on: 2026-11-22, confirmed: true}"
    moved = edited_core("openai.yaml", f"retires_on: {gpt_4o}", f"retires_on: {gpt_4o.replace('01-14', '03-31')}")
    assert _said(moved, core_table) == ["OpenAI gpt-4o-2024-08-06 is shut down on 2027-03-31 (was 2027-01-14)"]
    dropped = edited_core("openai.yaml", f"    fine_tunes_retire_on: {gpt_4o}\n", "")
    assert _said(dropped, core_table) == [
        "OpenAI gpt-4o-2024-08-06 loses its fine-tunes on no day that is known (was 2027-01-14)"
    ]
    assert _said(core_table, dropped) == ["OpenAI gpt-4o-2024-08-06 loses its fine-tunes on 2027-01-14"]


def test_what_a_fine_tune_may_not_exceed_and_how_prompts_are_cached(sentences):
    assert sentences("openai.yaml", "minimum_examples: 10\n", "minimum_examples: 20\n") == [
        "OpenAI gpt-4o-2024-08-06, limits: minimum examples 10 → 20"
    ]
    assert sentences("openai.yaml", "step_tokens: 128", "step_tokens: 64") == [
        "OpenAI gpt-4o-2024-08-06, prompt caching: step tokens 128 → 64"
    ]


def test_names_and_ways_of_billing(sentences):
    assert sentences("openai.yaml", "aliases: [gpt-4o]", "aliases: [gpt-4o, chatgpt-4o]") == [
        "OpenAI gpt-4o-2024-08-06 is now also called gpt-4o, chatgpt-4o"
    ]
    assert sentences("openai.yaml", "aliases: [gpt-4o]", "aliases: []") == [
        "OpenAI gpt-4o-2024-08-06 is now also called nothing else"
    ]
    assert sentences("openai.yaml", "aliases: [gpt-4o]\n", "aliases: [gpt-4o]\n    bills_reasoning: true\n") == [
        "OpenAI gpt-4o-2024-08-06, billing of reasoning: no → yes"
    ]


def test_the_rent_of_gpus(sentences):
    assert sentences("gpus.yaml", "usd_per_instance_hour: 1.006", "usd_per_instance_hour: 1.1") == [
        "rent of aws.g5.xlarge: corrected for 2025-09-01, 1.006 → 1.100 USD per instance and hour (9.3 % dearer)"
    ]
    assert sentences("gpus.yaml", "gpus: 1\n", "gpus: 2\n") == ["instance aws.g5.xlarge: 1 × A10G 24GB → 2 × A10G 24GB"]


def test_checking_a_price_again_is_no_change(sentences):
    assert sentences("openai.yaml", "checked_on: 2026-11-22", "checked_on: 2026-11-25") == []


def test_a_figure_that_is_no_longer_confirmed(core_table, edited_core):
    unconfirmed = "confirmed: false\n    note: the price list names no hosting"
    confirmed = edited_core("openai.yaml", unconfirmed, unconfirmed.replace("false", "true"))
    assert _said(core_table, confirmed) == [
        "OpenAI hosting: corrected for 2025-09-01, is no longer confirmed by a second source"
    ]


def test_a_reason_why_a_fact_of_a_model_changed_is_told(sentences):
    aliases = "aliases: [gpt-4o]\n"
    assert sentences("openai.yaml", aliases, f"{aliases}    correction: misread\n    bills_reasoning: true\n") == [
        "OpenAI gpt-4o-2024-08-06, billing of reasoning: no → yes; misread"
    ]
    gpt_4o = "retires_on: {date: 2027-01-14, source: deprecations, checked_on: 2026-11-22, confirmed: true}"
    moved = gpt_4o.replace("01-14", "03-31").replace("true}", "true, note: put off}")
    assert sentences("openai.yaml", gpt_4o, moved) == [
        "OpenAI gpt-4o-2024-08-06 is shut down on 2027-03-31 (was 2027-01-14); put off"
    ]


def test_a_bound_of_a_price_that_ends(core_table):
    bounded = entry(million_training_tokens="25", more="usd_minimum_per_job: 4")
    older, newer = (
        table_with(core_table, training=f"{{sft: [{each}]}}") for each in (bounded, entry(million_training_tokens="25"))
    )
    assert _said(newer, older) == [
        "Garden tulip-1, training by sft: corrected for 2025-09-01, at the least 4.00 → none USD per job"
    ]


def test_a_long_context_that_is_no_longer_sold(core_table):
    long = "{above_input_tokens: 200000, usd_per_million_input_tokens: 5, usd_per_million_output_tokens: 20}"
    older = tokens("2.5", "10", more=f"long_context: {long}")
    newer = tokens("2.5", "10", "2027-01-01", more="reason: the page has one price now")
    assert _said(table_with(core_table, base=f"[{older}, {newer}]"), table_with(core_table, base=f"[{older}]")) == [
        (
            "Garden tulip-1: long context prices of its own over 200,000 input tokens → no longer sold from "
            "2027-01-01; the page has one price now"
        )
    ]


def test_a_second_source_is_a_change(sentences):
    unconfirmed = "confirmed: false\n    note: the price list names no hosting"
    assert sentences("openai.yaml", unconfirmed, unconfirmed.replace("false", "true")) == [
        "OpenAI hosting: corrected for 2025-09-01, confirmed no → yes"
    ]
