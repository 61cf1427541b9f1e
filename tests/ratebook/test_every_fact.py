"""Every price that was collected stands in the tables, with the same figure and the same mark, or is explained here.

`data/facts.json` is a second copy of the figures, made of what was collected and not of the tables.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from ratebook.history import in_force
from ratebook.models import Model, Provider, RateTable, Tier
from ratebook.prices import HostingPrice, TokenPrices, TrainingPrice
from ratebook.sourced import Dated

ON = date(2026, 11, 22)
FACTS = json.loads((Path(__file__).parent / "data" / "facts.json").read_text())

type Quoted = tuple[Decimal, bool]
"""A figure and whether it is confirmed."""


class Fact(NamedTuple):
    """One row: what is sold, where, and for how much; `elsewhere` are the prices of dearer regions."""

    provider: str
    name: str
    kind: str
    tier: str | None
    usd: str
    confirmed: bool
    elsewhere: tuple[str, ...] = ()


PRICED = [Fact(*row) for row in FACTS["priced"]]

TOKENS = {
    "input": "usd_per_million_input_tokens",
    "cached_input": "usd_per_million_cached_input_tokens",
    "cache_write": "usd_per_million_cache_write_tokens",
    "output": "usd_per_million_output_tokens",
    "batch_input": "usd_per_million_batch_input_tokens",
    "batch_cached_input": "usd_per_million_batch_cached_input_tokens",
    "batch_output": "usd_per_million_batch_output_tokens",
}
TRAINING = {"training": "sft", "rft_training": "rft", "rft_job_billing_cap": "rft"}
OPTIONS = {
    "provisioned": "provisioned",
    "provisioned_no_commit": "provisioned",
    "provisioned_no_commit_or_1_month": "provisioned",
    "provisioned_1_month": "provisioned-1-month",
    "cmu_us-east-1": "imported",
    "cmu_us-west-2": "imported",
    "cmu_eu-central-1": "imported:eu-central-1",
    "cmu_storage": "imported",
}
RENT = {
    "hosting": "usd_per_deployment_hour",
    "ft_storage": "usd_per_model_month_storage",
    "cmu_storage": "usd_per_unit_month_storage",
}

RATIO = "a share of another price; the tables have the prices themselves"
HOURLY = "a meter of the old way to charge, beside one by the token since the same day or before"
NOT_IN_THE_TABLES = {
    ("*", "*", "cache_read_ratio", None): RATIO,
    ("*", "*", "cache_write_ratio", None): RATIO,
    ("*", "*", "cache_write_5m_ratio", None): RATIO,
    ("*", "*", "cache_write_1h_ratio", None): RATIO,
    ("*", "*", "batch_discount", None): RATIO,
    ("*", "*", "model_grader_input", None): "graders are billed beside a job, and no field holds them",
    ("*", "*", "model_grader_cached_input", None): "graders are billed beside a job, and no field holds them",
    ("*", "*", "model_grader_output", None): "graders are billed beside a job, and no field holds them",
    ("openai", "SFT/DPO", "validation_tokens", None): "every training price says bills_validation_tokens: false",
    ("azure", "gpt-4o-2024-08-06", "ft_input", "developer"): "the meter contradicts the documentation",
    ("azure", "gpt-4o-2024-08-06", "ft_cached_input", "developer"): "the meter contradicts the documentation",
    ("azure", "gpt-4o-2024-08-06", "ft_output", "developer"): "the meter contradicts the documentation",
    ("azure", "gpt-4o-mini-2024-07-18", "ft_input", "developer"): "the meter contradicts the documentation",
    ("azure", "gpt-4o-mini-2024-07-18", "ft_cached_input", "developer"): "the meter contradicts the documentation",
    ("azure", "gpt-4o-mini-2024-07-18", "ft_output", "developer"): "the meter contradicts the documentation",
    ("azure", "babbage-002", "ft_output", "regional"): "a price of output alone: the list has no meter of input",
    ("azure", "davinci-002", "ft_output", "regional"): "a price of output alone: the list has no meter of input",
    ("azure", "babbage-002", "training_hour", "global"): HOURLY,
    ("azure", "davinci-002", "training_hour", "global"): HOURLY,
    ("azure", "gpt-35-turbo-0125", "training_hour", "regional"): HOURLY,
    ("azure", "gpt-35-turbo-0613", "training_hour", "regional"): HOURLY,
    ("azure", "gpt-4-0613", "training_hour", "regional"): HOURLY,
    ("vertex", "gemini-2.5-flash", "training_brl", None): "in reais, of one bill; no price in USD was found",
    ("together", "any", "min_fee", None): "the provider's own answers say that there is no minimum",
    ("ori", "<=10B", "training", None): "names no model",
}

MUDDLED = {"gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18"}
"""Azure's models with developer meters that contradict the documentation."""


def _explained(fact: Fact) -> str | None:
    return NOT_IN_THE_TABLES.get((fact.provider, fact.name, fact.kind, fact.tier)) or NOT_IN_THE_TABLES.get(
        ("*", "*", fact.kind, None)
    )


def _quoted(entry: Dated | None, field: str) -> Iterator[Quoted]:
    figure = getattr(entry, field, None)
    if isinstance(figure, Decimal) and entry is not None:
        unconfirmed = entry.unconfirmed if isinstance(entry, TokenPrices) else ()
        yield figure, entry.confirmed and field not in unconfirmed


def _training(provider: Provider, sold: Model | Tier | None, fact: Fact) -> Iterator[Quoted]:
    name = TRAINING.get(fact.kind) or fact.kind.removeprefix("training_")
    sizes = provider.training_classes.get(fact.name)
    methods = sizes.training if sizes else sold.training if sold else {}
    for method, entries in methods.items():
        if fact.kind == "training_hour":  # how it was charged before the meter by the token
            yield from _quoted(entries[0], "usd_per_training_hour")
        elif method == name:
            entry = in_force(entries, ON)
            if fact.kind == "rft_job_billing_cap":
                yield from _quoted(entry, "usd_cap_per_job")
            elif isinstance(entry, TrainingPrice) and name == "rft":
                yield from _quoted(entry, "usd_per_training_hour")
            else:
                yield from _quoted(entry, "usd_per_million_training_tokens")


def _hosting(provider: Provider, sold: Model | Tier | None, fact: Fact) -> Iterator[Quoted]:
    places: list[tuple[HostingPrice, ...]] = [sold.hosting if sold else provider.hosting]
    if fact.kind == "dedicated_gpu":
        places = [provider.hosting_options[fact.name]]
    elif fact.kind != "hosting":
        options = provider.hosting_options | (sold.hosting_options if sold else {})
        wanted = OPTIONS.get(fact.kind)
        places += [entries for option, entries in options.items() if wanted is None or option == wanted]
        places = places[1:] if wanted else places
    for entries in places:
        for field in (RENT[fact.kind],) if fact.kind in RENT else ("usd_per_unit_hour", "usd_per_unit_minute"):
            yield from _quoted(in_force(entries, ON), field)


def _prices(table: RateTable, fact: Fact, tier: str | None) -> Iterator[Quoted]:
    """Every figure that the tables have for the row, in one tier."""
    if fact.provider == "gpus":
        yield from _rent(table, fact)
        return
    provider = table.providers[fact.provider]
    model = provider.models[provider.names[fact.name]] if fact.name in provider.names else None
    sold: Model | Tier | None = model
    if model is not None and tier not in (None, provider.default_tier):
        sold = model.tiers.get(str(tier))
        if sold is None:
            return
    side, _, kind = fact.kind.partition("_")
    if side in {"ft", "base"} and kind in TOKENS:
        history = () if sold is None else sold.fine_tuned if side == "ft" else sold.base
        yield from _quoted(in_force(history, ON), TOKENS[kind])
    elif fact.kind == "min_fee":
        for entries in (entries for each in provider.models.values() for entries in each.training.values()):
            yield from _quoted(in_force(entries, ON), "usd_minimum_per_job")
    elif "training" in fact.kind or fact.kind == "rft_job_billing_cap":
        yield from _training(provider, sold, fact)
    else:
        yield from _hosting(provider, sold, fact)


def _rent(table: RateTable, fact: Fact) -> Iterator[Quoted]:
    instance = table.self_hosted.instances[fact.name]
    gpus = instance.gpus if fact.kind.endswith("_per_gpu") else 1
    history = instance.spot if fact.kind.startswith("spot") else instance.on_demand
    for usd, confirmed in _quoted(in_force(history, ON), "usd_per_instance_hour"):
        yield usd / gpus, confirmed


def _elsewhere(table: RateTable, fact: Fact) -> set[Decimal]:
    if not fact.elsewhere:
        return set()
    provider = table.providers[fact.provider]
    tiers = provider.models[provider.names[fact.name]].tiers
    beside = {tier for tier in tiers if tier.startswith(f"{fact.tier}:")}
    if fact.tier == "global":
        beside.add("government")
    return {usd for tier in beside for usd, _ in _prices(table, fact, tier)}


@pytest.mark.parametrize("fact", PRICED, ids=lambda fact: "-".join(str(part) for part in fact[:4]))
def test_a_collected_price_is_in_the_tables_as_it_was_found_or_is_explained(table: RateTable, fact: Fact) -> None:
    if not _explained(fact):
        assert (Decimal(fact.usd), fact.confirmed) in set(_prices(table, fact, fact.tier))
        assert {Decimal(usd) for usd in fact.elsewhere} <= _elsewhere(table, fact)


@pytest.mark.parametrize("row", FACTS["price_not_found"], ids="-".join)
def test_a_price_that_was_found_nowhere_is_in_no_table(table: RateTable, row: list[str]) -> None:
    seller, name, kind = row
    fact = Fact(seller, name, kind, None, "", False)
    provider = table.providers.get(seller)
    names = [name] if provider is None else list(provider.names)
    meant = [known for known in names if name in {"any", "all"} or known.startswith(name)]
    assert meant
    prices = {quoted for known in meant for quoted in _known(table, fact._replace(name=known))}
    # OpenAI's list has no row for storage, which is stored as free and not confirmed
    assert prices == ({(Decimal(0), False)} if fact.provider == "openai" else set())


def _known(table: RateTable, fact: Fact) -> Iterator[Quoted]:
    if fact.provider == "openai":
        provider = table.providers[fact.provider]
        yield from _hosting(provider, None, fact)
    elif fact.provider == "gpus" or fact.provider in table.providers:
        yield from _prices(table, fact, None)


def test_what_is_explained_is_a_price_that_was_collected() -> None:
    rows = {(fact.provider, fact.name, fact.kind, fact.tier) for fact in PRICED}
    kinds = {fact.kind for fact in PRICED}
    for row in NOT_IN_THE_TABLES:
        assert row[2] in kinds if row[0] == "*" else row in rows


def test_a_meter_that_contradicts_the_documentation_is_not_in_the_tables(table: RateTable) -> None:
    told = [fact for fact in PRICED if _explained(fact) and fact.provider == "azure" and fact.name in MUDDLED]
    assert told
    for fact in told:
        assert set(_prices(table, fact, fact.tier)) == set()
