"""Invokes a handler as Lambda does: JSON in, JSON out, a context, size limits, one event at a time."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from local.template import Function

# Lambda's limit on an event and on an answer: 6 MB, and 100 bytes.
PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024 + 100

Event = dict[str, Any]
Handler = Callable[[Event, Any], object]


class PayloadTooLargeError(ValueError):
    """The event is larger than Lambda takes; the handler was not called."""


class FunctionFailedError(RuntimeError):
    """The handler raised, or answered what cannot be sent. The cause is attached."""


@dataclass(frozen=True)
class LambdaContext:
    """What Lambda tells a handler about its invocation."""

    function_name: str
    memory_limit_in_mb: int
    aws_request_id: str
    timeout_seconds: int
    function_version: str = "$LATEST"
    started: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        """Name of the function for all of AWS."""
        return f"arn:aws:lambda:us-east-1:123456789012:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        """Where Lambda would write the log."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        """The log's part for this one environment."""
        return "local"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda would stop the handler; 0 from then on."""
        left = self.timeout_seconds - (time.monotonic() - self.started)
        return max(0, int(left * 1000))


class LambdaFunction:
    """A handler with the limits that Lambda holds it to."""

    def __init__(self, declared: Function, handler: Handler) -> None:
        self._declared = declared
        self._handler = handler
        self._one_at_a_time = threading.Lock()

    @classmethod
    def imported(cls, declared: Function) -> "LambdaFunction":
        """The function with the handler that it names, such as `handlers.api.handler`. Raises `ImportError`."""
        module, _, attribute = declared.handler.rpartition(".")
        return cls(declared, getattr(import_module(module), attribute))

    def invoke(self, event: Mapping[str, Any], request_id: str) -> object:
        """The handler's answer to `event`, as it arrives at API Gateway: read back from JSON.

        Raises `PayloadTooLargeError`, and `FunctionFailedError` whatever it was that the handler raised.
        """
        payload = json.dumps(event)
        if len(payload.encode()) > PAYLOAD_LIMIT_BYTES:
            raise PayloadTooLargeError(f"the event has more than {PAYLOAD_LIMIT_BYTES} bytes")
        context = LambdaContext(
            self._declared.name, self._declared.memory_mb, request_id, self._declared.timeout_seconds
        )
        try:
            with self._one_at_a_time:
                answer = json.dumps(self._handler(json.loads(payload), context))
        except Exception as error:
            raise FunctionFailedError(f"{self._declared.handler} raised {type(error).__name__}: {error}") from error
        if len(answer.encode()) > PAYLOAD_LIMIT_BYTES:
            raise FunctionFailedError(f"the answer has more than {PAYLOAD_LIMIT_BYTES} bytes")
        return json.loads(answer)
