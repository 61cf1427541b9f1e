"""Messages in the local queue, and the poller that stands in for Lambda's."""

import hashlib
import json
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.aws import FOLLOW_UPS
from local.events import EVENTS_PATH, QUEUED
from local.function import LambdaFunction
from local.queue import Poller, put_in, waiting
from local.template import Function, QueueTrigger, Template

DECLARED = Function("SlackSenderFunction", "handlers.slack.sender.handler", memory_mb=1024, timeout_seconds=30)


@pytest.fixture
def sqs():
    with mock_aws():
        yield boto3.client("sqs", region_name="us-east-1")


@pytest.fixture
def url(sqs):
    attributes = {"FifoQueue": "true", "VisibilityTimeout": "0"}
    return sqs.create_queue(QueueName=FOLLOW_UPS, Attributes=attributes)["QueueUrl"]


def _send(sqs, url, body):
    identity = hashlib.sha256(body.encode()).hexdigest()
    sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=identity, MessageDeduplicationId=identity)


def _poller(sqs, url, handler):
    return Poller(sqs, url, LambdaFunction(DECLARED, handler))


def test_a_message_is_handed_over_as_sqs_does_and_taken_out(sqs, url):
    told: list[Any] = []
    poller = _poller(sqs, url, lambda event, _: told.append(event))
    _send(sqs, url, '{"text": "hello"}')
    assert list(poller.look()) == [f"done {FOLLOW_UPS}"]
    assert list(poller.look()) == []
    [record] = told[0]["Records"]
    assert record["body"] == '{"text": "hello"}'
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].endswith(f":{FOLLOW_UPS}")


def test_a_message_whose_function_fails_stays_in_the_queue(sqs, url):
    def broken(event, _):
        raise RuntimeError("not now")

    poller = _poller(sqs, url, broken)
    _send(sqs, url, "{}")
    for _ in range(2):
        [line] = poller.look()
        assert line.startswith(f"failed {FOLLOW_UPS}: ")


def test_messages_wait_until_they_are_handed_over_those_that_are_being_so_included(sqs):
    url = sqs.create_queue(QueueName="usage")["QueueUrl"]
    put_in("usage", ["first", "second"])
    [message] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)["Messages"]
    assert sorted(waiting("usage").values()) == ["first", "second"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert len(waiting("usage")) == 1
    [other] = sqs.receive_message(QueueUrl=url)["Messages"]
    assert waiting("usage") == {other["MessageId"]: other["Body"]}


def test_the_template_says_which_function_takes_the_queue():
    assert Template.read().queue_triggers() == (
        QueueTrigger("SlackSenderFunction", "SlackFollowUps", 1),
        QueueTrigger("UsageFunction", "UsageQueue", 10),
    )


@pytest.mark.parametrize("name", QUEUED)
def test_a_recorded_message_is_as_sqs_hands_it_over(name):
    [record] = json.loads((EVENTS_PATH / f"{name}.json").read_text())["Records"]
    queue, body = QUEUED[name]
    assert json.loads(record["body"]) == body
    assert record["eventSourceARN"].endswith(f":{queue}")
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()
