"""Every event in Lambda's own container: the same answer as the same code gives in this process."""

import json
from datetime import UTC, datetime

import pytest

from local.aws import s3_client
from local.calls import EVENTS
from local.event_files import put_files_of
from local.events import DROPPED, EVENTS_PATH
from local.invoke import function_for
from local.slack import fresh
from local.template import Template
from ratebook.bucket import CURRENT_KEY, report_key

REQUESTS = [EVENTS_PATH / f"{name}.json" for name in EVENTS if name != "dataset-upload"]  # its id is another each time
FILES = [EVENTS_PATH / f"{name}.json" for name in DROPPED]
pytestmark = pytest.mark.sam


def _comparable(answer):
    """Status, content type and body of a function's answer."""
    headers = answer.get("headers") or {name: values[-1] for name, values in answer["multiValueHeaders"].items()}
    kind = headers["Content-Type"]
    return answer["statusCode"], kind, json.loads(answer["body"]) if "json" in kind else answer["body"]


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_the_container_answers_as_this_process_does(path, sam, functions, environment, nothing_spent):
    event = fresh(json.loads(path.read_text()), datetime.now(UTC))
    answering = function_for(event, Template.read()).name
    expected = functions[answering].invoke(event, "request-1")
    nothing_spent()
    assert _comparable(sam.invoke(path, environment, answering)) == _comparable(expected)


@pytest.fixture
def s3(aws):
    """The bucket, which holds afterwards what it held before."""
    client = s3_client(aws.endpoint_url)
    pointer = client.get_object(Bucket=aws.bucket, Key=CURRENT_KEY)["Body"].read()

    def as_before(key):
        client.put_object(Bucket=aws.bucket, Key=CURRENT_KEY, Body=pointer)
        client.delete_object(Bucket=aws.bucket, Key=report_key(key))

    yield client, as_before
    for key in set(DROPPED.values()):
        as_before(key)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_container_judges_a_dropped_file_as_this_process_does(path, sam, functions, environment, s3):
    client, as_before = s3
    event = json.loads(path.read_text())
    put_files_of(event, path, client)
    expected = functions["IncomingRatesFunction"].invoke(event, "request-1")
    assert expected["verdict"] == path.stem.removeprefix("incoming-rates-")
    as_before(event["detail"]["object"]["key"])
    assert sam.invoke(path, environment, "IncomingRatesFunction", begins_with="verdict") == expected


@pytest.mark.parametrize(
    ("name", "begins_with", "expected"),
    [
        ("usage-queued", "batchItemFailures", 0),
        ("usage-queued-elsewhere", "batchItemFailures", 1),
        ("spend-changed", "alerts", 0),
        ("spend-sweep", "alerts", 0),
    ],
)
def test_the_container_takes_what_no_request_starts(name, begins_with, expected, sam, environment, nothing_spent):
    path = EVENTS_PATH / f"{name}.json"
    function = function_for(json.loads(path.read_text()), Template.read()).name
    answer = sam.invoke(path, environment, function, begins_with)[begins_with]
    assert (len(answer) if isinstance(answer, list) else answer) == expected


@pytest.mark.parametrize(
    ("name", "begins_with", "expected"),
    [
        ("dataset-uploaded", "outcome", {"outcome": "checked"}),
        ("dataset-shard", "bytes", {"bytes": 1600, "lines": 9}),
        ("dataset-merge", "shards", {"shards": 3}),
    ],
)
def test_the_container_checks_what_was_uploaded(name, begins_with, expected, sam, environment, aws):
    path = EVENTS_PATH / f"{name}.json"
    event = json.loads(path.read_text())
    put_files_of(event, path, s3_client(aws.endpoint_url))
    assert sam.invoke(path, environment, function_for(event, Template.read()).name, begins_with) == expected


def test_the_container_answers_with_a_form_to_upload_a_file_by(sam, environment):
    answer = sam.invoke(EVENTS_PATH / "dataset-upload.json", environment, "DatasetsFunction")
    assert answer["statusCode"] == 202
    assert json.loads(answer["body"])["upload"]["training"]["fields"]["policy"]


def test_the_container_sends_no_answer_to_an_address_that_is_not_slacks(sam, environment):
    path = EVENTS_PATH / "slack-follow-up-elsewhere.json"
    assert sam.invoke(path, environment, "SlackSenderFunction", begins_with="sent") == {"sent": 0}


def test_without_its_bucket_the_function_answers_from_the_deployed_rates_and_says_so(sam, host, function, environment):
    event = EVENTS_PATH / "decision-scenario-1.json"
    status, _, fresh = _comparable(function.invoke(json.loads(event.read_text()), "request-1"))
    assert (status, fresh["rates"]["stale"]) == (200, False)
    unreachable = dict(environment) | {"AWS_ENDPOINT_URL": f"http://{host}:9"}
    status, _, stale = _comparable(sam.invoke(event, unreachable))
    assert (status, stale["rates"]["stale"]) == (200, True)
    assert stale["verdict"] == fresh["verdict"]
    assert stale["payback"] == fresh["payback"]
