"""As much of boto3's clients as the edge uses."""

from typing import Any, Protocol


class Queues(Protocol):
    """SQS: queues by their addresses."""

    def send_message(self, **message: Any) -> Any:
        """Put a message in a queue."""


class Topics(Protocol):
    """SNS: topics by their names."""

    def publish(self, **message: Any) -> Any:
        """Send a message to everyone who subscribed to a topic."""


class Machines(Protocol):
    """Step Functions: state machines by their names."""

    def start_execution(self, **execution: Any) -> Any:
        """Start a state machine."""
