"""DynamoDB and SNS fail under budget alerts: Lambda is told, so that it tries again, and each alert is sent once."""

import json

import pytest

from handlers.spend import alerts as function
from local.function import LocalContext
from spend.budgets.delivery import HOLD, NotDeliveredError
from spend.errors import StorageError
from tests.faults import alarms
from tests.faults.ways import ALL, OTHER_JSON, SECRET
from tests.handlers.http import request
from tests.handlers.spend.posting import CALL
from tests.handlers.spend.watching import look, on_the_topic

TABLE, TOPIC = "dynamodb *", "sns Publish"
FAULTS = ALL | {"a list": OTHER_JSON["a list"]}
SWEEP = {"detail-type": "Scheduled Event"}


@pytest.fixture(autouse=True)
def aws(stack):
    """A project that has spent its budget, and nothing announced; the clients of an AWS that does not fail."""
    stack.empty()
    found = {name: stack.client(name) for name in ("dynamodb", "sqs")} | {"heard": stack.local.announced_url}
    on_the_topic(found)
    month = stack.clock().date().isoformat()
    assert stack.ask(request("POST", "/v1/usage", _json(CALL | {"at": month}))).answer.json["accepted"] == 1
    assert stack.ask(request("PUT", "/v1/budgets/support", _json(BUDGET))).answer.status == 200
    return found


BUDGET = {"monthly_usd": "2", "thresholds": ["1.0"], "forecast": False}


def _json(value):
    return json.dumps(value)


def _by_the_stream(aws):
    look(aws)


def _by_the_schedule(aws):
    function.handler(SWEEP, LocalContext("AlertsFunction", timeout_seconds=120))


LOOKS = [(name, _by_the_stream) for name in FAULTS] + [(name, _by_the_schedule) for name in ("503", "never answers")]


@pytest.mark.parametrize(("name", "looked"), LOOKS)
@pytest.mark.parametrize("service", [TABLE, TOPIC])
def test_an_alert_that_meets_a_fault_is_tried_again_and_never_lost(stack, aws, service, name, looked):
    stack.output.text()
    with stack.aws.failing(FAULTS[name], service), pytest.raises((StorageError, NotDeliveredError)) as raised:
        looked(aws)
    assert SECRET not in str(raised.value) + stack.output.text()
    assert alarms.firing(alarms.raised("AlertsFunction")) == {"AlertsErrorsAlarm"}
    stack.clock.move(HOLD)
    looked(aws)
    looked(aws)
    found = [each.alert for each in on_the_topic(aws)]
    # An answer may be lost after the topic took the alert: then it comes again, which is better than not at all.
    assert len(set(found)) == 1
    assert len(found) <= 2
