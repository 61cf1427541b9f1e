"""The queue of answers that are sent to Slack after its request was acknowledged."""

import hashlib

from pydantic import BaseModel

from handlers.aws import Queues
from handlers.only_json import NotAwsError


class FollowUps:
    """The queue, which takes one answer to a request once: for five minutes its identity is known to SQS."""

    def __init__(self, queues: Queues, url: str) -> None:
        self._queues, self._url = queues, url

    def send(self, follow_up: BaseModel, identity: str) -> None:
        """Have an answer sent. Raises botocore's errors, also where the queue's answer is none."""
        digest = hashlib.sha256(identity.encode()).hexdigest()
        sent = self._queues.send_message(
            QueueUrl=self._url,
            MessageBody=follow_up.model_dump_json(),
            MessageDeduplicationId=digest,
            MessageGroupId=digest,
        )
        if "MessageId" not in sent:
            raise NotAwsError
