"""Every way to say what the training runs are."""

from decimal import Decimal

import pytest

from costs.quantities import Range
from decisions.answer import DecisionAnswer
from rules.outcomes import Outcome
from tests.decisions.asking import Ask, outcome, request, rule


def training(answer: DecisionAnswer) -> list[Range]:
    """Costs of the one-time lines before the last, which is engineering."""
    assert answer.one_time.lines[-1].name == "engineering"
    return [line.cost_usd for line in answer.one_time.lines[:-1]]


def usd(low: str, expected: str | None = None, high: str | None = None) -> Range:
    return Range(Decimal(low), Decimal(expected or low), Decimal(high or low))


@pytest.mark.parametrize(
    ("experiments", "lines"),
    [
        ({"runs": 4}, [usd("18")]),
        ({"runs": 0}, [usd("0")]),
        ({"runs": {"low": 3, "high": 5}}, [usd("13.5", "18", "22.5")]),
        ({"runs": {"low": 3, "expected": 3, "high": 5}}, [usd("13.5", "13.5", "22.5")]),
        ({"runs": ["4.50", 8, 6.0, "12"]}, [usd("4.5"), usd("8"), usd("6"), usd("12")]),
        (
            {"runs": [{}, {"examples": 2000}, {"epochs": 1}, {"tokens_per_example": {"low": 100, "high": 300}}]},
            [usd("4.5"), usd("9"), usd("1.5"), usd("0.9", "1.8", "2.7")],
        ),
        (
            {"runs": [{"examples": 10, "epochs": "auto"}, {"usd": "7.25", "name": "cleaned"}]},
            [usd("0.15"), usd("7.25")],
        ),
        ({"training_usd": 30}, [usd("30")]),
        ({"training_usd": "30.50"}, [usd("30.5")]),
        ({"training_usd": {"low": 150, "high": 250}}, [usd("150", "200", "250")]),
        ({"training_usd": ["4.50", 8, 6, 12]}, [usd("4.5"), usd("8"), usd("6"), usd("12")]),
        ({"training_usd": 30, "runs": 4}, [usd("30")]),
        ({}, [usd("13.5", "18", "22.5")]),
    ],
)
def test_the_runs_are_priced_as_they_are_stated(ask: Ask, experiments: dict[str, object], lines: list[Range]) -> None:
    assert training(ask(request({"experiments": experiments}))) == lines


def test_a_run_is_called_by_its_name(ask: Ask) -> None:
    answer = ask(request({"experiments": {"runs": [{"name": "cleaned data"}, {}]}}))
    assert [line.name for line in answer.one_time.lines] == [
        "training run 1: cleaned data",
        "training run 2",
        "engineering",
    ]


REINFORCED: dict[str, object] = {
    "candidate": {"model": "o4-mini", "method": "rft"},
    "as_of": "2026-08-01",
    "experiments": {"runs": 2},
}


def test_training_by_the_hour_asks_for_the_hours(ask: Ask) -> None:
    answer = ask(request(REINFORCED))
    assert answer.one_time.total_usd is None
    assert answer.payback.months is None
    for id in ("beats-alternatives", "saves-per-call", "payback-within-limit", "outlives-payback"):
        assert outcome(answer, id) is Outcome.UNKNOWN
        ask_for = rule(answer, id).ask
        assert ask_for is not None
        assert ask_for.endswith("is billed by the hour: send experiments.hours_per_run.")
    assert len([step for step in answer.next_steps if "hours_per_run" in step]) == 1


def test_training_by_the_hour_is_hours_times_runs_times_100(ask: Ask) -> None:
    answer = ask(request(REINFORCED | {"experiments": {"runs": 2, "hours_per_run": {"low": 2, "high": 4}}}))
    assert training(answer) == [usd("400", "600", "800")]
    assert outcome(answer, "payback-within-limit") is not Outcome.UNKNOWN


def test_training_by_the_hour_may_be_stated_in_dollars(ask: Ask) -> None:
    answer = ask(request(REINFORCED | {"experiments": {"training_usd": 800}}))
    assert training(answer) == [usd("800")]


def test_runs_that_differ_in_their_data_have_no_price_by_the_hour(ask: Ask) -> None:
    answer = ask(request(REINFORCED | {"experiments": {"runs": [{"examples": 50}], "hours_per_run": 2}}))
    observed = rule(answer, "payback-within-limit").observed
    assert observed == "no price by the token of training o4-mini-2025-04-16 is known: send the cost of each run"


def test_examples_beyond_the_cap_are_billed_up_to_it_and_that_is_said(ask: Ask) -> None:
    at_cap = ask(request({"dataset.tokens_per_example": 65_536, "experiments.runs": 1}))
    beyond = ask(request({"dataset.tokens_per_example": 65_537, "experiments.runs": 1}))
    assert training(at_cap) == training(beyond) == [usd("589.824")]
    assert not [warning for warning in at_cap.warnings if "cut off" in warning]
    assert [warning for warning in beyond.warnings if "cut off" in warning] == [
        "examples of more than 65,536 tokens are cut off there, and billed up to there"
    ]


def test_openai_does_not_bill_validation_tokens(ask: Ask) -> None:
    with_validation = ask(request({"dataset.validation_tokens": 1_000_000}))
    assert training(with_validation) == training(ask(request()))


@pytest.mark.parametrize(
    ("retraining", "monthly"),
    [
        ({"every_months": 3, "hours": 3}, usd("101.5")),
        ({"every_months": 3, "hours": 3, "runs": 2}, usd("103")),
        ({"every_months": 1, "hours": 0}, usd("4.5")),
        ({"every_months": 2}, usd("102.25", "152.25", "202.25")),
        ({"every_months": 3, "hours": 0, "runs": {"low": 0, "high": 4}}, usd("0", "3", "6")),
    ],
)
def test_retraining_is_a_months_share_of_a_run_and_its_hours(
    ask: Ask, retraining: dict[str, object], monthly: Range
) -> None:
    answer = ask(request({"retraining": retraining}))
    assert answer.monthly.fine_tuned_lines[-1].cost_usd == monthly
    before = ask(request())
    assert answer.monthly.saving_usd is not None
    assert before.monthly.saving_usd is not None
    assert answer.monthly.saving_usd.expected == before.monthly.saving_usd.expected - monthly.expected


def test_a_retraining_of_runs_stated_one_by_one_costs_their_mean(ask: Ask) -> None:
    answer = ask(
        request(
            REINFORCED | {"experiments": {"training_usd": [100, 300]}, "retraining": {"every_months": 2, "hours": 0}}
        )
    )
    assert answer.monthly.fine_tuned_lines[-1].cost_usd == usd("100")
