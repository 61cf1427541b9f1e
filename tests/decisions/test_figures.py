"""The figures that a decision must show, the article's beside ours where they differ."""

from decimal import Decimal

import pytest

from bench.rules import cases
from costs.payback import OpenRange
from costs.quantities import Range
from rules.outcomes import Outcome, Verdict
from tests.decisions.asking import Ask, Body, flip, outcome, request, rule, with_fields


def scenario(number: int) -> Body:
    """The article's scenarios, with every question answered in favour of fine-tuning."""
    bodies: dict[int, dict[str, object]] = {
        1: {
            "workload": {"calls_per_day": 50_000, "input_tokens": 200, "output_tokens": 0},
            "experiments": {"training_usd": ["4.50", "8", "6", "12"]},
            "engineering": {"hours": {"low": 20, "high": 50}, "usd_per_hour": 100},
        },
        2: {
            "workload": {
                "calls_per_day": 20_000,
                "input_tokens": 2500,
                "output_tokens": 0,
                "cacheable_input_tokens": 0,
            },
            "current.model": "gpt-4o-mini",
            "candidate.input_tokens": 700,
            "candidate.output_tokens": 0,
        },
        3: {
            "workload": {"calls_per_day": 20_000, "input_tokens": 400, "output_tokens": 0, "cacheable_input_tokens": 0},
            "current.model": "gpt-4o-mini",
            "readiness.current_quality": 0.92,
            "readiness.target_quality": 0.95,
        },
    }
    return request(bodies[number] | {"as_of": "2026-06-30"})


def test_scenario_1_falls_from_750_to_90_a_month(ask: Ask) -> None:
    answer = ask(scenario(1))
    assert answer.monthly.current_usd == 750
    assert answer.monthly.fine_tuned_usd == 90
    assert answer.monthly.saving_usd == Range.of(Decimal(660))


def test_scenario_1_repays_its_training_in_1_39_days_and_not_in_less_than_one(ask: Ask) -> None:
    answer = ask(scenario(1))
    # The article repays about 30 dollars at 22 a day: 1.36 days. Its own four runs come to 30.50.
    assert answer.payback.training_only_days == Decimal("1.3864")
    thirty = ask(with_fields(scenario(1), {"experiments": {"training_usd": 30}}))
    assert thirty.payback.training_only_days == Decimal("1.3636")


def test_scenario_1_with_its_own_engineering_fails_the_articles_own_limit_everywhere(ask: Ask) -> None:
    answer = ask(scenario(1))
    assert answer.one_time.total_usd == Range(Decimal("2030.5"), Decimal("3530.5"), Decimal("5030.5"))
    assert answer.payback.months == OpenRange(Decimal("3.0765"), Decimal("5.3492"), Decimal("7.6220"))
    assert answer.verdict is Verdict.DO_NOT_FINE_TUNE
    assert not answer.warnings or not any("both sides of the limit" in warning for warning in answer.warnings)


def test_scenario_1_passes_from_a_number_of_calls_a_month_on(ask: Ask) -> None:
    answer = ask(scenario(1))
    # 3,530.50 dollars in 3 months at 0.00044 dollars a call.
    assert flip(answer, "payback-within-limit", "workload.calls_per_month").value == "2674622"
    assert answer.payback.break_even_calls_per_month == "2674622"


def test_scenario_2_falls_from_225_to_126_where_no_output_is_counted(ask: Ask) -> None:
    answer = ask(scenario(2))
    assert answer.monthly.current_usd == 225
    assert answer.monthly.fine_tuned_usd == 126
    assert answer.monthly.saving_usd == Range.of(Decimal(99))


def test_scenario_2_loses_money_with_300_output_tokens_a_call(ask: Ask) -> None:
    answer = ask(with_fields(scenario(2), {"workload.output_tokens": 300, "candidate.output_tokens": 300}))
    assert answer.monthly.saving_usd == Range.of(Decimal(-9))
    assert answer.payback.months is None
    assert answer.payback.break_even_calls is None


def test_scenario_2_with_its_system_prompt_cached_costs_138_60(ask: Ask) -> None:
    answer = ask(with_fields(scenario(2), {"workload.cacheable_input_tokens": 2000}))
    cached = next(each for each in answer.alternatives if each.approach == "prompt_caching")
    assert cached.monthly_usd == Decimal("138.6")
    assert cached.note == "1,920 of 2,500 input tokens cached, on 1 of the calls"


def test_scenario_3_never_pays_back_and_says_what_three_points_would_have_to_be_worth(ask: Ask) -> None:
    answer = ask(scenario(3))
    assert answer.monthly.saving_usd == Range.of(Decimal(-36))
    assert answer.payback.months is None
    assert answer.verdict is Verdict.DO_NOT_FINE_TUNE
    # 3,518 dollars once in 3 months, and 36 a month.
    assert answer.headline.endswith("the 3 points of quality would have to be worth 1,208.67 USD a month.")
    assert flip(answer, "payback-within-limit", "quality_value_usd_per_month").value == "1208.67"


@pytest.mark.parametrize(
    ("task", "examples", "verdict", "observed"),
    [
        ("classification", 50, Verdict.COLLECT_EXAMPLES, "50 examples: 150 more for classification; below 100 "),
        ("classification", 199, Verdict.COLLECT_EXAMPLES, "199 examples: 1 more for classification"),
        ("classification", 200, Verdict.FINE_TUNE, "200 examples"),
        ("generation", 499, Verdict.COLLECT_EXAMPLES, "499 examples: 1 more for generation"),
        ("generation", 500, Verdict.FINE_TUNE, "500 examples"),
    ],
)
def test_scenario_4_counts_what_is_missing(ask: Ask, task: str, examples: int, verdict: Verdict, observed: str) -> None:
    answer = ask(request({"task": task, "dataset.examples": examples}))
    assert answer.verdict is verdict
    assert rule(answer, "enough-examples").observed.startswith(observed)


LONG_PROMPT: dict[str, object] = {
    "workload": {
        "calls_per_month": 3_000_000,
        "input_tokens": 3000,
        "output_tokens": 300,
        "cacheable_input_tokens": 2816,
    },
    "current.model": "gpt-4o-mini",
    "candidate.input_tokens": 500,
    "candidate.output_tokens": 300,
}


def test_a_fine_tune_beats_a_plain_prompt_and_loses_to_the_cached_one(ask: Ask) -> None:
    answer = ask(request(LONG_PROMPT | {"as_of": "2026-04-01"}))
    per_call = answer.per_call
    assert (per_call.current_usd, per_call.fine_tuned_usd) == (Decimal("0.00063"), Decimal("0.00051"))
    assert per_call.saving_usd == Decimal("0.00012")
    cached = next(each for each in answer.alternatives if each.approach == "prompt_caching")
    assert cached.usd_per_call is not None
    assert per_call.fine_tuned_usd is not None
    assert per_call.fine_tuned_usd - cached.usd_per_call == Decimal("0.0000912")
    assert answer.verdict is Verdict.USE_PROMPT_CACHING


def test_a_dear_model_is_replaced_by_a_cheap_fine_tune_in_forty_days_of_53(ask: Ask) -> None:
    answer = ask(
        request(
            LONG_PROMPT
            | {
                "workload.calls_per_month": ...,
                "workload.calls_per_day": 20_000,
                "current.model": "gpt-4o",
                "experiments": {"training_usd": 18},
                "engineering": {"hours": 80, "usd_per_hour": 100},
            }
        )
    )
    assert answer.per_call.saving_usd == Decimal("0.00999")
    assert answer.payback.break_even_calls == "802603"
    assert answer.payback.days is not None
    assert answer.payback.days.expected == Decimal("40.1301")
    assert rule(answer, "outlives-payback").required.startswith("at most 53 days")
    assert outcome(answer, "outlives-payback") is Outcome.PASS
    saved = {each.model: each.saving_usd / 600_000 for each in answer.alternatives if each.approach == "cheaper_model"}
    assert saved["gpt-4o-mini-2024-07-18"] == Decimal("0.00987")
    assert saved["gpt-6-luna"] == Decimal("0.01005")


def test_what_costs_nothing_once_is_repaid_at_once(ask: Ask) -> None:
    answer = ask(request({"workload.calls_per_month": 300, "experiments": {"training_usd": 0}, "engineering.hours": 0}))
    assert answer.payback.days == OpenRange(Decimal(0), Decimal(0), Decimal(0))
    assert answer.payback.break_even_calls == "0"


@pytest.mark.parametrize(("model", "usd"), [("gpt-4o-mini", "4.5"), ("gpt-4o", "37.5")])
def test_the_articles_training_run(ask: Ask, model: str, usd: str) -> None:
    answer = ask(request({"candidate.model": model, "experiments.runs": 1}))
    assert answer.one_time.lines[0].cost_usd == Range.of(Decimal(usd))


def test_what_the_rules_take_for_a_months_saving_is_the_difference_of_the_bills() -> None:
    dust, priced = Decimal("1e-90"), 0
    for facts, _ in cases():
        money = facts.economics
        if money is not None:
            priced += 1
            today = money.calls_per_month * money.current_usd_per_call
            assert abs(money.saving_usd_per_month - (today - money.fine_tuned_usd_per_month)) < dust
    assert priced > 40
