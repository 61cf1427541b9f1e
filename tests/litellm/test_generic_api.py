"""The real LiteLLM, whose generic API logger is pointed at POST /v1/usage of a local server: no code of ours between.

LiteLLM answers the calls by itself, so nothing here connects to anything but this machine.
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from local.template import ROOT

pytestmark = pytest.mark.litellm

LITELLM = ROOT / ".litellm" / "bin" / "python"
CALLS = Path(__file__).with_name("calls.py")
SAVED = ROOT / "tests" / "spend" / "intake" / "litellm"
PRICED = {"openai", "fine_tuned", "anthropic", "streamed"}
COUNTED = PRICED | {"embedded"}
NEVER = "3600"
"""Seconds between the logger's own posts: the calls are posted when they are all logged."""


@dataclass(frozen=True)
class Run:
    """What LiteLLM did: the ids that its caller saw, by the tag of the call, and what its logger posted."""

    project: str
    seen: dict[str, str | None]
    posted: list[dict[str, Any]]

    @property
    def payloads(self):
        """What was logged of each call, by its tag."""
        bodies = (json.loads(each["body"]) for each in self.posted)
        logged = [payload for body in bodies for payload in (body if isinstance(body, list) else [body])]
        return {payload["request_tags"][0]: payload for payload in logged}

    @property
    def results(self):
        """What Payback answered of each record, by its id."""
        return {result["id"]: result for each in self.posted for result in json.loads(each["answer"])["results"]}

    def result(self, tag):
        """What Payback answered of the call with this tag."""
        return self.results[self.payloads[tag]["id"]]


def _started(state):
    return subprocess.Popen(
        [sys.executable, "-m", "local.server", "--port", "0", "--state", str(state)],
        cwd=ROOT,
        env={"PYTHONPATH": "src", "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Address of a server with a state of its own."""
    process = _started(tmp_path_factory.mktemp("litellm") / "local.json")
    yield re.findall(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
    process.kill()
    process.wait(30)
    process.stdout.close()


def _run(server, folder, way, project):
    """Calls models through LiteLLM, with its logger set up in one `way`."""
    if not LITELLM.exists():
        pytest.fail(".litellm is missing: run make litellm-test, which installs it")
    file = folder / "calls.json"
    done = subprocess.run(
        [str(LITELLM), str(CALLS), way, str(file)],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "GENERIC_LOGGER_ENDPOINT": f"{server}/v1/usage?project={project}",
            "DEFAULT_FLUSH_INTERVAL_SECONDS": NEVER,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text())
    return Run(project, found["answered"], found["posted"])


@pytest.fixture(scope="module", params=["environment", "json_array", "single"])
def run(request, server, tmp_path_factory):
    """The calls, posted in each way that Payback takes."""
    way = request.param
    return _run(server, tmp_path_factory.mktemp(way), way, "support" if way == "environment" else f"support-{way}")


def _asked(address, body=None):
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read())


def _day(payload):
    return datetime.fromtimestamp(payload["startTime"], UTC).date().isoformat()


def _spend(server, run):
    """What Payback says was spent in the months in which the calls were made."""
    months = sorted(_day(payload)[: len("YYYY-MM")] for payload in run.payloads.values())
    return _asked(f"{server}/v1/spend?project={run.project}&since={months[0]}&month={months[-1]}")


def _priced(server, payload):
    """What POST /v1/usage-prices says of the tokens that LiteLLM logged."""
    tokens = {"input_tokens": payload["prompt_tokens"], "output_tokens": payload["completion_tokens"]}
    names = {"model": payload["model"], "provider": payload["custom_llm_provider"]}
    request = names | {"usage": tokens, "at": _day(payload)}
    return _asked(f"{server}/v1/usage-prices", json.dumps(request).encode())


def test_everything_that_is_logged_is_taken(run):
    assert {each["status"] for each in run.posted} == {200}
    assert run.payloads.keys() == run.seen.keys()
    assert not [result for result in run.results.values() if result["status"] == "rejected"]


def test_every_call_that_was_answered_is_counted_once_by_the_id_of_its_answer(run, server):
    for tag in PRICED:
        assert run.results[run.seen[tag]]["status"] == "priced", tag
    spend = _spend(server, run)
    assert spend["records"] == len(COUNTED)
    counted = [each for each in run.payloads.values() if each["status"] == "success"]
    assert len(counted) == len(COUNTED)
    for name in ("input", "output"):
        logged = "prompt_tokens" if name == "input" else "completion_tokens"
        assert sum(model[f"{name}_tokens"] for model in spend["by_model"]) == sum(each[logged] for each in counted)


@pytest.mark.parametrize("tag", sorted(PRICED))
def test_a_call_costs_what_the_logged_tokens_cost(tag, run, server):
    price = _priced(server, run.payloads[tag])
    assert price["status"] == "priced"
    assert Decimal(price["cost_usd"]) > 0
    assert run.result(tag)["cost_usd"] == price["cost_usd"]


def test_base_and_fine_tuned_models_are_told_apart(run, server):
    prices = {tag: _priced(server, run.payloads[tag]) for tag in PRICED}
    assert {tag: price["kind"] for tag, price in prices.items()} == dict.fromkeys(PRICED, "base") | {
        "fine_tuned": "fine_tuned"
    }
    costs = {tag: Decimal(price["cost_usd"]) for tag, price in prices.items()}
    spend = _spend(server, run)
    assert Decimal(spend["fine_tuned_usd"]) == costs["fine_tuned"]
    assert Decimal(spend["base_usd"]) == sum(costs.values()) - costs["fine_tuned"]
    assert Decimal(spend["total_usd"]) == sum(costs.values())


def test_the_call_that_failed_is_not_billed(run):
    assert run.payloads["failed"]["status"] == "failure"
    assert run.result("failed")["status"] == "not_billed"


def test_a_model_of_no_rate_table_counts_and_waits_for_a_price(run, server):
    result = run.result("embedded")
    assert (result["status"], result["cost_usd"]) == ("unpriced", None)
    assert _spend(server, run)["unpriced_records"] == 1


def test_the_very_same_posted_again_changes_nothing(run, server):
    before = _spend(server, run)
    again = [_asked(f"{server}/v1/usage?project={run.project}", each["body"].encode()) for each in reversed(run.posted)]
    assert sum(answer["accepted"] for answer in again) == 0
    assert sum(answer["duplicate"] for answer in again) == len(COUNTED)
    assert sum(answer["conflict"] for answer in again) == 0
    after = _spend(server, run)
    assert after == before | {"as_of": after["as_of"]}


def test_lines_of_json_are_refused_whole_and_nothing_of_them_is_counted(server, tmp_path):
    run = _run(server, tmp_path, "ndjson", "support-ndjson")
    [exchange] = run.posted
    assert exchange["status"] == 422
    assert json.loads(exchange["answer"])["code"] == "not_json"
    lines = exchange["body"].splitlines()
    assert len(lines) == len(run.seen)
    month = _day(json.loads(lines[-1]))[: len("YYYY-MM")]
    assert _asked(f"{server}/v1/spend?project={run.project}&month={month}")["records"] == 0


def test_the_name_of_the_logger_alone_does_nothing_where_litellms_enterprise_package_is_missing(server, tmp_path):
    run = _run(server, tmp_path, "generic_api", "support-generic-api")
    assert run.seen.keys() > PRICED
    assert run.posted == []


def test_the_payloads_of_the_fast_tests_have_the_fields_that_are_logged_now(run):
    for path in sorted(SAVED.glob("*.json")):
        saved, logged = json.loads(path.read_text()), run.payloads[path.stem]
        assert saved.keys() == logged.keys(), path.stem
        assert saved["metadata"].keys() == logged["metadata"].keys(), path.stem
