"""Real cases of training jobs, asked over HTTP and answered from the shipped rates.

A case's `train_tokens` are our `dataset.tokens`, its `rate_per_m` our `usd_per_million_training_tokens`; where a case
names no model, one that the provider trains by that method stands for it.
"""

from decimal import Decimal

import pytest

from tests.handlers.http import post

ON = "2026-11-22"
MILLION = 1_000_000


def costs(**request):
    found = post("/v1/training-costs", request)
    assert found.status == 200, found.text
    return found.json


def usd(answer):
    return Decimal(answer["total_usd"]["expected"])


def test_train_01_tokens_times_epochs_times_the_rate_and_validation_is_free():
    about = {"provider": "openai", "model": "gpt-4.1-2025-04-14", "as_of": "2026-04-01"}
    found = costs(**about, dataset={"tokens": MILLION, "epochs": 3}, validation={"tokens": MILLION})
    assert (usd(found), found["lines"][0]["unit_price_usd"]) == (75, "25")


TRAIN_03 = {1: 25, 4: 25, 5: 20, 10: 10, 25: 4, 26: 3, 33: 3, 34: 3, 8333: 3, 8334: 2, 12_500: 2, 12_501: 1}


@pytest.mark.parametrize(("examples", "epochs"), TRAIN_03.items())
def test_train_03_auto_epochs_are_those_of_the_published_heuristic(examples, epochs):
    about = {"provider": "openai", "model": "gpt-4o-mini", "as_of": ON}
    found = costs(**about, dataset={"examples": examples, "tokens_per_example": 100, "epochs": "auto"})
    assert found["epochs"] == epochs
    assert Decimal(found["billable_tokens"]["expected"]) == examples * 100 * epochs


def test_train_05_azure_bills_tokens_times_epochs_at_the_callers_rate():
    about = {"provider": "azure", "model": "gpt-4.1-mini", "method": "sft", "as_of": ON}
    found = costs(**about, dataset={"tokens": MILLION, "epochs": 2}, usd_per_million_training_tokens="2")
    assert (usd(found), found["price_source"]) == (4, "stated in the request")


def test_train_07_a_regional_price_is_the_dearest_regions_where_none_is_named():
    about = {"provider": "azure", "model": "gpt-4.1-nano", "dataset": {"tokens": MILLION, "epochs": 1}, "as_of": ON}
    found = costs(**about, tier="regional")
    assert (found["total_usd"]["low"], found["total_usd"]["expected"], found["total_usd"]["high"]) == (
        "1.65",
        "1.98",
        "1.98",
    )
    assert any(said.startswith("region: not said") for said in found["assumptions"])
    assert usd(costs(**about, tier="global")) == Decimal("1.5")


@pytest.mark.parametrize(("hours", "dollars"), [("49", 4900), ("50", 5000), ("60", 5000)])
def test_train_09_a_reinforcement_job_pauses_at_azures_cap(hours, dollars):
    found = costs(provider="azure", model="o4-mini", method="rft", hours=int(hours), as_of=ON)
    assert usd(found) == dollars
    assert any("pauses a job at 5,000 USD and asks" in said for said in found["warnings"]) == (hours == "60")


def together(**request):
    return costs(
        provider="together",
        model=TOGETHER_MODEL,
        packing=False,
        steps=1000,
        batch_size=8,
        sequence_length=8192,
        as_of=ON,
        **request,
    )


TOGETHER_MODEL = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"


def test_train_12_without_packing_together_bills_the_padded_length_and_validation():
    assert together(validation={"tokens": 10 * MILLION})["billable_tokens"]["expected"] == "75536000"


def test_train_12_a_cancelled_job_bills_the_steps_done():
    found = together(job={"status": "cancelled", "steps_done": 250})
    assert found["billable_tokens"]["expected"] == "16384000"


def test_train_15_nine_gpus_are_two_instances_of_eight():
    gpus = {"count": 9, "gpus_per_instance": 8, "hours": 1, "usd_per_instance_hour": "32.80"}
    found = costs(provider="self_hosted", gpus=gpus, as_of=ON)
    assert (found["instances"], usd(found)) == (2, Decimal("65.6"))


def failed(job):
    about = {"provider": "azure", "model": "gpt-4.1", "method": "sft", "usd_per_million_training_tokens": "25"}
    return costs(**about, dataset={"tokens": MILLION, "epochs": 3}, job=job, as_of=ON)


def test_train_17_a_failed_job_bills_to_its_last_checkpoint():
    assert usd(failed({"status": "failed", "epochs_done": 1})) == 25


@pytest.mark.parametrize("stage", ["queued", "safety_check"])
def test_train_17_what_was_cancelled_before_training_bills_nothing(stage):
    assert usd(failed({"status": "cancelled", "stage": stage})) == 0
