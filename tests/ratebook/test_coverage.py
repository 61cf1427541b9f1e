"""Every provider that people fine-tune at is in the tables, and what is closed, unconfirmed or not known says so."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from publishing.authoring import load_provider
from ratebook.checks import models_in
from ratebook.history import in_force
from ratebook.models import Model, NameForm, OpenTo, Provider, RateTable
from ratebook.names import resolve
from ratebook.offers import hosting_price, offers, training_price
from ratebook.prices import HostingPrice
from ratebook.sourced import Sourced

ON = date(2026, 11, 22)
DAY = timedelta(days=1)

FORMS = {
    "anthropic": NameForm.PLAIN,
    "azure": NameForm.AZURE,
    "bedrock": NameForm.BEDROCK,
    "cohere": NameForm.PLAIN,
    "databricks": NameForm.PLAIN,
    "deepseek": NameForm.PLAIN,
    "fireworks": NameForm.FIREWORKS,
    "google": NameForm.VERTEX,
    "mistral": NameForm.MISTRAL,
    "openai": NameForm.OPENAI,
    "prime-intellect": NameForm.PLAIN,
    "tinker": NameForm.TINKER,
    "together": NameForm.TOGETHER,
    "vertex": NameForm.VERTEX,
    "xai": NameForm.PLAIN,
}
RESELLERS = {"azure", "bedrock", "databricks", "fireworks", "prime-intellect", "tinker", "together", "vertex"}

# provider: since when nobody can train there, what it offers in its place, whether that is confirmed
CLOSED = {
    "anthropic": (date(2025, 9, 1), None, False),
    "cohere": (date(2025, 9, 15), None, True),
    "databricks": (date(2026, 8, 14), "AI Runtime", True),
    "google": (date(2025, 5, 1), "Vertex AI", True),
    "openai": (date(2027, 1, 6), None, True),
}

# model at a provider, which can be trained there at a price that was found nowhere
NO_TRAINING_PRICE = [
    ("bedrock", "amazon.nova-lite-v1:0"),
    ("bedrock", "amazon.nova-pro-v1:0"),
    ("bedrock", "meta.llama3-1-8b-instruct-v1:0"),
    ("bedrock", "meta.llama3-2-3b-instruct-v1:0"),
    ("bedrock", "meta.llama-3.3-70b"),
    ("databricks", "meta-llama/Llama-3.2-3B-Instruct"),
    ("mistral", "open-mistral-7b"),
    ("vertex", "gemini-2.5-flash"),
    ("vertex", "gemini-2.5-flash-lite"),
    ("vertex", "gemini-2.5-pro"),
    ("vertex", "gemini-3.1-flash-lite"),
    ("vertex", "gemini-3.5-flash"),
    ("vertex", "gemini-3.5-flash-lite"),
]

# Azure's models: the day until which training stays open, and the last day of deployments
AZURE_DAYS = {
    "gpt-4o": (date(2027, 4, 1), date(2027, 10, 1)),
    "gpt-4o-mini": (date(2027, 4, 1), date(2027, 10, 1)),
    "gpt-4.1": (date(2027, 4, 14), date(2027, 10, 14)),
    "gpt-4.1-mini": (date(2027, 4, 14), date(2027, 10, 14)),
    "gpt-4.1-nano": (date(2027, 4, 14), date(2027, 10, 14)),
    "o4-mini": (date(2027, 4, 16), date(2027, 10, 16)),
}


@pytest.fixture(scope="module")
def authored(files: dict[str, str]) -> dict[str, Provider]:
    """The providers of the authored files by id, without what is imported."""
    names = [file for file in files if file not in {"gpus.yaml", "policy.yaml"}]
    return {file.removesuffix(".yaml"): load_provider(file, files[file]) for file in names}


def _model(table: RateTable, provider: str, name: str) -> tuple[Provider, Model]:
    found = resolve(table, name, provider)
    return table.providers[found.provider], found.model


def test_every_provider_has_a_file_that_says_how_it_names_models_and_whether_they_are_its_own(
    authored: dict[str, Provider],
) -> None:
    assert {id: provider.name_form for id, provider in authored.items()} == FORMS
    assert {id for id, provider in authored.items() if provider.reseller} == RESELLERS
    assert all(provider.models for provider in authored.values())


@pytest.mark.parametrize("id", CLOSED)
def test_a_closed_offer_says_since_when_and_what_is_in_its_place(authored: dict[str, Provider], id: str) -> None:
    since, successor, confirmed = CLOSED[id]
    entry = in_force(authored[id].availability, since)
    assert entry is not None
    assert (entry.open_to, entry.successor, entry.confirmed) == (OpenTo.NOBODY, successor, confirmed)
    before = in_force(authored[id].availability, since - DAY)
    assert before is None or before.open_to is not OpenTo.NOBODY


def test_nobody_else_is_closed(authored: dict[str, Provider]) -> None:
    last = {id: provider.availability[-1] for id, provider in authored.items() if provider.availability}
    assert {id for id, entry in last.items() if entry.open_to is OpenTo.NOBODY} == set(CLOSED)


def test_claude_3_haiku_is_closed_on_bedrock(table: RateTable) -> None:
    _, model = _model(table, "bedrock", "anthropic.claude-3-haiku-20240307-v1:0")
    events = (model.retires_on, model.fine_tunes_retire_on, model.training_closes_on)
    assert [(event.date, event.confirmed) for event in events if event] == [(date(2026, 9, 10), True)] * 3


@pytest.mark.parametrize("name", AZURE_DAYS)
def test_azure_goes_on_longer_than_openai(table: RateTable, name: str) -> None:
    _, model = _model(table, "azure", name)
    events = (model.training_closes_on, model.fine_tunes_retire_on)
    assert tuple(event.date for event in events if event) == AZURE_DAYS[name]


@pytest.mark.parametrize(("provider", "name"), NO_TRAINING_PRICE)
def test_a_training_price_that_was_found_nowhere_is_absent(table: RateTable, provider: str, name: str) -> None:
    seller, model = _model(table, provider, name)
    (offer,) = offers(seller, model)
    assert model.trainable == ("sft",)
    assert training_price(offer, "sft", None, ON) is None


def test_what_hosting_costs_is_absent_where_it_was_not_found(table: RateTable) -> None:
    for provider, name in (("together", "Qwen/Qwen3-8B"), ("tinker", "Qwen3-8B"), ("prime-intellect", "Qwen3.5-9B")):
        (offer,) = offers(*_model(table, provider, name))
        assert hosting_price(offer, None, ON) is None


def test_no_figure_of_a_provider_that_was_only_copied_is_confirmed(authored: dict[str, Provider]) -> None:
    for id in ("tinker", "prime-intellect", "deepseek"):
        assert not [place for place, figure in models_in(authored[id], Sourced) if figure.confirmed]
    for id in ("fireworks", "mistral"):
        classes = [size.training for size in authored[id].training_classes.values()]
        trained = [*classes, *(model.training for model in authored[id].models.values())]
        prices = [price for training in trained for entries in training.values() for price in entries]
        assert prices
        assert not [price for price in prices if price.confirmed]


def test_nothing_is_free_but_what_is_said_to_be(authored: dict[str, Provider]) -> None:
    free = {(id, place[0]) for id, place in _zeros(authored)}
    assert {place for _, place in free} <= {"hosting", "models"}
    assert {id for id, _ in free} == {"azure", "bedrock", "mistral", "openai", "vertex"}


def _zeros(authored: dict[str, Provider]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for id, provider in authored.items():
        for place, entry in models_in(provider, Sourced):
            figures = {field: getattr(entry, field) for field in type(entry).model_fields if field.startswith("usd_")}
            for field, figure in figures.items():
                if isinstance(figure, Decimal) and not figure:
                    assert isinstance(entry, HostingPrice), (id, *place, field)
                    yield id, place


def test_developer_deployments_are_not_for_production(authored: dict[str, Provider]) -> None:
    tiers = [model.tiers["developer"] for model in authored["azure"].models.values() if "developer" in model.tiers]
    assert len(tiers) == len(AZURE_DAYS)
    assert {(price.usd_per_deployment_hour, price.production) for tier in tiers for price in tier.hosting} == {
        (Decimal(0), False)
    }


@pytest.mark.parametrize(("on", "usd"), [(date(2026, 8, 31), 7), (date(2026, 9, 1), 8)])
def test_a_gpu_at_fireworks_became_dearer_in_september(table: RateTable, on: date, usd: int) -> None:
    (offer,) = offers(*_model(table, "fireworks", "accounts/fireworks/models/llama-v3p1-8b-instruct"))
    found = hosting_price(offer, None, on)
    assert found is not None
    option, price = found
    assert (option, price.bills_tokens) == ("h100", False)
    assert price.usd_per_unit_hour == usd


@pytest.mark.parametrize(("on", "usd"), [(date(2026, 12, 31), "0.75"), (date(2027, 1, 1), "1.5")])
def test_a_promotion_ends_by_itself(table: RateTable, on: date, usd: str) -> None:
    entry = in_force(_model(table, "google", "gemini-3.8-flash")[1].base, on)
    assert entry is not None
    assert entry.usd_per_million_input_tokens == Decimal(usd)


@pytest.mark.parametrize(("on", "confirmed"), [(date(2023, 11, 1), False), (date(2025, 3, 1), True)])
def test_an_old_fine_tune_on_azure_still_has_a_price(table: RateTable, on: date, confirmed: bool) -> None:
    entry = in_force(_model(table, "azure", "babbage-002.ft-0123456789abcdef")[1].fine_tuned, on)
    assert entry is not None
    both = entry.usd_per_million_input_tokens, entry.usd_per_million_output_tokens
    assert (both, entry.confirmed) == ((Decimal("0.4"), Decimal("0.4")), confirmed)


# When a base model was first sold, and what a million of its input tokens cost then.
FIRST_PRICES = [
    ("openai", "gpt-4o-2024-05-13", date(2024, 5, 13), "5"),
    ("openai", "gpt-4o", date(2024, 10, 2), "2.5"),
    ("openai", "gpt-4o-2024-11-20", date(2024, 11, 20), "2.5"),
    ("openai", "gpt-4o-mini", date(2024, 7, 18), "0.15"),
    ("openai", "gpt-4.1", date(2025, 4, 14), "2"),
    ("openai", "gpt-4.1-mini", date(2025, 4, 14), "0.4"),
    ("openai", "gpt-4.1-nano", date(2025, 4, 14), "0.1"),
    ("anthropic", "claude-3-5-sonnet-20241022", date(2024, 10, 22), "3"),
    ("anthropic", "claude-3-5-sonnet-latest", date(2024, 6, 20), "3"),
    ("anthropic", "claude-3-5-haiku-20241022", date(2025, 1, 1), "0.8"),
    ("anthropic", "claude-3-7-sonnet-20250219", date(2025, 2, 24), "3"),
    ("anthropic", "claude-3-opus-20240229", date(2024, 2, 29), "15"),
    ("xai", "grok-4", date(2025, 7, 9), "3"),
]


@pytest.mark.parametrize(("provider", "name", "on", "usd"), FIRST_PRICES)
def test_what_was_used_before_the_table_began_has_a_price_that_is_not_confirmed(
    table: RateTable, provider: str, name: str, on: date, usd: str
) -> None:
    entry = in_force(_model(table, provider, name)[1].base, on)
    assert entry is not None
    assert (entry.usd_per_million_input_tokens, entry.confirmed) == (Decimal(usd), False)


def test_every_model_that_anthropic_shut_down_says_when_and_that_nobody_confirmed_it(table: RateTable) -> None:
    events = [model.retires_on for name, model in table.providers["anthropic"].models.items() if "claude-3-" in name]
    assert {(event.date, event.confirmed) for event in events if event} == {
        (date(2025, 10, 22), False),
        (date(2026, 1, 5), False),
        (date(2026, 2, 19), False),
    }


def test_a_fine_tune_of_2024_has_a_price(table: RateTable) -> None:
    for name, on, usd in (
        ("gpt-4o-2024-08-06", date(2024, 8, 6), "3.75"),
        ("gpt-4o-mini-2024-07-18", date(2024, 7, 18), "0.3"),
    ):
        entry = in_force(_model(table, "openai", f"ft:{name}:acme::x")[1].fine_tuned, on)
        assert entry is not None
        assert entry.usd_per_million_input_tokens == Decimal(usd)


def test_a_profile_within_the_united_states_costs_a_tenth_more_for_claude(table: RateTable) -> None:
    found = resolve(table, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock")
    (offer,) = offers(table.providers["bedrock"], found.model, found.tier)
    entry = in_force(offer.prices.base, ON)
    assert entry is not None
    assert entry.usd_per_million_input_tokens == Decimal("3.3")


def test_a_decision_compares_with_a_few_current_chat_models(table: RateTable, authored: dict[str, Provider]) -> None:
    compared = {
        (id, name)
        for id, provider in table.providers.items()
        for name, model in provider.models.items()
        if model.compared and model.base and model.interface == "chat" and not _retired(model)
    }
    assert 15 <= len(compared) <= 30
    assert {id for id, _ in compared} == {"anthropic", "bedrock", "deepseek", "google", "mistral", "openai"}
    assert all(name in authored[id].models for id, name in compared)
    assert all(name.startswith("amazon.nova-") for id, name in compared if id == "bedrock")


def _retired(model: Model) -> bool:
    return model.retires_on is not None and model.retires_on.date <= ON
