"""What changed in what providers sell, in sentences: tiers, hosting, training by size, long inputs, spot rents."""

import pytest

from publishing.authoring import load_files
from publishing.changes import changes
from publishing.incoming import IncomingFile
from ratebook.gpus import GpuInstance
from ratebook.models import Model, Provider, Tier

MINI = "models:\n  gpt-4o-mini-2024-07-18:\n"
"""The smallest file: one model with what changes."""


def _said(newer, older):
    return list(changes("b", "a", newer, older).changes)


@pytest.fixture
def told(core_table):
    """The sentences about a file that says only what changes."""

    def told(text, file="openai.yaml", table=core_table):
        return _said(IncomingFile(file, text).over(table), table)

    return told


def _priced(day, field="", **prices):
    said = {"usd_per_million_input_tokens": "0.3", "usd_per_million_output_tokens": "1.2"} | prices
    figures = ", ".join(f"{name}: {value}" for name, value in said.items())
    return f"[{{effective_from: {day}, {figures}, source: pricing, checked_on: 2026-11-22, confirmed: true{field}}}]"


def test_a_fine_tuned_price_that_rises(told):
    assert told(f"{MINI}    fine_tuned: {_priced('2027-02-01', usd_per_million_input_tokens='0.32')}\n")[0] == (
        "OpenAI gpt-4o-mini-2024-07-18, fine-tuned: input 0.30 → 0.32 USD per million tokens from 2027-02-01 "
        "(6.7 % dearer)"
    )


def test_an_unusual_price_is_told_with_its_reason(told):
    entry = _priced("2027-02-01", ", reason: end of life", usd_per_million_input_tokens="3")
    assert told(f"{MINI}    fine_tuned: {entry}\n")[0].endswith("from 2027-02-01 (10 times as much); end of life")


def test_a_dearer_rate_for_long_inputs(told):
    name = "OpenAI gpt-4o-mini-2024-07-18"
    rates = "above_input_tokens: 200000, usd_per_million_input_tokens: 0.6, usd_per_million_output_tokens: 2.4"
    sentences = told(f"{MINI}    base: {_priced('2027-02-01', f', long_context: {{{rates}}}')}\n")
    assert [sentence for sentence in sentences if "over" in sentence] == [
        f"{name}: over 200,000 input tokens, input 0.60 USD per million tokens from 2027-02-01",
        f"{name}: over 200,000 input tokens, output 2.40 USD per million tokens from 2027-02-01",
    ]


def _with(told_text, table):
    return IncomingFile("openai.yaml", told_text).over(table)


def test_tiers_hosting_options_and_training_classes(core_table):
    def hosted(day, usd):
        entry = f"effective_from: {day}, usd_per_unit_hour: {usd}, unit: GPU, source: pricing"
        return f"[{{{entry}, checked_on: 2026-11-22, confirmed: true}}]"

    def trained(day, usd):
        entry = f"effective_from: {day}, usd_per_million_training_tokens: {usd}, source: pricing"
        return f"{{sft: [{{{entry}, checked_on: 2026-11-22, confirmed: true}}]}}"

    first = _with(
        f"hosting_options: {{reserved: {hosted('2026-01-01', 4)}}}\n"
        f"training_classes: {{small: {{title: up to 16B, training: {trained('2026-01-01', '0.5')}}}}}\n"
        f"{MINI}    tiers: {{regional: {{fine_tuned: {_priced('2026-01-01')}}}}}\n",
        core_table,
    )
    name = "OpenAI gpt-4o-mini-2024-07-18"
    assert _said(first, core_table) == [
        "OpenAI hosting, option reserved: 4.00 USD per unit and hour from 2026-01-01",
        "OpenAI hosting, option reserved: unit GPU from 2026-01-01",
        "OpenAI training of up to 16B by sft: 0.50 USD per million training tokens from 2026-01-01",
        f"{name} is now sold in tier regional",
    ]
    dearer = _priced("2027-01-01", usd_per_million_output_tokens="1.5")
    second = _with(
        f"hosting_options: {{reserved: {hosted('2027-01-01', 5)}}}\n"
        f"training_classes: {{small: {{training: {trained('2027-01-01', '0.6')}}}}}\n"
        f"{MINI}    tiers: {{regional: {{fine_tuned: {dearer}}}}}\n",
        first,
    )
    assert _said(second, first) == [
        "OpenAI hosting, option reserved: 4.00 → 5.00 USD per unit and hour from 2027-01-01 (25 % dearer)",
        (
            "OpenAI training of up to 16B by sft: 0.50 → 0.60 USD per million training tokens from 2027-01-01 "
            "(20 % dearer)"
        ),
        f"{name}, tier regional, fine-tuned: output 1.20 → 1.50 USD per million tokens from 2027-01-01 (25 % dearer)",
    ]
    assert _said(core_table, first) == [
        "OpenAI hosting, option reserved was removed",
        "OpenAI training of up to 16B was removed",
        f"{name}, tier regional was removed",
    ]


def test_deployments_negotiated_prices_and_other_ids(core_table):
    known = "source: pricing, checked_on: 2026-11-22, confirmed: true"
    first = _with(
        f"aliases: [openai-eu]\ndeployments: {{chat: {{model: gpt-4o, {known}}}}}\n"
        f"negotiated: {{'gpt-4o*': {_priced('2026-01-01')}}}\n",
        core_table,
    )
    assert _said(first, core_table) == [
        "OpenAI, other ids: none → openai-eu",
        "OpenAI negotiated prices of gpt-4o*: input 0.30 USD per million tokens from 2026-01-01",
        "OpenAI negotiated prices of gpt-4o*: output 1.20 USD per million tokens from 2026-01-01",
        "OpenAI deployment chat stands for gpt-4o",
    ]
    second = _with(f"deployments: {{chat: {{model: gpt-4.1, tier: regional, {known}}}}}\n", first)
    assert _said(second, first) == ["OpenAI deployment chat stands for gpt-4.1 regional (was gpt-4o)"]
    assert _said(core_table, first)[-1] == "OpenAI deployment chat is no longer known"


def test_a_model_that_was_published_by_mistake(core, core_table):
    start = core["openai.yaml"].index("  gpt-4o-mini-2024-07-18:\n")
    end = core["openai.yaml"].index("\n\n", start)
    withdrawn = "\nwithdrawn: {gpt-4o-mini-2024-07-18: never sold}\n"
    without = load_files(core | {"openai.yaml": core["openai.yaml"][:start] + core["openai.yaml"][end:] + withdrawn})
    assert _said(without, core_table) == ["OpenAI gpt-4o-mini-2024-07-18 was withdrawn (never sold)"]


def test_spot_rents_and_where_a_machine_stands(told):
    entry = "effective_from: 2031-01-01, usd_per_instance_hour: 0.4, source: cloudprice, checked_on: 2026-11-22"
    text = f"instances:\n  aws.g5.xlarge:\n    region: nowhere\n    spot: [{{{entry}, confirmed: true}}]\n"
    rent, moved = told(text, "gpus.yaml")
    assert rent.startswith("spot rent of aws.g5.xlarge: ")
    assert "0.40 USD per instance and hour from 2031-01-01" in rent
    assert moved.startswith("instance aws.g5.xlarge, region: ")
    assert moved.endswith(" → nowhere")


TOLD = {
    Provider: {
        "title",
        "aliases",
        "name_form",
        "reseller",
        "default_tier",
        "grader_tier",
        "default_hosting",
        "availability",
        "hosting",
        "hosting_options",
        "training_classes",
        "negotiated",
        "deployments",
        "withdrawn",
        "models",
    },
    Model: {
        "base",
        "fine_tuned",
        "training",
        "hosting",
        "hosting_options",
        "tiers",
        "aliases",
        "retires_on",
        "fine_tunes_retire_on",
        "training_closes_on",
        "limits",
        "prompt_caching",
        "bills_reasoning",
        "interface",
        "compared",
        "trainable",
        "training_class",
        "correction",
    },
    Tier: {"base", "fine_tuned", "training", "hosting", "hosting_options", "regions"},
    GpuInstance: {"gpu", "gpus", "cloud", "region", "on_demand", "spot"},
}
SILENT = {"schema_version", "sources", "note"}


@pytest.mark.parametrize("shape", TOLD, ids=lambda shape: shape.__name__)
def test_whoever_adds_a_field_to_the_tables_is_asked_for_its_sentence(shape):
    assert shape.model_fields.keys() - SILENT == TOLD[shape]
