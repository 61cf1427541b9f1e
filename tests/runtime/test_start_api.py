"""`sam local start-api`: every event as an HTTP request, against the gateway in this process."""

import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime

import pytest
from werkzeug.test import Client

from local.calls import EVENTS
from local.events import EVENTS_PATH
from local.gateway import Gateway
from local.slack import SIGNATURE, TIMESTAMP, fresh
from local.template import Template

REQUESTS = [EVENTS_PATH / f"{name}.json" for name in EVENTS if name != "dataset-upload"]  # its id is another each time
pytestmark = pytest.mark.sam


@pytest.fixture(scope="module")
def address(sam, environment):
    with sam.api(environment) as address:
        yield address


@pytest.fixture(scope="module")
def client(functions):
    return Client(Gateway(Template.read(), functions))


def _target(event):
    query = urllib.parse.urlencode(event["queryStringParameters"] or {})
    return urllib.parse.quote(event["path"]) + (f"?{query}" if query else "")


def _headers(event):
    named = ("Accept", "Content-Type", TIMESTAMP, SIGNATURE)
    return {name: event["headers"][name] for name in named if name in event["headers"]}


def _over_http(address, event):
    request = urllib.request.Request(
        address + _target(event),
        data=event["body"].encode() if event["body"] else None,
        headers=_headers(event),
        method=event["httpMethod"],
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers["Content-Type"], response.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers["Content-Type"], refusal.read()


def _in_process(client, event, address):
    response = client.open(
        _target(event),
        base_url=address,  # an answer may name it
        method=event["httpMethod"],
        data=event["body"],
        headers=_headers(event),
    )
    return response.status_code, response.headers["Content-Type"], response.get_data()


def _comparable(status, kind, body):
    return status, kind, json.loads(body) if "json" in kind else body


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_the_api_answers_as_the_gateway_does(path, address, client, nothing_spent):
    event = fresh(json.loads(path.read_text()), datetime.now(UTC))
    answered = _comparable(*_over_http(address, event))
    nothing_spent()
    assert answered == _comparable(*_in_process(client, event, address))


def test_a_wrong_method_is_told_which_are_allowed(address):
    request = urllib.request.Request(f"{address}/v1/decisions", method="DELETE")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=60)
    with refusal.value as response:
        assert (response.code, response.headers["Allow"]) == (405, "POST")
