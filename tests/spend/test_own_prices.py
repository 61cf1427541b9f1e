"""Negotiated prices: those of the request before those of the table, those before the list's, and each says so."""

from decimal import Decimal

import pytest

from inputs.errors import UnusableRequestError
from tests.spend.asking import price, why

RATES = {"input": "3", "output": "12"}
FT = "ft:full:my-org:example"


def _with(key, rates=RATES, **request):
    return price(**{"model": FT, "overrides": {key: rates}} | request)


@pytest.mark.parametrize("key", [f"openai/{FT}", "openai/ft:full:*", "openai/*"])
def test_a_price_of_the_request_wins_and_says_so(key):
    answer = _with(key)
    assert (answer.cost_usd, answer.price_source) == (Decimal("4.2"), "override")
    assert (answer.confirmed, answer.source, answer.effective_from) == (None, None, None)
    assert (answer.kind, answer.base_model) == ("fine_tuned", "full")


@pytest.mark.parametrize("key", ["openai/full", "openai/ft:full:other:*", "azure/*", "openai/ft:full"])
def test_a_price_of_another_name_does_not_count(key):
    assert _with(key).price_source == "list"


@pytest.mark.parametrize("key", ["openai/full", "openai/full-alias", "openai/fu*"])
@pytest.mark.parametrize("model", ["full", "full-alias", "openai/full"])
def test_a_base_model_is_known_by_each_of_its_names(key, model):
    assert _with(key, model=model).price_source == "override"


def test_a_provider_may_be_called_by_its_other_names():
    assert _with("azure_ai/served", model="served", provider="azure").price_source == "override"


def test_the_long_names_of_the_prices_are_taken_too():
    long = {f"usd_per_million_{name}_tokens": value for name, value in RATES.items()}
    assert _with("openai/*", long).cost_usd == _with("openai/*").cost_usd


def test_what_was_not_negotiated_is_not_taken_from_the_list():
    assert why(_with("openai/*", batch=True)) == "no_batch_price"
    usage = {"input_tokens": 10, "cached_input_tokens": 10, "output_tokens": 0}
    assert _with("openai/*", usage=usage).warnings != ()


def test_the_tables_negotiated_price_holds_from_its_day():
    mapped = {"deployments": {"prod-chat": "served"}, "model": "prod-chat", "provider": "azure"}
    answer = price(**mapped)
    assert (answer.cost_usd, answer.price_source) == (Decimal("0.56"), "negotiated")
    assert (answer.confirmed, answer.source) == (True, "a price list")
    assert price(**mapped, at="2026-05-31").price_source == "list"


def test_a_price_of_the_request_wins_over_the_tables():
    answer = _with("azure/prod-chat", model="prod-chat", provider="azure", deployments={"prod-chat": "served"})
    assert answer.price_source == "override"


def test_a_name_that_no_table_holds_has_the_price_that_was_negotiated_for_it():
    for request in ({"model": "azure-alias", "provider": "azure"}, {"model": "azure/azure-alias"}):
        answer = _with("azure/azure-alias", **request)
        assert (answer.cost_usd, answer.price_source) == (Decimal("4.2"), "override")
        assert (answer.kind, answer.base_model, answer.provider) == (None, None, "azure")
    assert price(model="prod-unmapped", provider="azure").price_source == "negotiated"
    assert why(_with("openai/*", model="nobodys")) == "unknown_model"
    assert _with("openai/*", model="nobodys", provider="openai").price_source == "override"


def test_a_negotiated_price_is_applied_to_a_provisioned_model_too():
    name = "arn:aws:bedrock:us-east-1:1:provisioned-model/x"
    assert _with("bedrock/*", model=name, deployments={"x": "amazon.nova-v1:0"}).price_source == "override"


@pytest.mark.parametrize(
    ("key", "request_", "warning"),
    [
        ("openai/ful", {"model": "full"}, "no override matched full; did you mean openai/full?"),
        ("openai/FULL", {"model": "full"}, "no override matched full; did you mean openai/full?"),
        ("openai/full-alais", {"model": "full"}, "no override matched full; did you mean openai/full-alias?"),
        ("openai/ful", {"model": "openai/full"}, "no override matched openai/full; did you mean openai/full?"),
        (
            "azure/x-*",
            {"model": "openai/full"},
            "no override matched openai/full; an override of it is written openai/full",
        ),
        (
            "azure/prod-cat",
            {"model": "gpt-chat", "provider": "azure"},
            "no override matched gpt-chat; did you mean azure/gpt-chat?",
        ),
    ],
)
def test_overrides_of_which_none_matches_are_told_with_the_key_that_would(key, request_, warning):
    assert warning in _with(key, **request_).warnings


def test_one_override_that_matches_is_enough():
    overrides = {"openai/full": RATES, "openai/plain": RATES}
    assert price(model="full", overrides=overrides).warnings == ()


@pytest.mark.parametrize(
    ("key", "meant"),
    [("OpenAI/full", "; did you mean openai?"), ("opnai/full", "; did you mean openai?"), ("zzz/full", "")],
)
def test_an_override_of_no_provider_is_refused_with_those_that_there_are(key, meant):
    with pytest.raises(UnusableRequestError) as caught:
        _with(key)
    [error] = caught.value.errors
    assert error.field == f"overrides.{key}"
    assert error.message == f"names no provider of the rate table before the /{meant}"
    assert "openai" in error.allowed


def test_a_pattern_may_stand_for_several_providers():
    assert _with("*/ft:full:*").price_source == "override"
    assert _with("open*/*").price_source == "override"
