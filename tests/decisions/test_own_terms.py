"""A caller's own terms: negotiated prices, and models behind names of one's own."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from decisions.decide import TableInUse
from decisions.request import DecisionRequest
from inputs.errors import UnusableRequestError
from ratebook.models import RateTable
from ratebook.prices import TokenPrices
from tests.decisions.asking import Ask, asking, request

CHEAP = {"input": "1", "output": "4"}


def overridden(*keys: str) -> dict[str, Any]:
    return request({"overrides": dict.fromkeys(keys, CHEAP)})


def test_a_negotiated_price_of_todays_model_wins_and_is_said(ask: Ask) -> None:
    answer = ask(overridden("openai/gpt-4o"))
    assert answer.per_call.current_usd == Decimal("0.0014")
    assert answer.per_call.fine_tuned_usd == ask(request()).per_call.fine_tuned_usd
    assert "overrides: gpt-4o-2024-08-06 is priced as sent with the request, not by the list" in answer.assumptions


@pytest.mark.parametrize("key", ["openai/ft:gpt-4o-mini-2024-07-18:*", "openai/ft:gpt-4o-mini:*", "openai/ft:*"])
def test_the_fine_tune_that_is_yet_to_be_made_is_negotiated_as_ft_and_its_model(ask: Ask, key: str) -> None:
    answer = ask(overridden(key))
    assert answer.per_call.fine_tuned_usd == Decimal("0.0014")
    assert answer.per_call.current_usd == ask(request()).per_call.current_usd


def test_a_price_of_the_base_is_not_one_of_its_fine_tunes(ask: Ask) -> None:
    assert ask(overridden("openai/gpt-4o-mini")).per_call == ask(request()).per_call


def test_no_other_provider_and_no_sibling_is_meant(ask: Ask) -> None:
    assert ask(overridden("azure/gpt-4o", "openai/gpt-4")).per_call == ask(request()).per_call


def test_a_batch_needs_a_negotiated_batch_price(ask: Ask) -> None:
    fields: dict[str, object] = {"workload.batch": True, "overrides": {"openai/gpt-4o": CHEAP}}
    with pytest.raises(UnusableRequestError, match=r"workload\.batch"):
        ask(request(fields))


def test_negotiated_prices_of_the_rate_table_hold_from_their_day(table: RateTable) -> None:
    openai = table.providers["openai"]
    entry = TokenPrices(
        effective_from=date(2026, 11, 1),
        usd_per_million_input_tokens=Decimal(1),
        usd_per_million_output_tokens=Decimal(4),
        source="pricing",
        checked_on=date(2026, 11, 22),
        confirmed=True,
    )
    changed = openai.model_copy(update={"negotiated": {"gpt-4o*": (entry,)}})
    wider = RateTable(
        providers=table.providers | {"openai": changed}, self_hosted=table.self_hosted, policy=table.policy
    )
    contract = asking(TableInUse(wider, "test", "0"), date(2026, 11, 22))
    after, before = contract(request()), contract(request({"as_of": "2026-10-31"}))
    assert after.per_call.current_usd == Decimal("0.0014")
    assert before.per_call.current_usd == Decimal("0.0035")
    assert "gpt-4o-2024-08-06 is priced as negotiated, by the rate table, not by the list" in after.assumptions
    assert contract(overridden("openai/gpt-4o")).assumptions != after.assumptions


def test_a_deployment_is_priced_as_the_model_behind_it(ask: Ask) -> None:
    fields: dict[str, object] = {
        "current": {"provider": "azure", "model": "prod-chat"},
        "deployments": {"prod-chat": {"model": "gpt-4o", "tier": "datazone"}},
    }
    assert ask(request(fields)).per_call.current_usd == Decimal("0.00385")


def test_a_deployment_that_nobody_mapped_is_refused_with_the_remedy(ask: Ask) -> None:
    with pytest.raises(UnusableRequestError) as refused:
        ask(request({"current": {"provider": "azure", "model": "prod-chat"}}))
    (error,) = refused.value.errors
    assert error.field == "current.model"
    assert "send deployments" in error.message


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"gpt-4o": CHEAP}, "must be written provider/model"),
        ({"openai/gpt-4o": {"input": "1"}}, "Field required"),
        ({"openai/gpt-4o": {**CHEAP, "cached_input": "2"}}, "never costs more than a fresh one"),
        ({"openai/gpt-4o": {**CHEAP, "batch_input": "1"}}, "come together"),
        ({"openai/gpt-4o": {**CHEAP, "per_call": "1"}}, "Extra inputs are not permitted"),
    ],
)
def test_terms_that_cannot_be_are_refused(overrides: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        DecisionRequest.model_validate(request({"overrides": overrides}))


def test_an_override_that_is_of_neither_model_is_warned_of(ask: Ask) -> None:
    said = "no override matched today's model or the candidate"
    assert any(each.startswith(said) for each in ask(overridden("openai/gpt-4")).warnings)
    assert not any(each.startswith(said) for each in ask(overridden("openai/gpt-4o")).warnings)


def test_an_override_of_no_provider_is_refused_with_the_one_that_was_meant(ask: Ask) -> None:
    with pytest.raises(UnusableRequestError) as refused:
        ask(overridden("OpenAI/gpt-4o"))
    (error,) = refused.value.errors
    assert error.field == "overrides.OpenAI/gpt-4o"
    assert "did you mean openai?" in error.message


def test_an_override_may_name_the_deployment_as_it_may_for_a_call(ask: Ask) -> None:
    fields: dict[str, object] = {
        "current": {"provider": "azure", "model": "prod-chat"},
        "deployments": {"prod-chat": "gpt-4o"},
        "overrides": {"azure/prod-chat": CHEAP},
    }
    assert ask(request(fields)).per_call.current_usd == Decimal("0.0014")
