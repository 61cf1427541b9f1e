"""What of a training request contradicts itself, by field, with the remedy."""

from collections.abc import Iterator

from ratebook.self_hosting import SELF_HOSTED
from training.job import JobOutcome, RentedGpus, TrainingDataset, TrainingJob

type Found = tuple[str, str]
"""A field, and what is wrong with it and how to mend it."""

_WAYS = "dataset, steps (with batch_size and sequence_length), hours or gpus"
_BY_TOKEN = ("dataset", "steps")
_DONE = {"dataset": "epochs_done", "steps": "steps_done", "hours": "hours_done", "gpus": "hours_done"}
_ENDED = {"failed": "failed", "cancelled": "was cancelled"}
_NOT_SELF_HOSTED = (
    *("tier", "region", "grader", "validation", "steps"),
    *("usd_per_million_training_tokens", "usd_per_training_hour"),
)


def contradictions(request: TrainingJob) -> Iterator[Found]:
    """Every contradiction, the amount first: what comes after may be read only where there is exactly one."""
    given = request.amounts
    if len(given) != 1:
        field, what = (given[1], "is one amount too many") if given else ("dataset", "is missing")
        yield field, f"{what}; say in exactly one way how much is trained: {_WAYS}"
        return
    if request.dataset is not None:
        yield from _in_dataset(request.dataset)
    yield from _with_provider(request)
    yield from _with_padding(request)
    yield from _with_price(request)
    if request.validation is not None and request.amount not in _BY_TOKEN:
        yield "validation", "is billed by the token; leave it out of a job by the hour"
    if request.grader is not None and request.method != "rft":
        yield "grader", 'belongs to method "rft"; leave it out'
    if request.job is not None:
        yield from _with_job(request, request.job)


def _in_dataset(dataset: TrainingDataset) -> Iterator[Found]:
    if dataset.tokens is not None and dataset.tokens_per_example is not None:
        yield "dataset.tokens", "stands in place of dataset.tokens_per_example; send one of them"
    if dataset.examples is None and dataset.tokens is None:
        yield "dataset.examples", "is missing; send it with tokens_per_example, or dataset.tokens for the whole file"
    elif dataset.examples is None and dataset.epochs == "auto":
        yield "dataset.epochs", '"auto" goes by dataset.examples: send them too, or the number of epochs'


def _with_provider(request: TrainingJob) -> Iterator[Found]:
    if request.model is None and not (request.provider == SELF_HOSTED and request.gpus):
        yield "model", f"is missing; it is required unless the provider is {SELF_HOSTED}, with gpus"
    if request.provider != SELF_HOSTED:
        if request.gpus is not None and request.gpus.names_an_instance:
            yield "gpus", f"an instance is rented by the provider {SELF_HOSTED}; send count and hours only"
        return
    if request.gpus is not None:
        yield from _in_rented_gpus(request.gpus)
    for field in _NOT_SELF_HOSTED:
        if getattr(request, field) is not None:
            yield field, f"is of no meaning for {SELF_HOSTED}, which pays for hours; leave it out"
    if request.job is not None and request.dataset is not None:
        yield "job", "needs the hours of the job; send hours in place of dataset"


def _in_rented_gpus(gpus: RentedGpus) -> Iterator[Found]:
    if (gpus.instance is None) == (gpus.usd_per_instance_hour is None):
        yield "gpus.instance", "send exactly one of gpus.instance and gpus.usd_per_instance_hour"
    if gpus.usd_per_instance_hour is not None and gpus.gpus_per_instance is None:
        yield "gpus.gpus_per_instance", "is missing; it is required with gpus.usd_per_instance_hour"
    if gpus.instance is not None and gpus.gpus_per_instance is not None:
        yield "gpus.gpus_per_instance", "is known of gpus.instance; leave it out"
    if gpus.usd_per_instance_hour is not None and gpus.purchase == "spot":
        yield "gpus.purchase", "chooses a price of gpus.instance; leave it out where the rent is stated"


def _with_padding(request: TrainingJob) -> Iterator[Found]:
    if not request.packing and (request.amount not in _BY_TOKEN or request.provider == SELF_HOSTED):
        yield "packing", "is of no meaning where hours are paid for; leave it out"
    for field in ("steps", "batch_size", "sequence_length"):
        if request.packing and getattr(request, field) is not None:
            yield field, 'belongs to "packing": false; send that too, or leave it out'
    if request.steps is None:
        if request.batch_size is not None:
            yield "batch_size", "belongs to steps; send them too, or leave it out"
        return
    for field in ("batch_size", "sequence_length"):
        if getattr(request, field) is None:
            yield field, "is missing; it is required with steps"


def _with_price(request: TrainingJob) -> Iterator[Found]:
    by_token, by_hour = request.usd_per_million_training_tokens, request.usd_per_training_hour
    if by_token is not None and by_hour is not None:
        yield "usd_per_training_hour", "send one price, usd_per_million_training_tokens or usd_per_training_hour"
    if by_token is not None and request.amount not in _BY_TOKEN:
        yield "usd_per_million_training_tokens", "prices tokens; send dataset or steps with it"
    if by_hour is not None and request.amount != "hours":
        yield "usd_per_training_hour", "prices hours; send hours with it"


def _with_job(request: TrainingJob, job: JobOutcome) -> Iterator[Found]:
    needed = _DONE[request.amount]
    if job.status == "succeeded" and not job.trained:
        yield "job.stage", 'a job that succeeded was trained; send "training", or leave it out'
    if request.provider == SELF_HOSTED and not job.trained:
        yield "job.stage", 'rented GPUs are paid whatever the stage; send "training" and job.hours_done'
    if job.status == "succeeded" or not job.trained:
        for field in job.stated:
            yield f"job.{field}", "is for a job that failed or was cancelled in training; leave it out"
        return
    for field in job.stated:
        if field != needed:
            yield f"job.{field}", f"does not fit {request.amount}; send job.{needed}"
    if needed not in job.stated:
        yield f"job.{needed}", f"is missing; a job that {_ENDED[job.status]} in training is billed for what was done"
    yield from _more_done_than_planned(request, job)


def _more_done_than_planned(request: TrainingJob, job: JobOutcome) -> Iterator[Found]:
    hours = request.gpus.hours if request.gpus else request.hours
    if job.steps_done is not None and request.steps is not None and job.steps_done > request.steps:
        yield "job.steps_done", "cannot be more than steps"
    if job.hours_done is not None and hours is not None and job.hours_done > hours.high:
        yield "job.hours_done", "cannot be more than the hours of the whole job"
