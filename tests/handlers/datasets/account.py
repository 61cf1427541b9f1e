"""Datasets over HTTP and by events, with an S3 and a Step Functions in the process, and a clock that a test moves."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws

from handlers import wiring
from handlers.datasets import uploaded
from local.environment import applied
from local.function import LocalContext
from local.incoming import StoredFile, object_created
from local.machine import StateMachine
from local.template import Template
from tests.handlers.http import Answer, answer, request

BUCKET = "payback-datasets"
CHECKS = "/v1/datasets/checks"
MADE_ONCE = (wiring.upload_checks, wiring.datasets_bucket, wiring.dataset_machine)
MINE, ANOTHERS = "abcde12345", "fghij67890"
"""Ids of API keys."""


def example(question="What is the capital of France?", reply="Paris.") -> str:
    return json.dumps({"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": reply}]})


def file_of(examples: int, reply="Paris.") -> bytes:
    return "".join(f"{example(f'Question {number}?', reply)}\n" for number in range(examples)).encode()


@dataclass
class Clock:
    """The time, moved by hand."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@dataclass
class Account:
    """An account with the bucket and the state machine, and what a caller does with it."""

    s3: Any
    stepfunctions: Any
    machine: str
    clock: Clock

    def ask(self, key: str | None = MINE, **body: Any) -> Answer:
        return self._answer(request("POST", CHECKS, json.dumps(body)), key)

    def upload(self, validation: bool = False, **body: Any) -> Any:
        """The answer to who asks for an upload."""
        asked = self.ask(upload={"validation": validation}, **body)
        assert asked.status == 202, asked.text
        return asked.json

    def stands(self, asked: Any, key: str | None = MINE) -> Answer:
        return self._answer(request("GET", asked["result"]), key)

    def _answer(self, made: dict[str, Any], key: str | None) -> Answer:
        made["requestContext"]["identity"]["apiKeyId"] = key
        return answer(made)

    def send(self, asked: Any, content: bytes, file: str = "training") -> dict[str, Any]:
        """Send a file by its form; EventBridge's word of it."""
        form = asked["upload"][file]
        sent = requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=10)
        assert sent.status_code == 204, sent.text
        key = form["fields"]["key"]
        etag = self.s3.head_object(Bucket=BUCKET, Key=key)["ETag"].strip('"')
        return object_created(StoredFile(BUCKET, key, etag, len(content), datetime.now(UTC)))

    def arrive(self, event: dict[str, Any], seconds: int = 900) -> str:
        """What becomes of a file whose event arrives."""
        context: Any = LocalContext("DatasetCheckFunction", timeout_seconds=seconds)
        taken: dict[str, str] = json.loads(json.dumps(uploaded.handler(json.loads(json.dumps(event)), context)))
        return taken["outcome"]

    def started(self) -> list[tuple[str, Any]]:
        """The names and inputs of what the state machine was started with."""
        found = self.stepfunctions.list_executions(stateMachineArn=self.machine)["executions"]
        described = [self.stepfunctions.describe_execution(executionArn=each["executionArn"]) for each in found]
        return [(each["name"], json.loads(each["input"])) for each in described]

    def run(self, **more: Any) -> Any:
        """Run the state machine of the template with the one input that it was started with."""
        [(name, given)] = self.started()
        machine = StateMachine.imported(Template.read(), wait=lambda _: None)
        return machine.run(given | more, name)

    def kept(self, prefix: str = "checks/") -> dict[str, bytes]:
        """What lies in the bucket."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        keys = [found["Key"] for page in pages for found in page.get("Contents", [])]
        return {key: self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


def forget() -> None:
    for made in MADE_ONCE:
        made.cache_clear()


@pytest.fixture
def account(monkeypatch):
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket=BUCKET)
        stepfunctions = boto3.client("stepfunctions", region_name="us-east-1")
        role = "arn:aws:iam::123456789012:role/datasets"
        made = stepfunctions.create_state_machine(name="datasets", definition='{"States": {}}', roleArn=role)
        variables = {
            "DATASETS_BUCKET": BUCKET,
            "DATASET_STATE_MACHINE_ARN": made["stateMachineArn"],
            "DATASET_ONE_PASS_BYTES": "",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        clock = Clock()
        with applied(variables):
            forget()
            monkeypatch.setattr(wiring, "now", clock.now)
            yield Account(s3, stepfunctions, made["stateMachineArn"], clock)
            forget()
