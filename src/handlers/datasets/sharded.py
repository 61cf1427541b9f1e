"""What the state machine calls: checks one part of a file, and puts together what was found in all."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict

from datasets.storage.checks import Check
from datasets.storage.keys import Place
from datasets.uploads import parts
from handlers import metrics, wiring
from handlers.log import logger


class _Event(BaseModel):
    # What is raised is logged by Lambda in its own words, which must not be those of the event.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    owner: str
    id: str

    @property
    def check(self) -> Check:
        """The check that it is about."""
        return wiring.upload_checks(patient=True).at(Place(self.owner, self.id))


class ShardEvent(_Event):
    """One part of a check."""

    shard: parts.Part


class MergeEvent(_Event):
    """All parts of a check, and the `failure` where not all of them could be checked."""

    shards: tuple[parts.Part, ...]
    failure: dict[str, Any] | None = None


@logger.inject_lambda_context(clear_state=True)
def check_shard(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Checks one part. What is raised makes the state machine try again, where that may help."""
    asked = ShardEvent.model_validate(event)
    profile = parts.check_part(asked.check, asked.shard)
    done = {"bytes": profile.bytes, "lines": profile.lines}
    logger.info("shard", extra={"shard": done})
    return done


@logger.inject_lambda_context(clear_state=True)
def merge(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Puts the parts together; where the machine gave up, tells that. What is raised is tried again as above."""
    asked = MergeEvent.model_validate(event)
    if asked.failure is not None:
        parts.give_up(asked.check)
        logger.error("a check in parts was given up", extra={"shards": len(asked.shards)})
        return {"shards": 0}
    with metrics.one_request():
        findings = parts.merge(asked.check, asked.shards, wiring.now())
        metrics.count_dataset(findings.training.bytes, findings.training.examples)
    logger.info("merged", extra={"merged": {"shards": len(asked.shards), "bytes": findings.training.bytes}})
    return {"shards": len(asked.shards)}
