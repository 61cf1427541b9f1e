"""A flip is a promise: send its value for its input and the rule passes; one step less far and it does not."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings

from decisions.answer import DecisionAnswer, FlipAnswer
from inputs.errors import UnusableRequestError
from rules.outcomes import Outcome
from tests.decisions.asking import Ask, Body, not_passing, outcome, request, with_fields
from tests.decisions.requests import requests

STEPS = {
    "dataset.examples": Decimal(1),
    "workload.calls_per_month": Decimal(1),
    "workload.input_tokens": Decimal(1),
    "workload.output_tokens": Decimal(1),
    "workload.cacheable_input_tokens": Decimal(1),
    "workload.cache_hit_rate": Decimal("0.0001"),
    "candidate.input_tokens": Decimal(1),
    "candidate.output_tokens": Decimal(1),
    "engineering.hours": Decimal("0.01"),
    "engineering.usd_per_hour": Decimal("0.01"),
    "experiments.runs": Decimal(1),
    "experiments.training_usd": Decimal("0.01"),
    "quality_value_usd_per_month": Decimal("0.01"),
}


def applied(body: Body, input: str, value: object) -> Body:
    fields = {input: value}
    if input == "workload.calls_per_month":
        fields["workload.calls_per_day"] = ...
    return with_fields(body, fields)


def a_step_less_far(flip: FlipAnswer) -> Decimal:
    step = STEPS[flip.input]
    value = Decimal(str(flip.value))
    assert flip.text.startswith(("at least", "at most"))
    return value - step if flip.text.startswith("at least") else value + step


def decided(ask: Ask, body: Body) -> DecisionAnswer:
    try:
        return ask(body)
    except UnusableRequestError:
        assume(False)
        raise


def check_flips(ask: Ask, body: Body, answer: DecisionAnswer) -> set[str]:
    """Apply every flip of every rule that does not pass; the inputs of those flips."""
    inputs = set()
    for rule in not_passing(answer):
        for flip in rule.flips_when:
            inputs.add(flip.input)
            value = Decimal(str(flip.value)) if flip.input in STEPS else flip.value
            flipped = ask(applied(body, flip.input, value))
            assert outcome(flipped, rule.id) is Outcome.PASS, (rule.id, flip)
            if flip.input in STEPS:
                short = ask(applied(body, flip.input, a_step_less_far(flip)))
                assert outcome(short, rule.id) is not Outcome.PASS, (rule.id, flip)
    return inputs


@given(body=requests())
@settings(max_examples=40, deadline=None)
def test_every_flip_of_every_rule_is_exact(ask: Ask, body: Body) -> None:
    check_flips(ask, body, decided(ask, body))


LONG: dict[str, object] = {
    "current.model": "gpt-4o-mini",
    "workload": {"calls_per_day": 30_000, "input_tokens": 3000, "output_tokens": 300, "cacheable_input_tokens": 2816},
    "candidate.input_tokens": 500,
    "candidate.output_tokens": 300,
}


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        pytest.param(
            {
                "workload.calls_per_month": 500_000,
                "engineering.hours": 20,
                "experiments": {"training_usd": {"low": 2000, "high": 9000}},
            },
            {"experiments.training_usd", "workload.calls_per_month"},
            id="a stated total of the training",
        ),
        pytest.param(
            {
                "workload.calls_per_month": 300_000,
                "experiments": {"runs": {"low": 10, "high": 300}},
                "engineering.hours": 10,
            },
            {"experiments.runs"},
            id="a range of runs",
        ),
        pytest.param(
            {
                "current.model": "gpt-4o-mini",
                "workload": {"calls_per_month": 6_000_000, "input_tokens": 3000, "output_tokens": 100},
                "dataset": {"examples": 5000},
            },
            {"candidate.input_tokens"},
            id="examples that are as long as calls",
        ),
        pytest.param(
            {
                "workload.calls_per_month": 50_000,
                "dataset.tokens_per_example": ...,
                "candidate.input_tokens": 300,
                "retraining": {"every_months": 7, "runs": 3},
            },
            {"workload.input_tokens", "engineering.usd_per_hour"},
            id="examples that are as long as calls, trained on again",
        ),
        pytest.param(
            {
                "workload.calls_per_month": 50_000,
                "dataset.tokens_per_example": ...,
                "experiments": {"runs": [{"examples": 4000}, {"epochs": 1}, {"tokens_per_example": 90}, {"usd": 50}]},
            },
            {"workload.input_tokens"},
            id="runs that differ",
        ),
        pytest.param(
            LONG | {"workload.cache_hit_rate": 0.9, "engineering.hours": 1},
            {"workload.cache_hit_rate", "workload.cacheable_input_tokens", "workload.input_tokens"},
            id="a prompt that is cached on most calls",
        ),
        pytest.param(
            LONG
            | {
                "current": {"model": "gpt-5.6-luna", "prompt_caching": True},
                "workload.cache_hit_rate": 0.6,
                "engineering.hours": 8,
            },
            {"workload.cache_hit_rate"},
            id="a prompt that is cached today, and written where it is missed",
        ),
        pytest.param(
            LONG | {"workload.latency_tolerant": True},
            {"workload.input_tokens", "workload.output_tokens"},
            id="a prompt that can wait for a batch and can be cached",
        ),
        pytest.param(
            LONG | {"workload.cacheable_input_tokens": ..., "engineering.hours": 1},
            {"workload.cacheable_input_tokens", "candidate.input_tokens"},
            id="a prompt of which nobody said how much can be cached",
        ),
        pytest.param(
            {
                "as_of": "2026-08-01",
                "candidate": {"model": "o4-mini", "method": "rft", "input_tokens": 100, "output_tokens": 10},
                "experiments.hours_per_run": 9,
                "workload.calls_per_month": 800_000,
            },
            {"experiments.runs", "workload.calls_per_month"},
            id="training by the hour",
        ),
        pytest.param(
            {"readiness": {"models_tried": ["gpt-5"]}, "dataset": ..., "organization": {}, "task": "generation"},
            {
                "readiness.models_tried",
                "readiness.cheaper_model_tried",
                "readiness.prompts_optimized",
                "readiness.quality_gap_measured",
                "dataset.examples",
                "organization.has_fine_tuned_before",
            },
            id="questions that were not answered",
        ),
    ],
)
def test_the_flips_of_such_a_request_are_offered_and_exact(
    ask: Ask, fields: dict[str, object], offered: set[str]
) -> None:
    body = request(fields)
    assert offered <= check_flips(ask, body, ask(body))


def test_a_saving_that_is_nothing_but_for_rounding_flips_nothing(ask: Ask) -> None:
    body: Body = {
        "task": "classification",
        "workload": {"calls_per_day": 83.75, "input_tokens": 0, "cacheable_input_tokens": 0},
        "current": {"model": "ft:gpt-4o-mini-2024-07-18:acme::abc123", "prompt_caching": True},
        "candidate": {"model": "gpt-4o-mini", "output_tokens": 1},
        "retraining": {"every_months": 7},
        "as_of": "2025-11-01",
    }
    check_flips(ask, body, ask(body))


def test_a_flip_never_goes_beyond_the_longest_prompt_of_the_model(ask: Ask) -> None:
    answer = ask(request({"workload.calls_per_month": 1, "candidate.input_tokens": 10}))
    assert "workload.input_tokens" not in {flip.input for rule in answer.rules for flip in rule.flips_when}


@pytest.mark.parametrize(("tokens", "least"), [(65_536, 100), (70_000, 100), (65_537, 100)])
def test_the_cap_on_an_examples_length_bends_no_flip(ask: Ask, tokens: int, least: int) -> None:
    fields: dict[str, object] = {
        "workload": {"calls_per_month": 1000, "input_tokens": tokens - 100, "output_tokens": 100},
        "dataset": {"examples": 300, "epochs": 1},
        "engineering.hours": least,
    }
    body = request(fields)
    check_flips(ask, body, ask(body))
