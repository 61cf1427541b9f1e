"""As much of boto3's client of SQS as is used."""

from typing import Any, Protocol


class Queues(Protocol):
    """Queues by their addresses."""

    def send_message(self, **message: Any) -> Any:
        """Put a message in a queue."""
