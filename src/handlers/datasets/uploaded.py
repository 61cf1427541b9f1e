"""A training file arrived in the bucket, as EventBridge tells: checked in one pass, or split for the state machine."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from datasets.storage.bucket import Stored
from datasets.storage.keys import place_of
from datasets.uploads.beginning import Limits, Outcome, Taken, take
from handlers import metrics, wiring
from handlers.log import logger
from handlers.object_created import ObjectCreated
from handlers.settings import Settings


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    """Checks one file. What is raised makes Lambda try again, and then keep the event."""
    with metrics.one_request():
        taken = _taken(ObjectCreated.model_validate(event), context)
        if taken.findings is not None:
            metrics.count_dataset(taken.findings.training.bytes, taken.findings.training.examples)
    logger.info("upload", extra={"upload": {"outcome": taken.outcome, "bytes": taken.bytes}})
    return {"outcome": taken.outcome}


def _taken(created: ObjectCreated, context: LambdaContext) -> Taken:
    made = created.in_bucket(wiring.datasets_bucket(), "DATASETS_BUCKET")
    place = place_of(made.key)
    if place is None:
        return Taken(Outcome.NOTHING_TO_DO)
    limits = Limits(
        Settings.from_environment().dataset_one_pass_bytes,
        lambda: context.get_remaining_time_in_millis() / 1000,
    )
    check = wiring.upload_checks(patient=True).at(place)
    training = Stored(made.etag.strip('"'), made.size)
    return take(check, training, limits, lambda *parts: wiring.dataset_machine().start(*parts), wiring.now)
