"""Invokes a handler as Lambda does: JSON in, JSON out, a context, size limits, one event at a time."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from local.template import Function

# Lambda's limit on an event and on an answer: 6 MB, and 100 bytes.
PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024 + 100

Event = dict[str, Any]
Handler = Callable[[Event, Any], object]


class PayloadTooLargeError(ValueError):
    """The event is larger than Lambda takes; the handler was not called."""


class FunctionFailedError(RuntimeError):
    """The handler raised, or answered what cannot be sent. The cause is attached."""


class LocalContext(LambdaContext):
    """What Lambda tells a handler about its invocation."""

    def __init__(
        self,
        function_name: str = "ApiFunction",
        memory_limit_in_mb: int = 1024,
        aws_request_id: str = "00000000-0000-0000-0000-000000000000",
        timeout_seconds: int = 10,
    ) -> None:
        self._function_name = function_name
        self._function_version = "$LATEST"
        self._invoked_function_arn = f"arn:aws:lambda:us-east-1:123456789012:function:{function_name}"
        self._memory_limit_in_mb = memory_limit_in_mb
        self._aws_request_id = aws_request_id
        self._log_group_name = f"/aws/lambda/{function_name}"
        self._log_stream_name = "local"
        self._deadline = time.monotonic() + timeout_seconds

    # Powertools declares it static; Lambda's own is a method of the context.
    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]
        """Milliseconds until Lambda would stop the handler; 0 from then on."""
        return max(0, int((self._deadline - time.monotonic()) * 1000))


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
        context = LocalContext(
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
