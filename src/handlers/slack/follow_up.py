"""Answers that are sent after Slack's request was acknowledged: what is kept of them, and the queue they wait in."""

import hashlib
from dataclasses import asdict
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, JsonValue

from handlers.slack.commands import Asked

SLACK = "slack.com"


class FollowUp(BaseModel):
    """An answer that is ready (`payload`), or a `text` that is still to be answered with the rates of then."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    response_url: str
    payload: dict[str, JsonValue] | None = None
    text: str = ""
    command: str = ""
    page: str = ""
    editable: bool = False
    shared_by: str = ""

    @classmethod
    def of(cls, asked: Asked, response_url: str, payload: dict[str, JsonValue] | None = None) -> Self:
        """The answer to what was asked, at an address that Slack gave."""
        return cls(response_url=response_url, payload=payload, **asdict(asked))

    @property
    def asked(self) -> Asked:
        """What is to be answered."""
        return Asked(self.text, self.command, self.page, self.editable, self.shared_by)


class Queue(Protocol):
    """As much of boto3's client of SQS as is used."""

    def send_message(self, **message: Any) -> Any:
        """Put a message in a queue."""


class FollowUps:
    """The queue, which takes one answer to a request once: for five minutes its identity is known to SQS."""

    def __init__(self, queue: Queue, url: str) -> None:
        self._queue, self._url = queue, url

    def send(self, follow_up: FollowUp, identity: str) -> None:
        """Have an answer sent. Raises botocore's errors."""
        digest = hashlib.sha256(identity.encode()).hexdigest()
        self._queue.send_message(
            QueueUrl=self._url,
            MessageBody=follow_up.model_dump_json(),
            MessageDeduplicationId=digest,
            MessageGroupId=digest,
        )


def is_slacks(address: str) -> bool:
    """Whether an address is Slack's own: by https, at slack.com or below it, at no port of its own, for no user."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = port is None and "@" not in parts.netloc and "\\" not in address and address.isascii()
    return parts.scheme == "https" and plain and (host == SLACK or host.endswith(f".{SLACK}"))
