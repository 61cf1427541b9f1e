"""Names of the owner's own, and the mappings that say which model answers behind them."""

from dataclasses import dataclass

import pytest

from ratebook.names import (
    Billing,
    NeedsMappingError,
    UnknownModelError,
    UnknownProviderError,
    resolve,
)
from tests.rate_tables import EVIDENCE, model, prices, provider, table_of

ARN = "arn:aws:bedrock:us-east-1:123456789012"
ENDPOINT = "projects/123/locations/us-central1/endpoints/456"
NOVA = "amazon.nova-micro-v1:0"


@dataclass(frozen=True)
class Behind:
    model: str
    provider: str | None = None
    tier: str | None = None
    region: str | None = None


def _mapped(name, behind, provider=None, **more):
    target = behind if isinstance(behind, Behind) else Behind(behind)
    return resolve(TABLE, name, provider, deployments={name: target} | more)


TABLE = table_of(
    openai=provider("openai", {"gpt-4o": model(prices(), prices()), "gpt-4o-mini": model(prices(), prices())}),
    azure=provider(
        "azure",
        {"gpt-4o": model(prices(), prices()), "gpt-4o-mini": model(prices(), prices())},
        deployments={
            "from-the-table": {"model": "gpt-4o-mini", "tier": "regional", "region": "westeurope"} | EVIDENCE,
            "named-twice": {"model": "gpt-4o"} | EVIDENCE,
        },
        reseller=True,
    ),
    bedrock=provider("bedrock", {NOVA: model(prices(), prices())}, reseller=True),
    vertex=provider(
        "vertex",
        {"gemini-x": model(prices(), prices())},
        deployments={
            "456": {"model": "gemini-x"} | EVIDENCE,
            "named-twice": {"model": "gemini-x"} | EVIDENCE,
        },
        reseller=True,
    ),
)


def test_a_mapping_of_the_request_says_the_model():
    found = _mapped("prod-chat", "gpt-4o-mini", "azure")
    assert (found.name, found.provider, found.model_id) == ("prod-chat", "azure", "gpt-4o-mini")
    assert (found.via, found.fine_tuned) == ("prod-chat", False)


@pytest.mark.parametrize("target", ["gpt-4o-mini.ft-0e208cf3", "ft:gpt-4o-mini:acme::x"])
def test_a_mapping_may_name_a_fine_tune(target):
    found = _mapped("prod-chat", target, "azure")
    assert (found.provider, found.model_id, found.fine_tuned) == ("azure", "gpt-4o-mini", True)


def test_a_mapping_may_name_the_provider_the_tier_and_the_region():
    found = _mapped("prod-chat", Behind("gpt-4o", "azure", "regional", "northeurope"))
    assert (found.provider, found.tier, found.region) == ("azure", "regional", "northeurope")


def test_what_the_request_says_of_the_tier_wins_over_the_mapping():
    target = {"prod-chat": Behind("gpt-4o", "azure", "regional", "northeurope")}
    found = resolve(TABLE, "prod-chat", "azure", "datazone", "westeurope", target)
    assert (found.tier, found.region) == ("datazone", "westeurope")


def test_a_mapping_wins_over_a_model_of_the_same_name():
    assert _mapped("gpt-4o-mini", "gpt-4o", "azure").model_id == "gpt-4o"
    assert resolve(TABLE, "gpt-4o-mini", "azure", deployments={"other": Behind("gpt-4o")}).model_id == "gpt-4o-mini"


def test_the_rate_table_may_hold_the_mapping():
    found = resolve(TABLE, "from-the-table")
    assert (found.provider, found.model_id, found.via) == ("azure", "gpt-4o-mini", "from-the-table")
    assert (found.tier, found.region) == ("regional", "westeurope")
    assert resolve(TABLE, "azure/from-the-table").model_id == "gpt-4o-mini"
    assert resolve(TABLE, ENDPOINT).model_id == "gemini-x"


def test_the_requests_mapping_wins_over_the_tables():
    assert _mapped("from-the-table", "gpt-4o", "azure").model_id == "gpt-4o"


def test_a_name_that_two_providers_map_means_neither_until_one_is_given():
    with pytest.raises(UnknownModelError):
        resolve(TABLE, "named-twice")
    assert resolve(TABLE, "named-twice", "azure").model_id == "gpt-4o"
    assert resolve(TABLE, "named-twice", "vertex").model_id == "gemini-x"


@pytest.mark.parametrize("key", [f"{ARN}:custom-model-deployment/abcdef", "abcdef"])
def test_an_arn_is_mapped_whole_or_by_its_last_part(key):
    found = resolve(TABLE, f"{ARN}:custom-model-deployment/abcdef", deployments={key: Behind(NOVA)})
    assert (found.provider, found.model_id, found.fine_tuned, found.via) == ("bedrock", NOVA, True, key)


@pytest.mark.parametrize(
    ("resource", "billing", "fine_tuned"),
    [
        ("application-inference-profile", Billing.ON_DEMAND, False),
        ("provisioned-model", Billing.PROVISIONED, False),
        ("custom-model-deployment", Billing.ON_DEMAND, True),
        ("imported-model", Billing.IMPORTED, True),
    ],
)
def test_what_an_arn_says_of_billing_stays_true_behind_a_mapping(resource, billing, fine_tuned):
    found = _mapped(f"{ARN}:{resource}/abcd", NOVA)
    assert (found.billing, found.fine_tuned) == (billing, fine_tuned)


def test_a_provisioned_model_may_be_a_fine_tune():
    found = _mapped(f"{ARN}:provisioned-model/abcd", f"{ARN}:custom-model/{NOVA}/xyz")
    assert (found.billing, found.fine_tuned) == (Billing.PROVISIONED, True)


def test_a_last_part_is_only_that_of_an_owners_own_name():
    with pytest.raises(UnknownModelError):
        resolve(TABLE, "vendor/gpt-4o-large", deployments={"gpt-4o-large": Behind("gpt-4o")})


def test_a_mapping_leads_to_a_model_and_not_to_another_mapping():
    with pytest.raises(NeedsMappingError) as caught:
        _mapped("first", "second", "azure", second=Behind("gpt-4o"))
    assert caught.value.name == "second"
    with pytest.raises(NeedsMappingError):
        _mapped("loop", "loop", "azure")


def test_a_mapping_to_what_is_not_there_is_told():
    with pytest.raises(UnknownProviderError):
        _mapped("prod-chat", Behind("gpt-4o", "nobody"), "azure")
    with pytest.raises(UnknownModelError):
        _mapped(f"{ARN}:imported-model/abcd", "amazon.nova-nano")
