"""Every event in Lambda's own container: the same answer as the same code gives in this process."""

import json

import pytest

from local.events import EVENTS_PATH

EVENTS = sorted(EVENTS_PATH.glob("*.json"))
pytestmark = pytest.mark.sam


def _comparable(answer):
    """Status, content type and body of a function's answer."""
    headers = answer.get("headers") or {name: values[-1] for name, values in answer["multiValueHeaders"].items()}
    kind = headers["Content-Type"]
    return answer["statusCode"], kind, json.loads(answer["body"]) if "json" in kind else answer["body"]


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_the_container_answers_as_this_process_does(path, sam, function, environment):
    expected = function.invoke(json.loads(path.read_text()), "request-1")
    assert _comparable(sam.invoke(path, environment)) == _comparable(expected)


def test_without_its_bucket_the_function_answers_from_the_deployed_rates_and_says_so(sam, host, function, environment):
    event = EVENTS_PATH / "decision-scenario-1.json"
    status, _, fresh = _comparable(function.invoke(json.loads(event.read_text()), "request-1"))
    assert (status, fresh["rates"]["stale"]) == (200, False)
    unreachable = dict(environment) | {"S3_ENDPOINT_URL": f"http://{host}:9"}
    status, _, stale = _comparable(sam.invoke(event, unreachable))
    assert (status, stale["rates"]["stale"]) == (200, True)
    assert stale["verdict"] == fresh["verdict"]
    assert stale["payback"] == fresh["payback"]
