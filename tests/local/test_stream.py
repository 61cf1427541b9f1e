"""Changes of a table are handed to the function of alerts, in order, and once more where it failed."""

import pytest

from local import stream
from local.aws import client, local_aws
from local.dynamodb import TABLES
from local.function import LambdaFunction
from local.stream import StreamPoller
from local.template import Function, StreamTrigger, Template
from spend.storage import keys

DECLARED = Function("AlertsFunction", "x.y", 128, 30)


@pytest.fixture
def table():
    with local_aws() as aws:
        yield client("dynamodb", aws.endpoint_url)


def _poller(table, handler):
    streams = client("dynamodbstreams", table.meta.endpoint_url)
    arn = table.describe_table(TableName=TABLES["SpendTable"])["Table"]["LatestStreamArn"]
    return StreamPoller(streams, arn, LambdaFunction(DECLARED, handler))


def _put(table, partition, sort):
    table.put_item(TableName=TABLES["SpendTable"], Item={"pk": {"S": partition}, "sk": {"S": sort}})


def test_totals_and_budgets_are_handed_over_and_alerts_are_not(table):
    told: list[str] = []

    def handler(event, _):
        told.extend(each["dynamodb"]["Keys"]["pk"]["S"] for each in event["Records"])
        return {"alerts": 1}

    poller = _poller(table, handler)
    _put(table, keys.totals("support", "2026-11"), "2026-11-20#a#00")
    _put(table, keys.alerts("support"), "2026-11#x")
    _put(table, keys.BUDGETS, "support")
    assert list(poller.look()) == ["1 alerts"]
    assert told == [keys.totals("support", "2026-11"), keys.BUDGETS]
    assert list(poller.look()) == []


def test_more_than_are_told_at_once_are_handed_over_in_one_look(table, monkeypatch):
    monkeypatch.setattr(stream, "MOST_RECORDS", 2)
    told: list[int] = []
    poller = _poller(table, lambda event, _: told.append(len(event["Records"])))
    for project in "abcde":
        _put(table, keys.BUDGETS, project)
    assert list(poller.look()) == []
    assert told == [2, 2, 1]


def test_what_failed_is_handed_over_again(table):
    asked: list[int] = []

    def broken(event, _):
        asked.append(len(event["Records"]))
        if len(asked) == 1:
            raise RuntimeError("not now")

    poller = _poller(table, broken)
    _put(table, keys.BUDGETS, "support")
    [line] = poller.look()
    assert line.startswith("failed to look at spend: ")
    assert list(poller.look()) == []
    assert asked == [1, 1]


def test_the_template_says_which_function_takes_the_stream():
    assert Template.read().stream_triggers() == (StreamTrigger("AlertsFunction", "SpendTable"),)
