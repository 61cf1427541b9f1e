"""What stands in for EventBridge and Step Functions where files are uploaded to the local server."""

import json

import boto3
import pytest
from moto import mock_aws

from datasets.storage.keys import File, Place
from local.aws import DATASETS_BUCKET
from local.function import LambdaFunction
from local.machine import ExecutionFailedError
from local.template import Function
from local.uploads import MachineRunner, UploadWatcher

PLACE = Place("no-key", "0" * 32)
KEY = PLACE.upload(File.TRAINING)


@pytest.fixture
def s3():
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=DATASETS_BUCKET)
        yield client


def _watcher(s3, answer):
    return UploadWatcher(s3, LambdaFunction(Function("F", "handlers.datasets.uploaded.handler", 1024, 900), answer))


def _put(s3, key=KEY, content=b"x"):
    s3.put_object(Bucket=DATASETS_BUCKET, Key=key, Body=content)


def test_a_training_file_is_handed_over_once_and_nothing_else_is(s3):
    events = []

    def answer(event, _):
        events.append(event)
        return {"outcome": "checked"}

    watcher = _watcher(s3, answer)
    for key in (KEY, PLACE.upload(File.VALIDATION), PLACE.named("request.json")):
        _put(s3, key)
    assert list(watcher.look()) == [f"checked {KEY}"]
    assert list(watcher.look()) == []
    [event] = events
    assert event["detail"]["bucket"] == {"name": DATASETS_BUCKET}
    assert (event["detail"]["object"]["key"], event["detail"]["object"]["size"]) == (KEY, 1)


def test_a_file_that_is_sent_again_is_told_of_again(s3):
    watcher = _watcher(s3, lambda *_: {"outcome": "nothing to do"})
    for content in (b"x", b"y"):
        _put(s3, content=content)
        assert list(watcher.look()) == [f"nothing to do {KEY}"]


def test_a_check_that_fails_is_told(s3):
    def fail(*_):
        raise LookupError("nowhere")

    _put(s3)
    [line] = _watcher(s3, fail).look()
    assert line == f"failed {KEY}: handlers.datasets.uploaded.handler raised LookupError: nowhere"


@pytest.mark.parametrize(
    ("failure", "line"), [(None, "checked one"), (ExecutionFailedError("Whole", "no"), "failed one: Whole: no")]
)
def test_what_the_machine_is_started_with_is_run_once(s3, failure, line):
    stepfunctions = boto3.client("stepfunctions", region_name="us-east-1")
    role = "arn:aws:iam::123456789012:role/datasets"
    arn = stepfunctions.create_state_machine(name="m", definition='{"States": {}}', roleArn=role)["stateMachineArn"]
    given = {"owner": "no-key", "id": "0" * 32, "shards": [1, 2]}
    stepfunctions.start_execution(stateMachineArn=arn, name="one", input=json.dumps(given))
    seen = []

    class Machine:
        def run(self, *asked):
            seen.append(asked)
            if failure is not None:
                raise failure

    machine: object = Machine()
    runner = MachineRunner(stepfunctions, arn, machine)  # type: ignore[arg-type]
    assert list(runner.look()) == ["2 parts of one are checked", line]
    assert list(runner.look()) == []
    assert seen == [(given, "one")]
