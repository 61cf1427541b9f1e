"""Jobs that failed or were cancelled are billed for what was done, and for nothing before training."""

from decimal import Decimal

import pytest

from costs.quantities import Range
from tests.training.building import ask, expected_usd, refused, small


def million(job, **request):
    dataset = {"tokens": 1_000_000, "epochs": 3}
    return ask(provider="openai", model="gpt-4o", dataset=dataset, job=job, **request)


def test_a_failed_job_is_billed_to_its_last_checkpoint():
    found = million({"status": "failed", "epochs_done": 1})
    assert (expected_usd(found), found.epochs) == (Decimal(25), 3)
    assert [line.name for line in found.lines] == ["training: 1,000,000 tokens in 1 of 3 epochs"]
    assert "job: a failed job is billed up to its last checkpoint" in found.assumptions


def test_a_cancelled_job_is_billed_for_the_steps_done():
    about = {"steps": 1000, "batch_size": 8, "sequence_length": 8192, "packing": False}
    found = small(**about, job={"status": "cancelled", "steps_done": 500})
    assert found.billable_tokens == Range.of(Decimal(32_768_000))
    assert "job: a cancelled job is billed for what was done" in found.assumptions


def test_a_job_by_the_hour_is_billed_for_the_hours_done():
    found = ask(
        provider="hours", model="thinker", method="rft", hours=10, job={"status": "cancelled", "hours_done": 2.5}
    )
    assert expected_usd(found) == Decimal(250)


@pytest.mark.parametrize("stage", ["queued", "safety_check"])
@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_nothing_is_billed_before_training(status, stage):
    found = million({"status": status, "stage": stage})
    assert (found.status, expected_usd(found), found.lines) == ("priced", Decimal(0), ())
    assert found.billable_tokens == Range.of(Decimal(0))
    assert "job: nothing is billed for the queue and the safety check before training" in found.assumptions


def test_a_job_that_never_trained_has_no_minimum_fee_and_no_grader():
    job = {"status": "cancelled", "stage": "queued"}
    assert expected_usd(small(dataset={"tokens": 1000, "epochs": 1}, job=job)) == 0
    grader = {"model": "thinker", "input_tokens": 10_000, "output_tokens": 10_000}
    assert expected_usd(ask(provider="hours", model="thinker", method="rft", hours=1, grader=grader, job=job)) == 0


def test_a_job_without_a_checkpoint_is_billed_nothing():
    assert expected_usd(million({"status": "failed", "epochs_done": 0})) == 0


def test_a_job_that_failed_in_training_still_costs_the_minimum_fee():
    found = small(dataset={"tokens": 1_000_000, "epochs": 3}, job={"status": "failed", "epochs_done": 1})
    assert (expected_usd(found), found.minimum_usd_applied) == (Decimal(4), Decimal(4))


def test_a_job_that_succeeded_is_a_whole_one():
    assert million({"status": "succeeded"}).total_usd == million(None).total_usd


def test_the_evaluations_of_a_job_that_ended_are_those_that_were_made():
    about = {"dataset": {"tokens": 10_000_000, "epochs": 3}, "validation": {"tokens": 1_000_000, "evaluations": 2}}
    found = small(**about, job={"status": "cancelled", "epochs_done": 1})
    assert found.billable_tokens == Range.of(Decimal(12_000_000))
    assert "validation.evaluations: those that were made before the job ended" in found.assumptions


def test_auto_epochs_bound_those_that_were_done():
    about = {"provider": "openai", "model": "gpt-4o", "dataset": {"examples": 100, "tokens": 1000}}
    assert refused(**about, job={"status": "failed", "epochs_done": 4}) == {
        "job.epochs_done": "cannot be more than the job's 3 epochs"
    }
    assert expected_usd(ask(**about, job={"status": "failed", "epochs_done": 2.5})) == Decimal("0.0625")
