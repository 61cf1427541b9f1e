"""The imported files that are shipped: sound, in the form in which they are written, and with what people ask for."""

from datetime import date
from decimal import Decimal

import pytest

from local.price_tables.catalogue import BY_ID
from local.price_tables.releases import released
from local.price_tables.writing import written
from local.template import ROOT
from publishing.authoring import load_provider
from ratebook.history import in_force

FILES = sorted((ROOT / "rates" / "imported").glob("*.yaml"))
GONE = "# No longer in the open tables, and kept for calls of the past: "


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_is_as_an_import_would_write_it(path):
    text = path.read_text()
    gone = [line.removeprefix(GONE).split(", ") for line in text.splitlines() if line.startswith(GONE)]
    assert written(path.stem, load_provider(path.name, text), tuple(gone[0]) if gone else ()) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_imported_model_is_offered_in_a_decision(path):
    assert not [name for name, model in load_provider(path.name, path.read_text()).models.items() if model.compared]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_is_of_a_provider_that_is_imported(path):
    provider = load_provider(path.name, path.read_text())
    assert (provider.title, provider.reseller) == (BY_ID[path.stem].title, BY_ID[path.stem].reseller)


def test_there_are_shipped_files():
    assert {"openai", "anthropic", "google", "azure", "bedrock", "openrouter"} <= {path.stem for path in FILES}


def test_both_tables_are_pinned_with_the_day_of_their_release():
    assert released(ROOT / "requirements" / "prices.in").keys() == {"genai-prices", "litellm"}


@pytest.mark.parametrize(
    ("provider", "name", "tier", "on", "prices"),
    [
        ("openai", "gpt-4o", "", date(2026, 9, 1), ("2.5", "10")),
        ("openai", "gpt-5.4-pro", "", date(2026, 9, 1), ("30", "180")),
        ("openai", "o3-mini-2025-01-31", "", date(2026, 9, 1), ("1.1", "4.4")),
        ("openai", "o3", "", date(2025, 6, 9), ("10", "40")),
        ("openai", "o3", "", date(2025, 6, 10), ("2", "8")),
        ("google", "gemini-2.5-pro", "", date(2026, 9, 1), ("1.25", "10")),
        ("google", "gemini-3.8-flash", "", date(2026, 11, 25), ("0.75", "3.75")),
        ("anthropic", "claude-opus-4-6", "", date(2026, 9, 1), ("5", "25")),
        ("anthropic", "claude-opus-4", "", date(2026, 9, 1), ("15", "75")),
        ("bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "us", date(2026, 9, 1), ("3.3", "16.5")),
        ("bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "", date(2026, 9, 1), ("3", "15")),
        ("openrouter", "openai/gpt-4o", "", date(2026, 11, 25), ("2.5", "10")),
    ],
)
def test_what_people_ask_for_has_its_price(provider, name, tier, on, prices):
    path = ROOT / "rates" / "imported" / f"{provider}.yaml"
    model = load_provider(path.name, path.read_text()).models[name]
    entry = in_force(model.tiers[tier].base if tier else model.base, on)
    assert entry is not None
    assert (entry.usd_per_million_input_tokens, entry.usd_per_million_output_tokens) == tuple(map(Decimal, prices))


def test_a_long_prompt_of_gemini_has_its_own_price():
    path = ROOT / "rates" / "imported" / "google.yaml"
    entry = in_force(load_provider(path.name, path.read_text()).models["gemini-2.5-pro"].base, date(2026, 9, 1))
    assert entry is not None
    assert entry.long_context is not None
    assert (entry.long_context.above_input_tokens, entry.long_context.usd_per_million_input_tokens) == (
        200_000,
        Decimal("2.5"),
    )


def test_a_model_that_the_tables_give_away_is_unknown_rather_than_free():
    path = ROOT / "rates" / "imported" / "cohere.yaml"
    names = load_provider(path.name, path.read_text()).names
    assert "command-a" in names
    assert not [name for name in names if name.startswith("command-a-plus")]
