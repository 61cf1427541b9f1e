"""What is answered without the resolver is answered as by the resolver, to the byte."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from handlers import direct, routes
from handlers.routing import resolved
from local.function import LocalContext
from ratebook.book import RatesUnavailableError
from tests.handlers.example import BODY
from tests.handlers.http import EVENTS, answer, event, request

DECISIONS, PRICES = "/v1/decisions", "/v1/usage-prices"
SRC = Path(__file__).parents[2] / "src"


def _events(*paths):
    names = sorted(path.stem for path in EVENTS.glob("*.json"))
    return [name for name in names if event(name).get("httpMethod") == "POST" and event(name)["path"] in paths]


def _post(path, body, **query):
    return request("POST", path, body if isinstance(body, str) else json.dumps(body), **query)


def _by_the_resolver(asked):
    return resolved(routes.app, asked, LocalContext())


@pytest.mark.parametrize("name", _events(DECISIONS, PRICES))
def test_the_answer_to_a_recorded_event_is_the_resolvers(name):
    asked, told = event(name), _by_the_resolver(event(name))
    assert direct.answer(asked) == told


def test_there_are_recorded_events_of_both_routes():
    assert _events(DECISIONS)
    assert _events(PRICES)


def test_letters_beyond_ascii_are_written_as_the_resolver_writes_them():
    asked = _post(DECISIONS, BODY | {"experiments": {"runs": [{"name": "première – 实验 \U0001f600", "usd": 5}]}})
    found = direct.answer(asked)
    assert found is not None
    assert found == _by_the_resolver(asked)
    assert found["body"].isascii()


LEFT = {
    "another method": request("GET", DECISIONS),
    "a route below": _post(f"{DECISIONS}/sensitivity", BODY),
    "a slash at the end": _post(f"{DECISIONS}/", BODY),
    "a parameter": _post(DECISIONS, BODY, as_of="2026-06-30"),
}


@pytest.mark.parametrize("asked", LEFT.values(), ids=LEFT)
def test_other_routes_and_parameters_are_left_to_the_resolver(asked):
    assert direct.answer(asked) is None
    assert answer(asked).status == _by_the_resolver(asked)["statusCode"]


WRONG = {
    "no JSON": _post(DECISIONS, "{"),
    "no body": request("POST", DECISIONS),
    "a list": _post(DECISIONS, [BODY]),
    "a key twice": _post(DECISIONS, '{"task": "generation", "task": "generation"}'),
    "a number beyond all bounds": _post(DECISIONS, '{"task": 1e9999999999999999999}'),
    "a field that is unknown": _post(DECISIONS, BODY | {"taks": 1}),
    "a field that is missing": _post(DECISIONS, {"task": "generation"}),
    "hundreds of fields that are unknown": _post(DECISIONS, BODY | {f"field{number}": 1 for number in range(300)}),
    "a field in a field": _post(DECISIONS, BODY | {"workload": {"calls_per_month": -1, "batch": "yes"}}),
    "a model that is unknown": _post(DECISIONS, BODY | {"current": {"model": "gpt-4p"}}),
    "a day before the first price": _post(DECISIONS, BODY | {"as_of": "1999-01-01"}),
    "a version that is unknown": _post(DECISIONS, BODY | {"rates_version": "2020-01-01-00000000"}),
    "another content type": request("POST", DECISIONS, json.dumps(BODY), content_type="text/plain"),
    "a body too long": _post(DECISIONS, " " * 300_000),
    "a usage that is wrong": _post(PRICES, {"model": "gpt-4o", "usage": {}}),
    "a usage of a model with no name": _post(PRICES, {"model": "", "usage": {"input_tokens": 5, "output_tokens": 5}}),
}


@pytest.mark.parametrize("asked", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_as_the_resolver_tells_it(asked):
    found = direct.answer(asked)
    assert found is not None
    assert 400 <= found["statusCode"] < 500
    assert found == _by_the_resolver(asked)


def _broken(*_):
    raise RuntimeError("nobody thought of this")


def _made_wrongly(*_):
    raise ValidationError.from_exception_data("DecisionAnswer", [{"type": "missing", "loc": ("verdict",), "input": {}}])


@pytest.mark.parametrize("mistake", [_broken, _made_wrongly])
def test_our_own_mistake_is_answered_with_500_and_logged(monkeypatch, output, mistake):
    monkeypatch.setattr("handlers.decisions.decide", mistake)
    asked = _post(DECISIONS, BODY)
    found = direct.answer(asked)
    assert found is not None
    assert found["statusCode"] == 500
    assert found == _by_the_resolver(asked)
    assert [line["message"] for line in output.lines() if line.get("level") == "ERROR"] == ["unexpected error"] * 2


def test_rates_that_cannot_be_read_are_told_as_the_resolver_tells_it(monkeypatch):
    def unavailable(_):
        raise RatesUnavailableError("S3 is away")

    monkeypatch.setattr("handlers.wiring.rates_for", unavailable)
    asked = _post(DECISIONS, BODY)
    found = direct.answer(asked)
    assert found is not None
    assert (found["statusCode"], found["multiValueHeaders"]["Retry-After"]) == (503, ["10"])
    assert found == _by_the_resolver(asked)


def test_a_request_that_is_wrong_is_counted_once(output):
    answer(WRONG["a model that is unknown"])
    assert [line["Requests"] for line in output.lines() if "Requests" in line] == [[1]]


def test_a_decision_and_a_price_are_logged_and_counted_once(output):
    answer(_post(DECISIONS, BODY))
    answer(_post(PRICES, {"model": "gpt-4o", "usage": {"input_tokens": 5, "output_tokens": 5}}))
    lines = output.lines()
    assert [line["message"] for line in lines if "message" in line] == ["decision", "usage price"]
    assert [line["Requests"] for line in lines if "Requests" in line] == [[1], [1]]
    assert [line["Decisions"] for line in lines if "Decisions" in line] == [[1]]
    assert [line["cold_start"] for line in lines if "message" in line][1] is False


def test_a_decision_needs_neither_the_resolver_nor_pydantic_nor_boto3():
    heavy = (
        "aws_lambda_powertools.event_handler",
        "pydantic",
        "pydantic_core",
        "boto3",
        "botocore.client",
        "urllib3",
        "yaml",
        "slack_sdk",
    )
    code = f"""
import json, sys
from types import SimpleNamespace
from handlers.api import handler
context = SimpleNamespace(
    function_name="api", memory_limit_in_mb=1024, invoked_function_arn="arn:aws:lambda:us-east-1:1:function:api",
    aws_request_id="1",
)
found = handler(json.loads(sys.stdin.read()), context)
print(found["statusCode"], [name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SRC), "POWERTOOLS_METRICS_DISABLED": "true", "RATES_BUCKET": ""},
        input=json.dumps(_post(DECISIONS, BODY)),
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "200 []"
