"""Names of each provider's own forms, against a small table that has one or two models of each."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratebook.models import NameForm
from ratebook.name_forms import FORMS, claimed_by
from ratebook.names import (
    LONGEST_NAME,
    AmbiguousModelError,
    Billing,
    Kind,
    NameKind,
    NameParts,
    NeedsMappingError,
    UnknownModelError,
    UnknownProviderError,
    UnresolvedNameError,
    resolve,
)
from tests.rate_tables import model, prices, provider, table_of

MINI, NOVA, CLAUDE = "gpt-4o-mini-2024-07-18", "amazon.nova-micro-v1:0", "anthropic.claude-x-20250929-v1:0"
LLAMA = "meta-llama/Llama-3.1-8B-Instruct"
TIERS = {tier: {"base": [prices()]} for tier in ("us", "eu")}
TABLE = table_of(
    openai=provider(
        "openai", {MINI: model(prices(), prices(), aliases=["gpt-4o-mini"]), "gpt-3.5-turbo-0613": model(prices())}
    ),
    azure=provider(
        "azure",
        {MINI: model(prices(), prices(), aliases=["gpt-4o-mini"]), "gpt-35-turbo-0613": model(prices(), prices())},
        reseller=True,
        default_tier="global",
    ),
    bedrock=provider(
        "bedrock",
        {
            NOVA: model(prices(), prices()),
            CLAUDE: model(prices(), tiers=TIERS, aliases=["claude-x"]),
            "anthropic.claude-v2": model(prices()),
            "mistral.small": model(prices()),
        },
        reseller=True,
        default_tier="global",
    ),
    vertex=provider(
        "vertex", {"gemini-x": model(prices()), "gemini-x-001": model(prices())}, aliases=["vertex_ai"], reseller=True
    ),
    google=provider("openai", {"gemini-x": model(prices())}, aliases=["gemini"]),
    mistral=provider("mistral", {"open-mistral-7b": model(prices()), "ministral-3b-latest": model(prices())}),
    together=provider("together", {LLAMA: model(prices())}, aliases=["together_ai"], reseller=True),
    fireworks=provider(
        "fireworks",
        {"accounts/fireworks/models/llama-v3p1-8b-instruct": model(prices()), "qwen3-8b": model(prices())},
        aliases=["fireworks_ai"],
        reseller=True,
    ),
    tinker=provider("tinker", {"Qwen3-8B": model(prices())}, reseller=True),
    openrouter=provider(
        "plain",
        {"openai/gpt-4o-mini": model(prices()), "some/model:free": model(prices()), "meta/shared": model(prices())},
        reseller=True,
    ),
    groq=provider("plain", {"meta/shared": model(prices())}, reseller=True),
)

ARN = "arn:aws:bedrock:us-east-1:123456789012"

# name: provider, model, whether it is a fine-tune
RESOLVED = {
    "gpt-4o-mini": ("openai", MINI, False),
    f"ft-{MINI}": ("openai", MINI, True),
    f"{MINI}.ft-0e208cf33a6a466994aff31a08aba678": ("azure", MINI, True),
    f"{MINI}.ft-0e208cf33a6a466994aff31a08aba678:ckpt-step-90": ("azure", MINI, True),
    f"{MINI}.ft-0e208cf33a6a466994aff31a08aba678-support": ("azure", MINI, True),
    "gpt-35-turbo-0613.ft-0e208cf33a6a466994aff31a08aba678": ("azure", "gpt-35-turbo-0613", True),
    "gpt-3.5-turbo-0613.ft-0e208cf33a6a466994aff31a08aba678": ("azure", "gpt-35-turbo-0613", True),
    "azure/gpt-4o-mini": ("azure", MINI, False),
    "azure/global/gpt-4o-mini": ("azure", MINI, False),
    NOVA: ("bedrock", NOVA, False),
    f"{NOVA}:128k": ("bedrock", NOVA, False),
    f"us.{NOVA}": ("bedrock", NOVA, False),
    f"eu.{CLAUDE}": ("bedrock", CLAUDE, False),
    f"bedrock/{CLAUDE}": ("bedrock", CLAUDE, False),
    f"bedrock/us-east-1/{CLAUDE}": ("bedrock", CLAUDE, False),
    f"bedrock/converse/us.{CLAUDE}": ("bedrock", CLAUDE, False),
    "us.mistral.small-v1:0": ("bedrock", "mistral.small", False),
    f"arn:aws:bedrock:us-east-1::foundation-model/{NOVA}": ("bedrock", NOVA, False),
    f"{ARN}:inference-profile/us.{CLAUDE}": ("bedrock", CLAUDE, False),
    f"bedrock/{ARN}:inference-profile/us.{CLAUDE}": ("bedrock", CLAUDE, False),
    f"arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.{NOVA}": ("bedrock", NOVA, False),
    f"arn:aws-cn:bedrock:cn-north-1::foundation-model/{NOVA}": ("bedrock", NOVA, False),
    f"{ARN}:custom-model/{NOVA}:128k/abcdef123456": ("bedrock", NOVA, True),
    "gemini-x": ("google", "gemini-x", False),
    "gemini/gemini-x": ("google", "gemini-x", False),
    "vertex_ai/gemini-x": ("vertex", "gemini-x", False),
    "publishers/google/models/gemini-x": ("vertex", "gemini-x", False),
    "projects/123/locations/us-central1/publishers/google/models/gemini-x": ("vertex", "gemini-x", False),
    "gemini-x@001": ("vertex", "gemini-x-001", False),
    "vertex/gemini-x@default": ("vertex", "gemini-x", False),
    "ft:open-mistral-7b:587a6b29:20240514:7e773925": ("mistral", "open-mistral-7b", True),
    "ft:ministral-3b-latest:587a6b29:support:20250101:7e773925": ("mistral", "ministral-3b-latest", True),
    LLAMA: ("together", LLAMA, False),
    f"together_ai/{LLAMA}": ("together", LLAMA, False),
    f"mynamespace/{LLAMA}-32162631": ("together", LLAMA, True),
    "accounts/fireworks/models/llama-v3p1-8b-instruct": (
        "fireworks",
        "accounts/fireworks/models/llama-v3p1-8b-instruct",
        False,
    ),
    "accounts/fireworks/models/qwen3-8b": ("fireworks", "qwen3-8b", False),
    "openrouter/openai/gpt-4o-mini": ("openrouter", "openai/gpt-4o-mini", False),
    "openai/gpt-4o-mini": ("openai", MINI, False),
    "some/model:free": ("openrouter", "some/model:free", False),
}

# name: provider, what it is the name of, billing, whether a fine-tune answers
UNMAPPED = {
    "azure/prod-chat": ("azure", NameKind.DEPLOYMENT_ALIAS, Billing.ON_DEMAND, None),
    f"{ARN}:application-inference-profile/abcd1234": (
        "bedrock",
        NameKind.APPLICATION_INFERENCE_PROFILE,
        Billing.ON_DEMAND,
        None,
    ),
    f"{ARN}:provisioned-model/abcd1234": ("bedrock", NameKind.PROVISIONED_MODEL, Billing.PROVISIONED, None),
    f"{ARN}:custom-model/unknown.model-v1:0/abcd": ("bedrock", NameKind.CUSTOM_MODEL, Billing.ON_DEMAND, True),
    f"{ARN}:custom-model-deployment/abcdef": ("bedrock", NameKind.CUSTOM_MODEL_DEPLOYMENT, Billing.ON_DEMAND, True),
    f"{ARN}:imported-model/abcd": ("bedrock", NameKind.IMPORTED_MODEL, Billing.IMPORTED, True),
    f"{ARN}:default-prompt-router/x:1": ("bedrock", NameKind.PROMPT_ROUTER, Billing.ON_DEMAND, None),
    f"{ARN}:prompt-router/x": ("bedrock", NameKind.PROMPT_ROUTER, Billing.ON_DEMAND, None),
    "projects/123/locations/us-central1/endpoints/456": ("vertex", NameKind.TUNED_ENDPOINT, Billing.ON_DEMAND, True),
    "projects/123/locations/us-central1/models/456": ("vertex", NameKind.TUNED_MODEL, Billing.ON_DEMAND, True),
    "tunedModels/my-model-abc": ("vertex", NameKind.TUNED_MODEL, Billing.ON_DEMAND, True),
    "mynamespace/unknown/Model-7b-32162631": ("together", NameKind.OWN_MODEL, Billing.DEDICATED, True),
    "together/account/model-suffix-32162631": ("together", NameKind.OWN_MODEL, Billing.DEDICATED, True),
    "accounts/acme/models/mine": ("fireworks", NameKind.OWN_MODEL, Billing.DEDICATED, True),
    "accounts/acme/models/mine#accounts/acme/deployments/x": ("fireworks", NameKind.OWN_MODEL, Billing.DEDICATED, True),
    "tinker://0034d8c9-0a88/sampler_weights/final": ("tinker", NameKind.OWN_MODEL, Billing.ON_DEMAND, True),
    "tinker://0034d8c9-0a88:train:0/weights/000100": ("tinker", NameKind.OWN_MODEL, Billing.ON_DEMAND, True),
    "tinker/tinker://0034d8c9/sampler_weights/final": ("tinker", NameKind.OWN_MODEL, Billing.ON_DEMAND, True),
    "accounts/acme/deployments/x": ("fireworks", NameKind.OWN_DEPLOYMENT, Billing.DEDICATED, None),
}

UNKNOWN = [
    "gpt-4o-mini-2024",
    "GPT-4o-mini",
    "anthropic.claude-v2:1",
    "anthropic.claude-x-20250929-v2:0",
    f"xx.{CLAUDE}",
    f"arn:aws:bedrock:us-east-1::foundation-model/{NOVA}x",
    "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc",
    "gemini-x@002",
    "tinker://run/other/final",
    "tinker://run/sampler_weights",
    "ft:open-mistral-7b",
    "ft:open-mistral:587a6b29:20240514:7e773925",
    f"{LLAMA}-Turbo",
    "llama-v3p1-8b-instruct#accounts/acme/deployments/x",
    "openrouter/openai/gpt-4o-mini:nitro",
    "openrouter/some/model",
    f"{MINI}x.ft-0e208cf33a6a466994aff31a08aba678",
    "",
]


@pytest.mark.parametrize(("name", "expected"), RESOLVED.items())
def test_a_name_means_the_model_that_its_form_says(name, expected):
    found = resolve(TABLE, name)
    assert (found.provider, found.model_id, found.fine_tuned) == expected
    assert (found.name, found.billing) == (name, Billing.ON_DEMAND)


@pytest.mark.parametrize(("name", "expected"), UNMAPPED.items())
def test_a_name_of_the_owners_own_needs_a_mapping_and_says_which(name, expected):
    with pytest.raises(NeedsMappingError) as caught:
        resolve(TABLE, name)
    error = caught.value
    assert (error.provider, error.kind, error.billing, error.fine_tuned) == expected
    assert "send deployments" in error.message
    assert f"{error.provider}.yaml" in error.message


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_name_that_only_looks_like_one_is_unknown(name):
    with pytest.raises(UnknownModelError):
        resolve(TABLE, name)


def test_any_other_name_at_azure_is_a_deployments():
    with pytest.raises(NeedsMappingError):
        resolve(TABLE, "gpt41-mini-candidate-01", "azure")
    assert resolve(TABLE, "gpt-4o-mini", "azure").model_id == MINI
    assert resolve(TABLE, f"ft:{MINI}:acme::x", "azure").fine_tuned


@pytest.mark.parametrize(
    ("name", "tier", "region"),
    [
        (f"us.{CLAUDE}", "us", None),
        (f"bedrock/us-east-1/us.{CLAUDE}", "us", "us-east-1"),
        (f"{ARN}:inference-profile/eu.{CLAUDE}", "eu", "us-east-1"),
        (f"global.{CLAUDE}", "global", None),
        (CLAUDE, None, None),
        (f"us.{NOVA}", None, None),  # sold in one way only
    ],
)
def test_a_profile_is_the_tier_where_the_price_goes_by_it(name, tier, region):
    found = resolve(TABLE, name)
    assert (found.tier, found.region) == (tier, region)


@pytest.mark.parametrize(
    ("name", "tier", "region"),
    [
        (f"arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/{NOVA}", "us-gov", "us-gov-west-1"),
        (f"arn:aws-us-gov:bedrock:::foundation-model/{NOVA}", "us-gov", None),
        (f"arn:aws-us-gov:bedrock:us-gov-east-1:123456789012:inference-profile/us.{CLAUDE}", "us-gov", "us-gov-east-1"),
        (f"arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:custom-model/{NOVA}/abc", "us-gov", "us-gov-west-1"),
        (f"arn:aws-cn:bedrock:cn-north-1::foundation-model/{NOVA}", "cn", "cn-north-1"),
        (f"bedrock/us-gov-west-1/{NOVA}", "us-gov", "us-gov-west-1"),
        (f"us-gov.{NOVA}", "us-gov", None),
    ],
)
def test_a_partition_is_a_tier_even_where_the_model_is_sold_in_one_way_only(name, tier, region):
    found = resolve(TABLE, name)
    assert (found.tier, found.region) == (tier, region)


def test_what_the_request_says_of_the_tier_wins_over_the_name():
    found = resolve(TABLE, f"us.{CLAUDE}", tier="eu", region="eu-west-1")
    assert (found.tier, found.region) == ("eu", "eu-west-1")


def test_azures_tier_may_stand_in_litellms_name():
    assert resolve(TABLE, "azure/eu/gpt-4o-mini").parts.tier == "datazone"


def test_a_dedicated_deployment_of_a_public_model_is_billed_as_such():
    found = resolve(TABLE, "accounts/fireworks/models/llama-v3p1-8b-instruct#accounts/acme/deployments/x")
    assert (found.provider, found.billing, found.fine_tuned) == ("fireworks", Billing.DEDICATED, False)


def test_a_committed_model_of_bedrock_is_provisioned():
    assert resolve(TABLE, f"bedrock/us-east-1/1-month-commitment/{CLAUDE}").billing is Billing.PROVISIONED


def test_the_parts_of_a_fine_tunes_name_are_told():
    mistral = resolve(TABLE, "ft:open-mistral-7b:587a6b29:20240514:7e773925").parts
    assert mistral == NameParts("open-mistral-7b", Kind.FINE_TUNED, "587a6b29", "", "7e773925")
    azure = resolve(TABLE, f"{MINI}.ft-0e208cf3:ckpt-step-90").parts
    assert azure == NameParts(MINI, Kind.FINE_TUNED, None, "", "0e208cf3", 90)
    together = resolve(TABLE, f"acme/{LLAMA}-32162631").parts
    assert (together.organization, together.id) == ("acme", "32162631")
    assert resolve(TABLE, f"{ARN}:custom-model/{NOVA}/abcdef").parts.id == "abcdef"


def test_a_maker_is_meant_before_those_who_resell_its_model():
    assert resolve(TABLE, "gpt-4o-mini").provider == "openai"


def test_a_name_that_several_resellers_have_and_no_maker_is_ambiguous():
    with pytest.raises(AmbiguousModelError) as caught:
        resolve(TABLE, "meta/shared")
    assert caught.value.providers == ("openrouter", "groq")
    assert "send provider: openrouter or groq" in caught.value.message
    assert resolve(TABLE, "meta/shared", "groq").provider == "groq"
    assert resolve(TABLE, "openrouter/meta/shared").provider == "openrouter"


def test_a_provider_is_given_by_its_id_or_by_another_name_of_it():
    assert resolve(TABLE, "gemini-x", "vertex_ai").provider == "vertex"
    assert resolve(TABLE, "gemini-x", "gemini").provider == "google"
    with pytest.raises(UnknownProviderError) as caught:
        resolve(TABLE, "gemini-x", "vertexai")
    assert caught.value.nearest == ()
    assert "vertex" in caught.value.message


def test_the_provider_that_is_given_is_asked_and_no_other():
    for name in ("azure/gpt-4o-mini", f"{MINI}.ft-0e208cf3", NOVA):
        with pytest.raises(UnknownModelError):
            resolve(TABLE, name, "openai")


def test_a_name_is_read_by_its_providers_prefix_once_the_provider_is_given():
    assert resolve(TABLE, "azure/gpt-4o-mini", "azure").model_id == MINI
    assert resolve(TABLE, "openai/gpt-4o-mini", "openrouter").model_id == "openai/gpt-4o-mini"


def test_a_table_without_a_provider_of_that_form_does_not_know_the_name():
    table = table_of(openai=provider("openai", {"gpt-4o": model(prices())}))
    for name in UNMAPPED:
        with pytest.raises(UnknownModelError):
            resolve(table, name)


PIECES = (
    "ft: : / # @ .ft- gpt-4o-mini us. -v1:0 accounts/ models/ -deadbeef projects/1/locations/x/ endpoints/ azure "
    f"bedrock a publishers/google/ 1-month-commitment/ {ARN} {NOVA}"
)
_pieces = st.sampled_from(PIECES.split())
_names = st.text() | st.lists(_pieces, max_size=10).map("".join)


@settings(deadline=None)
@given(_names)
def test_every_text_has_readings_in_every_form(name):
    for form in NameForm:
        assert isinstance(list(FORMS[form](name)), list)
    claimed_by(name)


@settings(deadline=None)
@given(_names, st.sampled_from([None, *TABLE.providers]))
def test_every_text_is_resolved_or_told_why_not(name, at):
    try:
        found = resolve(TABLE, name, at)
    except UnresolvedNameError:
        return
    assert found.model_id in TABLE.providers[found.provider].models
    names = TABLE.providers[found.provider].names
    assert names[found.parts.base] == found.model_id
    assert found.parts.base in name or "gpt-3" in name or "@" in name


@settings(deadline=None)
@given(
    st.sampled_from([MINI, "gpt-3.5-turbo-0613"]), st.from_regex(r"[a-z0-9]{1,8}(:[a-z0-9-]{0,8}){0,3}", fullmatch=True)
)
def test_a_fine_tunes_name_never_means_another_base_than_it_names(base, rest):
    try:
        found = resolve(TABLE, f"ft:{base}:{rest}")
    except UnresolvedNameError:
        return
    assert (found.model_id, found.fine_tuned) == (base, True)


@pytest.mark.parametrize("form", NameForm)
@pytest.mark.parametrize(
    "piece", ["a/", "-v1:0", "us.", ":1k", "-deadbeef", "accounts/a/models/", "x@", ".ft-a", "ft:a:"]
)
def test_a_name_of_the_longest_length_is_read_at_once(form, piece):
    name = (piece * LONGEST_NAME)[:LONGEST_NAME]
    began = time.process_time()
    for _ in range(20):
        list(FORMS[form](name))
        claimed_by(name)
    assert time.process_time() - began < 1
