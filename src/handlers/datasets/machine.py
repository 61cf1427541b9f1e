"""The state machine that checks a file in parts."""

import json
from collections.abc import Sequence

from botocore.exceptions import ClientError

from datasets.storage.checks import Check
from datasets.uploads.parts import Part
from handlers.aws import Machines

_STARTED_BEFORE = "ExecutionAlreadyExists"


class Machine:
    """The state machine of the template."""

    def __init__(self, machines: Machines, arn: str) -> None:
        self._machines, self._arn = machines, arn

    def start(self, check: Check, parts: Sequence[Part]) -> None:
        """Have the parts of a check checked, once however often it is asked. Raises botocore's errors."""
        owner, id = check.place.owner, check.place.id
        asked = {"owner": owner, "id": id, "shards": [part.model_dump(mode="json") for part in parts]}
        try:
            self._machines.start_execution(
                stateMachineArn=self._arn, name=id, input=json.dumps(asked, separators=(",", ":"))
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != _STARTED_BEFORE:
                raise
