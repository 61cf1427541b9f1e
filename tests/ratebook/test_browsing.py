from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from publishing.authoring import load_files
from ratebook.book import Rates
from ratebook.browsing import list_models, resolve_name
from ratebook.compiled import compile_table
from tests.rate_tables import EVIDENCE, event, model, prices, provider, rent, table_of

ON = date(2026, 11, 22)
MINI = "gpt-4o-mini-2024-07-18"


@pytest.fixture(scope="module")
def table(files):
    """The authored table without the other providers."""
    return load_files({name: files[name] for name in ("openai.yaml", "policy.yaml", "gpus.yaml")})


@pytest.fixture(scope="module")
def rates(table):
    return Rates(compile_table(table), datetime(2026, 11, 22, tzinfo=UTC))


def _listed(rates, day):
    return {listing.id: listing for listing in list_models(rates, day).models}


def _models(rates, day, provider) -> Any:
    return list_models(rates, day, provider).models


def _providers(rates, day, provider) -> Any:
    return list_models(rates, day, provider).providers


def _resolved(rates, name, day=ON, provider=None) -> Any:
    return resolve_name(rates, name, day, provider).resolution


def test_every_model_is_listed_with_its_prices_of_the_day(rates, table):
    listed = _listed(rates, ON)
    assert list(listed) == [*table.providers["openai"].models, *table.self_hosted.recipes]
    mini = listed[MINI]
    assert mini.base.usd_per_million_input_tokens == Decimal("0.15")
    assert mini.fine_tuned.usd_per_million_input_tokens == Decimal("0.3")
    assert mini.training["sft"].usd_per_million_training_tokens == 3
    assert mini.hosting.usd_per_deployment_hour == 0
    assert (mini.retires_on, mini.aliases) == (date(2027, 1, 14), ("gpt-4o-mini",))
    assert list_models(rates, ON).rates_version == rates.compiled.version


def test_what_is_trained_on_rented_gpus_is_listed_by_the_name_that_a_decision_takes(rates):
    [recipe] = [each for each in _models(rates, ON, "self_hosted") if each.id == "lora-8b"]
    assert recipe.base is None
    assert recipe.training["sft"].usd_per_training_hour == recipe.hosting.usd_per_unit_hour
    assert _resolved(rates, "lora-8b", provider="self_hosted").status == "resolved"


def test_a_price_is_listed_from_its_first_day(rates):
    assert _listed(rates, date(2026, 10, 20))["gpt-6-luna"].base is None
    assert _listed(rates, date(2026, 10, 21))["gpt-6-luna"].base.usd_per_million_input_tokens == Decimal("0.1")


def test_what_cannot_be_fine_tuned_has_no_hosting(rates):
    assert _listed(rates, ON)["gpt-6-luna"].hosting is None


def test_a_base_models_name_has_its_base_price(rates):
    found = _resolved(rates, "gpt-4o-mini")
    assert (found.status, found.kind, found.provider, found.base_model) == ("resolved", "base", "openai", MINI)
    assert found.rates.usd_per_million_input_tokens == Decimal("0.15")
    assert (found.retired, found.retires_on) == (False, date(2027, 1, 14))
    assert found.message == MINI


def test_a_fine_tunes_name_has_the_fine_tuned_price_and_its_parts(rates):
    found = _resolved(rates, f"ft:{MINI}:acme:support:AbC:ckpt-step-90")
    assert (found.kind, found.base_model) == ("fine_tuned", MINI)
    assert (found.organization, found.suffix, found.id, found.checkpoint_step) == ("acme", "support", "AbC", 90)
    assert found.rates.usd_per_million_input_tokens == Decimal("0.3")
    assert found.message == f"a fine-tune of {MINI}"


@pytest.mark.parametrize(("day", "retired"), [(date(2027, 1, 13), False), (date(2027, 1, 14), True)])
def test_a_model_is_retired_from_its_last_day_on(rates, day, retired):
    assert _resolved(rates, MINI, day).retired is retired


def test_a_base_model_and_its_fine_tunes_may_be_shut_down_on_different_days(rates):
    day = date(2026, 10, 1)
    assert _resolved(rates, "davinci-002", day).retired
    assert not _resolved(rates, "ft:davinci-002:acme::x", day).retired


def test_a_name_of_the_first_generation_is_recognised_and_retired(rates):
    found = _resolved(rates, "davinci:ft-acme-2023-01-01-00-00-00")
    assert (found.status, found.kind, found.base_model, found.legacy) == ("resolved", "fine_tuned", "davinci", True)
    assert found.retired
    assert found.message.startswith("a fine-tune of davinci, named as before August 2023")


def test_a_price_that_has_not_begun_is_told_and_is_not_zero(rates):
    found = _resolved(rates, "gpt-6-luna", date(2026, 10, 20))
    assert found.rates is None
    assert found.message == "gpt-6-luna; its prices begin on 2026-10-21"


def test_an_unknown_name_is_an_answer_with_what_looks_like_it(rates):
    found = _resolved(rates, "gpt-4o-mimi")
    assert (found.status, found.rates, found.base_model) == ("unknown", None, None)
    assert found.nearest[0] == "gpt-4o-mini"
    assert found.message == "in no rate table; it is not priced as a model that looks like it"


SERVED = table_of(
    azure=provider(
        "azure",
        {
            "gpt-4o": model(
                prices(),
                prices(),
                training={"sft": [rent(usd_per_million_training_tokens="25")]},
                tiers={
                    "regional": {
                        "regions": ["westeurope"],
                        "note": "dearer",
                        "fine_tuned": [prices("3", "6")],
                        "hosting": [rent(usd_per_deployment_hour="2")],
                        "hosting_options": {"reserved": [rent(usd_per_unit_hour="9", unit="unit")]},
                    },
                    "regional:northeurope": {"fine_tuned": [prices("4", "8")]},
                },
                hosting_options={"provisioned": [rent(usd_per_unit_hour="60", unit="model unit", bills_tokens=False)]},
                fine_tunes_retire_on=event("2027-10-01", confirmed=False),
            )
        },
        reseller=True,
        aliases=["azure_ai"],
        default_tier="global",
        hosting=[rent(usd_per_deployment_hour="1.7")],
        hosting_options={"developer": [rent(usd_per_deployment_hour="0", production=False)]},
        deployments={"prod-chat": {"model": "gpt-4o.ft-abc", "tier": "regional", "region": "northeurope"} | EVIDENCE},
    ),
    together=provider(
        "together",
        {"org/small": model(prices(), training_class="small", trainable=["sft"])},
        training_classes={
            "small": {"title": "up to 16B", "training": {"sft_lora": [rent(usd_per_million_training_tokens="0.48")]}}
        },
        reseller=True,
    ),
    databricks=provider(
        "plain",
        {},
        availability=[
            rent(open_to="everyone"),
            rent("2026-08-14", open_to="nobody", successor="AI Runtime"),
        ],
        reseller=True,
    ),
    bedrock=provider(
        "bedrock", {"amazon.nova-v1:0": model(prices(), tiers={"us": {"base": [prices("1.1", "2.2")]}})}, reseller=True
    ),
    openrouter=provider("plain", {"org/small": model(prices())}, reseller=True),
)


@pytest.fixture(scope="module")
def served():
    return Rates(compile_table(SERVED), None)


def test_every_way_to_serve_a_model_is_listed(served):
    [listed] = _models(served, ON, "azure_ai")
    regional = listed.tiers["regional"]
    assert (regional.regions, regional.note, regional.base) == (("westeurope",), "dearer", None)
    assert regional.fine_tuned.usd_per_million_input_tokens == 3
    assert regional.hosting.usd_per_deployment_hour == 2
    assert regional.hosting_options["reserved"].usd_per_unit_hour == 9
    assert listed.tiers["regional:northeurope"].fine_tuned.usd_per_million_input_tokens == 4
    assert listed.hosting.usd_per_deployment_hour == Decimal("1.7")
    assert listed.hosting_options["provisioned"].bills_tokens is False
    assert listed.unconfirmed_dates == ("fine_tunes_retire_on",)


def test_a_provider_is_listed_with_what_all_its_models_share(served):
    [azure] = _providers(served, ON, "azure")
    assert (azure.title, azure.reseller, azure.default_tier, azure.aliases) == ("Azure", True, "global", ("azure_ai",))
    assert azure.hosting.usd_per_deployment_hour == Decimal("1.7")
    assert azure.hosting_options["developer"].production is False
    assert azure.availability is None


@pytest.mark.parametrize(
    ("day", "open_to", "successor"),
    [(date(2026, 8, 13), "everyone", None), (date(2026, 8, 14), "nobody", "AI Runtime")],
)
def test_a_closed_offer_says_since_when_and_what_succeeds_it(served, day, open_to, successor):
    [databricks] = _providers(served, day, "databricks")
    assert (databricks.availability.open_to, databricks.availability.successor) == (open_to, successor)
    assert databricks.availability.effective_from == (date(2026, 8, 14) if successor else date(2025, 1, 1))


def test_the_training_price_of_a_models_size_is_the_models(served):
    [small] = _models(served, ON, "together")
    assert small.training["sft_lora"].usd_per_million_training_tokens == Decimal("0.48")
    assert small.trainable == ("sft",)


def test_a_name_that_needs_a_mapping_says_whose_it_is_and_what_to_send(served):
    found = _resolved(served, "gpt41-candidate-01", provider="azure")
    assert (found.status, found.provider, found.name_kind) == ("needs_mapping", "azure", "deployment_alias")
    assert (found.billing, found.rates, found.base_model) == ("on_demand", None, None)
    assert "send deployments" in found.message


def test_a_deployment_of_the_table_means_what_the_table_says(served):
    found = _resolved(served, "prod-chat")
    assert (found.status, found.kind, found.provider, found.base_model) == ("resolved", "fine_tuned", "azure", "gpt-4o")
    assert (found.tier, found.rates.usd_per_million_input_tokens) == ("regional", 4)
    assert found.message == "a fine-tune of gpt-4o, behind prod-chat"


def test_an_ambiguous_name_lists_who_sells_it(served):
    found = _resolved(served, "org/small")
    assert (found.status, found.providers) == ("ambiguous", ("together", "openrouter"))


def test_a_name_whose_price_goes_by_the_tier_has_the_price_of_its_tier(served):
    assert _resolved(served, "us.amazon.nova-v1:0").rates.usd_per_million_input_tokens == Decimal("1.1")
    europe = _resolved(served, "eu.amazon.nova-v1:0")
    assert (europe.rates, europe.message) == (None, "amazon.nova-v1:0; not sold in that tier; there are us")


def test_a_dedicated_model_has_no_price_by_the_token():
    table = table_of(fireworks=provider("fireworks", {"accounts/fireworks/models/x": model(prices())}))
    name = "accounts/fireworks/models/x#accounts/acme/deployments/y"
    found = _resolved(Rates(compile_table(table), None), name)
    assert (found.status, found.billing, found.rates) == ("resolved", "dedicated", None)
    assert found.message.endswith("billed by the time that it is hosted, not by the token")
