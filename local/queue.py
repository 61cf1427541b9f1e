"""Messages in queues: what SQS hands to a function, and what stands in for Lambda's poller here."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from moto.sqs.models import Queue, sqs_backends

from local.environment import REGION
from local.function import FunctionFailedError, LambdaFunction
from local.polling import repeated
from local.proxy import ACCOUNT_ID
from local.template import Template


@dataclass(frozen=True)
class Message:
    """A message as SQS has it; `sent_at` in milliseconds since 1970."""

    body: str
    identity: str
    sent_at: int
    receipt_handle: str


def messages_received(queue: str, messages: Sequence[Message]) -> dict[str, Any]:
    """What SQS hands to a function of messages in a queue."""
    return {"Records": [_record(queue, message) for message in messages]}


def _record(queue: str, message: Message) -> dict[str, Any]:
    return {
        "messageId": message.identity,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": str(message.sent_at),
            "SenderId": ACCOUNT_ID,
            "ApproximateFirstReceiveTimestamp": str(message.sent_at),
        },
        "messageAttributes": {},
        "md5OfBody": hashlib.md5(message.body.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{queue}",
        "awsRegion": REGION,
    }


class Poller:
    """Hands the messages of a queue to its function, and takes those out of the queue that did not fail."""

    def __init__(self, sqs: Any, url: str, function: LambdaFunction, batch_size: int = 1) -> None:
        self._sqs, self._url, self._function, self._batch_size = sqs, url, function, batch_size

    def look(self) -> Iterator[str]:
        """Hand over what waits, and say how it went. Raises botocore's errors."""
        received = self._sqs.receive_message(
            QueueUrl=self._url, AttributeNames=["SentTimestamp"], MaxNumberOfMessages=self._batch_size
        )
        messages = [
            Message(
                message["Body"],
                message["MessageId"],
                int(message["Attributes"]["SentTimestamp"]),
                message["ReceiptHandle"],
            )
            for message in received.get("Messages", ())
        ]
        if messages:
            yield self._hand_over(messages)

    def _hand_over(self, messages: Sequence[Message]) -> str:
        queue = self._url.rpartition("/")[2]
        try:
            answer = self._function.invoke(messages_received(queue, messages), messages[0].identity)
        except FunctionFailedError as error:
            return f"failed {queue}: {error}"
        failed = failed_messages(answer)
        done = [message for message in messages if message.identity not in failed]
        for message in done:
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message.receipt_handle)
        return f"done {len(done)} of {len(messages)} {queue}" if failed else f"done {queue}"


def failed_messages(answer: object) -> set[str]:
    """The messages that a function says are to come again (`ReportBatchItemFailures`)."""
    failures = answer.get("batchItemFailures", []) if isinstance(answer, Mapping) else []
    return {failure["itemIdentifier"] for failure in failures}


@contextmanager
def polled(sqs: Any, urls: Mapping[str, str], template: Template) -> Iterator[None]:
    """Hand over the messages of the queues, by their logical names, while the block runs, and print a line for each.

    At its end those that wait are handed over, for as long as there is time; those that fail stay in their queue.
    """
    with ExitStack() as stack:
        for trigger in template.queue_triggers():
            function = LambdaFunction.imported(template.functions()[trigger.function])
            poller = Poller(sqs, urls[trigger.queue], function, trigger.batch_size)
            stack.enter_context(repeated(poller.look, f"messages of {trigger.queue}", until_none=True))
        yield


def waiting(name: str) -> dict[str, str]:
    """The messages of a queue of this process, in the order in which they were sent: bodies by their identity.

    Those that are being handed over are among them, and those that failed and are to come again later.
    """
    queue = _queue(name)
    # The visible ones first: one that is received meanwhile is in both.
    found = {message.id: message for message in (*queue.messages, *queue.pending_messages.copy())}
    return {message.id: message.body for message in sorted(found.values(), key=attrgetter("sent_timestamp"))}


def put_in(name: str, bodies: Sequence[str]) -> None:
    """Put messages in a queue of this process."""
    for body in bodies:
        sqs_backends[ACCOUNT_ID][REGION].send_message(name, body)


def _queue(name: str) -> Queue:
    return sqs_backends[ACCOUNT_ID][REGION].get_queue(name)
