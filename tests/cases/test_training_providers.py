"""What each provider bills for a training job, asked over HTTP and answered from the shipped rates."""

from decimal import Decimal

import pytest

from tests.handlers.http import post

MILLION = 1_000_000


def costs(provider, model, **request):
    about = {"provider": provider, "model": model, "as_of": "2026-11-22"}
    found = post("/v1/training-costs", about | request)
    assert found.status == 200, found.text
    return found.json


def usd(answer):
    return Decimal(answer["total_usd"]["expected"])


def test_openai_bills_reinforcement_by_the_second_and_to_the_cent():
    found = costs("openai", "o4-mini", method="rft", hours=1.23456, as_of="2026-06-30")
    assert usd(found) == Decimal("123.44")


def test_openai_cuts_an_example_at_its_cap():
    dataset = {"examples": 100, "tokens_per_example": 70_000, "epochs": 1}
    assert usd(costs("openai", "gpt-4o-mini", dataset=dataset)) == 100 * 65_536 * Decimal(3) / MILLION


@pytest.mark.parametrize(
    ("tier", "dollars"), [("global", "25"), ("datazone", "27.5"), ("regional", "33"), ("developer", "12.5")]
)
def test_azure_has_a_price_for_each_tier(tier, dollars):
    assert usd(costs("azure", "gpt-4o", tier=tier, dataset={"tokens": MILLION, "epochs": 1})) == Decimal(dollars)


def test_azure_has_a_price_for_each_region():
    about = {"tier": "regional", "region": "southeastasia", "dataset": {"tokens": MILLION, "epochs": 1}}
    assert usd(costs("azure", "gpt-4o-mini", **about)) == Decimal("3.96")


def test_mistral_takes_a_minimum_fee_for_every_job():
    found = costs("mistral", "open-mistral-nemo", dataset={"tokens": MILLION, "epochs": 3}, runs=2)
    assert (usd(found), found["minimum_usd_applied"], found["confirmed"]) == (8, "4", False)


@pytest.mark.parametrize(
    ("method", "tuning", "dollars"),
    [("sft", "lora", "0.48"), ("sft", "full", "0.54"), ("dpo", "lora", "1.2"), ("dpo", "full", "1.35")],
)
def test_together_goes_by_the_models_size_and_prices_adapters_apart(method, tuning, dollars):
    model = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"
    found = costs("together", model, method=method, tuning=tuning, dataset={"tokens": MILLION, "epochs": 1})
    assert usd(found) == Decimal(dollars)


@pytest.mark.parametrize(("examples", "warned"), [(2, True), (3, False), (3_000_000, False), (3_000_001, True)])
def test_fireworks_takes_from_three_to_three_million_examples(examples, warned):
    found = costs(
        "fireworks", "llama-v3p1-8b-instruct", dataset={"examples": examples, "tokens": 100 * MILLION, "epochs": 1}
    )
    assert usd(found) == 50
    assert any("takes no file of" in said for said in found["warnings"]) == warned


@pytest.mark.parametrize("model", ["amazon.nova-pro-v1:0", "meta.llama3-3-70b-instruct-v1:0"])
def test_what_bedrock_trains_at_a_price_that_nobody_confirmed_is_unpriced(model):
    found = costs("bedrock", model, dataset={"tokens": MILLION, "epochs": 1})
    assert (found["status"], found["total_usd"], found["available"]["status"]) == ("unpriced", None, "open")
    assert "could be confirmed: send usd_per_million_training_tokens" in found["reason"]


@pytest.mark.parametrize(
    ("provider", "model", "since", "successor"),
    [
        ("cohere", "command-r-08-2024", "2025-09-15", None),
        ("databricks", "meta-llama/Llama-3.1-8B-Instruct", "2026-08-14", "AI Runtime"),
        ("google", "gemini-2.5-flash", "2025-05-01", "Vertex AI"),
    ],
)
def test_a_closed_offer_says_since_when_and_what_there_is_instead(provider, model, since, successor):
    available = costs(provider, model, dataset={"tokens": MILLION, "epochs": 1})["available"]
    assert (available["status"], available["since"], available["successor"]) == ("closed", since, successor)


@pytest.mark.parametrize(
    ("as_of", "status"), [("2026-09-09", "limited"), ("2027-01-05", "limited"), ("2027-01-06", "closed")]
)
def test_openai_takes_its_last_job_on_the_day_before_it_closes(as_of, status):
    found = costs("openai", "gpt-4o-mini", dataset={"tokens": MILLION, "epochs": 1}, as_of=as_of)
    assert (found["available"]["status"], found["retires_on"]) == (status, "2027-01-14")


def test_azure_bills_graders_at_data_zone_prices_unless_a_tier_is_said():
    job = {"method": "rft", "hours": 1, "tier": "global"}
    grader = {"model": "gpt-4o", "input_tokens": MILLION, "output_tokens": MILLION}
    found = costs("azure", "o4-mini", **job, grader=grader)
    assert usd(found) == 100 + Decimal("2.75") + 11
    assert "grader.tier: datazone, in which Azure OpenAI bills graders" in found["assumptions"]
    assert usd(costs("azure", "o4-mini", **job, grader=grader | {"tier": "global"})) == Decimal("112.5")
