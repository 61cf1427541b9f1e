"""What stands in for EventBridge and Step Functions where training files are uploaded to this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from datasets.storage.keys import UPLOADS, place_of
from local.aws import DATASETS_BUCKET, LocalAws, client, s3_client
from local.function import FunctionFailedError, LambdaFunction
from local.incoming import StoredFile, object_created
from local.machine import ExecutionFailedError, StateMachine
from local.polling import POLL_SECONDS
from local.template import Template

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LAST_SECONDS = 1.0
"""For what is at work at the end. Uploads are not kept between runs, so the rest of a check is not waited for."""


class UploadWatcher:
    """Hands every training file that is uploaded to its function, once."""

    def __init__(self, s3: "S3Client", function: LambdaFunction) -> None:
        self._s3, self._function = s3, function
        self._seen = set[tuple[str, str]]()

    def look(self) -> Iterator[str]:
        """Hand over what is new, and say how it went. Raises botocore's errors."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=DATASETS_BUCKET, Prefix=UPLOADS)
        for found in [each for page in pages for each in page.get("Contents", [])]:
            identity = (found["Key"], found["ETag"])
            if place_of(found["Key"]) is None or identity in self._seen:
                continue
            self._seen.add(identity)
            etag = found["ETag"].strip('"')
            yield self._answer(StoredFile(DATASETS_BUCKET, found["Key"], etag, found["Size"], found["LastModified"]))

    def _answer(self, stored: StoredFile) -> str:
        event = object_created(stored)
        try:
            answer = self._function.invoke(event, event["id"])
        except FunctionFailedError as error:
            return f"failed {stored.key}: {error}"
        return f"{answer['outcome'] if isinstance(answer, dict) else answer} {stored.key}"


class MachineRunner:
    """Runs what the state machine is started with, one execution after another."""

    def __init__(self, stepfunctions: Any, arn: str, machine: StateMachine) -> None:
        self._stepfunctions, self._arn, self._machine = stepfunctions, arn, machine
        self._seen = set[str]()

    def look(self) -> Iterator[str]:
        """Run what is new, and say how it went. Raises botocore's errors."""
        for execution in self._stepfunctions.list_executions(stateMachineArn=self._arn)["executions"]:
            name = execution["name"]
            if name in self._seen:
                continue
            self._seen.add(name)
            described = self._stepfunctions.describe_execution(executionArn=execution["executionArn"])
            given = json.loads(described["input"])
            yield f"{len(given['shards'])} parts of {name} are checked"
            try:
                self._machine.run(given, name)
            except ExecutionFailedError as error:
                yield f"failed {name}: {error}"
            else:
                yield f"checked {name}"


@contextmanager
def checked(aws: LocalAws, template: Template) -> Iterator[None]:
    """Have uploads checked while the block runs, and print a line for each."""
    [rule] = [rule for rule in template.event_rules() if rule.bucket == "DatasetsBucket"]
    uploads = UploadWatcher(s3_client(aws.endpoint_url), LambdaFunction.imported(template.functions()[rule.function]))
    machine = MachineRunner(client("stepfunctions", aws.endpoint_url), aws.machine_arn, StateMachine.imported(template))
    over = threading.Event()

    def poll() -> None:
        while not over.wait(POLL_SECONDS):
            for watcher in (uploads, machine):
                try:
                    for line in watcher.look():
                        _say(line, over)
                except (BotoCoreError, ClientError) as error:
                    _say(f"cannot look for uploads: {error}", over)

    thread = threading.Thread(target=poll, name="uploads", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LAST_SECONDS)


def _say(line: str, over: threading.Event) -> None:
    if not over.is_set():
        print(line, flush=True)
