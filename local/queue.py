"""Messages in a queue: what SQS hands to a function, and what stands in for Lambda's poller here."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from local.environment import REGION
from local.function import FunctionFailedError, LambdaFunction
from local.polling import repeated
from local.proxy import ACCOUNT_ID
from local.template import Template


def message_received(queue: str, body: str, message_id: str, sent_at: int, receipt_handle: str) -> dict[str, Any]:
    """What SQS hands to a function of one message in a queue; `sent_at` in milliseconds since 1970."""
    return {
        "Records": [
            {
                "messageId": message_id,
                "receiptHandle": receipt_handle,
                "body": body,
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": str(sent_at),
                    "SenderId": ACCOUNT_ID,
                    "ApproximateFirstReceiveTimestamp": str(sent_at),
                },
                "messageAttributes": {},
                "md5OfBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{queue}",
                "awsRegion": REGION,
            }
        ]
    }


class Poller:
    """Hands every message of a queue to its function, and takes it out of the queue where that does not fail."""

    def __init__(self, sqs: Any, url: str, function: LambdaFunction) -> None:
        self._sqs, self._url, self._function = sqs, url, function

    def look(self) -> Iterator[str]:
        """Hand over what waits, and say how it went. Raises botocore's errors."""
        received = self._sqs.receive_message(QueueUrl=self._url, AttributeNames=["SentTimestamp"])
        for message in received.get("Messages", ()):
            yield self._hand_over(message)

    def _hand_over(self, message: Mapping[str, Any]) -> str:
        identity, queue = message["MessageId"], self._url.rpartition("/")[2]
        handle, sent_at = message["ReceiptHandle"], int(message["Attributes"]["SentTimestamp"])
        event = message_received(queue, message["Body"], identity, sent_at, handle)
        try:
            self._function.invoke(event, identity)
        except FunctionFailedError as error:
            return f"failed {queue}: {error}"
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=handle)
        return f"done {queue}"


@contextmanager
def polled(sqs: Any, url: str, template: Template) -> Iterator[None]:
    """Hand over the messages of the queue at `url` while the block runs, and print a line for each."""
    [trigger] = template.queue_triggers()
    poller = Poller(sqs, url, LambdaFunction.imported(template.functions()[trigger.function]))
    with repeated(poller.look, "messages"):
        yield
