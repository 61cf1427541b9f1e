"""Clients of AWS that fail: before they do what they are asked, or after it, when only the answer is lost."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

BEFORE, AFTER = "before", "after"
_CODES = {
    "transact_write_items": "TransactionConflictException",
    "publish": "ThrottlingException",
    "send_message": "ServiceUnavailable",
}


class Faults:
    """What is to fail next, in the order of the calls; then nothing fails."""

    def __init__(self) -> None:
        self.planned: Iterator[str | None] = iter(())

    def plan(self, *faults: str | None) -> None:
        """Have the next calls fail so; `None` for one that does not."""
        self.planned = iter(faults)

    def stop(self) -> None:
        """Have nothing fail any more."""
        self.planned = iter(())


class Failing:
    """A client whose calls fail as is planned."""

    def __init__(self, client: Any, faults: Faults, *kinds: str) -> None:
        self._client, self._faults, self._kinds = client, faults, kinds or (BEFORE, AFTER)
        self.exceptions = client.exceptions

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        if name in {"get_paginator", "can_paginate"}:
            return method

        def call(**asked: Any) -> Any:
            fault = next(self._faults.planned, None)
            if fault == BEFORE or (fault == AFTER and AFTER not in self._kinds):
                code = _CODES.get(name, "ProvisionedThroughputExceededException")
                raise ClientError({"Error": {"Code": code, "Message": "not now"}}, name)
            answer = method(**asked)
            if fault == AFTER:
                raise ReadTimeoutError(endpoint_url="http://127.0.0.1")
            return answer

        return call
