"""What is sold of a model: tiers and regions, training by size and method, hosting options."""

from datetime import date

import pytest

from publishing.authoring import load_provider
from ratebook.models import Provider
from ratebook.offers import UnknownTierError, hosting_options, hosting_price, offers, training_price

ON = date(2026, 11, 22)
CHECKED = "source: page, checked_on: 2026-11-22, confirmed: true"


def price(input_usd: str, output_usd: str = "1") -> str:
    return (
        f"[{{effective_from: 2025-09-01, usd_per_million_input_tokens: {input_usd}, "
        f"usd_per_million_output_tokens: {output_usd}, {CHECKED}}}]"
    )


def hosted(usd: str, field: str = "usd_per_deployment_hour") -> str:
    return f"[{{effective_from: 2025-09-01, {field}: {usd}, {CHECKED}}}]"


def trained(usd: str) -> str:
    return f"[{{effective_from: 2025-09-01, usd_per_million_training_tokens: {usd}, {CHECKED}}}]"


CLOUD = f"""
schema_version: 1
title: Cloud
default_tier: global
sources: {{page: {{title: price page}}}}
hosting: {hosted("1.70")}
hosting_options: {{reserved: {hosted("60", "usd_per_unit_hour")}}}
training_classes:
  small: {{title: up to 16B, training: {{sft_lora: {trained("0.48")}, sft_full: {trained("0.54")}}}}}
models:
  one-price:
    base: {price("0.15")}
  by-tier:
    training_class: small
    fine_tuned: {price("0.15")}
    training: {{sft: {trained("3")}}}
    hosting_options: {{imported: {hosted("0.1", "usd_per_unit_hour")}}}
    tiers:
      datazone: {{fine_tuned: {price("0.165")}, hosting: {hosted("2")}}}
      regional: {{regions: [eastus, westus], fine_tuned: {price("0.165")}, training: {{sft: {trained("3.3")}}}}}
      'regional:southeastasia': {{fine_tuned: {price("0.198")}, training: {{sft: {trained("3.96")}}}}}
"""


@pytest.fixture(scope="module")
def cloud() -> Provider:
    return load_provider("cloud.yaml", CLOUD)


def names(provider: Provider, model: str, *where: str | None) -> list[str]:
    return [offer.name for offer in offers(provider, provider.models[model], *where)]


def test_the_models_own_prices_are_the_default_tier(cloud: Provider) -> None:
    assert names(cloud, "by-tier") == ["global"]
    assert names(cloud, "by-tier", "global") == ["global"]
    (offer,) = offers(cloud, cloud.models["by-tier"])
    assert offer.prices is cloud.models["by-tier"]


def test_a_tier_without_a_region_is_every_price_of_it(cloud: Provider) -> None:
    assert names(cloud, "by-tier", "regional") == ["regional", "regional southeastasia"]


@pytest.mark.parametrize(
    ("region", "found"), [("eastus", "regional"), ("westus", "regional"), ("southeastasia", "regional southeastasia")]
)
def test_a_region_has_one_price(cloud: Provider, region: str, found: str) -> None:
    assert names(cloud, "by-tier", "regional", region) == [found]


def test_a_tier_that_lists_no_regions_holds_in_all_of_them(cloud: Provider) -> None:
    assert names(cloud, "by-tier", "datazone", "westeurope") == ["datazone"]


@pytest.mark.parametrize(
    ("where", "field", "known"),
    [
        (("developer",), "tier", ("global", "datazone", "regional")),
        (("regional", "northeurope"), "region", ("eastus", "southeastasia", "westus")),
        ((None, "eastus"), "tier", ("global", "datazone", "regional")),
    ],
)
def test_what_is_not_sold_is_refused_with_what_is(
    cloud: Provider, where: tuple[str | None, ...], field: str, known: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownTierError) as refused:
        offers(cloud, cloud.models["by-tier"], *where)
    assert (refused.value.field, refused.value.known) == (field, known)


@pytest.mark.parametrize(
    ("method", "tuning", "found"),
    [("sft", None, "3"), ("sft", "lora", "0.48"), ("sft", "full", "0.54"), ("dpo", None, None)],
)
def test_the_models_own_training_price_comes_before_that_of_its_size(
    cloud: Provider, method: str, tuning: str | None, found: str | None
) -> None:
    (offer,) = offers(cloud, cloud.models["by-tier"])
    training = training_price(offer, method, tuning, ON)
    assert (training and str(training[1].usd_per_million_training_tokens)) == found


def test_a_tier_has_its_own_training_price_and_no_other(cloud: Provider) -> None:
    (regional,) = offers(cloud, cloud.models["by-tier"], "regional", "southeastasia")
    (datazone,) = offers(cloud, cloud.models["by-tier"], "datazone")
    found = training_price(regional, "sft", None, ON)
    assert found is not None
    assert str(found[1].usd_per_million_training_tokens) == "3.96"
    assert training_price(datazone, "sft", None, ON) is None


def test_no_price_is_in_force_before_the_first(cloud: Provider) -> None:
    (offer,) = offers(cloud, cloud.models["by-tier"])
    assert training_price(offer, "sft", None, date(2025, 8, 31)) is None
    assert hosting_price(offer, None, date(2025, 8, 31)) is None


def test_hosting_is_the_tiers_then_the_models_then_the_providers(cloud: Provider) -> None:
    (standard,) = offers(cloud, cloud.models["by-tier"])
    (datazone,) = offers(cloud, cloud.models["by-tier"], "datazone")
    for offer, usd in ((standard, "1.70"), (datazone, "2")):
        found = hosting_price(offer, None, ON)
        assert found is not None
        assert (found[0], str(found[1].usd_per_deployment_hour)) == (None, usd)


def test_options_are_those_of_the_model_and_of_the_provider(cloud: Provider) -> None:
    (offer,) = offers(cloud, cloud.models["by-tier"])
    assert set(hosting_options(offer)) == {"imported", "reserved"}
    found = hosting_price(offer, "reserved", ON)
    assert found is not None
    assert str(found[1].usd_per_unit_hour) == "60"
    with pytest.raises(UnknownTierError, match=r"hosting\.option"):
        hosting_price(offer, "spot", ON)


def test_where_there_is_no_standard_way_the_providers_default_option_is_it(cloud: Provider) -> None:
    only_options = cloud.model_copy(update={"hosting": (), "default_hosting": "reserved"})
    (offer,) = offers(only_options, cloud.models["one-price"])
    found = hosting_price(offer, None, ON)
    assert found is not None
    assert found[0] == "reserved"
    nothing = cloud.model_copy(update={"hosting": ()})
    (offer,) = offers(nothing, cloud.models["one-price"])
    assert hosting_price(offer, None, ON) is None
