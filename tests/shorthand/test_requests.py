"""Inputs as the JSON of a request, and back; what nobody types is named."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from shorthand.requests import CannotBeTypedError, from_request, to_request
from tests.shorthand.inputs import inputs


@given(inputs())
def test_what_is_sent_reads_as_what_was_typed(said):
    sent = json.dumps(to_request(said))
    assert from_request(json.loads(sent, parse_float=Decimal)) == said


def test_numbers_are_numbers_of_json():
    said = {"workload": {"input_tokens": Decimal("2E+2")}, "engineering": {"hours": {"low": Decimal("0.50")}}}
    assert json.dumps(to_request(said)) == '{"workload": {"input_tokens": 200}, "engineering": {"hours": {"low": 0.5}}}'


def test_money_in_a_string_is_a_number_and_what_is_null_was_not_said():
    sent = {
        "engineering": {"hours": {"low": 1, "expected": None, "high": 2}, "usd_per_hour": "100.50"},
        "dataset": {"examples": 10, "epochs": "auto"},
        "experiments": {},
        "deployments": {},
        "retraining": None,
        "readiness": {"models_tried": ["gpt-4.1"], "prompts_optimized": False},
    }
    assert from_request(sent) == {
        "engineering": {"hours": {"low": 1, "high": 2}, "usd_per_hour": Decimal("100.5")},
        "dataset": {"examples": 10, "epochs": "auto"},
        "readiness": {"models_tried": ["gpt-4.1"], "prompts_optimized": False},
    }


@pytest.mark.parametrize(
    ("sent", "paths"),
    [
        ({"deployments": {"prod": "gpt-4o"}, "task": "generation"}, ("deployments",)),
        ({"overrides": {"openai/gpt-4o": {"input": 1, "output": 2}}}, ("overrides",)),
        ({"experiments": {"runs": ["4.50", "8"]}}, ("experiments.runs",)),
        (
            {"experiments": {"training_usd": [1]}, "deployments": {"a": "b"}},
            ("deployments", "experiments.training_usd"),
        ),
    ],
)
def test_what_nobody_types_is_named(sent, paths):
    with pytest.raises(CannotBeTypedError) as caught:
        from_request(sent)
    assert caught.value.paths == paths
