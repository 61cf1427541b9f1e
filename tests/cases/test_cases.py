"""Real names and real usage, collected from providers' documents and from other tools' bug reports, over HTTP."""

from pathlib import Path

import pytest
import yaml

from tests.handlers.http import get, post

DAY = "2026-11-22"


def _cases(file):
    cases = yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return [pytest.param(case, id=" ".join(filter(None, (case["id"], str(case.get("title") or ""))))) for case in cases]


def _field(answer, path):
    for name in path.split("."):
        answer = answer[name]
    return answer


def _agree(answer, expected):
    assert {path: _field(answer, path) for path in expected} == expected


@pytest.mark.parametrize("case", _cases("usage_prices.yaml"))
def test_a_call_costs_what_it_was_billed(case):
    answer = post("/v1/usage-prices", {"at": DAY} | case["request"])
    assert answer.status == 200, answer.text
    _agree(answer.json, case["expected"])


@pytest.mark.parametrize("case", _cases("names.yaml"))
def test_a_name_means_what_its_provider_means_by_it(case):
    _agree(get("/v1/models", as_of=DAY, **case["query"]).json["resolution"], case["expected"])


@pytest.mark.parametrize("case", _cases("refused.yaml"))
def test_a_count_that_cannot_be_is_refused(case):
    answer = post("/v1/usage-prices", case["body"])
    assert answer.status == 422
    assert list(answer.errors) == [case["field"]]


def _priced(model, **more):
    return post(
        "/v1/usage-prices",
        {"model": model, "usage": {"input_tokens": 1_000_000, "output_tokens": 0}, "at": DAY, **more},
    ).json


@pytest.mark.parametrize(
    "name",
    [
        "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-micro-v1:0",
        "arn:aws-cn:bedrock:cn-north-1::foundation-model/amazon.nova-micro-v1:0",
        "bedrock/us-gov-west-1/amazon.nova-micro-v1:0",
    ],
)
def test_a_partition_of_aws_without_a_price_is_not_billed_at_the_commercial_one(name):
    answer = _priced(name)
    assert (answer["status"], answer["base_model"], answer["cost_usd"]) == ("unpriced", "amazon.nova-micro-v1:0", None)
    assert answer["reason"]["code"] == "tier_not_sold"


def test_a_partition_of_aws_with_a_price_of_its_own_has_that():
    sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0"
    found = _priced(f"arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.{sonnet}")
    assert (found["status"], found["rates"]["usd_per_million_input_tokens"]) == ("priced", "7.2")  # a long call
    assert found["rates"]["long_context"] is True


def test_a_checkpoint_of_tinkers_asks_for_the_model_behind_it():
    name = "tinker://0034d8c9-0a88-52a9-b2b7-bce7cb1e6fef:train:0/sampler_weights/000080"
    answer = _priced(name)
    assert (answer["provider"], answer["kind"], answer["reason"]["code"]) == ("tinker", "fine_tuned", "needs_mapping")
    mapped = _priced(name, deployments={name: "Qwen3-8B"})
    assert (mapped["base_model"], mapped["kind"], mapped["cost_usd"]) == ("Qwen3-8B", "fine_tuned", None)
    assert mapped["reason"]["code"] == "no_price"
