"""Spend over HTTP with a DynamoDB, queues and a topic in the process, and a clock that stands where a test puts it."""

from datetime import UTC, datetime

import boto3
import pytest
from moto import mock_aws

from handlers import wiring
from local.dynamodb import TABLES, create_tables, use_whole_transactions
from local.environment import applied
from local.template import Template

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MADE_ONCE = (wiring.ledger, wiring.spend_table, wiring.usage_queue, wiring.watch)


@pytest.fixture
def aws(monkeypatch):
    """boto3's clients by service, of an account with the stack's tables, queue and topic."""
    use_whole_transactions()
    with mock_aws():
        found = {name: boto3.client(name, region_name="us-east-1") for name in ("dynamodb", "sqs", "sns")}
        create_tables(found["dynamodb"], Template.read())
        url = found["sqs"].create_queue(QueueName="usage")["QueueUrl"]
        heard = found["sqs"].create_queue(QueueName="heard")["QueueUrl"]
        topic = found["sns"].create_topic(Name="alerts")["TopicArn"]
        arn = found["sqs"].get_queue_attributes(QueueUrl=heard, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        found["sns"].subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        found["queue"], found["heard"], found["topic"] = url, heard, topic
        variables = {
            "LEDGER_TABLE": TABLES["LedgerTable"],
            "SPEND_TABLE": TABLES["SpendTable"],
            "USAGE_QUEUE_URL": url,
            "ALERTS_TOPIC_ARN": topic,
            "SLACK_WEBHOOK_NAME": "",
        }
        with applied(variables):
            forget()
            monkeypatch.setattr(wiring, "now", lambda: NOW)
            yield found
            forget()


def forget():
    for made in MADE_ONCE:
        made.cache_clear()
