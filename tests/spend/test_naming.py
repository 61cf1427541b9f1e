"""Which model is billed where the request and the response both name one."""

import pytest

from tests.spend.asking import price, why
from tests.spend.responses import chat, converse, gemini

FEW = {"prompt_tokens": 1_000_000, "completion_tokens": 0}


def _answered(by, **request):
    return price(response=chat(FEW, model=by), at="2026-11-22", **request)


def test_the_model_that_answered_is_billed_and_the_difference_is_told():
    answer = _answered("history", model="full")
    assert (answer.base_model, answer.model, answer.cost_usd) == ("history", "history", 5)
    assert answer.warnings == ("history answered and was billed, not full, which was asked for",)


def test_another_name_of_the_same_model_is_no_difference():
    answer = _answered("full", model="full-alias")
    assert (answer.base_model, answer.warnings) == ("full", ())


def test_the_response_alone_is_enough():
    assert _answered("full").cost_usd == 10


def test_a_response_that_names_no_model_is_priced_as_what_was_asked_for():
    answer = price(response=converse({"inputTokens": 1_000_000, "outputTokens": 0}), model="amazon.nova-v1:0")
    assert (answer.provider, answer.cost_usd) == ("bedrock", 1)


def test_a_fine_tune_that_answers_with_its_bases_name_stays_a_fine_tune():
    assert _answered("full", model="ft:full:acme::x").kind == "fine_tuned"


def test_a_fine_tune_that_answers_for_its_base_is_told_by_the_response():
    answer = _answered("ft:full:acme::x", model="full")
    assert (answer.kind, answer.cost_usd) == ("fine_tuned", 15)


def test_a_deployments_answer_says_which_model_is_behind_it():
    answer = _answered("served.ft-abc", model="prod-chat", provider="azure")
    assert (answer.provider, answer.kind, answer.base_model) == ("azure", "fine_tuned", "served")


def test_a_tuned_endpoint_that_answers_with_its_bases_name_is_a_fine_tune():
    name = "projects/1/locations/us-central1/endpoints/456"
    answer = price(response=gemini({"promptTokenCount": 1_000_000}), model=name)
    assert (answer.provider, answer.kind, answer.cost_usd) == ("vertex", "fine_tuned", 3)


def test_another_model_than_the_one_asked_for_is_sought_at_the_same_provider():
    answer = price(response=gemini({"promptTokenCount": 1_000_000}, modelVersion="gemini-y"), model="gemini-x")
    assert answer.base_model == "gemini-y"
    assert why(_answered("gemini-x", model="full")) == "unknown_model"


def test_a_name_that_the_table_does_not_know_is_not_priced_as_what_was_asked_for():
    assert why(_answered("full-2027", model="full")) == "unknown_model"


def test_the_owners_mapping_counts_where_the_responses_name_says_nothing():
    answer = _answered("whatever", model="prod", provider="openai", deployments={"prod": "full"})
    assert answer.base_model == "full"


def test_the_response_counts_where_the_request_says_nothing():
    assert _answered("full", model="whatever").base_model == "full"


@pytest.mark.parametrize("tier", ["datazone", None])
def test_the_tier_of_the_request_holds_for_the_responses_name(tier):
    answer = _answered("served", model="served", provider="azure", tier=tier)
    assert answer.cost_usd == (2 if tier else 1)


def test_a_model_beside_a_deployment_says_what_is_behind_it():
    answer = price(model="served", deployment="my-chat", provider="azure")
    assert (answer.base_model, answer.model) == ("served", "my-chat")
    name = "arn:aws:bedrock:us-east-1:1:provisioned-model/x"
    assert why(price(model="amazon.nova-v1:0", deployment=name)) == "billed_by_the_hour"


def test_a_mapping_wins_over_a_model_beside_a_deployment():
    answer = price(model="nova", deployment="my-chat", provider="azure", deployments={"my-chat": "served"})
    assert answer.base_model == "served"


CONTRADICTED = ("served answered and was billed, not other, which was asked for",)


def test_a_mapping_that_contradicts_the_model_beside_it_is_told():
    mapped = {"deployment": "my-chat", "provider": "azure", "deployments": {"my-chat": "served"}}
    assert price(model="other", **mapped).warnings == CONTRADICTED
    assert price(model="served", **mapped).warnings == ()
    assert price(model="nobodys", **mapped).warnings == ()


def test_the_contradiction_is_told_where_the_response_agrees_with_the_mapping_too():
    mapped = {"deployment": "my-chat", "provider": "azure", "deployments": {"my-chat": "served"}}
    assert _answered("served", model="other", **mapped).warnings == CONTRADICTED


def test_a_deployment_whose_own_name_is_another_models_is_told():
    assert price(model="served", deployment="other", provider="azure").warnings == CONTRADICTED


@pytest.mark.parametrize(
    "request_",
    [
        {"provider": "xai", "model": "whatever"},
        {"provider": "x-ai", "model": "grok-x"},
        {"model": "grok-x"},
        {"model": "my-grok", "deployments": {"my-grok": "xai/grok-x"}},
        {},
    ],
)
def test_reasoning_stands_beside_the_completion_of_whatever_is_known_to_be_xais(request_):
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "completion_tokens_details": {"reasoning_tokens": 5}}
    answer = price(response=chat(usage, model="grok-x"), **request_)
    assert answer.tokens.output_tokens == 7
