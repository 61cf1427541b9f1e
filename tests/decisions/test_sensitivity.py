"""What matters most: each end is a decision of its own, within what may be sent, and the widest stands first."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings

from decisions.answer import DecisionAnswer
from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from decisions.sensitivity import sensitivity
from decisions.sensitivity_answer import InputEnd, InputSensitivity, SensitivityAnswer
from inputs.errors import UnusableRequestError
from tests.decisions.asking import Ask, Body, request, with_fields
from tests.decisions.requests import requests

type Weigh = Callable[[Body], SensitivityAnswer]
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def weigh(rates: TableInUse) -> Weigh:
    """The sensitivity of a request that is written as JSON would be."""
    return lambda body: sensitivity(DecisionRequest.model_validate(body), rates, TODAY)


def _figures(answer: DecisionAnswer) -> tuple[object, ...]:
    months, saving, once = answer.payback.months, answer.monthly.saving_usd, answer.one_time.total_usd
    assert saving is not None
    assert once is not None
    return months and months.expected, once.expected, saving.expected


def _said(end: InputEnd) -> tuple[object, ...]:
    return end.months, end.one_time_usd, end.saving_usd_per_month


def _input(answer: SensitivityAnswer, path: str) -> InputSensitivity:
    return next(each for each in answer.inputs if each.input == path)


def _inputs(answer: SensitivityAnswer) -> list[str]:
    return [each.input for each in answer.inputs]


def _ends(answer: SensitivityAnswer, path: str) -> tuple[object, ...]:
    """The low end, what is expected and the high end of an input."""
    found = _input(answer, path)
    return found.low.value, found.value, found.high.value


@given(body=requests())
@settings(max_examples=40, deadline=None)
def test_every_end_of_every_input_is_what_a_decision_says(rates: TableInUse, body: Body) -> None:
    asked = DecisionRequest.model_validate(body)
    try:
        decision = decide(asked, rates, TODAY)
    except UnusableRequestError:
        with pytest.raises(UnusableRequestError):
            sensitivity(asked, rates, TODAY)
        assume(False)
        raise
    found = sensitivity(asked, rates, TODAY)
    assert found.rates == decision.rates
    if found.reason is not None:
        assert (found.months, found.inputs, decision.monthly.saving_usd) == (None, (), None)
        return
    expected = _figures(decision)
    assert found.months == expected[0]
    for each in found.inputs:
        for end in (each.low, each.high):
            sent = DecisionRequest.model_validate(with_fields(body, {each.input: end.value}))
            assert _figures(decide(sent, rates, TODAY)) == _said(end), each.input
        assert (_said(each.low), _said(each.high)) != (expected, expected)


def test_an_input_without_a_range_goes_a_quarter_down_and_up(weigh: Weigh) -> None:
    answer = weigh(request())
    assert answer.swing == Decimal("0.25")
    assert _ends(answer, "workload.calls_per_month") == (2_250_000, 3_000_000, 3_750_000)
    assert _ends(answer, "engineering.usd_per_hour") == (75, 100, 125)
    assert {each.because for each in answer.inputs} == {"swing"}


def test_an_input_with_a_range_goes_from_its_low_to_its_high(weigh: Weigh) -> None:
    spread = {"low": 30, "expected": 35, "high": 90}
    answer = weigh(request({"engineering.hours": spread, "workload.calls_per_month": {"low": 1, "high": 5_000_001}}))
    assert _ends(answer, "engineering.hours") == (30, 35, 90)
    assert _ends(answer, "workload.calls_per_month") == (1, 2_500_001, 5_000_001)
    assert _input(answer, "engineering.hours").because == "range"
    assert (
        _input(weigh(request({"engineering.hours": {"low": 35, "high": 35}})), "engineering.hours").because == "swing"
    )


@pytest.mark.parametrize(
    ("path", "value", "low", "high"),
    [
        ("dataset.epochs", 3, 2, 4),
        ("dataset.epochs", 1, 1, 2),
        ("dataset.epochs", 50, 37, 50),
        ("dataset.examples", 250, 187, 313),
        ("dataset.examples", 1, 0, 2),
        ("workload.input_tokens", Decimal("10.2"), Decimal("7.65"), Decimal("12.75")),
        ("experiments.runs", 900, 675, 1000),
        ("engineering.hours", 100_000, 75_000, 100_000),
    ],
)
def test_no_end_is_beyond_what_may_be_sent_and_whole_numbers_stay_whole(
    weigh: Weigh, path: str, value: object, low: Decimal, high: Decimal
) -> None:
    assert _ends(weigh(request({path: value})), path) == (low, value, high)


CACHED: dict[str, object] = {
    "workload": {"calls_per_month": 3_000_000, "input_tokens": 3000, "cacheable_input_tokens": 2900},
    "current.prompt_caching": True,
}


def test_what_can_be_cached_stays_a_part_of_the_prompt(weigh: Weigh) -> None:
    answer = weigh(request(CACHED))
    assert _ends(answer, "workload.cacheable_input_tokens") == (2175, 2900, 3000)
    assert _ends(answer, "workload.input_tokens") == (2900, 3000, 3750)
    assert _ends(answer, "workload.cache_hit_rate") == (Decimal("0.75"), 1, 1)


def test_what_can_be_cached_after_stays_a_part_of_a_prompt_that_stays_the_same(weigh: Weigh) -> None:
    answer = weigh(request({"candidate.cacheable_input_tokens": 950, "workload.input_tokens": 1000}))
    assert _ends(answer, "workload.input_tokens") == (950, 1000, 1250)


def test_a_prompt_stays_within_what_the_models_take(weigh: Weigh) -> None:
    assert _ends(weigh(request({"workload.input_tokens": 120_000})), "workload.input_tokens")[2] == 128_000


def test_a_length_that_has_no_price_is_not_tried(ask: Ask, weigh: Weigh) -> None:
    batch = {"workload.batch": True, "current.model": "gpt-5.5-pro", "candidate.input_tokens": 500}
    fields = batch | {"workload.input_tokens": 250_000}
    with pytest.raises(UnusableRequestError, match="no batch price"):
        ask(request(fields | {"workload.input_tokens": 312_500}))
    found = _input(weigh(request(fields | {"overrides": OWN})), "workload.input_tokens")
    assert (found.low.value, found.high.value) == (Decimal(187_500), Decimal(250_000))
    assert found.low.months != found.high.months


OWN = {"openai/ft:gpt-4o-mini:*": {"input": 1, "output": 1, "batch_input": 1, "batch_output": 1}}


def test_what_counts_for_nothing_is_left_out(weigh: Weigh) -> None:
    left_out = {"workload.cacheable_input_tokens", "workload.cache_hit_rate", "dataset.validation_tokens"}
    answer = weigh(
        request({"workload.cacheable_input_tokens": 900, "dataset.validation_tokens": 100, "horizon_months": 24})
    )
    assert not left_out & set(_inputs(answer))
    assert "horizon_months" not in _inputs(answer)
    assert "quality_value_usd_per_month" not in _inputs(answer)
    assert "quality_value_usd_per_month" in _inputs(weigh(request({"quality_value_usd_per_month": 10})))


def test_a_prompt_that_is_the_same_after_is_one_input_and_two_where_it_differs(weigh: Weigh) -> None:
    assert "candidate.input_tokens" not in _inputs(weigh(request()))
    both = {"workload.input_tokens", "candidate.input_tokens", "candidate.output_tokens"}
    assert both <= set(_inputs(weigh(request({"candidate.input_tokens": 500, "candidate.output_tokens": 90}))))


def test_a_list_of_what_runs_cost_is_moved_as_its_total(weigh: Weigh) -> None:
    answer = weigh(request({"experiments": {"training_usd": ["4.50", "8", "6", "12"]}}))
    assert _ends(answer, "experiments.training_usd")[1] == Decimal("30.5")
    assert not {"experiments.runs", "dataset.epochs"} & set(_inputs(answer))


def test_runs_that_are_listed_one_by_one_are_no_number(weigh: Weigh) -> None:
    answer = weigh(request({"experiments": {"runs": ["4.50", {"epochs": 2}]}}))
    assert "experiments.runs" not in _inputs(answer)
    assert "dataset.examples" in _inputs(answer)


def test_without_a_dataset_its_examples_are_the_fewest_that_are_assumed(weigh: Weigh) -> None:
    answer = weigh(request({"dataset": ...}))
    assert _ends(answer, "dataset.examples") == (150, 200, 250)
    assert not {"dataset.tokens_per_example", "dataset.epochs"} & set(_inputs(answer))


def test_retraining_is_three_inputs(weigh: Weigh) -> None:
    answer = weigh(request({"retraining": {"every_months": 6, "hours": 4, "runs": 2}}))
    assert _ends(answer, "retraining.every_months") == (4, 6, 8)
    assert {"retraining.hours", "retraining.runs"} <= set(_inputs(answer))


def test_hosting_is_moved_where_it_is_stated(weigh: Weigh) -> None:
    hosting = {"units": 1, "hours_per_month": 720, "usd_per_unit_hour": "3"}
    together = {"provider": "together", "model": "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"}
    answer = weigh(request({"candidate": together | {"hosting": hosting}}))
    assert _ends(answer, "candidate.hosting.units") == (1, 1, 2)
    assert _ends(answer, "candidate.hosting.hours_per_month") == (540, 720, 744)
    assert _ends(answer, "candidate.hosting.usd_per_unit_hour") == (Decimal("2.25"), 3, Decimal("3.75"))


def _width(answer: SensitivityAnswer, each: InputSensitivity) -> tuple[bool, Decimal]:
    months = [answer.months, each.low.months, each.high.months]
    known = [point for point in months if point is not None]
    return 0 < len(known) < 3, max(known) - min(known) if known else Decimal(0)


@given(body=requests())
@settings(max_examples=40, deadline=None)
def test_the_widest_stands_first(weigh: Weigh, body: Body) -> None:
    try:
        answer = weigh(body)
    except UnusableRequestError:
        assume(False)
        raise
    widths = [_width(answer, each) for each in answer.inputs]
    assert widths == sorted(widths, reverse=True)


def test_an_input_that_decides_whether_it_pays_back_at_all_is_widest(weigh: Weigh) -> None:
    body = request({"quality_value_usd_per_month": 1, "retraining": {"every_months": 1, "hours": 50, "runs": 1}})
    answer = weigh(with_fields(body, {"workload.calls_per_month": 1_700_000, "workload.input_tokens": 1000}))
    ends = [(each.low.months is None) or (each.high.months is None) for each in answer.inputs]
    assert answer.months is not None
    assert ends == sorted(ends, reverse=True)
    assert any(ends)
    assert not all(ends)


def test_where_it_never_pays_back_the_saving_tells_what_matters_most(weigh: Weigh) -> None:
    answer = weigh(request({"current.model": "gpt-4o-mini"}))
    moved = [
        max(end.saving_usd_per_month for end in (each.low, each.high))
        - min(end.saving_usd_per_month for end in (each.low, each.high))
        for each in answer.inputs
    ]
    assert (answer.months, answer.reason) == (None, None)
    assert moved == sorted(moved, reverse=True)
    assert moved[-1] == 0
