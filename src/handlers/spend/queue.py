"""The queue of entries that are written later: many in a message, as long as a message may be."""

import json
from collections.abc import Iterator, Sequence

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import TypeAdapter

from handlers.aws import Queues
from spend.ledger.entry import Entry, Row
from spend.storage.transaction import MOST_WRITES

MOST_BYTES = 200_000
"""Of one message; SQS took 256 KB at first, and more today."""
_ENTRIES = TypeAdapter(list[Entry])


class QueueUnavailableError(Exception):
    """The queue took not all, or did not say so. What it took counts once, also when it is sent again."""


class UsageQueue:
    """The queue of entries that wait to be written."""

    def __init__(self, queues: Queues, url: str) -> None:
        self._queues, self._url = queues, url

    def send(self, entries: Sequence[Entry]) -> None:
        """Have entries written. Raises `QueueUnavailableError`."""
        try:
            for body in messages(entries):
                sent = self._queues.send_message(QueueUrl=self._url, MessageBody=body)
                if "MessageId" not in sent:
                    raise QueueUnavailableError("an answer without the message's id")
        except (BotoCoreError, ClientError) as error:
            raise QueueUnavailableError(type(error).__name__) from error


def messages(entries: Sequence[Entry]) -> Iterator[str]:
    """The bodies of as few messages as hold the entries: each at most one transaction, and no longer than may be."""
    waiting: list[str] = []
    rows: set[Row] = set()
    size = 0
    # Those of the same row together, so that they share its write.
    for entry in sorted(entries, key=lambda entry: repr(entry.row)):
        text = entry.model_dump_json(exclude_none=True)
        length = len(text.encode())
        whole = len(waiting) + 1 + len(rows | {entry.row}) > MOST_WRITES
        if waiting and (whole or size + length > MOST_BYTES):
            yield _message(waiting)
            waiting, rows, size = [], set(), 0
        waiting.append(text)
        rows.add(entry.row)
        size += length + 1
    if waiting:
        yield _message(waiting)


def _message(entries: Sequence[str]) -> str:
    return f'{{"entries":[{",".join(entries)}]}}'


def entries_of(body: str) -> list[Entry]:
    """The entries of a message. Raises `ValueError` where it is none of ours."""
    message = json.loads(body)
    if not isinstance(message, dict) or list(message) != ["entries"]:
        raise ValueError("the message has no entries")
    return _ENTRIES.validate_json(json.dumps(message["entries"]))
