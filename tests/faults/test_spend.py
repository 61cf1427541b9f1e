"""DynamoDB and SQS fail under spend: a record counts once, waits in the queue, or its caller is asked to come again."""

import json

import pytest

from handlers.spend import queued
from handlers.spend.usage import WRITTEN_AT_ONCE
from local.function import LocalContext
from local.queue import Message, messages_received
from local.template import Template
from tests.faults import alarms
from tests.faults.proxy import REFUSED
from tests.faults.ways import ALL, OTHER_JSON, REFUSALS, SECRET
from tests.handlers.http import request
from tests.handlers.spend.posting import calls
from tests.handlers.starting import forget

TABLES_FAIL = {**ALL, "a list": OTHER_JSON["a list"]}
NOT_TAKEN = ALL | OTHER_JSON
LISTENING = {name: fault for name, fault in TABLES_FAIL.items() if fault is not REFUSED}
# Other JSON is what DynamoDB answers to a write, for all that can be seen of it.
WRITES, SENDS = "dynamodb *Item*", "sqs SendMessage"
UNAVAILABLE = "usage_unavailable"


@pytest.fixture(autouse=True)
def _nothing_is_spent(stack):
    stack.empty()


def _post(stack, count=1):
    return stack.ask(request("POST", "/v1/usage", json.dumps({"records": calls(count)})))


def _spent(stack):
    told = stack.ask(request("GET", "/v1/spend", month="2026-11"))
    assert told.answer.status == 200, told.answer.text
    return told.answer.json["records"]


def _waiting(stack):
    """What waits in the queue, which is taken out of it."""
    sqs, url = stack.client("sqs"), stack.local.queue_urls["UsageQueue"]
    found = []
    while received := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for each in received:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
            found.append(Message(each["Body"], each["MessageId"], 0, "handle"))
    return found


def _hand_over(stack, messages, seconds=60):
    """The identities of the messages that are to come again, and the metric of them."""
    stack.output.text()
    context = LocalContext("UsageFunction", timeout_seconds=seconds)
    answer = queued.handler(messages_received("usage", messages), context)
    lines = stack.output.lines()
    assert SECRET not in str(lines)
    [failed] = [point.value for point in alarms.printed(lines) if point.metric == "FailedMessages"]
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]], failed


@pytest.mark.parametrize("fault", LISTENING.values(), ids=LISTENING)
def test_what_cannot_be_written_waits_in_the_queue_and_counts_once(stack, fault):
    assert _post(stack).answer.json["accepted"] == 1  # so that the month's project is listed
    stack.empty(keep_projects=True)
    with stack.aws.failing(fault, WRITES):
        told = _post(stack, 2)
        assert (told.answer.status, told.answer.json["queued"], told.alarms) == (202, 2, set())
        assert SECRET not in told.answer.text + str(told.lines)
        messages = _waiting(stack)
        identities = [each.identity for each in messages]
        assert _hand_over(stack, messages) == (identities, len(identities))
    assert _hand_over(stack, messages) == ([], 0)
    assert _hand_over(stack, messages) == ([], 0)
    assert _spent(stack) == 2


@pytest.mark.parametrize("fault", ALL.values(), ids=ALL)
def test_where_neither_takes_it_the_caller_is_asked_to_come_again_and_it_counts_once(stack, fault):
    with stack.aws.failing(fault, WRITES, SENDS):
        told = _post(stack)
    assert (told.unavailable(), told.alarms) == (UNAVAILABLE, {"ApiFailuresAlarm"} | _stale(told))
    assert SECRET not in told.answer.text + str(told.lines)
    assert _post(stack).answer.status == 200
    for message in _waiting(stack):  # an answer may have been lost after the queue took it
        assert _hand_over(stack, [message]) == ([], 0)
    assert _spent(stack) == 1


def _stale(told):
    """Where all of AWS is away the rates are too."""
    return {"StaleRatesAlarm"} if told.metric("StaleAnswers") == [1] else set()


@pytest.mark.parametrize("fault", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_many_that_the_queue_does_not_take_are_refused_and_none_is_said_to_be_kept(stack, fault):
    with stack.aws.failing(fault, SENDS):
        told = _post(stack, WRITTEN_AT_ONCE + 1)
    assert (told.unavailable(), told.alarms) == (UNAVAILABLE, {"ApiFailuresAlarm"} | _stale(told))


READS = {
    "spend": request("GET", "/v1/spend", month="2026-11"),
    "budget": request("GET", "/v1/budgets/support"),
    "budgets": request("GET", "/v1/budgets"),
    "a budget that is put": request("PUT", "/v1/budgets/support", '{"monthly_usd": "200"}'),
    "fine-tunes": request("GET", "/v1/fine-tunes"),
    "repricing": request("POST", "/v1/usage/reprice", "{}"),
}


@pytest.mark.parametrize("fault", TABLES_FAIL.values(), ids=TABLES_FAIL)
def test_what_cannot_be_read_is_unavailable_and_neither_missing_nor_nothing(stack, fault):
    for name, asked in READS.items():
        with stack.aws.failing(fault, "dynamodb *"):
            told = stack.ask(asked)
        assert (told.unavailable(), name) == ("storage_unavailable", name)
        assert told.alarms == {"ApiFailuresAlarm"} | _stale(told), name
        assert SECRET not in told.answer.text + str(told.lines)


def test_a_batch_that_finds_no_time_says_so_and_comes_again(stack):
    assert _post(stack, WRITTEN_AT_ONCE + 1).answer.status == 202
    messages = _waiting(stack)
    asked = len(stack.aws.asked)
    failed, counted = _hand_over(stack, messages, seconds=14)
    assert (failed, counted) == ([each.identity for each in messages], len(messages))
    assert len(stack.aws.asked) == asked
    assert _hand_over(stack, messages) == ([], 0)
    assert _spent(stack) == WRITTEN_AT_ONCE + 1


def test_what_fails_as_often_as_the_queue_hands_it_over_is_put_aside_and_rings_an_alarm(stack):
    queue = Template.read().of_type("AWS::SQS::Queue")["UsageQueue"]
    times = queue["RedrivePolicy"]["maxReceiveCount"]
    assert _post(stack, WRITTEN_AT_ONCE + 1).answer.status == 202
    messages = _waiting(stack)
    with stack.aws.failing(REFUSALS["access denied"], WRITES):
        for _ in range(times):
            failed, _counted = _hand_over(stack, messages)
            assert len(failed) == len(messages)
    aside = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
    assert alarms.firing(alarms.put_aside(aside, len(messages))) == {"UsageFailuresAlarm"}
    assert _hand_over(stack, messages) == ([], 0)  # moved back, once the cause is mended


def test_a_budget_that_an_older_version_wrote_is_read(stack):
    item = {"pk": {"S": "budgets"}, "sk": {"S": "support"}, "monthly_usd": {"S": "200"}}
    stack.client("dynamodb").put_item(TableName="payback-spend", Item=item)
    told = stack.ask(READS["budget"])
    assert (told.answer.status, told.answer.json["monthly_usd"]) == (200, "200")


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_clock_that_jumps_between_two_requests_counts_each_record_once(stack, seconds):
    assert _post(stack).answer.json["accepted"] == 1
    stack.clock.jump(seconds)
    assert _post(stack).answer.json["duplicate"] == 1
    forget()
    assert _spent(stack) == 1
