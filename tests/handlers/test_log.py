"""What is written down of a request: figures and our own names, and nothing that the caller wrote."""

import json

import pytest

from tests.handlers.http import answer, body, decide, event, get

SECRET = "zebra-corp"
TUNED = f"ft:gpt-4o-mini-2024-07-18:{SECRET}:{SECRET}-tickets:AbCdEf"


def _telling():
    """A request with the caller's own words wherever there is room for them."""
    return body("decision-scenario-1") | {
        "current": {"model": TUNED},
        "experiments": {"runs": [{"name": f"{SECRET} night run", "usd": "4.50"}, "8"]},
        "readiness": {"models_tried": [f"{SECRET}-llama", TUNED]},
    }


def test_a_decision_leaves_exactly_one_record(output):
    said = answer(event("decision-scenario-1")).json
    [line] = [line for line in output.lines() if "decision" in line]
    assert (line["level"], line["message"], line["service"]) == ("INFO", "decision", "payback")
    assert line["function_request_id"]
    assert line["decision"] == {
        "verdict": said["verdict"],
        "outcomes": {rule["id"]: rule["outcome"] for rule in said["rules"]},
        "task": "classification",
        "method": "sft",
        "one_time_usd": said["one_time"]["total_usd"]["expected"],
        "monthly_usd": "750",
        "saving_usd": "660",
        "payback_months": said["payback"]["months"]["expected"],
        "rates_version": said["rates"]["version"],
        "as_of": "2026-06-30",
        "stale": False,
    }


@pytest.mark.parametrize("name", ["decision-scenario-3", "decision-not-available", "decision-minimal"])
def test_a_decision_without_a_saving_or_a_price_is_recorded_too(output, name):
    answer(event(name))
    assert len([line for line in output.lines() if "decision" in line]) == 1


def test_the_callers_words_are_not_in_the_log(output):
    assert decide(_telling()).status == 200
    text = output.text()
    assert '"decision"' in text
    assert SECRET not in text


@pytest.mark.parametrize(
    "ask",
    [
        lambda: get("/v1/models", name=TUNED),
        lambda: get("/v1/models", as_of=SECRET),
        lambda: get(f"/v1/rates/{SECRET}"),
        lambda: get(f"/{SECRET}"),
        lambda: decide(_telling() | {SECRET: SECRET}),
        lambda: decide(_telling() | {"candidate": {"model": SECRET}}),
        lambda: decide(json.dumps(_telling())[:-1]),
        lambda: decide(json.dumps(_telling()), content_type="text/plain"),
    ],
)
def test_nor_are_they_where_the_answer_is_another(output, ask):
    ask()
    text = output.text()
    assert text
    assert SECRET not in text
    assert '"decision"' not in text


def test_a_refused_request_is_not_an_error_in_the_log(output):
    answer(event("decision-invalid"))
    assert [line for line in output.lines() if "level" in line] == []
