"""Requests that contradict themselves are refused with the field and the remedy."""

import pytest
from pydantic import ValidationError

from training.request import TrainingCostsRequest

ABOUT = {"provider": "openai", "model": "gpt-4o-mini"}
DATASET = {"dataset": {"tokens": 1_000_000, "epochs": 3}}
STEPS = {"steps": 100, "batch_size": 8, "sequence_length": 4096, "packing": False}
OWN = {"provider": "self_hosted"}
GPUS = {"count": 8, "hours": 1}
RENT = {"usd_per_instance_hour": "10", "gpus_per_instance": 8}
DONE = {"status": "failed"}

CASES = {
    "no amount": (ABOUT, "dataset", "say in exactly one way how much is trained"),
    "two amounts": (ABOUT | DATASET | {"hours": 1}, "hours", "say in exactly one way how much is trained"),
    "steps and a dataset": (ABOUT | DATASET | STEPS, "steps", "say in exactly one way how much is trained"),
    "no model": ({"provider": "openai"} | DATASET, "model", "is missing"),
    "two lengths": (
        ABOUT | {"dataset": {"examples": 1, "tokens": 1, "tokens_per_example": 1}},
        "dataset.tokens",
        "send one of them",
    ),
    "an empty dataset": (ABOUT | {"dataset": {"epochs": 1}}, "dataset.examples", "or dataset.tokens"),
    "a length of unknown examples": (
        ABOUT | {"dataset": {"tokens_per_example": 5, "epochs": 1}},
        "dataset.examples",
        "is missing",
    ),
    "auto epochs of unknown examples": (ABOUT | {"dataset": {"tokens": 5}}, "dataset.epochs", "the number of epochs"),
    "steps with packing": (ABOUT | STEPS | {"packing": True}, "steps", '"packing": false'),
    "a sequence length with packing": (ABOUT | DATASET | {"sequence_length": 1}, "sequence_length", '"packing": false'),
    "steps without a batch": (ABOUT | STEPS | {"batch_size": None}, "batch_size", "is required with steps"),
    "steps without a length": (ABOUT | STEPS | {"sequence_length": None}, "sequence_length", "is required with steps"),
    "a batch without steps": (ABOUT | DATASET | {"packing": False, "batch_size": 8}, "batch_size", "belongs to steps"),
    "padding by the hour": (ABOUT | {"hours": 1, "packing": False}, "packing", "leave it out"),
    "two prices": (
        ABOUT | DATASET | {"usd_per_million_training_tokens": 1, "usd_per_training_hour": 1},
        "usd_per_training_hour",
        "send one price",
    ),
    "a token price for hours": (
        ABOUT | {"hours": 1, "usd_per_million_training_tokens": 1},
        "usd_per_million_training_tokens",
        "send dataset or steps",
    ),
    "an hour's price for tokens": (
        ABOUT | DATASET | {"usd_per_training_hour": 1},
        "usd_per_training_hour",
        "send hours",
    ),
    "validation by the hour": (ABOUT | {"hours": 1, "validation": {"tokens": 1}}, "validation", "leave it out"),
    "a grader of a supervised job": (
        ABOUT | DATASET | {"grader": {"model": "gpt-4o", "input_tokens": 1, "output_tokens": 1}},
        "grader",
        'belongs to method "rft"',
    ),
    "an instance at a provider": (ABOUT | {"gpus": GPUS | RENT}, "gpus", "send count and hours only"),
    "no instance of one's own": (OWN | {"gpus": GPUS}, "gpus.instance", "send exactly one"),
    "two instances": (OWN | {"gpus": GPUS | RENT | {"instance": "aws.g5.xlarge"}}, "gpus.instance", "send exactly one"),
    "a rent of unknown GPUs": (
        OWN | {"gpus": GPUS | {"usd_per_instance_hour": 1}},
        "gpus.gpus_per_instance",
        "is required with gpus.usd_per_instance_hour",
    ),
    "GPUs of an instance twice": (
        OWN | {"gpus": GPUS | {"instance": "aws.g5.xlarge", "gpus_per_instance": 8}},
        "gpus.gpus_per_instance",
        "leave it out",
    ),
    "spot at a stated rent": (OWN | {"gpus": GPUS | RENT | {"purchase": "spot"}}, "gpus.purchase", "leave it out"),
    "a tier of one's own": (OWN | {"gpus": GPUS | RENT, "tier": "global"}, "tier", "leave it out"),
    "one's own without a model": (OWN | {"hours": 1}, "model", "is missing"),
    "one's own by the epoch": (
        OWN | {"model": "lora-70b"} | DATASET | {"job": DONE | {"epochs_done": 1}},
        "job",
        "send hours in place of dataset",
    ),
    "rented GPUs in the queue": (
        OWN | {"gpus": GPUS | RENT, "job": DONE | {"stage": "queued"}},
        "job.stage",
        "are paid",
    ),
    "a success in the queue": (
        ABOUT | DATASET | {"job": {"status": "succeeded", "stage": "queued"}},
        "job.stage",
        "was trained",
    ),
    "a success that was not finished": (
        ABOUT | DATASET | {"job": {"status": "succeeded", "epochs_done": 1}},
        "job.epochs_done",
        "leave it out",
    ),
    "epochs before training": (
        ABOUT | DATASET | {"job": DONE | {"stage": "queued", "epochs_done": 1}},
        "job.epochs_done",
        "leave it out",
    ),
    "a failure without its epochs": (ABOUT | DATASET | {"job": DONE}, "job.epochs_done", "is missing"),
    "a failure without its steps": (ABOUT | STEPS | {"job": DONE}, "job.steps_done", "is missing"),
    "a failure without its hours": (ABOUT | {"hours": 1, "job": DONE}, "job.hours_done", "is missing"),
    "steps done of epochs": (
        ABOUT | DATASET | {"job": DONE | {"epochs_done": 1, "steps_done": 1}},
        "job.steps_done",
        "send job.epochs_done",
    ),
    "more steps than planned": (
        ABOUT | STEPS | {"job": DONE | {"steps_done": 101}},
        "job.steps_done",
        "cannot be more",
    ),
    "more hours than planned": (
        ABOUT | {"hours": {"low": 1, "high": 2}, "job": DONE | {"hours_done": 3}},
        "job.hours_done",
        "cannot be more",
    ),
}


@pytest.mark.parametrize(("request_", "field", "remedy"), CASES.values(), ids=CASES)
def test_what_contradicts_itself_is_refused_with_the_field_and_the_remedy(request_, field, remedy):
    with pytest.raises(ValidationError) as caught:
        TrainingCostsRequest.model_validate(request_)
    [error] = caught.value.errors()
    assert error["type"] == "not_allowed"
    assert (error["ctx"]["field"], remedy in error["ctx"]["message"]) == (field, True), error["ctx"]


@pytest.mark.parametrize(
    "request_", [ABOUT | DATASET, ABOUT | STEPS, OWN | {"gpus": GPUS | RENT}, ABOUT | {"hours": 0}]
)
def test_what_is_consistent_is_taken(request_):
    assert TrainingCostsRequest.model_validate(request_).provider == request_["provider"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"hours": "60"}, "must be a number, without quotes"),
        ({"hours": {"low": "60", "high": 70}}, "low must be a number, without quotes"),
        ({"dataset": {"tokens": 1, "epochs": 3}, "runs": "2"}, "must be a number, without quotes"),
        ({"dataset": {"examples": "50", "tokens_per_example": 9}}, "must be a number, without quotes"),
    ],
)
def test_a_quantity_in_quotes_is_refused_with_the_remedy(field, said):
    with pytest.raises(ValidationError) as caught:
        TrainingCostsRequest.model_validate(ABOUT | field)
    assert [error["msg"] for error in caught.value.errors()] == [said]
