"""The function that writes what waits in the queue: the messages of a batch that fail come again, the others do not."""

from collections import Counter
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics, wiring
from handlers.log import logger
from handlers.spend.queue import entries_of
from spend.ledger.committing import NotRecordedError, Outcome

# Raised by a batch of which all failed, an outage would be an error of the function and not one of its messages.
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


_ENOUGH_MILLISECONDS = 15_000
"""For one message where DynamoDB is slow: what the ledger takes until it gives up, and the call that it is in then."""


class NoTimeError(RuntimeError):
    """There is not enough time left for a message. It comes again."""


def write(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """Write the entries of one message. What is raised has SQS hand that message over again."""
    if lambda_context.get_remaining_time_in_millis() < _ENOUGH_MILLISECONDS:
        # Lambda would stop the function in the midst of it, and SQS hand the whole batch over again, without a word.
        logger.warning("no time for a message", extra={"message_id": record.message_id})
        raise NoTimeError("no time for a message")
    try:
        entries = entries_of(record.body)
        outcomes = wiring.ledger().record(entries)
    except NotRecordedError as error:
        logger.warning("usage not written", extra={"left": len(error.left), "reason": str(error)})
        raise
    except ValueError:
        # Without its cause, which holds what was sent. It comes again until it is put aside, which rings an alarm.
        logger.error("a message is none of ours", extra={"message_id": record.message_id})
        raise ValueError("a message is none of ours") from None
    refused = sum(outcome is Outcome.REFUSED for outcome in outcomes.values())
    new = [entry for entry in entries if outcomes[entry.id] is Outcome.NEW]
    metrics.count_usage(len(new), sum(not entry.priced for entry in new))
    logger.info("usage written", extra={"usage": Counter(outcomes.values())})
    if refused:
        # The others are written. The message comes again, and is put aside at last, with an alarm: none is lost.
        logger.error("the tables refuse usage", extra={"message_id": record.message_id, "records": refused})
        raise ValueError("the tables refuse some of a message")


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Writes one batch of SQS, and answers with the messages that are to come again."""
    with metrics.one_request():
        answer = process_partial_response(event, write, processor, context)
        metrics.count_failed_messages(len(answer["batchItemFailures"]))
    return dict(answer)
